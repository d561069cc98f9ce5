"""The pages about carers, and who sees what on them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from audit.models import AuditEntry
from core.actors import Actor
from informal_care.models import Carer, Measurement, Support
from informal_care.services.instruments import load_shipped_instruments
from informal_care.services.settings import load_care_settings
from tests.cast import sign_in
from tests.factories.informal_care import CareRelationFactory, CarerFactory, CarerPermissionFactory
from tests.plans.story import *  # noqa: F403 - fixtures

FIRST = {
    "name": "Joke Mantel",
    "birth_date": "1961-05-04",
    "phone": "06 12 34 56 78",
    "kinds": ["working", "for_parent"],
    "cared_for": "mijn moeder",
    "relation": "16",
    "starts_on": "2024-01-01",
    "hours_per_week": "12",
    "can_do": "Samen koken.",
    "wishes": "Een vrije dinsdag.",
    "consent_on": "2026-03-02",
}


@pytest.fixture
def instrument(db):
    load_care_settings()
    (instrument,) = load_shipped_instruments(actor=Actor.system("proef"))
    return instrument


@pytest.fixture
def carer(allocation):
    """Cares for mevrouw De Vries, and told something in confidence."""
    carer = CarerFactory.create(
        municipality=allocation.client.municipality,
        name="Joke Mantel",
        cannot_do="Ik slaap slecht.",
        phone="0612345678",
    )
    CareRelationFactory.create(carer=carer, client=allocation.client, cared_for="mijn moeder")
    return carer


def page(client, name, row=None):
    return client.get(reverse(f"informal_care:{name}", args=[row.public_id] if row else []))


def told(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_first_contact_is_registered_with_its_care(client, frozen, ilse):
    sign_in(client, ilse)
    shown = told(page(client, "carer_new"))
    answer = client.post(reverse("informal_care:carer_new"), FIRST)

    carer = Carer.objects.get()
    assert answer["Location"] == reverse("informal_care:carer", args=[carer.public_id])
    assert "U zorgt voor iemand" in shown
    assert "mantelzorg" not in strip_tags(shown.split("<main")[1].split("</main")[0]).lower()
    assert sorted(carer.types.values_list("kind", flat=True)) == ["for_parent", "working"]
    assert (carer.relations.get().cared_for, carer.relations.get().hours_per_week) == ("mijn moeder", 12)
    assert AuditEntry.objects.filter(event="created", client=carer.public_id).count() == 2
    assert "Een vrije dinsdag." in told(page(client, "carer", carer))


def test_who_may_be_known_already_is_shown_first(client, carer, karin):
    sign_in(client, karin)
    first = told(client.post(reverse("informal_care:carer_new"), FIRST))
    assert "Misschien kennen we u al" in first
    assert "Een vrije dinsdag." in first  # nothing typed is lost
    assert Carer.objects.count() == 1

    assert client.post(reverse("informal_care:carer_new"), {**FIRST, "is_somebody_else": "on"}).status_code == 302
    assert Carer.objects.count() == 2


def test_a_name_is_searched_without_standing_in_an_address(client, carer, karin):
    CarerFactory.create(municipality=carer.municipality, name="Piet Ander")
    sign_in(client, karin)
    answer = client.post(reverse("informal_care:carer_search"), {"naam": "mantel"})

    assert answer["Location"] == reverse("informal_care:carers")
    shown = told(page(client, "carers"))
    assert "Joke Mantel" in shown
    assert "Piet Ander" not in shown
    searched = AuditEntry.objects.get(event="searched")
    assert searched.fields == [{"name": "naam"}]


def test_a_coordinator_sees_the_carer_and_not_the_file(client, carer, ilse, karin):
    person = carer.relations.get().client
    sign_in(client, ilse)
    shown = told(page(client, "carer", carer))
    assert "mijn moeder" in shown
    assert "Ik slaap slecht." in shown
    assert person.surname not in shown
    assert str(person.public_id) not in shown
    assert client.get(reverse("clients:file", args=[person.public_id])).status_code == 404
    assert page(client, "of_client", person).status_code == 404
    assert client.get(reverse("informal_care:carer_new") + f"?client={person.public_id}").status_code == 404
    assert page(client, "carer_trail", carer).status_code == 403
    sign_in(client, karin)
    assert person.surname in told(page(client, "carer", carer))
    assert "Ik slaap slecht." in told(page(client, "of_client", person))


def test_a_case_worker_asks_for_a_volunteer_from_the_file(client, carer, karin, hanna):
    person = carer.relations.get().client
    ask = reverse("informal_care:help_request_of_client", args=[person.public_id])
    sign_in(client, karin)
    assert ask in page(client, "of_client", person).content.decode()
    assert person.surname in told(client.get(ask))
    sign_in(client, hanna)
    assert ask not in page(client, "of_client", person).content.decode()


@pytest.mark.parametrize("name", ["petra", "hanna"])
def test_a_provider_sees_who_let_it_know_and_own_words_only_with_permission(client, carer, request, name, de_linde):
    person = carer.relations.get().client
    sign_in(client, request.getfixturevalue(name))
    assert "Joke Mantel" not in told(page(client, "of_client", person))

    permission = CarerPermissionFactory.create(carer=carer, provider=de_linde)
    shown = told(page(client, "of_client", person))
    assert "Joke Mantel" in shown
    assert "Ik slaap slecht." not in shown
    assert page(client, "carer", carer).status_code == 403

    type(permission).objects.update(shares_words=True)
    assert "Ik slaap slecht." in told(page(client, "of_client", person))
    type(permission).objects.update(ends_on=date(2026, 3, 1))
    assert "Joke Mantel" not in told(page(client, "of_client", person))


def test_a_provider_never_sees_what_was_measured(client, carer, instrument, petra, ilse):
    given = {"carer": carer, "provider": carer.relations.get().client.allocations.get().provider}
    CarerPermissionFactory.create(**given, shares_words=True)
    sign_in(client, ilse)
    measure(client, carer, instrument, 1)
    sign_in(client, petra)
    assert instrument.name not in told(page(client, "of_client", carer.relations.get().client))
    assert page(client, "measurement", Measurement.objects.get()).status_code == 404


def measure(client, carer, instrument, place, **more):
    answers = {f"vraag_{item.code}": item.answers[place].code for item in instrument.content.items}
    sent = {**answers, "vas": "6", "measured_on": "2026-03-02", "note": "", **more}
    return client.post(reverse("informal_care:measure", args=[carer.public_id]), sent)


def test_what_was_measured_stands_beside_the_goals(client, carer, instrument, running, karin):
    sign_in(client, karin)
    assert "geen diagnose" in told(page(client, "measure", carer))
    assert measure(client, carer, instrument, 1).status_code == 302

    for shown in (told(page(client, "carer", carer)), told(page(client, "of_client", carer.relations.get().client))):
        assert "CarerQol-7D met cijfer: 7" in shown
        assert "grens van zwaar" in shown
        assert "Mevrouw komt op vaste dagen naar de groep." in shown
        assert "31 augustus 2026" in shown


def test_all_that_is_missing_in_a_measurement_is_told_at_once(client, carer, instrument, ilse):
    sign_in(client, ilse)
    answer = client.post(reverse("informal_care:measure", args=[carer.public_id]), {"measured_on": "2026-03-02"})

    assert told(answer).count("Kies een antwoord bij deze vraag.") >= 2 * 8
    assert not Measurement.objects.exists()


def test_a_measurement_is_corrected_with_a_reason_and_once(client, carer, instrument, ilse):
    sign_in(client, ilse)
    measure(client, carer, instrument, 1)
    first = Measurement.objects.get()
    shown = told(page(client, "measurement", first))
    assert shown.count(" checked") == 8
    address = reverse("informal_care:measurement", args=[first.public_id])
    answers = {f"vraag_{item.code}": item.answers[2].code for item in instrument.content.items}
    sent = {**answers, "vas": "3", "measured_on": "2026-03-02"}
    assert "Schrijf op waarom" in told(client.post(address, sent))
    assert client.post(address, {**sent, "correction_reason": "Verkeerd aangekruist."}).status_code == 302
    assert client.post(address, {**sent, "correction_reason": "Nog eens."}).status_code == 409

    assert Measurement.objects.count() == 2
    (now,) = Measurement.objects.current()
    assert (now.replaces, now.score, now.vas) == (first, 4, 3)


def test_support_is_asked_and_given(client, carer, ilse):
    sign_in(client, ilse)
    address = reverse("informal_care:support_new", args=[carer.public_id])
    wrong = {"kind": "respite", "about": "Een dag vrij", "asked_on": "2026-02-01", "used_hours": "3"}
    assert "Kies bij tijdelijke vervanging" in told(client.post(address, wrong))
    right = {**wrong, "respite_kind": "day_care", "taken_over": "half", "planned_hours": "24", "used_hours": ""}
    assert client.post(address, right).status_code == 302
    support = Support.objects.get()
    assert "nog niet" in told(page(client, "carer", carer))

    change = reverse("informal_care:support_change", args=[support.public_id])
    given = {**right, "starts_on": "2026-02-10", "used_hours": "7,5", "given_by_name": "Logeerhuis", "revision": "1"}
    assert client.post(change, given).status_code == 302
    assert client.post(change, given).status_code == 409
    assert "7,5 van 24" in told(page(client, "carer", carer))


def test_reading_and_writing_stand_in_the_trail_of_the_carer(client, carer, karin):
    sign_in(client, karin)
    page(client, "carer", carer)
    page(client, "of_client", carer.relations.get().client)
    entries = AuditEntry.objects.filter(client=carer.public_id, event="read")
    assert [one.fields[0]["name"] for one in entries.order_by("pk")] == ["mantelzorger", "dossier van de cliënt"]
    assert "2 keer ingezien" in told(page(client, "carer_trail", carer))


def test_two_at_once_do_not_overwrite_each_other(client, carer, ilse):
    sign_in(client, ilse)
    address = reverse("informal_care:carer_change", args=[carer.public_id])
    sent = {"name": "Joke Mantel", "consent_on": "2026-01-01", "revision": "1", "wishes": "Rust."}
    assert client.post(address, sent).status_code == 302
    answer = client.post(address, {**sent, "wishes": "Iets anders."})
    assert answer.status_code == 409
    assert "Iets anders." in answer.content.decode()
    assert Carer.objects.get().wishes == "Rust."


def test_who_stops_shares_nothing_any_more(client, carer, ilse, de_linde):
    permission = CarerPermissionFactory.create(carer=carer, provider=de_linde)
    sign_in(client, ilse)
    address = reverse("informal_care:carer_end", args=[carer.public_id])
    assert "al is geweest" in told(client.post(address, {"ended_on": "2026-04-01", "revision": "1"}))
    assert client.post(address, {"ended_on": "2026-03-01", "revision": "1"}).status_code == 302
    permission.refresh_from_db()
    assert (permission.ends_on, carer.relations.get().ends_on) == (date(2026, 3, 1), date(2026, 3, 1))
    again = client.post(
        reverse("informal_care:permission_new", args=[carer.public_id]),
        {"provider": de_linde.public_id, "starts_on": "2026-03-02"},
    )
    assert again.status_code == 409


def test_a_case_worker_finds_the_file_by_its_number_and_a_coordinator_is_not_asked(client, carer, karin, ilse):
    person = carer.relations.get().client
    carer.relations.update(client=None)
    relation = carer.relations.get()
    address = reverse("informal_care:relation_change", args=[relation.public_id])
    sent = {"cared_for": "mijn moeder", "relation": "16", "starts_on": "2024-01-01", "bsn": person.bsn}
    sign_in(client, ilse)
    assert 'name="bsn"' not in told(client.get(address))
    assert client.post(address, {**sent, "revision": "1"}).status_code == 302
    assert carer.relations.get().client is None
    sign_in(client, karin)
    assert client.post(address, {**sent, "revision": "2"}).status_code == 302
    assert carer.relations.get().client == person
    assert AuditEntry.objects.filter(client=person.public_id, target=relation.public_id).exists()


@pytest.mark.parametrize(("name", "status"), [("ruud", 403), ("wil", 403), ("bo", 404), ("zoe", 404), ("mo", 404)])
def test_others_do_not_see_who_cares(client, carer, request, name, status):
    sign_in(client, request.getfixturevalue(name))
    assert page(client, "of_client", carer.relations.get().client).status_code == status


@pytest.mark.parametrize("name", ["carers", "of_client", "carer"])
def test_pages_ask_the_same_number_of_queries_however_full(client, carer, instrument, karin, name):
    sign_in(client, karin)
    person = carer.relations.get().client
    counts = []
    for number in (1, 3):
        while Carer.objects.count() < number:
            other = CarerFactory.create(municipality=carer.municipality, name="Nog Iemand")
            CareRelationFactory.create(carer=other, client=person)
        for one in Carer.objects.all():
            measure(client, one, instrument, 1)
        row = {"carers": None, "of_client": person, "carer": carer}[name]
        page(client, name, row)
        with CaptureQueriesContext(connection) as seen:
            assert page(client, name, row).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]

import logging
from datetime import timedelta

import pytest

from audit.models import AuditEntry
from clients.enums import ChangeReason, StopReason
from clients.models import Client
from core.clock import today
from tests.cast import sign_in
from tests.factories.clients import AllocationFactory, MemberFactory

TABS = ["", "/clientsysteem", "/toewijzingen", "/spoor"]
TYPED = {
    "bsn": "999996770",
    "initials": "B.",
    "given_names": "Bert",
    "prefix": "",
    "surname": "Nieuweling",
    "birth_date": "1950-02-28",
    "sex": "1",
    "street": "Laan",
    "house_number": "2",
    "postcode": "7311ab",
    "city": "Apeldoorn",
    "phone": "",
}


def url_of(person, rest=""):
    return f"/clienten/{person.public_id}{rest}"


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(
    ("name", "status"), [("karin", 200), ("ruud", 200), ("petra", 200), ("zoe", 404), ("mo", 404), ("pim", 404)]
)
def test_file_pages_follow_the_scope(*, request, client, name, status, tab, person, allocation):
    sign_in(client, request.getfixturevalue(name))
    if tab == "/spoor" and name in {"ruud", "petra"}:
        status = 403

    assert client.get(url_of(person, tab)).status_code == status


@pytest.mark.parametrize("tab", TABS)
def test_file_page_that_is_opened_stands_in_the_trail(client, karin, person, tab):
    sign_in(client, karin).get(url_of(person, tab))

    entry = AuditEntry.objects.get(event="read")
    assert (entry.client, entry.actor) == (person.public_id, karin.public_id)


@pytest.mark.parametrize(("name", "tab"), [("zoe", ""), ("petra", "/spoor")])
def test_file_page_that_was_refused_is_not_recorded_as_read(*, request, client, name, tab, person, allocation):
    sign_in(client, request.getfixturevalue(name)).get(url_of(person, tab))

    assert not AuditEntry.objects.filter(event="read").exists()


def test_overview_masks_the_bsn_until_the_button_is_pressed(client, karin, person):
    sign_in(client, karin)

    hidden = client.get(url_of(person)).content.decode()
    shown = client.post(url_of(person, "/bsn")).content.decode()

    assert "*****0006" in hidden
    assert "999900006" not in hidden
    assert "999900006" in shown
    assert client.get(url_of(person, "/bsn")).status_code == 405
    assert AuditEntry.objects.filter(fields=[{"name": "bsn"}]).count() == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_shown"),
    [("2026-01-01", "2026-02-28", False), ("2026-01-01", "2026-03-01", True), ("2026-03-02", "2026-12-31", True)],
)
def test_overview_shows_what_runs_or_begins_later(*, client, karin, person, product, starts_on, ends_on, is_shown):
    AllocationFactory.create(client=person, contracted_product=product, starts_on=starts_on, ends_on=ends_on)

    page = sign_in(client, karin).get(url_of(person)).content.decode()

    assert ("4 dagdelen per week" in page) is is_shown
    assert ("Er loopt geen toewijzing, en er begint er geen." in page) is not is_shown


def test_overview_leaves_out_an_allocation_that_was_removed_before_it_began(client, karin, person, product):
    AllocationFactory.create(
        client=person,
        contracted_product=product,
        starts_on=today() + timedelta(days=9),
        ends_on=today() + timedelta(days=9),
        stop_reason=StopReason.BY_MUNICIPALITY,
        change_reason=ChangeReason.REMOVED,
    )

    assert "Er loopt geen toewijzing" in sign_in(client, karin).get(url_of(person)).content.decode()


def test_overview_links_the_tabs(client, karin, person):
    page = sign_in(client, karin).get(url_of(person)).content.decode()

    for tab in TABS:
        assert f'href="{url_of(person, tab)}"' in page


def test_file_says_not_to_be_kept_by_the_browser(client, karin, person):
    assert "no-store" in sign_in(client, karin).get(url_of(person))["Cache-Control"]


def test_trail_tells_who_did_what(client, karin, person):
    sign_in(client, karin)
    client.post(url_of(person, "/bsn"))
    client.post(url_of(person, "/wijzigen"), {**TYPED, "bsn": "", "revision": 1})

    page = client.get(url_of(person, "/spoor?weergave=regels")).content.decode()

    assert "Karin Consulent" in page
    assert "Cliënt ingezien" in page
    assert "Cliënt gewijzigd" in page
    assert "burgerservicenummer" in page
    assert "achternaam" in page
    assert "wijziging" not in page.partition("<table")[2]


def test_trail_needs_the_same_queries_for_few_and_many(client, karin, person, queries_of):
    sign_in(client, karin)
    few = queries_of(url_of(person, "/spoor"))
    for _ in range(3):
        client.get(url_of(person))

    assert queries_of(url_of(person, "/spoor")) == few


def test_system_needs_the_same_queries_for_one_and_three(client, karin, person, queries_of):
    sign_in(client, karin)
    MemberFactory.create(client=person)
    one = queries_of(url_of(person, "/clientsysteem"))
    MemberFactory.create_batch(2, client=person)

    assert queries_of(url_of(person, "/clientsysteem")) == one


def test_new_client_form_opens_a_file(client, karin):
    sign_in(client, karin)

    answer = client.post("/clienten/nieuw", TYPED)

    made = Client.objects.get()
    assert answer.url == url_of(made)
    assert (made.surname, made.bsn, made.postcode) == ("Nieuweling", "999996770", "7311 AB")


def test_new_client_form_keeps_what_was_typed_and_says_all_faults(client, karin, caplog):
    sign_in(client, karin)

    with caplog.at_level(logging.DEBUG):
        page = client.post(
            "/clienten/nieuw", TYPED | {"bsn": "123456789", "birth_date": "2030-01-01", "postcode": "12"}
        ).content.decode()

    assert "Dit burgerservicenummer (BSN) bestaat niet" in page
    assert "Deze postcode klopt niet" in page
    assert 'value="Nieuweling"' in page
    assert 'href="#id_bsn"' in page
    assert "123456789" not in caplog.text
    assert not Client.objects.exists()


def test_new_client_form_refuses_a_birth_date_to_come_and_a_known_bsn(client, karin, person):
    sign_in(client, karin)

    page = client.post("/clienten/nieuw", TYPED | {"bsn": "999900006", "birth_date": "2030-01-01"}).content.decode()

    assert "Deze geboortedatum ligt in de toekomst" in page
    assert "Deze gemeente heeft al een dossier" in page
    assert 'value="Nieuweling"' in page


@pytest.mark.parametrize("name", ["ruud", "petra", "pim", "ada"])
def test_new_client_form_is_for_case_workers(request, client, name):
    sign_in(client, request.getfixturevalue(name))

    assert client.get("/clienten/nieuw").status_code == 403
    assert client.post("/clienten/nieuw", TYPED).status_code == 403


def test_change_form_is_filled_without_the_bsn(client, karin, person):
    page = sign_in(client, karin).get(url_of(person, "/wijzigen")).content.decode()

    assert 'value="Dál"' in page
    assert "999900006" not in page
    assert "data-guard" in page


def test_change_form_without_bsn_keeps_the_number(client, karin, person):
    sign_in(client, karin)

    answer = client.post(url_of(person, "/wijzigen"), TYPED | {"bsn": "", "revision": 1})

    person.refresh_from_db()
    assert answer.url == url_of(person)
    assert (person.surname, person.bsn) == ("Nieuweling", "999900006")


def test_change_form_of_somebody_who_was_second_loses_nothing(client, karin, person):
    sign_in(client, karin)
    client.post(url_of(person, "/wijzigen"), TYPED | {"bsn": "", "surname": "Eerste", "revision": 1})
    typed = TYPED | {"bsn": "", "surname": "Tweede", "revision": 1}

    answer = client.post(url_of(person, "/wijzigen"), typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Iemand anders heeft deze gegevens veranderd" in page
    assert 'value="Tweede"' in page
    assert "Nu opgeslagen: Eerste" in page
    assert 'name="revision" value="2"' in page
    client.post(url_of(person, "/wijzigen"), typed | {"revision": 2})
    person.refresh_from_db()
    assert person.surname == "Tweede"


def test_member_forms_add_change_and_end(client, karin, person):
    sign_in(client, karin)
    typed = {"name": "Piet", "relation": "16", "representation": "", "starts_on": "2026-01-01"}

    client.post(url_of(person, "/clientsysteem/nieuw"), typed)
    member = person.system.get()
    one = url_of(person, f"/clientsysteem/{member.public_id}")
    client.post(one, typed | {"representation": "08", "revision": 1})
    second = client.post(one, typed | {"name": "Pieter", "revision": 1})
    ended = client.post(f"{one}/einde", {"ends_on": "2020-01-01"}).content.decode()
    client.post(f"{one}/einde", {"ends_on": "2026-02-01"})

    assert second.status_code == 409
    assert 'value="Pieter"' in second.content.decode()
    assert "De einddatum ligt voor de begindatum" in ended
    member.refresh_from_db()
    assert (member.name, member.representation, str(member.ends_on)) == ("Piet", "08", "2026-02-01")
    assert "Hoorden er eerder bij" in client.get(url_of(person, "/clientsysteem")).content.decode()


@pytest.mark.parametrize("rest", ["/wijzigen", "/clientsysteem/nieuw"])
@pytest.mark.parametrize(("name", "status"), [("ruud", 403), ("petra", 403), ("zoe", 404)])
def test_forms_of_a_file_are_for_its_case_workers(*, request, client, name, status, rest, person, allocation):
    sign_in(client, request.getfixturevalue(name))

    assert client.get(url_of(person, rest)).status_code == status
    assert client.post(url_of(person, rest), TYPED | {"revision": 1}).status_code == status


def test_member_of_another_client_is_not_found_here(client, karin, person):
    other = MemberFactory.create()

    assert sign_in(client, karin).get(url_of(person, f"/clientsysteem/{other.public_id}")).status_code == 404

"""The social map: kept by the coordinator, found in plain words, its links tried, and read by everybody."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEntry
from core.calendar import add_months
from core.clock import now
from core.errors import Conflict
from informal_care.enums import OfferKind
from informal_care.models import SupportOffer
from informal_care.rules.searching import Synonyms, closeness, sought_in
from informal_care.selectors.offers import help_in, kept_offers, synonyms
from informal_care.services.offers import add_offer, change_offer, check_links, confirm_offer
from informal_care.tasks import check_links as check_links_task
from tests.cast import actor_of_user, sign_in
from tests.informal_care.places_story import OFFER, offer_of
from tests.organisations.receiver import receiving
from tests.plans.test_constraints import refused_by

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _today(on_day, db):
    on_day(TODAY)


@pytest.fixture
def offer(ilse):
    return offer_of(ilse)


def names(found):
    return [one.name for one in found]


# Keeping ------------------------------------------------------------------------------------------------


def test_who_adds_or_changes_has_looked_at_it(offer, ilse, on_day):
    assert (offer.last_checked_on, offer.last_checked_by) == (TODAY, ilse)
    later = TODAY + timedelta(days=30)
    on_day(later)
    changed = change_offer(actor=actor_of_user(ilse), offer=offer, revision=1, phone="055 000 00 00")

    assert (changed.last_checked_on, changed.revision) == (later, 2)
    assert AuditEntry.objects.filter(event="changed", target=offer.public_id).exists()
    with pytest.raises(Conflict, match="intussen gewijzigd"):
        change_offer(actor=actor_of_user(ilse), offer=offer, revision=1, phone="055 111 11 11")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"kind": "other"}, "kind"),
        ({"is_free": False}, "__all__"),
        ({"cost": "5 euro"}, "__all__"),
        ({"phone": ""}, "__all__"),
        ({"website": "http://de-brug.example"}, "website"),
        ({"website": "https://10.0.0.1/"}, "website"),
    ],
)
def test_what_is_not_complete_is_refused(wrong, place, ilse):
    with pytest.raises(ValidationError) as refused:
        offer_of(ilse, **wrong)
    assert place in refused.value.message_dict


@pytest.mark.parametrize("name", ["zoe", "karin", "maud", "petra", "gijs", "nobody"])
def test_only_the_coordinator_keeps_the_map(name, request, offer):
    actor = actor_of_user(request.getfixturevalue(name))
    with pytest.raises(PermissionDenied):
        add_offer(actor=actor, **OFFER)
    with pytest.raises(PermissionDenied):
        change_offer(actor=actor, offer=offer, revision=1, phone="1")
    with pytest.raises(PermissionDenied):
        confirm_offer(actor=actor, offer=offer)


def test_what_was_long_not_checked_stands_first_until_somebody_looks(offer, ilse, on_day):
    actor = actor_of_user(ilse)
    fresh_on = add_months(TODAY, 6)
    on_day(fresh_on)
    newer = offer_of(ilse, name="Aardig bezoek")
    assert [row.is_due for row in kept_offers(actor, fresh_on)] == [False, False]
    late = fresh_on + timedelta(days=1)
    on_day(late)

    assert [(row.offer, row.is_due) for row in kept_offers(actor, late)] == [(offer, True), (newer, False)]
    confirm_offer(actor=actor, offer=offer)
    assert not any(row.is_due for row in kept_offers(actor, late))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("informal_care_supportoffer_kind", {"kind": "other"}),
        ("informal_care_supportoffer_cost", {"cost": "5 euro"}),
        ("informal_care_supportoffer_contact", {"phone": ""}),
    ],
)
def test_the_database_refuses(name, wrong, offer):
    refused_by(name, SupportOffer.objects.filter(pk=offer.pk).update, **wrong)


# Looking for help ---------------------------------------------------------------------------------------


def test_plain_words_find_help_that_does_not_hold_them(offer, ilse, apeldoorn):
    offer_of(ilse, name="Samen praten", kind="talking", about="Een groep in het buurthuis.")

    for query in ("oppas", "ik zoek een Oppas voor mijn moeder", "oppassen", "even vrij"):
        assert names(help_in(apeldoorn, query))[0] == offer.name
    assert names(help_in(apeldoorn, "wie kan er oppassen zodat ik weg kan")) == [offer.name]
    assert names(help_in(apeldoorn, "lotgenoten")) == ["Samen praten"]
    assert names(help_in(apeldoorn, "buurthuis")) == ["Samen praten"]
    assert help_in(apeldoorn, "ruimtevaart") == []
    assert len(help_in(apeldoorn, "")) == 2
    assert names(help_in(apeldoorn, "", "talking")) == ["Samen praten"]
    assert len(help_in(apeldoorn, only_free=True)) == 2


def test_a_map_shows_what_is_for_its_inhabitants(offer, ilse, apeldoorn, zutphen):
    assert help_in(zutphen) == []
    change_offer(actor=actor_of_user(ilse), offer=offer, revision=1, also_in=[zutphen])
    assert help_in(zutphen) == help_in(apeldoorn) == [offer]
    change_offer(actor=actor_of_user(ilse), offer=offer, revision=2, withdrawn_on=TODAY)
    assert help_in(zutphen) == help_in(apeldoorn) == []


def test_every_kind_has_plain_words_and_no_other():
    assert set(synonyms().kinds) == set(OfferKind.values)
    assert all(synonyms().kinds.values())


WORDS = st.text("abcdeé ", max_size=30)


@given(WORDS, WORDS)
def test_no_word_is_lost_and_each_counts_once(query, text):
    sought = sought_in(query, Synonyms({"talking": ("abc", "de ab")}, frozenset({"a", "e"})))

    assert bool(sought) == bool(query.split())
    assert 0 <= closeness(sought, "talking", text) <= len(sought)
    assert closeness(sought, "learning", " ".join(one.word for one in sought)) == len(sought)


# Links --------------------------------------------------------------------------------------------------


@pytest.fixture
def linked(settings, ilse):
    settings.WEBHOOK_LOCAL = True

    def make(address, **values):
        return offer_of(ilse, website=address, **values)

    return make


def test_a_link_that_answers_is_fine_and_asked_again_only_after_a_while(linked, on_day):
    with receiving() as receiver:
        offer = linked(receiver.address)
        assert check_links() == 1
        offer.refresh_from_db()
        assert (offer.link_status, offer.link_failures, offer.claim) == (204, 0, None)
        assert check_links() == 0
        on_day(TODAY + timedelta(days=8))
        assert check_links() == 1


def test_a_link_is_broken_after_some_failures_and_mended_by_one_success(linked, ilse, on_day):
    with receiving(404, 404, 500, 500, 404, 404) as receiver:
        offer = linked(receiver.address)
        for day in range(3):
            on_day(TODAY + timedelta(days=2 * day))
            assert check_links() == 1
        (row,) = kept_offers(actor_of_user(ilse), TODAY)
        assert (row.is_broken, row.offer.link_status, row.offer.link_failures) == (True, 404, 3)
        on_day(TODAY + timedelta(days=6))
        check_links()
        offer.refresh_from_db()
        assert (offer.link_status, offer.link_failures) == (204, 0)


def test_a_server_that_refuses_the_head_gives_the_page(linked):
    with receiving(405, 200) as receiver:
        offer = linked(receiver.address)
        check_links()
        offer.refresh_from_db()
        assert (offer.link_status, offer.link_failures) == (200, 0)
        assert receiver.methods == ["HEAD", "GET"]


def test_no_server_is_a_failure_without_a_status(linked):
    with receiving() as receiver:
        address = receiver.address
    offer = linked(address)
    check_links_task.apply()
    offer.refresh_from_db()
    assert (offer.link_status, offer.link_failures) == (None, 1)


def test_what_another_worker_has_is_left_alone(linked):
    with receiving() as receiver:
        offer = linked(receiver.address)
        SupportOffer.objects.update(claim=uuid4(), claimed_until=now() + timedelta(minutes=5))
        assert check_links() == 0
        # That worker never came back.
        SupportOffer.objects.update(claimed_until=now() - timedelta(minutes=1))
        assert check_links() == 1
    offer.refresh_from_db()
    assert offer.link_status == 204


def test_another_address_begins_anew(linked, ilse):
    with receiving(500, 500) as receiver:
        offer = linked(receiver.address)
        check_links()
        offer.refresh_from_db()
        assert offer.link_failures == 1
    changed = change_offer(actor=actor_of_user(ilse), offer=offer, revision=1, website="https://de-brug.example/")
    assert (changed.link_checked_at, changed.link_failures) == (None, 0)


# Pages --------------------------------------------------------------------------------------------------


def test_everybody_finds_help_without_signing_in(client, offer):
    page = client.get(reverse("informal_care:map", args=["apeldoorn"]), {"zoek": "oppas"})
    text = page.content.decode()
    assert offer.name in text
    one = client.get(reverse("informal_care:map_offer", args=["apeldoorn", offer.public_id])).content.decode()
    assert "Bel ons." in one
    assert "tel:0551234567" in one
    assert "Apeldoorn" in client.get(reverse("informal_care:maps")).content.decode()
    assert client.get(reverse("informal_care:map", args=["nergens"])).status_code == 404
    elsewhere = client.get(reverse("informal_care:map_offer", args=["apeldoorn", uuid4()]))
    assert elsewhere.status_code == 404


def test_who_finds_nothing_is_helped_on(client, offer, apeldoorn):
    page = reverse("informal_care:map", args=["apeldoorn"])
    nothing = client.get(page, {"zoek": "raket"}).content.decode()
    assert "Niets gevonden." in nothing
    assert 'href="?soort=relief_home"' in nothing
    assert "?soort=material" not in nothing
    assert "de gemeente Apeldoorn" in nothing
    assert "Zo komt u verder" not in client.get(page, {"soort": "relief_home"}).content.decode()


def test_who_asks_too_often_waits(client, offer, settings):
    settings.API_OPEN_PER_MINUTE = 2
    page = reverse("informal_care:map", args=["apeldoorn"])
    answers = [client.get(page) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"


def test_a_coordinator_keeps_the_map_in_the_browser(client, ilse, offer, apeldoorn):
    sign_in(client, ilse)
    typed = {**OFFER, "name": "Logeren", "kind": "relief_away", "is_free": "", "cost": "20 euro", "revision": 0}
    client.post(reverse("informal_care:offer_new"), typed)
    made = SupportOffer.objects.get(name="Logeren")
    wrong = client.post(reverse("informal_care:offer", args=[made.public_id]), {**typed, "cost": "", "revision": 1})
    assert "Kies gratis, of schrijf op wat het kost." in wrong.content.decode()
    client.post(
        reverse("informal_care:offer", args=[made.public_id]), {**typed, "withdrawn_on": "2026-03-02", "revision": 1}
    )
    assert help_in(apeldoorn) == [offer]
    client.post(reverse("informal_care:offer_checked", args=[offer.public_id]))
    offer.refresh_from_db()
    assert offer.revision == 2


@pytest.mark.parametrize("name", ["offers", "map"])
def test_lists_ask_the_same_number_of_queries_however_full(name, client, ilse):
    sign_in(client, ilse)
    address = reverse(f"informal_care:{name}", args=["apeldoorn"] if name == "map" else [])
    counts = []
    for number in range(3):
        offer_of(ilse, name=f"Even vrij {number}")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[2]

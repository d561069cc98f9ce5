"""The secret address of somebody's calendar: shown once, kept as a fingerprint, taken away."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.enums import ProvenBy
from accounts.models import SecondFactor
from audit.models import AuditEntry
from core.actors import Actor, Origin
from organisations.models import CalendarFeed
from organisations.selectors import actors_of_feed, feed_with
from organisations.services import make_feed, note_use, revoke_feed
from tests.accounts.phone import set_up
from tests.cast import actor_of_user, sign_in
from tests.factories.organisations import MembershipFactory
from tests.plans.test_constraints import refused_by

pytestmark = pytest.mark.django_db

PAGE = "/account/agenda"
DAY = date(2026, 3, 2)
ADDRESS = re.compile(r"http://localhost/agenda/([0-9a-f-]{36})/([\w-]+)\.ics")


def feed_of(user, proven_by=ProvenBy.NOTHING):
    return make_feed(actor=actor_of_user(user), proven_by=proven_by)


def actors(feed):
    feed.refresh_from_db()
    return actors_of_feed(feed, DAY, Origin())


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "http://localhost"


def everything_stored():
    """All that the database holds of feeds and of the trail about them."""
    return str([*CalendarFeed.objects.values(), *AuditEntry.objects.values()])


def test_secret_is_known_by_its_fingerprint_and_stands_nowhere(petra):
    feed, secret = feed_of(petra)

    assert len(secret) * 6 >= 256
    assert feed_with(feed.public_id, secret) == feed
    assert secret not in everything_stored()
    assert feed.fingerprint not in str([*AuditEntry.objects.values()])


@pytest.mark.parametrize("change", [lambda one: one[:-1], lambda one: one + "A", str.swapcase, lambda _: ""])
def test_another_secret_finds_nothing(petra, change):
    feed, secret = feed_of(petra)

    assert feed_with(feed.public_id, change(secret)) is None


def test_secret_of_another_finds_nothing(petra, karin):
    (feed, _), (_, other) = feed_of(petra), feed_of(karin)

    assert feed_with(feed.public_id, other) is None


def test_secret_is_bound_to_its_key(petra, settings):
    feed, secret = feed_of(petra)
    settings.BLIND_INDEX_KEY = b"c" * 32

    assert feed_with(feed.public_id, secret) is None


def test_new_address_takes_the_place_of_the_old(petra):
    old, secret = feed_of(petra)
    new, other = feed_of(petra)

    assert CalendarFeed.objects.get() == new
    assert (new.public_id, other) != (old.public_id, secret)
    assert feed_with(old.public_id, secret) is None
    assert feed_with(new.public_id, secret) is None


def test_trail_says_what_was_made_and_taken_away(petra):
    feed, _ = feed_of(petra)
    actor = actor_of_user(petra)

    assert revoke_feed(actor=actor, user=petra)
    assert not revoke_feed(actor=actor, user=petra)
    entries = AuditEntry.objects.filter(target=feed.public_id).order_by("pk")
    assert list(entries.values_list("event", flat=True)) == ["created", "deleted"]


def test_only_an_administrator_takes_away_what_is_anothers(petra, karin, ada):
    feed_of(petra)
    with pytest.raises(PermissionDenied):
        revoke_feed(actor=actor_of_user(karin), user=petra)

    assert revoke_feed(actor=actor_of_user(ada), user=petra)


def test_software_has_no_calendar():
    with pytest.raises(PermissionDenied):
        make_feed(actor=Actor.system("nacht"), proven_by=ProvenBy.NOTHING)


def test_use_is_noted_by_the_day_and_never_goes_back(petra):
    feed, _ = feed_of(petra)
    for day in (DAY, date(2026, 3, 1)):
        note_use(feed=feed, day=day)
    feed.refresh_from_db()

    assert feed.last_used_on == DAY


def address_on(page):
    """The id and the secret in the address that a page shows."""
    found = ADDRESS.search(page.text)
    assert found
    return found.groups()


# As whom it is filled ---------------------------------------------------------------------------------


def test_calendar_is_that_of_every_membership(petra, apeldoorn):
    MembershipFactory.create(user=petra, organisation=apeldoorn, role="case_worker")
    feed, _ = feed_of(petra)

    assert {actor.role for actor in actors(feed)} == {"care_professional", "case_worker"}


def test_nobody_is_left_of_a_user_who_was_switched_off_or_left(petra):
    feed, _ = feed_of(petra)
    assert len(actors(feed)) == 1
    petra.memberships.update(ends_on=date(2026, 3, 1))
    assert actors(feed) == []
    petra.memberships.update(ends_on=None)
    petra.is_active = False
    petra.save()

    assert actors(CalendarFeed.objects.get()) == []


def test_administrator_is_none_in_a_calendar(ada, apeldoorn):
    MembershipFactory.create(user=ada, organisation=apeldoorn, role="case_worker")
    feed, _ = feed_of(ada)

    assert [actor.is_administrator for actor in actors(feed)] == [False]


@pytest.mark.parametrize(("proven_by", "is_open"), [("", False), ("sso", True), ("app", False)])
def test_where_a_second_step_is_demanded_the_address_needs_one_too(petra, settings, proven_by, is_open):
    feed, _ = feed_of(petra, ProvenBy(proven_by))
    assert actors(feed)
    settings.SECOND_FACTOR = "required"

    assert bool(actors(feed)) is is_open


def test_address_lasts_as_long_as_the_app_that_proved_it(petra, settings):
    settings.SECOND_FACTOR = "required"
    set_up(petra)
    feed, _ = feed_of(petra, ProvenBy.APP)
    assert actors(feed)

    SecondFactor.objects.filter(user=petra).delete()

    assert actors(CalendarFeed.objects.get()) == []


def test_role_without_files_needs_no_second_step(pim, settings):
    settings.SECOND_FACTOR = "required"
    feed, _ = feed_of(pim)

    assert len(actors(feed)) == 1


# The page ---------------------------------------------------------------------------------------------


def test_address_is_shown_once(client, petra):
    sign_in(client, petra)
    assert "nog geen adres" in client.get(PAGE).text

    page = client.post(reverse("organisations:calendar_feed_make"), follow=True)
    public_id, secret = address_on(page)

    assert feed_with(public_id, secret) == CalendarFeed.objects.get(user=petra)
    assert "no-store" in page["Cache-Control"]
    again = client.get(PAGE).text
    assert secret not in again
    assert "nog niet" in again


def test_session_does_not_hold_the_secret_readably(client, petra):
    sign_in(client, petra)
    client.post(reverse("organisations:calendar_feed_make"))
    kept = str(dict(client.session.items()))

    _, secret = address_on(client.get(PAGE))

    assert "new_calendar_address" in kept
    assert secret not in kept


def test_page_says_when_the_calendar_was_fetched_last(client, petra):
    feed, _ = feed_of(petra)
    note_use(feed=feed, day=DAY)

    assert "2 maart 2026" in sign_in(client, petra).get(PAGE).text


def test_address_is_taken_away_on_the_page(client, petra):
    feed_of(petra)

    page = sign_in(client, petra).post(reverse("organisations:calendar_feed_revoke"), follow=True)

    assert "werkt niet meer" in page.text
    assert not CalendarFeed.objects.exists()
    client.post(reverse("organisations:calendar_feed_revoke"), follow=True)


def test_session_says_how_it_was_proven(client, petra):
    sign_in(client, petra)
    petra.sessions.update(proven_by="app")
    client.post(reverse("organisations:calendar_feed_make"))

    assert CalendarFeed.objects.get().proven_by == "app"


def test_administrator_takes_an_address_away_and_sees_no_fingerprint(client, ada, petra):
    feed, _ = feed_of(petra)
    sign_in(client, ada)
    listed = reverse("admin:organisations_calendarfeed_changelist")
    pages = client.get(listed).text + client.get(f"{listed}{feed.pk}/change/").text

    client.post(listed, {"action": "take_away", "_selected_action": [feed.pk]})

    assert feed.fingerprint not in pages
    assert not CalendarFeed.objects.exists()


def test_second_step_of_a_feed_is_one_from_the_list(petra):
    feed, _ = feed_of(petra)

    rows = CalendarFeed.objects.filter(pk=feed.pk)
    refused_by("organisations_calendarfeed_proven_by", rows.update, proven_by="eed")

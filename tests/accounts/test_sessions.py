"""The browsers in which one is signed in: seeing them, ending one, ending all."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import UserSession
from accounts.services.sessions import end_session
from audit.enums import AuditEvent
from audit.models import AuditEntry
from tests.accounts.phone import ORIGIN
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
LIST = "/account/sessies"
CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1"


@pytest.fixture
def user():
    """Somebody with a password."""
    return UserFactory.create()


def browser(user, user_agent=CHROME) -> Client:
    """A browser in which the user signed in through the page."""
    client = Client(headers={"User-Agent": user_agent})
    assert client.post("/aanmelden", {"username": user.email, "password": PASSWORD}).status_code == 302
    return client


def is_in(client) -> bool:
    """Whether the browser gets a page that asks to sign in."""
    return bool(client.get("/wachtwoord").status_code == 200)


def test_list_shows_each_browser_in_words_and_marks_this_one(user):
    here = browser(user)
    browser(user, SAFARI)
    browser(UserFactory.create(), "Firefox X11 Linux")

    page = here.get(LIST).text

    assert "Chrome op Windows" in page
    assert "Safari op een iPhone" in page
    assert "Firefox" not in page
    assert page.count("Dit apparaat") == 1
    assert page.index("Dit apparaat") > page.index("Chrome op Windows")


def test_session_key_is_nowhere_readable(user):
    here = browser(user)
    key = str(here.session.session_key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_usersession")
        stored = str(cursor.fetchall())

    assert key not in stored
    assert key not in here.get(LIST).text
    assert UserSession.objects.get().key == key


def test_one_session_is_ended_at_once(user):
    here, there = browser(user), browser(user, SAFARI)
    row = UserSession.objects.get(browser__contains="iPhone")
    assert is_in(there)

    page = here.post(f"{LIST}/{row.public_id}/einde", follow=True)

    assert "Op dat apparaat bent u uitgelogd" in page.text
    assert not is_in(there)
    assert is_in(here)
    assert "iPhone" not in page.text
    entry = AuditEntry.objects.get(event=AuditEvent.SESSION_ENDED)
    assert (entry.actor, entry.target, entry.address) == (user.public_id, user.public_id, "127.0.0.1")


def test_ended_session_is_out_even_where_a_cache_still_holds_it(user):
    here = browser(user)
    held = {key: cache.get(key) for key in [f"django.contrib.sessions.cached_db{here.session.session_key}"]}
    assert all(held.values())

    end_session(session=UserSession.objects.get(), by=user, origin=ORIGIN)
    assert not any(cache.get(key) for key in held)
    cache.set_many(held)

    assert not is_in(here)


def test_session_can_be_used_and_ended_when_its_key_cannot_be_read_any_more(user, settings):
    here, there = browser(user), browser(user, SAFARI)
    settings.FIELD_ENCRYPTION_KEYS = [("t2", bytes(32))]

    assert is_in(there)
    assert "op alle apparaten uitgelogd" in here.post(f"{LIST}/einde", follow=True).text
    assert not is_in(there)


def test_what_was_typed_in_an_ended_session_is_not_lost(user):
    here = browser(user)
    UserSession.objects.all().delete()

    door = here.post("/invoer", {"tekst": "mijn verhaal"})

    assert "Uw sessie is beëindigd." in door.text
    assert "ook niet kwijt" in door.text


def test_all_sessions_are_ended_this_one_too(user):
    here, there = browser(user), browser(user, SAFARI)
    other = browser(UserFactory.create())

    page = here.post(f"{LIST}/einde", follow=True)

    assert "op alle apparaten uitgelogd" in page.text
    assert not is_in(here)
    assert not is_in(there)
    assert is_in(other)


def test_own_session_ends_like_signing_out(user):
    here = browser(user)

    assert here.post(f"{LIST}/{UserSession.objects.get().public_id}/einde")["Location"] == "/aanmelden"
    assert not is_in(here)
    assert not UserSession.objects.exists()


def test_session_of_another_does_not_exist(user):
    browser(UserFactory.create())
    theirs = UserSession.objects.get()

    assert browser(user).post(f"{LIST}/{theirs.public_id}/einde").status_code == 404
    assert UserSession.objects.filter(pk=theirs.pk).exists()


def test_signing_out_takes_the_session_from_the_list(user):
    browser(user).post("/afmelden")

    assert not UserSession.objects.exists()


def test_session_that_ended_by_itself_is_not_listed(user, settings):
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False) as clock:
        browser(user, SAFARI)
        clock.shift(timedelta(minutes=settings.IDLE_MINUTES + 2))

        assert "iPhone" not in browser(user).get(LIST).text


def test_use_is_noted_once_a_minute(user):
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False) as clock:
        here = browser(user)
        began = UserSession.objects.get().last_used_at
        clock.shift(timedelta(seconds=30))
        here.get(LIST)
        assert UserSession.objects.get().last_used_at == began
        clock.shift(timedelta(seconds=31))
        here.get(LIST)

        assert UserSession.objects.get().last_used_at == began + timedelta(seconds=61)


def test_new_password_ends_the_others_and_keeps_this_one_in_the_list(user):
    here, there = browser(user), browser(user, SAFARI)
    new = "heel iets anders 9"

    page = here.post("/wachtwoord", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}, follow=True)

    assert "Op andere apparaten bent u uitgelogd" in page.text
    assert not is_in(there)
    assert is_in(here)
    assert UserSession.objects.get().key == here.session.session_key


@pytest.mark.parametrize("way", ["action", "form"])
def test_user_who_is_switched_off_is_out_at_once(user, way):
    boss = UserFactory.create(administrator=True)
    admin, there = browser(boss), browser(user)
    if way == "action":
        admin.post("/beheer/accounts/user/", {"action": "switch_off", "_selected_action": [user.pk]})
    else:
        admin.post(f"/beheer/accounts/user/{user.pk}/change/", {"email": user.email, "name": user.name})

    assert not UserSession.objects.filter(user=user).exists()
    assert not is_in(there)
    assert is_in(admin)
    user.is_active = True
    user.save()
    assert not is_in(there), "access given back does not bring an old session back"


def test_session_without_its_mark_counts_for_nothing(user):
    here = browser(user)
    session = here.session
    del session["user_session"]
    session.save()

    assert not is_in(here)


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_every_length(user, number, django_assert_max_num_queries):
    here = browser(user)
    for _ in range(number - 1):
        browser(user, SAFARI)
    here.get(LIST)

    with django_assert_max_num_queries(6):
        assert here.get(LIST).status_code == 200


def test_account_page_gathers_what_there_is(user):
    here = browser(user)
    browser(user, SAFARI)

    page = here.get("/account").text

    for text in (
        user.name,
        user.email,
        "Wachtwoord wijzigen",
        "Tweede stap instellen",
        "Op 2 apparaten",
        "Mijn sessies",
    ):
        assert text in page
    assert 'href="/account"' in here.get(LIST).text

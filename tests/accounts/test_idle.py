"""The end of a session that nobody uses, and what becomes of what was typed."""

import base64
import re
import zlib
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.web.held import held_for
from core.crypto import encrypt
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = "/wachtwoord"


@pytest.fixture
def clock():
    """The time, to be moved on by the minute."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield lambda **ahead: traveller.shift(timedelta(**ahead))


@pytest.fixture
def user():
    """Somebody with a password."""
    return UserFactory.create()


@pytest.fixture
def browser(client, user, clock):
    """Signed in at noon, with the first page opened."""
    client.force_login(user)
    client.get(PAGE)
    return client


def hidden(response, name: str) -> str:
    """The value of a hidden field on the page; nothing when it is not there."""
    found = re.search(rf'name="{name}" value="([^"]+)"', response.text)
    return unescape(found[1]) if found else ""


def held_in(response) -> str:
    """The held input in the form of the page."""
    return hidden(response, "held")


def sign_in_again(browser, user, response):
    """Fill in the sign-in form of the page and send it with all it holds."""
    data = {"username": user.email, "password": PASSWORD}
    held = {name: hidden(response, name) for name in ("next", "held")}
    return browser.post("/aanmelden", data | held)


def test_user_who_goes_on_stays_signed_in(browser, clock):
    for _ in range(4):
        clock(minutes=29)
        assert browser.get(PAGE).status_code == 200


def test_idle_user_is_signed_out_and_comes_back_to_the_same_page(browser, clock, user):
    clock(minutes=30, seconds=1)

    response = browser.get(f"{PAGE}?a=1")

    assert response.url == "/aanmelden?next=/wachtwoord%3Fa%3D1"
    assert "_auth_user_id" not in browser.session
    door = browser.get(response.url)
    assert "U was 30 minuten niet actief" in door.text
    assert sign_in_again(browser, user, door).url == f"{PAGE}?a=1"


def test_reading_writes_to_the_session_once_a_minute(browser, clock, django_assert_num_queries):
    def writes():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(PAGE)
        return sum("UPDATE" in query["sql"] and "django_session" in query["sql"] for query in queries)

    assert writes() == 0
    clock(seconds=61)
    assert writes() == 1
    assert writes() == 0


def test_input_sent_after_idleness_is_kept_until_signed_in_again(browser, clock, user):
    clock(hours=2)

    door = browser.post("/invoer", {"tekst": 'lang "verhaal" <b>\n\nmet regels', "lijst": ["1", "2"]})
    page = sign_in_again(browser, user, door)

    assert "nog niet opgeslagen, maar ook niet kwijt" in door.text
    assert "no-store" in door["Cache-Control"]
    assert "Uw invoer is bewaard" in page.text
    assert 'action="/invoer"' in page.text
    assert "lang &quot;verhaal&quot; &lt;b&gt;\n\nmet regels</textarea>" in page.text
    assert page.text.count('name="lijst"') == 2


def test_kept_input_can_be_sent_with_the_token_of_the_page(user, clock):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    token = hidden(browser.get(PAGE), "csrfmiddlewaretoken")
    clock(hours=1)
    door = browser.post("/invoer", {"tekst": "mijn verhaal", "csrfmiddlewaretoken": token})
    again = hidden(door, "csrfmiddlewaretoken")
    data = {"username": user.email, "password": PASSWORD, "held": held_in(door), "csrfmiddlewaretoken": again}
    page = browser.post("/aanmelden", data)
    last = hidden(page, "csrfmiddlewaretoken")

    answer = browser.post("/invoer", {"tekst": "mijn verhaal", "csrfmiddlewaretoken": last})

    assert answer.text == "ontvangen: mijn verhaal"


def test_form_without_a_token_is_not_kept(user, clock):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    browser.get(PAGE)
    clock(hours=1)

    assert browser.post("/invoer", {"tekst": "van een ander"}).status_code == 403


def test_kept_input_survives_a_wrong_password(browser, clock, user):
    clock(hours=1)
    door = browser.post("/invoer", {"tekst": "mijn verhaal"})

    again = browser.post("/aanmelden", {"username": user.email, "password": "fout", "held": held_in(door)})

    assert held_in(again) == held_in(door)


def test_kept_input_is_shown_to_nobody_else(browser, clock):
    clock(hours=1)
    door = browser.post("/invoer", {"tekst": "mijn verhaal"})

    response = sign_in_again(browser, UserFactory.create(), door)

    assert response.status_code == 302
    assert "mijn verhaal" not in response.text


def test_kept_input_cannot_be_read_in_the_page(browser, clock, user):
    clock(hours=1)

    door = browser.post("/invoer", {"tekst": "mijn verhaal"})

    token = held_in(door)
    assert token.startswith("v1:")
    assert "mijn verhaal" not in door.text
    raw = base64.b64decode(token.split(":")[2])
    assert b"mijn verhaal" not in raw
    assert str(user.public_id) not in door.text
    with pytest.raises(zlib.error):
        zlib.decompress(raw)


def test_long_input_is_kept_in_less_room_than_it_took(browser, clock):
    clock(hours=1)
    story = "Mevrouw kwam vandaag met plezier naar de groep. " * 400

    assert len(held_in(browser.post("/invoer", {"tekst": story}))) < len(story) / 4


@pytest.mark.parametrize(("hours", "is_kept"), [(11, True), (13, False)])
def test_kept_input_is_forgotten_after_half_a_day(browser, clock, user, hours, is_kept):
    clock(hours=1)
    door = browser.post("/invoer", {"tekst": "mijn verhaal"})
    clock(hours=hours)

    page = sign_in_again(browser, user, door)

    assert (page.status_code == 200 and "mijn verhaal" in page.text) is is_kept


@pytest.mark.parametrize("made_up", ["verzonnen:abc:def", "v1:x:y", "geen", "", "\x00é"])
def test_kept_input_cannot_be_made_up(user, made_up):
    assert held_for(user.public_id, made_up) is None


def test_what_was_encrypted_elsewhere_is_no_kept_input(user):
    assert held_for(user.public_id, encrypt("e30=", "elders")) is None


def test_passwords_and_files_are_not_kept(browser, clock, user):
    clock(hours=1)

    door = browser.post(
        "/invoer", {"tekst": "a", "new_password1": "geheim", "bestand": SimpleUploadedFile("a.txt", b"x")}
    )

    held = held_for(user.public_id, held_in(door))
    assert held is not None
    assert held.fields == (("tekst", "a"),)
    assert held.had_files


def test_page_before_is_where_the_way_back_goes(browser, clock):
    clock(hours=1)

    door = browser.post("/invoer", {"tekst": "a"}, headers={"Referer": "http://testserver/wachtwoord?b=2"})

    assert 'name="next" value="/wachtwoord?b=2"' in door.text


def test_page_before_elsewhere_is_forgotten(browser, clock):
    clock(hours=1)

    door = browser.post("/invoer", {"tekst": "a"}, headers={"Referer": "https://kwaad.example/x"})

    assert 'name="next"' not in door.text


def test_idle_user_can_still_sign_out(browser, clock):
    clock(hours=1)

    assert "U bent uitgelogd." in browser.post("/afmelden", follow=True).text


def test_idle_user_at_the_door_sees_the_form(browser, clock):
    clock(hours=1)

    assert browser.get("/aanmelden").status_code == 200

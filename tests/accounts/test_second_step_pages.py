"""The second step at the door, and the pages on which it is set up, moved and taken away."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import SecondFactor, UserSession
from accounts.services.second_factor import renew_recovery_codes
from audit.enums import AuditEvent
from audit.models import AuditEntry
from tests.accounts.phone import ORIGIN, hidden, key_on, set_up
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
NOON = "2026-03-02T12:00:10Z"
DOOR, STEP, SET_UP = "/aanmelden", "/aanmelden/tweede-stap", "/account/tweede-stap"
CODES = "/account/herstelcodes"


@pytest.fixture
def clock():
    """Noon, to be moved on."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(clock):
    """Somebody with a password."""
    return UserFactory.create(email="anna@gemeente.example")


@pytest.fixture
def phone(user):
    """Anna's phone."""
    return set_up(user)[0]


@pytest.fixture
def proven(client, user, phone, clock):
    """A browser in which Anna set both steps; the next code is fresh."""
    knock(client, user)
    client.post(STEP, {"code": phone.code()})
    clock.shift(timedelta(seconds=60))
    return client


def knock(client, user, **more):
    """Send e-mail address and password."""
    return client.post(DOOR, {"username": user.email, "password": PASSWORD, **more})


def is_signed_in(client) -> bool:
    """Whether this browser has a session of a user."""
    return "_auth_user_id" in client.session


def events() -> list[str]:
    """The events of the trail, from old to new."""
    return list(AuditEntry.objects.order_by("id").values_list("event", flat=True))


def test_password_alone_signs_nobody_in_who_has_a_phone(client, user, phone):
    response = knock(client, user, next="/wachtwoord")

    assert response.url == STEP
    assert not is_signed_in(client)
    assert AuditEvent.SIGNED_IN not in events()
    assert client.get("/account").url.startswith(DOOR)


def test_code_signs_in_and_goes_on_to_the_page(client, user, phone):
    knock(client, user, next="/wachtwoord")

    response = client.post(STEP, {"code": phone.code()})

    assert response.url == "/wachtwoord"
    assert is_signed_in(client)
    assert UserSession.objects.get().proven_by == "app"
    assert events()[-2:] == [AuditEvent.SIGNED_IN, AuditEvent.SECOND_STEP_PASSED]
    assert client.get("/account").status_code == 200


def test_recovery_code_signs_in(client, user):
    _, codes = set_up(user)
    knock(client, user)

    assert client.post(STEP, {"code": f"{codes[0][:5]}-{codes[0][5:]}"}).status_code == 302
    assert UserSession.objects.get().proven_by == "recovery"
    assert "nog 9 over" in client.get("/account").text


def test_wrong_code_is_refused_and_written_down(client, user, phone):
    knock(client, user)

    response = client.post(STEP, {"code": phone.wrong()})

    assert "Deze code klopt niet" in response.text
    assert not is_signed_in(client)
    entry = AuditEntry.objects.latest("id")
    assert (entry.event, entry.actor, entry.target) == (AuditEvent.SECOND_STEP_REFUSED, None, user.public_id)
    assert phone.wrong() not in str(AuditEntry.objects.values().get(pk=entry.pk))


def test_lock_counts_wrong_codes_and_holds_for_the_password_too(client, user, phone, clock):
    knock(client, user)
    for _ in range(4):
        assert client.post(STEP, {"code": phone.wrong()}).status_code == 200
        clock.shift(timedelta(seconds=30))
        knock(client, user)  # a right password does not set the counter back

    assert client.post(STEP, {"code": phone.wrong()}).status_code == 429
    clock.shift(timedelta(seconds=60))
    assert client.post(STEP, {"code": phone.code()}).status_code == 429
    assert knock(client, user).status_code == 429
    assert AuditEvent.LOCKED_OUT in events()
    clock.shift(timedelta(minutes=16))
    knock(client, user)
    assert client.post(STEP, {"code": phone.code()}).status_code == 302


def test_stored_attempt_holds_no_code(client, user, phone):
    from axes.models import AccessAttempt

    knock(client, user)
    client.post(STEP, {"code": "314159"})

    assert "314159" not in str(AccessAttempt.objects.values())


def test_password_that_was_right_is_forgotten_after_ten_minutes(client, user, phone, clock):
    knock(client, user)
    clock.shift(timedelta(minutes=10, seconds=1))

    response = client.post(STEP, {"code": phone.code()}, follow=True)

    assert "Dat duurde te lang" in response.text
    assert not is_signed_in(client)


@pytest.mark.parametrize("change", ["password", "inactive"])
def test_account_that_changed_in_between_starts_anew(client, user, phone, change):
    knock(client, user)
    user.set_password("iets heel anders 7")
    user.is_active = change != "inactive"
    user.save()

    client.post(STEP, {"code": phone.code()})

    assert not is_signed_in(client)


def test_second_step_without_the_first_goes_back_to_the_door(client):
    assert client.get(STEP).url == DOOR
    assert client.post(STEP, {"code": "123456"}).url == DOOR


def test_session_that_is_not_proven_gets_no_page_but_the_second_step(client, user, phone):
    client.force_login(user)

    for address in ("/", "/account", "/account/sessies", "/wachtwoord", SET_UP, "/invoer"):
        assert client.get(address).url.startswith(STEP), address
        assert client.post(address).url == STEP, address
    assert client.get("/toegankelijkheid").status_code == 200
    client.post(STEP, {"code": phone.code(), "next": "/account"})
    assert client.get("/account").status_code == 200


def test_what_was_typed_comes_along_through_the_second_step(proven, user, phone, clock):
    clock.shift(timedelta(hours=2))
    door = proven.post("/invoer", {"tekst": "mijn lange verhaal"})

    step = knock(proven, user, held=hidden(door, "held"))
    assert "ook niet kwijt" in step.text
    refused = proven.post(STEP, {"code": phone.wrong(), "held": hidden(step, "held")})
    clock.shift(timedelta(seconds=30))
    page = proven.post(STEP, {"code": phone.code(), "held": hidden(refused, "held")})

    assert "Uw invoer is bewaard" in page.text
    assert "mijn lange verhaal" in page.text


def test_setting_up_shows_picture_and_key_and_stores_nothing_yet(client, user):
    client.force_login(user)

    page = client.get(SET_UP)

    assert 'src="data:image/svg+xml' in page.text
    assert len(key_on(page).key) == 32
    assert not SecondFactor.objects.exists()
    assert "no-store" in page["Cache-Control"]
    assert key_on(client.get(SET_UP)).key != key_on(page).key


def test_right_code_sets_it_up_and_shows_ten_codes_until_they_are_kept(client, user):
    client.force_login(user)
    page = client.get(f"{SET_UP}?next=/wachtwoord")
    new = key_on(page)
    data = {"code": new.code(), "sealed": hidden(page, "sealed") or sealed(page), "next": "/wachtwoord"}

    response = client.post(SET_UP, data)

    assert SecondFactor.objects.get().key == new.key
    codes = shown(client.get(response.url))
    assert len(codes) == 10
    assert shown(client.get(response.url)) == codes, "reloading loses nothing"
    file = client.get(f"{CODES}/bestand")
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Content-Type"].startswith("text/plain")
    assert all(code in file.text for code in codes)
    assert client.post(f"{CODES}/bewaard", {"next": "/wachtwoord"}).url == "/wachtwoord"
    assert client.get(CODES).url == "/account"
    assert client.get(f"{CODES}/bestand").url == "/account"
    assert client.get("/account").status_code == 200


def test_codes_stand_sealed_in_the_session(proven, user, phone):
    from accounts.web.second_factor import NEW_CODES

    session = proven.session
    fresh = renew(proven, user, phone)

    assert len(shown(fresh)) == 10
    assert proven.session[NEW_CODES].startswith("v1:")
    assert session.session_key == proven.session.session_key


def test_wrong_code_keeps_the_key_on_the_page(client, user):
    client.force_login(user)
    page = client.get(SET_UP)
    new = key_on(page)

    again = client.post(SET_UP, {"code": new.wrong(), "sealed": sealed(page)})

    assert "Deze code klopt niet" in again.text
    assert key_on(again).key == new.key
    assert not SecondFactor.objects.exists()


@pytest.mark.parametrize("kind", ["missing", "rubbish", "another's"])
def test_key_that_is_not_the_users_own_is_replaced(client, user, kind):
    other = Client()
    other.force_login(UserFactory.create())
    theirs = other.get(SET_UP)
    client.force_login(user)
    data = {"missing": {}, "rubbish": {"sealed": "v1:x:y"}, "another's": {"sealed": sealed(theirs)}}[kind]

    again = client.post(SET_UP, {"code": key_on(theirs).code(), **data})

    assert again.status_code == 200
    assert key_on(again).key != key_on(theirs).key
    assert not SecondFactor.objects.exists()


def test_another_phone_takes_password_and_code_of_the_old_one(proven, user, phone, clock):
    page = proven.get(SET_UP)
    new = key_on(page)
    data = {"code": new.code(), "sealed": sealed(page)}

    assert "Vul ‘Uw wachtwoord’ in." in proven.post(SET_UP, data).text
    wrong = proven.post(SET_UP, data | {"password": "verkeerd", "current_code": phone.code()})
    assert "Uw wachtwoord klopt niet" in wrong.text
    wrong = proven.post(SET_UP, data | {"password": PASSWORD, "current_code": phone.wrong()})
    assert "Deze code klopt niet" in wrong.text
    clock.shift(timedelta(seconds=30))
    data["code"] = new.code()
    assert SecondFactor.objects.get().key == phone.key
    proven.post(SET_UP, data | {"password": PASSWORD, "current_code": phone.code()})

    assert SecondFactor.objects.get().key == new.key
    assert proven.get("/account").status_code == 200


def test_wrong_new_code_costs_no_recovery_code(proven, user, phone):
    codes = renew_recovery_codes(user=user, origin=ORIGIN)
    page = proven.get(SET_UP)
    data = {"password": PASSWORD, "current_code": codes[0], "sealed": sealed(page)}

    proven.post(SET_UP, data | {"code": key_on(page).wrong()})

    assert SecondFactor.objects.get().recovery_codes.count() == 10


def test_taking_it_away_takes_password_and_code(proven, user, phone, clock):
    address = f"{SET_UP}/weghalen"
    elsewhere = Client()
    elsewhere.force_login(user)

    proven.post(address, {"password": PASSWORD, "current_code": phone.wrong()})
    assert SecondFactor.objects.exists()
    clock.shift(timedelta(seconds=30))
    response = proven.post(address, {"password": PASSWORD, "current_code": phone.code()}, follow=True)

    assert "De tweede stap is weggehaald" in response.text
    assert not SecondFactor.objects.exists()
    assert elsewhere.get("/account")["Location"].startswith(DOOR)
    assert proven.get(address).url == "/account"


def test_user_without_a_password_is_asked_for_the_code_only(proven, user, phone, clock):
    session_hash_before = proven.session["_auth_user_hash"]
    user.set_unusable_password()
    user.save()
    session = proven.session
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    assert session_hash_before != user.get_session_auth_hash()

    page = proven.get(f"{SET_UP}/weghalen")
    assert "Uw wachtwoord" not in page.text
    proven.post(f"{SET_UP}/weghalen", {"current_code": phone.code()})

    assert not SecondFactor.objects.exists()


def test_new_recovery_codes_are_shown(proven, user, phone):
    page = renew(proven, user, phone)

    assert len(shown(page)) == 10
    assert AuditEvent.RECOVERY_RENEWED in events()


def test_codes_of_a_session_that_is_not_proven_are_shown_to_nobody(client, user):
    client.force_login(user)

    assert client.get(CODES).status_code == 403
    assert client.get(f"{CODES}/bestand").status_code == 403


def test_administrator_takes_the_second_step_of_others_away_but_not_ones_own(client, user, phone):
    boss = UserFactory.create(administrator=True)
    set_up(boss)
    client.force_login(boss)
    UserSession.objects.filter(user=boss).update(proven_by="app")
    chosen = {"action": "take_second_step_away", "_selected_action": [user.pk, boss.pk]}

    page = client.post("/beheer/accounts/user/", chosen, follow=True).text

    assert [factor.user for factor in SecondFactor.objects.all()] == [boss]
    assert "Uw eigen tweede stap" in page
    entry = AuditEntry.objects.get(event=AuditEvent.SECOND_STEP_REMOVED)
    assert (entry.actor, entry.target) == (boss.public_id, user.public_id)


def test_clerk_takes_no_second_step_of_a_superuser_away(client, clock):
    from django.contrib.auth.models import Permission

    boss = UserFactory.create(administrator=True)
    set_up(boss)
    clerk = UserFactory.create(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    client.force_login(clerk)

    client.post("/beheer/accounts/user/", {"action": "take_second_step_away", "_selected_action": [boss.pk]})

    assert SecondFactor.objects.filter(user=boss).exists()


def sealed(page) -> str:
    """The sealed key in the form, whatever the order of its attributes."""
    field = re.search(r'<input[^>]*name="sealed"[^>]*>', page.text)
    assert field
    value = re.search(r'value="([^"]*)"', field[0])
    assert value
    return value[1]


def shown(page) -> list[str]:
    """The recovery codes on the page."""
    return re.findall(r"<li><code>([a-z2-9-]+)</code>", page.text)


def renew(browser, user, phone):
    """Ask for new codes and return the page that shows them."""
    data = {"password": PASSWORD, "current_code": phone.code()}
    return browser.post(f"{CODES}/nieuw", data, follow=True)

"""Signing in, signing out, and what a wrong attempt tells."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
DOOR = "/aanmelden"


def attempt(client, email, password=PASSWORD, **more):
    """Send the sign-in form."""
    return client.post(DOOR, {"username": email, "password": password, **more})


def is_signed_in(client) -> bool:
    """Whether this browser has a session of a user."""
    return "_auth_user_id" in client.session


def test_sign_in_page_is_open_and_dutch(client):
    response = client.get(DOOR)

    assert response.status_code == 200
    assert "E-mailadres" in response.text
    assert "Wachtwoord" in response.text


def test_right_password_signs_in(client):
    user = UserFactory.create()

    response = attempt(client, user.email)

    assert response.status_code == 302
    assert response.url == reverse("home")
    assert is_signed_in(client)


def test_email_in_another_case_signs_in(client):
    UserFactory.create(email="anna@gemeente.example")

    attempt(client, " Anna@Gemeente.EXAMPLE ")

    assert is_signed_in(client)


@pytest.mark.parametrize("known", ["known", "unknown", "inactive"])
def test_refusal_says_the_same_for_every_address(client, known):
    UserFactory.create(email="anna@gemeente.example", is_active=known != "inactive")
    email = "niemand@gemeente.example" if known == "unknown" else "anna@gemeente.example"

    response = attempt(client, email, PASSWORD if known == "inactive" else "verkeerd")

    assert response.status_code == 200
    assert "horen niet bij elkaar" in response.text
    assert not is_signed_in(client)


def test_empty_form_says_what_to_fill_in(client):
    response = client.post(DOOR, {})

    assert "Vul ‘E-mailadres’ in." in response.text
    assert "Vul ‘Wachtwoord’ in." in response.text


def test_typed_address_is_kept_and_password_is_not(client):
    response = attempt(client, "anna@gemeente.example", "geheim-geheim")

    assert "anna@gemeente.example" in response.text
    assert "geheim-geheim" not in response.text


def test_next_page_of_this_site_is_followed(client):
    assert attempt(client, UserFactory.create().email, next="/wachtwoord").url == "/wachtwoord"


@pytest.mark.parametrize("elsewhere", ["https://kwaad.example/", "//kwaad.example", "javascript:alert(1)", "/\\kwaad"])
def test_next_page_elsewhere_is_not_followed(client, elsewhere):
    assert attempt(client, UserFactory.create().email, next=elsewhere).url == reverse("home")


def test_signing_in_gives_a_new_session(client):
    client.get(DOOR)
    session = client.session
    session["before"] = "1"
    session.save()
    before = session.session_key

    attempt(client, UserFactory.create().email)

    assert client.session.session_key != before


def test_signed_in_user_does_not_stay_at_the_door(client):
    client.force_login(UserFactory.create())

    assert client.get(DOOR).url == reverse("home")


def test_sign_out_needs_a_post(client):
    client.force_login(UserFactory.create())

    assert client.get("/afmelden").status_code == 405
    assert is_signed_in(client)


def test_sign_out_ends_the_session_and_says_so(client):
    client.force_login(UserFactory.create())

    response = client.post("/afmelden", follow=True)

    assert not is_signed_in(client)
    assert "U bent uitgelogd." in response.text


def test_page_behind_the_door_asks_to_sign_in_first(client):
    assert client.get("/wachtwoord").url == "/aanmelden?next=/wachtwoord"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get(DOOR)

    attempt(client, UserFactory.create().email)

    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["secure"]
        assert cookie["samesite"] == "Lax"


def test_pages_of_the_door_are_not_cached(client):
    assert "no-store" in client.get(DOOR)["Cache-Control"]


def test_demo_shows_the_accounts(client, settings):
    UserFactory.create(name="Anna de Vries")
    UserFactory.create(name="Weg", is_active=False)

    assert "Anna de Vries" not in client.get(DOOR).text
    settings.DEMO = True
    settings.DEMO_PASSWORD = "proef-proef"
    page = client.get(DOOR).text

    assert "Anna de Vries" in page
    assert "proef-proef" in page
    assert "Weg" not in page


def test_two_users_cannot_differ_in_case_only():
    UserFactory.create(email="anna@gemeente.example")
    twin = User(email="Anna@gemeente.example", name="Anna")
    twin.set_unusable_password()

    with pytest.raises(Exception, match="Er is al een gebruiker"):
        twin.full_clean()


def test_database_refuses_an_address_in_capitals():
    from django.db import IntegrityError

    user = UserFactory.create()

    with pytest.raises(IntegrityError, match="accounts_user_email_lower"):
        User.objects.get_queryset().filter(pk=user.pk).update(email="Anna@gemeente.example")

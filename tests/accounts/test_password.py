"""Choosing another password, and which ones are refused."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
NEW = "heel iets anders 9"


def change(client, old=PASSWORD, new=NEW, again=NEW):
    """Send the form."""
    return client.post("/wachtwoord", {"old_password": old, "new_password1": new, "new_password2": again})


def test_new_password_ends_other_sessions_and_keeps_this_one(client):
    user = UserFactory.create()
    elsewhere = Client()
    client.force_login(user)
    elsewhere.force_login(user)

    response = change(client)

    assert response.status_code == 302
    assert client.get("/wachtwoord").status_code == 200
    assert elsewhere.get("/wachtwoord").status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "message"),
    [
        ("verkeerd", NEW, NEW, "Uw huidige wachtwoord klopt niet"),
        (PASSWORD, NEW, "iets anders nog", "niet gelijk"),
        (PASSWORD, "kort", "kort", "12"),
        (PASSWORD, "anna-de-vries", "anna-de-vries", "lijkt te veel op"),
    ],
)
def test_unfit_password_is_refused_in_dutch(client, old, new, again, message):
    client.force_login(UserFactory.create(name="Anna de Vries"))

    response = change(client, old, new, again)

    assert response.status_code == 200
    assert message in response.text


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("kort", "te kort"),
        ("482915736204", "makkelijk te raden"),
        ("geheimgeheim", "makkelijk te raden"),
        ("qwertyuiop123", "makkelijk te raden"),
        ("anna@gemeente.example", "lijkt te veel op"),
        ("Anna de Vries!", "lijkt te veel op"),
    ],
)
def test_password_that_is_too_weak_is_refused(password, message):
    user = UserFactory.build(email="anna@gemeente.example", name="Anna de Vries")

    with pytest.raises(ValidationError, match=message):
        validate_password(password, user)


@pytest.mark.parametrize("password", ["een lang wachtwoord", "ヰコ水の日々は静かに流れる", "482915736204 ja"])
def test_long_sentence_is_accepted(password):
    validate_password(password, UserFactory.build(email="anna@gemeente.example", name="Anna de Vries"))


def test_page_tells_the_rules(client):
    client.force_login(UserFactory.create())

    assert "minstens 12 tekens" in client.get("/wachtwoord").text

"""A database that is locked: a clear page, and nothing that was typed is lost."""

import pytest
from django.db import OperationalError

from core.web.busy import is_busy
from tests.cast import sign_in

TYPED = {
    "name": "Piet Naaste",
    "relation": "16",
    "representation": "",
    "phone": "",
    "email": "",
    "starts_on": "2026-01-01",
}


@pytest.fixture
def locked(monkeypatch):
    """Every service that adds a member finds the database locked."""

    def refuse(**_):
        raise OperationalError("database is locked")

    monkeypatch.setattr("clients.web.system.add_member", refuse)


def test_locked_database_gives_503_with_what_was_typed(client, karin, person, locked):
    sign_in(client, karin)
    url = f"/clienten/{person.public_id}/clientsysteem/nieuw"

    answer = client.post(url, TYPED)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Het is even te druk" in page
    assert f'<form method="post" action="{url}"' in page
    for name in ("name", "relation", "starts_on"):
        assert f'<input type="hidden" name="{name}" value="{TYPED[name]}">' in page
    assert "csrfmiddlewaretoken" in page


def test_other_faults_of_the_database_are_not_hidden(client, karin, person, monkeypatch):
    def refuse(**_):
        raise OperationalError("no such table")

    monkeypatch.setattr("clients.web.system.add_member", refuse)
    sign_in(client, karin)

    with pytest.raises(OperationalError):
        client.post(f"/clienten/{person.public_id}/clientsysteem/nieuw", TYPED)


@pytest.mark.parametrize(
    ("state", "busy"), [("40P01", True), ("55P03", True), ("40001", True), ("28P01", False), (None, False)]
)
def test_is_busy_knows_the_passing_states_of_postgresql(state, busy):
    error = OperationalError("no matter what it says")
    error.__cause__ = type("DriverError", (Exception,), {"pgcode": state})()

    assert is_busy(error) is busy

"""The page that says whether this installation can do its work."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from bin.tools import healthcheck


@pytest.mark.django_db
def test_health_is_good_without_signing_in(client: Client) -> None:
    response = client.get("/gezond")

    assert response.status_code == 200
    assert response.content == b"goed\n"
    assert "no-store" in response["Cache-Control"]


def test_health_is_bad_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any) -> Any:
        raise OperationalError("connection to server at db failed")

    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/gezond")

    assert response.status_code == 503
    assert response.content == b"database\n"


@pytest.mark.django_db
def test_health_answers_without_the_proxy_when_https_is_on(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/gezond").status_code == 200


def test_health_cannot_be_changed(client: Client) -> None:
    assert client.post("/gezond").status_code == 405


@pytest.mark.django_db
def test_health_check_of_the_container_asks_under_an_allowed_name(
    live_server: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "localhost,zorgregio.example")
    port = live_server.url.rpartition(":")[2]

    assert healthcheck.main([port]) == 0
    assert capsys.readouterr().out == "200\n"


def test_health_check_of_the_container_fails_when_nobody_answers() -> None:
    assert healthcheck.main(["1"]) == 1

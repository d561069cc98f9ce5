"""The typed reading of the environment: what is wrong stops the start with one clear line."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from zorgregio.settings import env

KEY = base64.b64encode(bytes(32)).decode()
SHORT_KEY = base64.b64encode(bytes(16)).decode()
FILE = Path("/nowhere/zorgregio.sqlite3")

WRONG: dict[str, tuple[Callable[[], Any], str, str]] = {
    "flag in another word": (lambda: env.flag("X", default=False), "yes", "'true' or 'false'"),
    "number in words": (lambda: env.whole_number("X", 1), "ten", "whole number"),
    "number below zero": (lambda: env.whole_number("X", 1), "-1", "at least 0"),
    "number below its limit": (lambda: env.whole_number("X", 1, at_least=1), "0", "at least 1"),
    "number with a fraction": (lambda: env.whole_number("X", 1), "1.5", "whole number"),
    "key that is not base64": (lambda: env.key("X"), "not base64!", "not base64"),
    "key that is too short": (lambda: env.key("X"), SHORT_KEY, "16 bytes; 32"),
    "ring without an id": (lambda: env.key_ring("X"), KEY, "id:base64"),
    "ring with an empty id": (lambda: env.key_ring("X"), f":{KEY}", "id:base64"),
    "ring with an odd id": (lambda: env.key_ring("X"), f"k/1:{KEY}", "id:base64"),
    "ring with a double id": (lambda: env.key_ring("X"), f"k1:{KEY},k1:{KEY}", "twice"),
    "ring with a bad key": (lambda: env.key_ring("X"), f"k1:{SHORT_KEY}", "16 bytes"),
    "database of another make": (
        lambda: env.database("X", FILE),
        "mysql://localhost/zorgregio",
        "postgresql://",
    ),
    "database without a name": (lambda: env.database("X", FILE), "postgresql://localhost/", "postgresql://"),
    "database with a bad port": (
        lambda: env.database("X", FILE),
        "postgresql://localhost:port/z",
        "postgresql://",
    ),
    "mail of another kind": (lambda: env.smtp("X"), "imap://localhost", "smtp+tls://"),
    "mail without a host": (lambda: env.smtp("X"), "smtp://", "smtp+tls://"),
    "mail with a bad port": (lambda: env.smtp("X"), "smtp://localhost:port", "smtp+tls://"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_value_is_refused_in_one_clear_line(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read, value, expected = WRONG[case]
    monkeypatch.setenv("X", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        read()

    message = str(refusal.value)
    assert message.startswith("X ")
    assert expected in message
    assert "\n" not in message


@pytest.mark.parametrize("case", [case for case in WRONG if "key" in case or "ring" in case])
def test_refusal_never_shows_a_key(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read, value, _ = WRONG[case]
    monkeypatch.setenv("X", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        read()

    assert value not in str(refusal.value)


def test_unset_values_fall_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X", raising=False)

    assert env.text("X", "standard") == "standard"
    assert env.flag("X", default=True) is True
    assert env.whole_number("X", 7) == 7
    assert env.listing("X") == []
    assert env.path("X", FILE) == FILE
    assert env.key("X") == b""
    assert env.key_ring("X") == []
    assert env.database("X", FILE)["ENGINE"].endswith("sqlite3")
    assert env.smtp("X")["EMAIL_BACKEND"].endswith("console.EmailBackend")


def test_empty_values_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", " ")

    assert env.path("X", FILE) == FILE
    assert env.database("X", FILE)["NAME"] == str(FILE)
    assert env.key("X") == b""
    assert env.flag("X", default=True) is True


def test_sqlite_takes_its_lock_at_once_and_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X", raising=False)

    options = env.database("X", FILE)["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    assert "journal_mode=WAL" in options["init_command"]


def test_database_url_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "postgresql://u%40r:p%2Fw@db.example:6432/zorg?sslmode=require")

    database = env.database("X", FILE)

    assert database["USER"] == "u@r"
    assert database["PASSWORD"] == "p/w"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", "6432", "zorg")
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_key_ring_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = base64.b64encode(bytes([1] * 32)).decode()
    monkeypatch.setenv("X", f"k2:{newer}, k1:{KEY}")

    assert [identifier for identifier, _ in env.key_ring("X")] == ["k2", "k1"]


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp+tls://mail.example", 587, True, False),
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://u:p@mail.example:587", 587, True, False),
        ("smtps://u:p@mail.example:465", 465, False, True),
    ],
)
def test_mail_url_is_taken_apart(url: str, port: int, tls: bool, ssl: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", url)

    mail = env.smtp("X")

    assert mail["EMAIL_HOST"] == "mail.example"
    assert (mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"]) == (port, tls, ssl)

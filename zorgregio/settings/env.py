"""Typed reading of the environment. A value that is wrong stops the start with one clear line."""

import base64
import binascii
import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """`true` or `false`; anything else is refused."""
    value = text(name, "true" if default else "false").lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be 'true' or 'false', not {value!r}.")
    return value == "true"


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of the given words; anything else is refused."""
    value = text(name, default).lower()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def whole_number(name: str, default: int, *, at_least: int = 0) -> int:
    """A whole number that is not below `at_least`."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < at_least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {at_least}, not {value!r}.")
    return int(value)


def listing(name: str) -> list[str]:
    """A comma-separated list; empty parts fall away."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def pairs(name: str) -> list[tuple[str, str]]:
    """`key=value,key=value`: pairs in their order; a key may come more than once, and may hold a `=` itself."""
    found = []
    for part in listing(name):
        key_, separator, value = part.rpartition("=")
        if not (separator and key_.strip() and value.strip()):
            raise ImproperlyConfigured(f"{name} must look like 'key=value,key=value'.")
        found.append((key_.strip(), value.strip()))
    return found


def path(name: str, default: Path) -> Path:
    """A folder or file; a relative one counts from the current directory."""
    return Path(text(name, str(default))).expanduser().resolve()


def key(name: str) -> bytes:
    """A base64 key of 32 bytes, or empty bytes when the variable is not set."""
    return _key_bytes(name, text(name)) if text(name) else b""


def key_ring(name: str) -> list[tuple[str, bytes]]:
    """`id:base64,id:base64`: the first key encrypts, every key decrypts."""
    ring = []
    for part in listing(name):
        identifier, separator, encoded = part.partition(":")
        if not (separator and identifier.isalnum()):
            raise ImproperlyConfigured(f"{name} must look like 'id:base64,id:base64'.")
        ring.append((identifier, _key_bytes(name, encoded)))
    if len({identifier for identifier, _ in ring}) != len(ring):
        raise ImproperlyConfigured(f"{name} names a key id twice.")
    return ring


def _key_bytes(name: str, encoded: str) -> bytes:
    try:
        value = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"{name} holds a key that is not base64.") from error
    if len(value) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name} holds a key of {len(value)} bytes; {KEY_BYTES} are needed.")
    return value


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """Django's settings for the database at the URL, or for SQLite in `sqlite_file` when it is not set.

    SQLite gets WAL and `BEGIN IMMEDIATE`: readers never wait, writers queue for at most 20 seconds.
    """
    url = text(name)
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(sqlite_file),
            # Opening the file anew, and reading its schema, takes longer than all queries of a page together.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    port = _port(parts)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/") or port is None:
        raise ImproperlyConfigured(f"{name} must look like 'postgresql://user:password@host:5432/name'.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _port(parts: SplitResult) -> int | None:
    """The port in the URL, 0 when it names none, nothing when it is no port."""
    try:
        return parts.port or 0
    except ValueError:
        return None


def smtp(name: str) -> dict[str, Any]:
    """Django's mail settings for `smtp://user:password@host:port` or `smtps://…`; none: mail is printed."""
    url = text(name)
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    port = _port(parts)
    if parts.scheme not in SMTP_PORTS or not parts.hostname or port is None:
        raise ImproperlyConfigured(f"{name} must look like 'smtp+tls://user:password@host:587'.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or SMTP_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }

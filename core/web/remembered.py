"""A search that the session remembers: by a name, which may never stand in a URL.

It is kept sealed, for the table of the sessions and the cache hold no name or birth date. Each list has a key of
its own, and what was sealed under one key cannot be read under another.
"""

import json

from django.http import HttpRequest

from core.crypto import DecryptionError, decrypt, encrypt


def keep(request: HttpRequest, key: str, search: dict[str, str]) -> None:
    """Remember this search until the session ends or another takes its place."""
    request.session[key] = sealed(key, search)


def read(request: HttpRequest, key: str) -> dict[str, str]:
    """What was searched for last; nothing when the key that sealed it has gone since then."""
    try:
        search: dict[str, str] = json.loads(decrypt(request.session[key], key))
    except (KeyError, DecryptionError):
        return {}
    return search


def forget(request: HttpRequest, key: str) -> None:
    """Search for nothing any more."""
    request.session.pop(key, None)


def sealed(key: str, search: dict[str, str]) -> str:
    """The search as the session keeps it."""
    return encrypt(json.dumps(search), key)

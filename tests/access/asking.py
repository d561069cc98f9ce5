"""Asking a route, and what came of it."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver

SIGN_IN = "/aanmelden"
ENDS_THE_SESSION = {"accounts:sign_out", "accounts:sessions_end"}


def routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Names of all routes, the admin's aside."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if pattern.namespace != "admin":
                yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def outcome(response: Any) -> str:
    """What the answer comes down to, in the words of the matrix."""
    if response.status_code in {401, 403, 404, 405}:
        return str(response.status_code)
    if response.status_code in {301, 302, 303} and response["Location"].startswith(SIGN_IN):
        return "in"
    assert response.status_code < 500 and response.status_code != 429, response.status_code  # noqa: PT018
    return "ok"


def ask(browser: Browser, method: str, address: str) -> Any:
    """One request whose changes are taken back."""
    with transaction.atomic():
        response = getattr(browser, method)(address)
        if response.streaming:
            b"".join(response.streaming_content)  # or the file stays open
        transaction.set_rollback(True)
    return response

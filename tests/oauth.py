"""What a program sends to get a token, and what it gets back."""

from typing import Any
from urllib.parse import quote

from django.test import Client as Browser

from tests.api import bearer

TOKEN, REVOKE = "/api/oauth/token", "/api/oauth/revoke"
FORM = "application/x-www-form-urlencoded"
TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def ask(assertion: str, address: str = TOKEN, **fields: Any) -> Any:
    """Send the form; `fields` add to it, and leave out what is None."""
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": TYPE,
        "client_assertion": assertion,
        **fields,
    }
    body = "&".join(f"{name}={quote(value, safe='')}" for name, value in form.items() if value is not None)
    return Browser().post(address, body, content_type=FORM)


def refused(response: Any, error: str) -> str:
    """The form of a refusal; its description."""
    body = response.json()
    assert body["error"] == error
    assert response.status_code == (401 if error == "invalid_client" else 400)
    assert response["Content-Type"] == "application/json"
    assert "no-store" in response["Cache-Control"]
    assert response["Pragma"] == "no-cache"
    assert ("WWW-Authenticate" in response) == (response.status_code == 401)
    assert all(0x20 <= ord(character) < 0x7F and character not in '"\\' for character in body["error_description"])
    return str(body["error_description"])


def works(token: str) -> bool:
    """Whether a token is taken; the list of products is for everybody, and a token that is no good is not."""
    return Browser().get("/api/v1/producten", **bearer(token)).status_code == 200

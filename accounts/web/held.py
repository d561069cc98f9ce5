"""What somebody typed in a form and sent after the session had ended.

It is not kept on the server: it goes back to the browser that it came from, signed, and from there comes
along with the sign-in. So only text that this user sent to this address comes through, and only once they
signed in again and pressed the button.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

SALT = "accounts.held"
HOURS = 12


@dataclass(frozen=True, slots=True)
class HeldInput:
    """Where it was meant to go, and the fields in their order; files do not come along."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def hold(request: HttpRequest, user: UUID) -> str:
    """What the user sent with this request, as one signed text."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    content = {
        "user": str(user),
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
    }
    return signing.dumps(content, salt=SALT, compress=True)


def held_for(user: UUID, text: str) -> HeldInput | None:
    """What was held for this user; None when it is another's, too old, or was tampered with."""
    try:
        content: dict[str, Any] = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    if content["user"] != str(user):
        return None
    fields = tuple((str(name), str(value)) for name, value in content["fields"])
    return HeldInput(content["path"], fields, had_files=content["had_files"])

"""What somebody typed in a form and sent after the session had ended.

It is not kept on the server: it goes back to the browser that it came from, encrypted, and from there comes
along with the sign-in. So whoever sits at that computer next reads nothing of it, and only text that this user
sent to this address comes through, once they signed in again and pressed the button.
"""

import base64
import json
import zlib
from dataclasses import dataclass
from time import time
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from core.crypto import DecryptionError, decrypt, encrypt

CONTEXT = "accounts.held"
HOURS = 12


@dataclass(frozen=True, slots=True)
class HeldInput:
    """Where it was meant to go, and the fields in their order; files do not come along."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def hold(request: HttpRequest, user: UUID) -> str:
    """What the user sent with this request, as one text that only this site can read."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    content = {
        "user": str(user),
        "sent_at": int(time()),
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
    }
    compressed = zlib.compress(json.dumps(content).encode())
    return encrypt(base64.b64encode(compressed).decode("ascii"), CONTEXT)


def held_for(user: UUID, text: str) -> HeldInput | None:
    """What was held for this user; None when it is another's, too old, or was tampered with."""
    try:
        compressed = base64.b64decode(decrypt(text, CONTEXT))
    except DecryptionError:
        return None
    content: dict[str, Any] = json.loads(zlib.decompress(compressed))
    if content["user"] != str(user) or time() - content["sent_at"] > HOURS * 3600:
        return None
    fields = tuple((str(name), str(value)) for name, value in content["fields"])
    return HeldInput(content["path"], fields, had_files=content["had_files"])

"""Links that let somebody in without an account: 256 random bits, of which only the fingerprint is kept."""

from secrets import token_urlsafe
from typing import Final

from core.crypto import blind_index

SECRET_BYTES: Final = 32
"""256 random bits: more than anybody tries, so no slow hash is needed."""

CONTEXT: Final = "informal_care.link"


def new_secret() -> str:
    """A secret for a link; it is shown once."""
    return token_urlsafe(SECRET_BYTES)


def fingerprint_of(secret: str) -> str:
    """The keyed hash of a secret, by which its row is found."""
    return blind_index(secret, CONTEXT)

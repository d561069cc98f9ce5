"""What a password must be, in Dutch (the tests are Django's, whose own texts are partly English), and how codes
and browsers are written.
"""

import re
from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

REPEATED = re.compile(r"(.{1,10})\1+")


class LongEnough(MinimumLengthValidator):
    """At least `min_length` characters; a short sentence is easier to keep in mind than signs and figures."""

    def get_error_message(self) -> str:
        return f"Dit wachtwoord is te kort. Neem er een van minstens {self.min_length} tekens."

    def get_help_text(self) -> str:
        return f"Neem minstens {self.min_length} tekens. Een korte zin is goed te onthouden."


class UnlikeUser(UserAttributeSimilarityValidator):
    """Not the user's own name or e-mail address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self) -> str:
        return "Dit wachtwoord lijkt te veel op uw naam of e-mailadres. Kies iets anders."

    def get_help_text(self) -> str:
        return "Gebruik niet uw naam of e-mailadres."


class NotEasilyGuessed(CommonPasswordValidator):
    """Not one of the 20,000 that are tried first, not only figures, not one piece again and again."""

    def validate(self, password: str, user: Any = None) -> None:
        if password.isdecimal() or REPEATED.fullmatch(password):
            raise ValidationError(self.get_error_message(), code="password_too_common")
        super().validate(password, user)

    def get_error_message(self) -> str:
        return "Dit wachtwoord is makkelijk te raden. Kies iets anders."

    def get_help_text(self) -> str:
        return "Gebruik niet alleen cijfers, en geen wachtwoord dat veel mensen kiezen."


APP_CODE = re.compile(r"\d{6}")
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike on paper: i and 1, l, o and 0."""
RECOVERY_LENGTH = 10
RECOVERY_NUMBER = 10

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""The order matters: most browsers also name those that come after them."""
SYSTEMS = (
    ("iPhone", "een iPhone"),
    ("iPad", "een iPad"),
    ("Android", "een Android-apparaat"),
    ("CrOS", "een Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "een Mac"),
    ("Linux", "Linux"),
)


def plain_code(typed: str) -> str:
    """A code as it is compared: small letters, without the blanks and hyphens of the paper."""
    return re.sub(r"[\s-]", "", typed).lower()


def is_app_code(code: str) -> bool:
    """Whether this looks like a code of an app, not like a recovery code; after `plain_code`."""
    return APP_CODE.fullmatch(code) is not None


def readable(code: str, size: int) -> str:
    """A long code in pieces of `size`, to be read and typed over."""
    return "-".join(code[at : at + size] for at in range(0, len(code), size))


def browser_in_words(user_agent: str) -> str:
    """Which browser on which device this is, in plain words; never what was sent itself."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "Onbekende browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "een onbekend apparaat")
    return f"{browser} op {system}"

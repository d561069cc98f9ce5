"""What a password must be, in Dutch. The tests themselves are Django's, whose own texts are partly English."""

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

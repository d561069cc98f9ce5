"""Somebody's phone with an app, and the account that it belongs to."""

import re
import time
from dataclasses import dataclass
from html import unescape
from typing import Any

from django_otp.oath import TOTP

from accounts.models import SecondFactor, User
from accounts.models.second_factor import key_bytes
from accounts.services.second_factor import new_key, set_up_second_factor
from core.actors import Origin

ORIGIN = Origin("192.0.2.1", "test")


@dataclass
class Phone:
    """An app that makes codes."""

    key: str

    def code(self, ahead: int = 0) -> str:
        """The code of now, or of so many half minutes later."""
        generator = TOTP(key_bytes(self.key))
        generator.time = time.time() + 30 * ahead
        return f"{generator.token():06d}"

    def wrong(self) -> str:
        """A code that is not of now."""
        good = {self.code(ahead) for ahead in (-1, 0, 1)}
        return next(code for code in ("000000", "111111", "222222", "333333") if code not in good)


def set_up(user: User) -> tuple[Phone, list[str]]:
    """A phone for the user, with its recovery codes; its code of now can still be used."""
    phone = Phone(new_key())
    codes = set_up_second_factor(user=user, key=phone.key, code=phone.code(), origin=ORIGIN)
    SecondFactor.objects.filter(user=user).update(last_step=-1)
    return phone, codes


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field on the page; nothing when it is not there."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]+)"', response.text)
    return unescape(found[1]) if found else ""


def key_on(response: Any) -> Phone:
    """A phone into which the key on the set-up page was typed over."""
    found = re.search(r'class="zr-key"><code>([A-Z2-7 ]+)</code>', response.text)
    assert found
    return Phone(found[1].replace(" ", ""))

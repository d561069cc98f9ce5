from base64 import b32decode
from time import time

from django.conf import settings
from django.db import models
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from core.fields import EncryptedTextField
from core.models import PublicModel

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE = 1
"""So many steps before or after now a code still counts: clocks differ, and typing takes a while (RFC 6238, 5.2)."""


class SecondFactor(PublicModel, TimestampMixin, ThrottlingMixin, Device):
    """The app on somebody's phone that makes a code each half minute (TOTP, RFC 6238).

    The device of django-otp keeps its key readable; this one encrypts it.
    """

    key = EncryptedTextField("sleutel")
    last_step = models.BigIntegerField("laatst gebruikte stap", default=-1)
    drift = models.SmallIntegerField("afwijking van de klok", default=0)

    class Meta:
        verbose_name = "tweede stap"
        verbose_name_plural = "tweede stappen"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                name="accounts_secondfactor_user",
                violation_error_message="Er is al een tweede stap ingesteld.",
                violation_error_code="second_factor_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"Tweede stap van {self.user}"

    def get_throttle_factor(self) -> int:
        """Seconds to wait after the first wrong code; each next one doubles them."""
        return int(settings.SECOND_FACTOR_WAIT_SECONDS)

    def verify_token(self, token: str) -> bool:
        """Whether these six figures are the code of now. None counts twice, and a wrong one makes the next wait."""
        may_try, _ = self.verify_is_allowed()  # type: ignore[no-untyped-call]
        if not may_try:
            return False
        if not self.matches(token):
            self.throttle_increment()  # type: ignore[no-untyped-call]
            return False
        self.accept()
        return True

    def matches(self, token: str) -> bool:
        """Whether this is the code of now; if so, the row, not yet saved, remembers that it was used."""
        generator = TOTP(key_bytes(self.key), STEP_SECONDS, 0, DIGITS, self.drift)
        generator.time = time()
        if not generator.verify(int(token), TOLERANCE, self.last_step + 1):
            return False
        self.last_step, self.drift = generator.t(), generator.drift
        return True

    def accept(self) -> None:
        """Note that a code was right: nobody has to wait any more."""
        self.throttle_reset(commit=False)  # type: ignore[no-untyped-call]
        self.set_last_used_timestamp(commit=False)  # type: ignore[no-untyped-call]
        self.save()


class RecoveryCode(models.Model):
    """A code to sign in with once, for who lost the phone. Only a keyed fingerprint of it is kept."""

    second_factor = models.ForeignKey(
        SecondFactor, verbose_name="tweede stap", related_name="recovery_codes", on_delete=models.CASCADE
    )
    fingerprint = models.CharField("vingerafdruk", max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = "herstelcode"
        verbose_name_plural = "herstelcodes"

    def __str__(self) -> str:
        return f"Herstelcode van {self.second_factor.user}"


def key_bytes(key: str) -> bytes:
    """The bytes of a key as it is typed over: base32, in capitals."""
    return b32decode(key)

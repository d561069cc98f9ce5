"""Rules of opening a file with a reason, and of shielding one."""

from typing import Final

from django.core.exceptions import ValidationError

SHORTEST_REASON: Final = 20
"""Characters. Our choice: enough for a reviewer to judge by, and "controle" alone is not."""


def check_reason(reason: str) -> None:
    """A reason says something that somebody else can judge by. Code: `reason_short`."""
    if len("".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError(
            f"Leg uit waarom dit nodig is, in minstens {SHORTEST_REASON} letters. Iemand anders beoordeelt dit later.",
            code="reason_short",
        )

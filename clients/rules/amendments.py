"""When a decision is revised or withdrawn, and what still holds then: pure functions over values.

Source: Wmo 2015 art. 2.3.10.
"""

from datetime import date

from django.core.exceptions import ValidationError

from clients.enums import AmendmentGround
from core.periods import ONE_DAY, Period, in_words

REACHES_BACK = frozenset({AmendmentGround.WRONG_INFORMATION, AmendmentGround.CONDITIONS, AmendmentGround.NOT_USED})
"""Grounds that lie with the client. The law leaves the day to the municipality (art. 2.3.10 par. 2); that the other
grounds, a changed need, take nothing back from days that were lived already is our choice (legal certainty)."""


def valid_period(granted: Period, from_on: date) -> Period | None:
    """What is left of a grant that holds no longer from a day on; None when that is nothing."""
    if from_on <= granted.starts_on:
        return None
    last = from_on - ONE_DAY
    return Period(granted.starts_on, last if granted.ends_on is None else min(last, granted.ends_on))


def check_from(from_on: date, *, granted: Period, ground: str, decided_on: date) -> None:
    """A decision is revised or withdrawn from a day on which it holds; see `REACHES_BACK` for days that have passed.

    Codes: `amendment_day`, `amendment_back`.
    """
    if not granted.contains(from_on):
        raise ValidationError(f"Het besluit geldt {granted}. Kies een dag in die periode.", code="amendment_day")
    if from_on < decided_on and ground not in REACHES_BACK:
        raise ValidationError(
            f"Op deze grond kan het niet met terugwerkende kracht. Kies {in_words(decided_on)} of een latere dag.",
            code="amendment_back",
        )


def last_day_of_care(from_on: date, *, starts_on: date, delivery_started_on: date | None, decided_on: date) -> date:
    """The last day of an allocation under a decision that holds no longer from `from_on` on.

    What a provider delivered before the municipality decided stays allocated; an allocation that had yet to begin
    lasts its first day only.
    """
    last = max(from_on - ONE_DAY, starts_on)
    if delivery_started_on is None:
        return last
    return max(last, delivery_started_on, decided_on - ONE_DAY)

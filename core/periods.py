"""Periods of days: both ends inclusive, an open end means "until further notice"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q

PERIOD_ORDER_CODE: Final = "period_order"
PERIOD_ORDER_MESSAGE: Final = (
    "De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum, of laat de einddatum leeg."
)
MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
ONE_DAY: Final = timedelta(days=1)


def in_words(day: date) -> str:
    """'1 januari 2026', whatever language is active."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `starts_on` up to and including `ends_on`; without `ends_on` it has no end.

    Raises ValidationError with code `period_order` when the end lies before the start.
    """

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValidationError(PERIOD_ORDER_MESSAGE, code=PERIOD_ORDER_CODE)

    def __str__(self) -> str:
        if self.ends_on is None:
            return f"vanaf {in_words(self.starts_on)}"
        return f"{in_words(self.starts_on)} tot en met {in_words(self.ends_on)}"

    @property
    def days(self) -> int | None:
        """The number of days, the first and the last included; None when the end is open."""
        if self.ends_on is None:
            return None
        return (self.ends_on - self.starts_on).days + 1

    def contains(self, day: date) -> bool:
        """Whether `day` falls inside; the first and the last day do."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: "Period") -> bool:
        """Whether at least one day belongs to both."""
        return (other.ends_on is None or self.starts_on <= other.ends_on) and (
            self.ends_on is None or other.starts_on <= self.ends_on
        )

    def covers(self, other: "Period") -> bool:
        """Whether every day of `other` belongs to this period."""
        if self.starts_on > other.starts_on:
            return False
        if self.ends_on is None:
            return True
        return other.ends_on is not None and other.ends_on <= self.ends_on

    def intersection(self, other: "Period") -> "Period | None":
        """The days that belong to both, or None when there are none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.ends_on, other.ends_on) if end is not None]
        return Period(max(self.starts_on, other.starts_on), min(ends, default=None))


def gaps(periods: Iterable[Period], within: Period) -> list[Period]:
    """The stretches of `within` that none of `periods` holds, in order of time."""
    found: list[Period] = []
    free_from = within.starts_on
    for period in sorted(periods, key=lambda period: period.starts_on):
        if not period.overlaps(within):
            continue
        if period.starts_on > free_from:
            found.append(Period(free_from, period.starts_on - ONE_DAY))
        if period.ends_on is None or period.ends_on == date.max:
            return found
        free_from = max(free_from, period.ends_on + ONE_DAY)
    if within.ends_on is None or free_from <= within.ends_on:
        found.append(Period(free_from, within.ends_on))
    return found


def period_order(name: str, *, starts_on: str = "starts_on", ends_on: str = "ends_on") -> CheckConstraint:
    """The database rule that an end, when there is one, is not before its start."""
    return CheckConstraint(
        name=name,
        condition=Q((f"{ends_on}__isnull", True)) | Q((f"{ends_on}__gte", F(starts_on))),
        violation_error_message=PERIOD_ORDER_MESSAGE,
        violation_error_code=PERIOD_ORDER_CODE,
    )

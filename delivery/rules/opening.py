"""When a group is open: pure functions over values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from django.core.exceptions import ValidationError

from core.minutes import clock, minute_of
from plans.rules.week import Moment


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when a group is open on one dagdeel of the week."""

    moment: Moment
    opens: time
    closes: time

    @property
    def minutes(self) -> int:
        """How long it is open."""
        return minute_of(self.closes) - minute_of(self.opens)

    @property
    def words(self) -> str:
        """By the clock: "9:00 tot 12:30"."""
        return f"{clock(minute_of(self.opens))} tot {clock(minute_of(self.closes))}"


def check_hours(hours: Sequence[Hours], most_minutes: int) -> None:
    """Each dagdeel closes after it opens, lasts no longer than it may, and those of a day do not overlap.

    All faults at once, by the code of the dagdeel. Codes: `opening_order`, `dagdeel_long`, `opening_overlap`.
    """
    faults: dict[str, list[ValidationError]] = {}
    for moment, fault in (*_each(hours, most_minutes), *_overlaps(hours)):
        faults.setdefault(moment.code, []).append(fault)
    if faults:
        raise ValidationError(faults)


def _each(hours: Sequence[Hours], most_minutes: int) -> Iterator[tuple[Moment, ValidationError]]:
    for one in hours:
        if one.minutes <= 0:
            message = "De eindtijd ligt niet na de begintijd."
            yield one.moment, ValidationError(message, code="opening_order")
        elif one.minutes > most_minutes:
            message = f"Een dagdeel duurt hoogstens {most_minutes // 60} uur. Kort het in."
            yield one.moment, ValidationError(message, code="dagdeel_long")


def _overlaps(hours: Sequence[Hours]) -> Iterator[tuple[Moment, ValidationError]]:
    in_order = sorted(hours, key=lambda one: (one.moment.day, one.opens))
    for former, later in pairwise(in_order):
        if former.moment.day == later.moment.day and later.opens < former.closes:
            message = f"Dit valt samen met {former.moment}. Pas de tijden aan."
            yield later.moment, ValidationError(message, code="opening_overlap")

"""Where a client can be placed: pure functions over values."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from core.periods import Period, in_words
from plans.rules.week import Moment, Week


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody who comes to a group in a period, on these dagdelen."""

    period: Period
    moments: Week


def check_open(moments: Week, open_on: Iterable[Moment]) -> None:
    """A client comes when the group is open. Code: `group_closed`."""
    closed = Week(moments.moments - frozenset(open_on))
    if closed:
        message = f"De groep is niet open op {closed}. Kies andere dagdelen."
        raise ValidationError(message, code="group_closed")


def check_room(wanted: Placed, others: Sequence[Placed], capacity: int) -> None:
    """There is a place on every dagdeel of every day of the period. Code: `group_full`.

    The number of clients grows only where somebody comes, so it is enough to count on those days.
    """
    full: dict[Moment, date] = {}
    for day in _days_of_growth(wanted, others):
        there = number_on(day, others)
        for moment in wanted.moments:
            if there[moment] >= capacity:
                full.setdefault(moment, day)
    if full:
        faults = [
            ValidationError(
                f"Op {moment} is de groep vol vanaf {in_words(day)}: er zijn {capacity} plaatsen. "
                "Kies een ander dagdeel, een andere groep of een andere datum.",
                code="group_full",
            )
            for moment, day in full.items()
        ]
        raise ValidationError(faults)


def number_on(day: date, placed: Iterable[Placed]) -> Counter[Moment]:
    """How many of these come on each dagdeel of the week in which `day` lies, by what holds on `day`."""
    return Counter(moment for one in placed if one.period.contains(day) for moment in one.moments)


def most_at_once(wanted: Placed, others: Sequence[Placed]) -> dict[Moment, int]:
    """By dagdeel on which somebody comes: the most clients on any day of the period, this one included."""
    by_day = [number_on(day, others) for day in _days_of_growth(wanted, others)]
    return {moment: 1 + max(there[moment] for there in by_day) for moment in wanted.moments}


def check_inside(wanted: Period, *, allocation: Period, group: Period) -> None:
    """A placement lies inside the allocation and inside the life of the group.

    Codes: `outside_allocation`, `outside_group`.
    """
    faults = []
    if not allocation.covers(wanted):
        message = f"De toewijzing loopt {allocation}. Kies een periode daarbinnen."
        faults.append(ValidationError(message, code="outside_allocation"))
    if not group.covers(wanted):
        message = f"De groep bestaat {group}. Kies een periode daarbinnen."
        faults.append(ValidationError(message, code="outside_group"))
    if faults:
        raise ValidationError(faults)


def _days_of_growth(wanted: Placed, others: Sequence[Placed]) -> list[date]:
    """The first day of the period, and those within it on which somebody else comes in."""
    days = sorted({wanted.period.starts_on, *(one.period.starts_on for one in others)})
    return [day for day in days if wanted.period.contains(day)]

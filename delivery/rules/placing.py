"""Where a client can be placed: pure functions over values."""

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
    days = sorted({wanted.period.starts_on, *(one.period.starts_on for one in others)})
    full: dict[Moment, date] = {}
    for day in (day for day in days if wanted.period.contains(day)):
        there = [one.moments for one in others if one.period.contains(day)]
        for moment in wanted.moments:
            if sum(moment in one for one in there) >= capacity:
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

"""When somebody can work in a group: pure functions over values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError

from core.minutes import clock, minute_of
from core.periods import ONE_DAY, Period, gaps, in_words
from delivery.rules.opening import Hours
from plans.enums import Dagdeel, Weekday
from plans.rules.week import Week

WEEK: Final = timedelta(days=len(Weekday))


@dataclass(frozen=True, slots=True)
class Times:
    """From when to when somebody works on a day of the roster; None is as long as the group is open."""

    starts: int | None = None
    ends: int | None = None
    break_starts: int | None = None
    break_ends: int | None = None

    def within(self, hours: Hours) -> tuple[int, int]:
        """The part of a dagdeel that is worked; empty when it ends before it starts."""
        opens, closes = minute_of(hours.opens), minute_of(hours.closes)
        return max(opens, self.starts or 0), closes if self.ends is None else min(closes, self.ends)

    def has_break_in(self, starts: int, ends: int) -> bool:
        """Whether the break falls in this time; so does no break at all, and half a one is for others to refuse."""
        if self.break_starts is None or self.break_ends is None:
            return True
        return starts <= self.break_starts and self.break_ends <= ends


@dataclass(frozen=True, slots=True)
class Worked:
    """A time of one weekday in which somebody works, in a period."""

    group: int
    part: Dagdeel
    weekday: Weekday
    period: Period
    starts: int
    ends: int

    def meets(self, other: "Worked") -> date | None:
        """The first day on which both cannot be: at the same time, or twice in one dagdeel of a group."""
        is_same = (self.group, self.part) == (other.group, other.part)
        if self.weekday != other.weekday or not (is_same or self._overlaps(other)):
            return None
        both = self.period.intersection(other.period)
        if both is None:
            return None
        first = both.starts_on + timedelta(days=(self.weekday - both.starts_on.isoweekday()) % WEEK.days)
        return first if both.contains(first) else None

    def _overlaps(self, other: "Worked") -> bool:
        return self.starts < other.ends and other.starts < self.ends


def worked(
    group: int, period: Period, moments: Week, times: Times, openings: Iterable[tuple[Period, Hours]]
) -> Iterator[Worked]:
    """The times that a line of the roster stands for, by the opening times of its group that hold in its period."""
    for open_in, hours in openings:
        both = period.intersection(open_in)
        starts, ends = times.within(hours)
        if both is not None and hours.moment in moments and starts < ends:
            yield Worked(group, hours.moment.part, hours.moment.day, both, starts, ends)


def check_free(wanted: Sequence[Worked], others: Sequence[Worked]) -> None:
    """Nobody works in two places at once, nor twice in one dagdeel. Code: `works_elsewhere`.

    Where else is not said: it may be another provider, whose business that is.
    """
    first: dict[tuple[Weekday, int, int], date] = {}
    for one in wanted:
        for day in filter(None, (one.meets(other) for other in others)):
            key = (one.weekday, one.starts, one.ends)
            first[key] = min(day, first.get(key, day))
    if first:
        raise ValidationError(
            [
                ValidationError(
                    f"Op {weekday.label} {_between(starts, ends)} staat deze persoon vanaf {in_words(day)} al op een "
                    "rooster. Kies een andere tijd, dag of persoon.",
                    code="works_elsewhere",
                )
                for (weekday, starts, ends), day in sorted(first.items())
            ]
        )


def check_times(moments: Week, times: Times, hours: Sequence[Hours]) -> None:
    """Who works, works while the group is open, on each of these dagdelen, and has a break in that time.

    A time holds for the whole day: from 10:00 to 15:00 is the end of the morning and the beginning of the afternoon.
    All faults at once. Codes: `group_closed`, `outside_opening`, `break_outside`.
    """
    open_on = {one.moment: one for one in hours}
    closed = Week(frozenset(one for one in moments if one not in open_on))
    faults = []
    if closed:
        message = f"De groep is niet open op {closed}. Kies andere dagdelen."
        faults.append(ValidationError(message, code="group_closed"))
    for day in Weekday:
        parts = [open_on[one] for one in moments if one.day == day and one in open_on]
        if parts:
            faults += _faults_of_day(day, times, parts)
    if faults:
        raise ValidationError(faults)


def check_in_session(starts: int, ends: int, times: Times, *, opens: int, closes: int) -> None:
    """Work in a dagdeel lies in its time, and the break in the work. Codes: `outside_opening`, `break_outside`."""
    if not opens <= starts < ends <= closes:
        message = f"Dit dagdeel is {_between(opens, closes)}. Kies tijden daarbinnen."
        raise ValidationError(message, code="outside_opening")
    if not times.has_break_in(starts, ends):
        raise ValidationError("De pauze valt niet in de werktijd. Pas de pauze aan.", code="break_outside")


def check_alone(starts: int, ends: int, elsewhere: Iterable[tuple[int, int]]) -> None:
    """Nobody works in two places at once on a day. Code: `works_elsewhere`."""
    for first, last in elsewhere:
        if starts < last and first < ends:
            message = f"Deze persoon werkt {_between(first, last)} al ergens anders. Kies een andere tijd of persoon."
            raise ValidationError(message, code="works_elsewhere")


def check_employed(wanted: Period, work: Iterable[Period], group: Period) -> None:
    """Who is on the roster works there on each day of it, and the group exists. Codes: `not_employed`, `outside_group`.

    `work` is when this person works for the provider of the group, as an employee or as a helper.
    """
    faults = []
    without = gaps(work, wanted)
    if without:
        message = f"Deze persoon werkt er niet {without[0]}. Kies een periode waarin dat wel zo is."
        faults.append(ValidationError(message, code="not_employed"))
    if not group.covers(wanted):
        message = f"De groep bestaat {group}. Kies een periode daarbinnen."
        faults.append(ValidationError(message, code="outside_group"))
    if faults:
        raise ValidationError(faults)


def last_day(work: Iterable[Period], group: Period, first: date) -> date | None:
    """The last day until which somebody can be on the roster from `first` on; None without an end."""
    ends = group.ends_on
    for period in sorted(work, key=lambda one: one.starts_on):
        if period.starts_on <= first and (period.ends_on is None or period.ends_on >= first):
            if period.ends_on is None:
                return ends
            ends = period.ends_on if ends is None else min(ends, period.ends_on)
            first = period.ends_on + ONE_DAY
    return ends


def _faults_of_day(day: Weekday, times: Times, parts: Sequence[Hours]) -> Iterator[ValidationError]:
    opens = min(minute_of(one.opens) for one in parts)
    closes = max(minute_of(one.closes) for one in parts)
    spans = [times.within(one) for one in parts]
    too_wide = (times.starts is not None and times.starts < opens) or (times.ends is not None and times.ends > closes)
    if too_wide or any(starts >= ends for starts, ends in spans):
        message = f"Op {day.label} is de groep dan open {_between(opens, closes)}. Pas de tijden of de dagdelen aan."
        yield ValidationError(message, code="outside_opening")
    elif not any(times.has_break_in(starts, ends) for starts, ends in spans):
        message = f"De pauze valt op {day.label} niet in de werktijd. Pas de pauze aan."
        yield ValidationError(message, code="break_outside")


def _between(starts: int, ends: int) -> str:
    return f"van {clock(starts)} tot {clock(ends)}"

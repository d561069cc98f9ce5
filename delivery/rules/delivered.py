"""What was delivered against what was allocated: pure functions over values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clients.enums import Frequency
from core.calendar import add_months
from core.periods import ONE_DAY, Period
from delivery.enums import AbsenceReason, Presence

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Came:
    """One dagdeel in which a client was expected or came."""

    day: date
    presence: Presence
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week, a month or the whole of an allocation: how many dagdelen were allocated for it, and how it went."""

    period: Period
    allocated: int
    is_whole: bool
    """Not so for a week or month that the allocation cuts, or that still runs: then too little says nothing."""
    delivered: int
    cancelled: int
    no_show: int
    by_provider: int
    unknown: int
    """Dagdelen that have been and of which nobody wrote down yet whether the client came."""

    @property
    def difference(self) -> int:
        """Delivered less allocated: below zero when too little, above it when more."""
        return self.delivered - self.allocated


def delivered(period: Period, volume: int, frequency: str, came: Iterable[Came], until: date) -> list[Stretch]:
    """Each stretch of the allocation up to and with the one in which `until` lies, the first one first.

    A volume is per week from Monday, per calendar month, or for the whole period (iWmo 3.2, WMO757). A dagdeel counts
    as delivered when the client was there, however short.
    """
    rows = [one for one in came if one.day <= until]
    return [_stretch(whole, period, volume, rows, until) for whole in _stretches(period, frequency, until)]


def _stretches(period: Period, frequency: str, until: date) -> Iterator[Period]:
    if until < period.starts_on:
        return
    if frequency == Frequency.TOTAL:
        yield period
        return
    is_week = frequency == Frequency.WEEK
    begin = (
        period.starts_on - timedelta(days=period.starts_on.weekday()) if is_week else period.starts_on.replace(day=1)
    )
    last = min(until, period.ends_on or until)
    while begin <= last:
        after = begin + WEEK if is_week else add_months(begin, 1)
        yield Period(begin, after - ONE_DAY)
        begin = after


def _stretch(whole: Period, period: Period, volume: int, rows: list[Came], until: date) -> Stretch:
    inside = [one for one in rows if whole.contains(one.day)]
    absent = [one.reason for one in inside if one.presence == Presence.ABSENT]
    return Stretch(
        period=whole,
        allocated=volume,
        is_whole=period.covers(whole) and whole.ends_on is not None and whole.ends_on < until,
        delivered=sum(one.presence == Presence.PRESENT for one in inside),
        cancelled=absent.count(AbsenceReason.CANCELLED),
        no_show=absent.count(AbsenceReason.NO_SHOW),
        by_provider=absent.count(AbsenceReason.PROVIDER),
        unknown=sum(one.presence == Presence.EXPECTED and one.day < until for one in inside),
    )

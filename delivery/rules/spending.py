"""What a provider may spend, what was allocated to it, what it delivered and what to expect: exact sums over values.

How it is worked out, in euros:

- allocated: dagdelen that the allocations give in the days of the ceiling, times the rate of those days. A volume per
  week counts for a seventh on each day, one per month for an equal part on each day of that month, one for the whole
  period for an equal part on each of its days; without a last day it counts whole on its first day.
- delivered: dagdelen to which clients came, up to and with today, each at the rate of its own day.
- expected: delivered up to and with today, and from tomorrow what is allocated (the same sum as above).

Sums are fractions and are rounded once, at the end, to whole cents.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Final

from clients.enums import Frequency
from contracts.enums import Unit
from core.calendar import add_months
from core.periods import ONE_DAY, Period

PER_DAGDEEL: Final = {Unit.DAGDEEL: 1, Unit.HOUR: 4}
"""How many units of a rate go in one dagdeel: a dagdeel is four hours (iWmo 3.2, WJ756)."""

DAYS_IN_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Price:
    """What a dagdeel of a product costs in these days, in euros."""

    period: Period
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Volume:
    """How many dagdelen of a product were allocated in the same days: of one allocation, or of several together."""

    product: int
    dagdelen: int
    frequency: str
    period: Period


@dataclass(frozen=True, slots=True)
class Worth:
    """What dagdelen cost together in euros, before rounding; and whether a rate was missing for some."""

    euros: Fraction = Fraction(0)
    is_partial: bool = False

    def __add__(self, other: "Worth") -> "Worth":
        return Worth(self.euros + other.euros, self.is_partial or other.is_partial)


@dataclass(frozen=True, slots=True)
class Spending:
    """The figures of one ceiling, in euros."""

    ceiling: Decimal
    allocated: Decimal
    delivered: Decimal
    expected: Decimal
    is_partial: bool
    """For some dagdelen there is no rate, so the figures are too low."""
    reached_on: date | None = None
    """On which day what was delivered reached the share at which to warn."""

    @property
    def used(self) -> Decimal:
        """What was delivered, in percent of the ceiling: one decimal, cut and not rounded."""
        return _percent(self.delivered, self.ceiling)

    @property
    def foreseen(self) -> Decimal:
        """What is expected, in percent of the ceiling: one decimal, cut and not rounded."""
        return _percent(self.expected, self.ceiling)

    @property
    def left(self) -> Decimal:
        """What is left of the ceiling; below zero when more was delivered."""
        return self.ceiling - self.delivered


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return Decimal(floor(Fraction(part) / Fraction(whole) * 1000)) / 10


def cents(euros: Fraction) -> Decimal:
    """The amount in whole cents, half a cent up."""
    return Decimal(floor(euros * 100 + Fraction(1, 2))).scaleb(-2)


def common(one: Period, other: Period) -> Period | None:
    """The days that both have; None when there are none."""
    starts_on = max(one.starts_on, other.starts_on)
    ends = [end for end in (one.ends_on, other.ends_on) if end is not None]
    ends_on = min(ends) if ends else None
    return None if ends_on is not None and ends_on < starts_on else Period(starts_on, ends_on)


def dagdelen_in(volume: Volume, part: Period) -> Fraction:
    """How many dagdelen of the volume fall in `part`, which lies in its period and has a last day."""
    assert part.days is not None  # noqa: S101
    match volume.frequency:
        case Frequency.WEEK:
            return Fraction(volume.dagdelen * part.days, DAYS_IN_WEEK)
        case Frequency.MONTH:
            return volume.dagdelen * sum((share for share in _months(part)), Fraction(0))
    if volume.period.days is None:
        return Fraction(volume.dagdelen if part.contains(volume.period.starts_on) else 0)
    return Fraction(volume.dagdelen * part.days, volume.period.days)


def _months(part: Period) -> Iterator[Fraction]:
    """Of each month that `part` touches, which share of its days is in it."""
    assert part.ends_on is not None  # noqa: S101
    day = part.starts_on
    while day <= part.ends_on:
        after = add_months(day.replace(day=1), 1)
        last = min(after - ONE_DAY, part.ends_on)
        yield Fraction((last - day).days + 1, monthrange(day.year, day.month)[1])
        day = after


def worth(volumes: Iterable[Volume], prices: Mapping[int, Sequence[Price]], window: Period) -> Worth:
    """What was allocated in the window, at the rates of its days; rates of a product do not overlap."""
    total = Worth()
    for volume in volumes:
        part = common(volume.period, window)
        if part is None:
            continue
        priced = 0
        for price in prices.get(volume.product, ()):
            days = common(part, price.period)
            if days is not None and days.days is not None:
                priced += days.days
                total += Worth(dagdelen_in(volume, days) * Fraction(price.amount))
        total += Worth(is_partial=priced < (part.days or 0))
    return total


def reached(days: Iterable[tuple[date, Fraction]], wanted: Fraction) -> date | None:
    """The first day on which all up to and with it came to what is wanted; None when they did not."""
    total = Fraction(0)
    for day, euros in sorted(days):
        total += euros
        if total >= wanted:
            return day
    return None

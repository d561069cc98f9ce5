"""Which places are left on which day: pure functions over values."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import ONE_DAY, Period
from delivery.rules.opening import Hours
from delivery.rules.placing import Placed, number_on
from plans.rules.week import MOMENTS


@dataclass(frozen=True, slots=True)
class Opened:
    """Hours at which a group is open, and in which period that is so."""

    period: Period
    hours: Hours


@dataclass(frozen=True, slots=True)
class Offer:
    """What a group offers: while it exists, when it is open, on which days it is not, and to how many."""

    period: Period
    opened: Sequence[Opened]
    closed: Mapping[date, str]
    """The days on which it is closed although its week says otherwise, with the reason."""
    capacity: int

    def hours_in_week(self, day: date) -> list[Hours]:
        """The hours of the week that hold on `day`, in the order of the week."""
        found = [one.hours for one in self.opened if one.period.contains(day)]
        return sorted(found, key=lambda one: MOMENTS.index(one.moment))

    def hours_on(self, day: date) -> list[Hours]:
        """When the group is open on that very day; never on a closed day, or when it does not exist."""
        if day in self.closed or not self.period.contains(day):
            return []
        return [one for one in self.hours_in_week(day) if one.moment.day == day.isoweekday()]


@dataclass(frozen=True, slots=True)
class Free:
    """A dagdeel with places left."""

    day: date
    hours: Hours
    places: int


def first_free(offer: Offer, placed: Collection[Placed], *, since: date, days: int) -> Free | None:
    """The first dagdeel with a place, from `since` on; None when there is none in so many days."""
    return next(_free(offer, placed, (since + ONE_DAY * number for number in range(days))), None)


def changes_ahead(offer: Offer, day: date) -> list[date]:
    """The days after `day` from which on the group has other opening times."""
    starts = {one.period.starts_on for one in offer.opened}
    ends = {one.period.ends_on + ONE_DAY for one in offer.opened if one.period.ends_on is not None}
    return sorted(other for other in starts | ends if other > day and offer.period.contains(other))


def _free(offer: Offer, placed: Collection[Placed], days: Iterator[date]) -> Iterator[Free]:
    for day in days:
        if hours := offer.hours_on(day):
            there = number_on(day, placed)
            for one in hours:
                if (places := offer.capacity - there[one.moment]) > 0:
                    yield Free(day, one, places)

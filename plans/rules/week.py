"""The client's week: on which dagdelen somebody comes to the group, and what is done when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.texts import in_a_row
from plans.enums import Dagdeel, Per, Weekday

ALWAYS_SHOWN_DAYS: Final = Weekday.values[:5]
ALWAYS_SHOWN_PARTS: Final = (Dagdeel.MORNING, Dagdeel.AFTERNOON)


@dataclass(frozen=True, slots=True)
class Moment:
    """One dagdeel of a week."""

    day: Weekday
    part: Dagdeel

    @property
    def code(self) -> str:
        """How a form names it: "1-morning"."""
        return f"{self.day.value}-{self.part.value}"

    def __str__(self) -> str:
        return f"{self.day.label}{self.part.label}"


MOMENTS: Final = tuple(Moment(day, part) for day in Weekday for part in Dagdeel)
"""All 21, in the order of the week. The place of each is its bit in what is stored, so the order never changes."""
CODES: Final = {moment.code: moment for moment in MOMENTS}


@dataclass(frozen=True, slots=True)
class Week:
    """Some moments of a week. Empty is false, and no words at all."""

    moments: frozenset[Moment] = frozenset()

    @staticmethod
    def of(*codes: str) -> "Week":
        """The moments with these codes; KeyError for what is none."""
        return Week(frozenset(CODES[code] for code in codes))

    @staticmethod
    def from_bits(bits: int) -> "Week":
        """The moments that this number stands for; ValueError for a number of no week."""
        if not 0 <= bits < 1 << len(MOMENTS):
            raise ValueError(f"{bits} is no week.")
        return Week(frozenset(moment for place, moment in enumerate(MOMENTS) if bits >> place & 1))

    @property
    def bits(self) -> int:
        """The number that stands for these moments: the first bit is Monday morning."""
        return sum(1 << place for place, moment in enumerate(MOMENTS) if moment in self.moments)

    def __iter__(self) -> Iterator[Moment]:
        return (moment for moment in MOMENTS if moment in self.moments)

    def __len__(self) -> int:
        return len(self.moments)

    def __contains__(self, moment: object) -> bool:
        return moment in self.moments

    def __str__(self) -> str:
        """In words: "maandagochtend, maandagmiddag en vrijdagochtend"."""
        return in_a_row([str(moment) for moment in self])


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """An activity as the picture of the week needs it."""

    description: str
    times: int
    per: str
    is_in_group: bool
    moments: Week

    @property
    def frequency(self) -> str:
        """How often, in words: "2 keer per week"."""
        return f"{self.times} keer {Per(self.per).label}"

    @property
    def in_the_week(self) -> str:
        """What stands at a moment: how often only where that is not simply each week."""
        often = "" if self.per == Per.WEEK else self.frequency
        added = ", ".join(part for part in (often, "" if self.is_in_group else "niet in de groep") if part)
        return f"{self.description} ({added})" if added else self.description

    @property
    def beside_the_week(self) -> str:
        """What stands below the picture, of what has no fixed moment."""
        outside = "" if self.is_in_group else ", niet in de groep"
        return f"{self.description}: {self.frequency}{outside}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One dagdeel in the picture: whether the client comes to the group, and what is done."""

    moment: Moment
    attends: bool
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day in the picture, with a cell for each dagdeel that the picture has."""

    day: Weekday
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """The client's week, and what happens without a fixed moment."""

    parts: tuple[Dagdeel, ...]
    days: tuple[Day, ...]
    beside: tuple[str, ...]


def week_picture(attends: Week, activities: Sequence[PlannedActivity]) -> WeekPicture | None:
    """The week from Monday to Friday, morning and afternoon, and whatever else of a week is in use.

    None when nobody filled in any moment: an empty week would say that nothing happens.
    """
    used = Week(attends.moments.union(*(one.moments.moments for one in activities)))
    if not used:
        return None
    parts = tuple(part for part in Dagdeel if part in ALWAYS_SHOWN_PARTS or any(one.part == part for one in used))
    days = [day for day in Weekday if day in ALWAYS_SHOWN_DAYS or any(one.day == day for one in used)]
    return WeekPicture(
        parts=parts,
        days=tuple(Day(day, tuple(_cell(Moment(day, part), attends, activities) for part in parts)) for day in days),
        beside=tuple(one.beside_the_week for one in activities if not one.moments),
    )


def week_advice(attends: Week, activities: Iterable[PlannedActivity], *, allocated_per_week: int | None) -> list[str]:
    """What in the week does not fit together, as advice: it never keeps anybody from saving or agreeing.

    `allocated_per_week` is the volume of the allocation in dagdelen, None when it is not counted by the week.
    """
    advice = []
    if attends and allocated_per_week is not None and len(attends) != allocated_per_week:
        advice.append(
            f"De cliënt komt {_dagdelen(len(attends))} per week. Toegewezen: {_dagdelen(allocated_per_week)} per week."
        )
    for one in activities:
        if one.per == Per.WEEK and one.moments and len(one.moments) != one.times:
            number = "1 vast moment" if len(one.moments) == 1 else f"{len(one.moments)} vaste momenten"
            advice.append(f"‘{one.description}’ is {one.frequency}, maar heeft {number} in de week.")
        absent = [moment for moment in one.moments if moment not in attends]
        if attends and one.is_in_group and absent:
            when = Week(frozenset(absent))
            advice.append(f"‘{one.description}’ is in de groep op {when}. Dan komt de cliënt niet.")
    return advice


def _cell(moment: Moment, attends: Week, activities: Sequence[PlannedActivity]) -> Cell:
    done = tuple(one.in_the_week for one in activities if moment in one.moments)
    return Cell(moment, moment in attends, done)


def _dagdelen(number: int) -> str:
    return f"{number} {'dagdeel' if number == 1 else 'dagdelen'}"

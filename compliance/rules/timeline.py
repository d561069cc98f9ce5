"""Who is there at each moment of a dagdeel: the stretches of time in which nobody comes or goes.

Times are whole minutes after midnight by the clock of the place. A stay begins at `starts` and is over at `ends`: who
leaves at 10:30 is not there at 10:30, and who comes at 10:30 is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, pairwise
from math import ceil
from typing import NamedTuple, TypeVar

from delivery.enums import StaffKind


class Demand(NamedTuple):
    """What the product version of a client demands of the professionals around this client."""

    max_clients: int | None
    """Clients for each professional; None when the version has no ratio."""
    level: int = 0
    """The lowest level of who counts, as NLQF number; 0 when the version demands none."""

    @property
    def share(self) -> Fraction:
        """The part of a professional that one client asks for."""
        return Fraction(1, self.max_clients) if self.max_clients else Fraction()


@dataclass(frozen=True)
class Stay:
    """Somebody who is there for a while. Several stays of the same person count once at each moment."""

    who: int
    starts: int
    ends: int | None
    """None when nobody wrote down when this person left."""


@dataclass(frozen=True)
class ClientStay(Stay):
    """A client, with the demands that hold on this day."""

    demand: Demand | None
    """None when no version of the product is in force: then nobody can tell what this client needs."""
    needs_care: bool = False
    """Whether this client needs personal care."""


@dataclass(frozen=True)
class StaffStay(Stay):
    """Somebody who works there, without the breaks: who has a break is not there."""

    kind: StaffKind = StaffKind.PROFESSIONAL
    level: int = 0
    """The level that is proven on this day, for somebody employed on this day, as NLQF number; 0 without proof."""
    is_competent: bool = False
    """Whether competence in personal care is proven on this day."""


@dataclass(frozen=True)
class Need:
    """How many professionals of at least `level` the clients who demand that level ask for, and how many there are."""

    level: int
    load: Fraction
    """The sum over those clients of one divided by the clients for each professional."""
    available: int

    @property
    def needed(self) -> int:
        """The load, rounded up: a professional is there or not."""
        return ceil(self.load)

    @property
    def short(self) -> int:
        """How many professionals there are too few; 0 when there are enough."""
        return max(0, self.needed - self.available)


@dataclass(frozen=True)
class Stretch:
    """From one minute up to another in which nobody comes or goes."""

    starts: int
    ends: int
    clients: tuple[ClientStay, ...]
    """One for each client who is there."""
    staff: tuple[StaffStay, ...]
    """One for each person who works there."""

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends - self.starts

    @cached_property
    def demands(self) -> list[Demand]:
        """What the product of each client demands, of those who are there and whose product has a ratio."""
        return [one.demand for one in self.clients if one.demand is not None and one.demand.max_clients]

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What is needed, from the lowest level that is demanded to the highest.

        A professional of a higher level may stand beside any client, one of a lower level may not. So those who
        demand a level or a higher one need together as many professionals of that level as they would alone. Without
        clients, or without any demand of a ratio, there is none.
        """
        alike = Counter(self.demands)
        return tuple(
            Need(
                level=level,
                load=sum((number * one.share for one, number in alike.items() if one.level >= level), Fraction()),
                available=sum(one.kind == StaffKind.PROFESSIONAL and one.level >= level for one in self.staff),
            )
            for level in sorted({one.level for one in self.demands})
        )

    @property
    def tightest(self) -> Need | None:
        """The need that is hardest to meet; of equal ones that of most clients. None when nothing is needed."""
        return max(self.needs, key=lambda need: (need.short, need.load - need.available, -need.level), default=None)

    @cached_property
    def short(self) -> int:
        """How many professionals there are too few."""
        return max((need.short for need in self.needs), default=0)

    @property
    def shares(self) -> list[tuple[int, int]]:
        """The sum of all clients: how many of them, at how many for each professional."""
        ratios = Counter(one.max_clients for one in self.demands)
        return sorted((number, most) for most, number in ratios.items() if most)

    def works(self, kind: StaffKind) -> int:
        """How many work there as this, proven or not."""
        return sum(one.kind == kind for one in self.staff)


def timeline(clients: Sequence[ClientStay], staff: Sequence[StaffStay]) -> list[Stretch]:
    """The stretches from the first arrival to the last departure, in order, also those in which nobody is there.

    ValueError for a stay without an end: decide first what to make of it, with `settled`.
    """
    moments = {moment for stay in chain(clients, staff) for moment in (stay.starts, _end(stay))}
    return [
        Stretch(starts, ends, _present(clients, starts), _present(staff, starts))
        for starts, ends in pairwise(sorted(moments))
    ]


def within(stretches: Sequence[Stretch], starts: int, ends: int) -> list[Stretch]:
    """What lies between two minutes of the day; a stretch that crosses one of them is cut there."""
    return [
        one
        if starts <= one.starts and one.ends <= ends
        else replace(one, starts=max(one.starts, starts), ends=min(one.ends, ends))
        for one in stretches
        if one.starts < ends and one.ends > starts
    ]


S = TypeVar("S", bound=Stay)


def settled(stays: Sequence[S], ends: int | None) -> list[S]:
    """The stays, with this end for those of whom nobody wrote down when they left; None leaves them out."""
    known = [stay for stay in stays if stay.ends is not None]
    if ends is None:
        return known
    return known + [replace(stay, ends=max(ends, stay.starts)) for stay in stays if stay.ends is None]


def without_breaks(
    starts: int, ends: int | None, breaks: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int | None]]:
    """The parts of a time in which somebody works, in order; an end that nobody wrote down stays unknown."""
    for break_starts, break_ends in sorted(breaks):
        until = break_starts if ends is None else min(break_starts, ends)
        if starts < until:
            yield starts, until
        starts = max(starts, break_ends)
    if ends is None or starts < ends:
        yield starts, ends


def _present(stays: Sequence[S], minute: int) -> tuple[S, ...]:
    """Who is there, each person once: as what they are there first, should they be there twice."""
    there: dict[int, S] = {}
    for stay in stays:
        if stay.starts <= minute < _end(stay):
            there.setdefault(stay.who, stay)
    return tuple(there.values())


def _end(stay: Stay) -> int:
    if stay.ends is None:
        raise ValueError("This stay has no end.")
    return stay.ends

"""Who was in very many sessions, and the facts of people and products, as columns of numbers.

Where something is not there a column holds `UNKNOWN`.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from math import lcm
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from compliance.rules.dated import Fact, Facts
from compliance.rules.timeline import Demand

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

UNKNOWN: Final = -1
"""A time that nobody wrote down, or that was not planned."""


class Sessions(NamedTuple):
    """The sessions that went on, in order of primary key."""

    pk: Numbers
    provider: Numbers
    day: Numbers
    """As ordinal of the proleptic calendar."""
    starts: Numbers
    ends: Numbers
    is_closed: Numbers
    revision: Numbers


class Clients(NamedTuple):
    """Clients in these sessions, with times or `UNKNOWN`."""

    session: Numbers
    client: Numbers
    variant: Numbers
    planned_starts: Numbers
    planned_ends: Numbers
    is_present: Numbers
    arrived: Numbers
    left: Numbers


class Staff(NamedTuple):
    """Who works in these sessions, with times or `UNKNOWN`; a volunteer or trainee has 0 as professional."""

    pk: Numbers
    session: Numbers
    professional: Numbers
    planned_starts: Numbers
    planned_ends: Numbers
    is_present: Numbers
    arrived: Numbers
    left: Numbers


class Breaks(NamedTuple):
    """Breaks of that staff."""

    attendance: Numbers
    is_planned: Numbers
    starts: Numbers
    ends: Numbers


class Rows(NamedTuple):
    """All that is known of some sessions."""

    sessions: Sessions
    clients: Clients
    staff: Staff
    breaks: Breaks


class Dated:
    """Facts of things, to be looked up for many things and days at once."""

    def __init__(self, facts: Iterable[Fact[Any]]) -> None:
        rows = sorted((_key(fact.of), fact.starts_on.toordinal(), fact.ends_on.toordinal()) for fact in facts)
        columns = numbers(rows, 3)
        self.keys, places = np.unique(columns[0], return_inverse=True)
        self.begins = _moment(places, columns[1])
        self.ends = columns[2]

    def find(self, keys: Numbers, days: Numbers) -> Numbers:
        """The place of the fact that holds, in order of subject and day; -1 where none does."""
        subject, is_known = places_of(self.keys, keys)
        if not is_known.any():
            return np.full(len(keys), -1)
        place = np.searchsorted(self.begins, _moment(subject, days), side="right") - 1
        holds = is_known & (place >= 0) & (self.begins[place] // _DAYS == subject) & (days <= self.ends[place])
        return np.where(holds, place, -1)

    def holds(self, keys: Numbers, days: Numbers) -> Mask:
        """Whether there is one."""
        return self.find(keys, days) >= 0


class FactColumns:
    """The facts, laid out to be looked up."""

    def __init__(self, facts: Facts) -> None:
        held = [fact.value for fact in facts.demands if fact.value.max_clients]
        self.whole = lcm(*(one.max_clients or 1 for one in held))
        """One professional, cut in so many parts that the share of every client is a whole number of them."""
        self.levels = sorted({one.level for one in held})
        self._demands, demands = Dated(facts.demands), _values(facts.demands)
        self._shares = np.array([self._share(one) for one in demands] + [0])
        self._demanded = np.array([one.level for one in demands] + [0])
        self._levels = Dated(facts.levels)
        self._ranks = np.array([*_values(facts.levels), 0])
        self.competences, self.care = Dated(facts.competences), Dated(facts.care)

    def demands(self, variants: Numbers, days: Numbers) -> tuple[Numbers, Numbers, Mask]:
        """Parts of a professional that a client asks for, the level that is demanded, and where nothing is in force."""
        place = self._demands.find(variants, days)
        return self._shares[place], self._demanded[place], place < 0

    def proven(self, workers: Numbers, days: Numbers) -> Numbers:
        """The level that is proven; 0 without proof."""
        return self._ranks[self._levels.find(workers, days)]

    def _share(self, demand: Demand) -> int:
        return self.whole // demand.max_clients if demand.max_clients else 0


C = TypeVar("C", Sessions, Clients, Staff, Breaks)


def columns_of(kind: type[C], rows: Sequence[Sequence[int]]) -> C:
    """Rows of numbers as the columns that `kind` names."""
    return kind(*numbers(rows, len(kind._fields)))


_DAYS: Final = 1 << 22
"""More days than `date.max` is away."""
_PAIR: Final = 1 << 32


def _key(of: Any) -> int:
    first, second = of if isinstance(of, tuple) else (0, of)
    return int(first * _PAIR + second)


def pair(first: Numbers, second: Numbers) -> Numbers:
    """The subjects of facts about two things together, such as a professional at a provider."""
    return first * _PAIR + second


def _moment(subject: Numbers, days: Numbers) -> Numbers:
    return subject * _DAYS + days


def _values(facts: Iterable[Fact[Any]]) -> list[Any]:
    """In the order in which `Dated` finds them."""
    return [fact.value for fact in sorted(facts, key=lambda fact: (_key(fact.of), fact.starts_on))]


def numbers(rows: Sequence[Sequence[int]], number: int) -> Numbers:
    """The columns of these rows, each of so many numbers."""
    values = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * number)
    return np.ascontiguousarray(values.reshape(-1, number).T)


def places_of(known: Numbers, wanted: Numbers) -> tuple[Numbers, Mask]:
    """Where the wanted stand among the known, which are in order, and which of them are there at all."""
    if not len(known):
        return np.zeros_like(wanted), np.zeros(len(wanted), dtype=bool)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return place, known[place] == wanted

"""What holds of products and people in a period, and so on the day of a session: plain values, dated.

Both ways to check, one session at a time and all of them in the database, work from the same facts.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from compliance.rules.timeline import Demand
from core.periods import ONE_DAY, Period

V = TypeVar("V")


class Fact(NamedTuple, Generic[V]):
    """A value that holds of something from one day to another, both inclusive. Facts of one thing never overlap."""

    of: Hashable
    starts_on: date
    ends_on: date
    """`date.max` without an end."""
    value: V


@dataclass(frozen=True)
class Facts:
    """All that a check needs beside who was there. Levels are NLQF numbers."""

    demands: Sequence[Fact[Demand]] = ()
    """By product variant, what its version in force demands; no fact on a day on which none is."""
    levels: Sequence[Fact[int]] = ()
    """By professional and provider, the highest level that is proven, while employed there."""
    competences: Sequence[Fact[bool]] = ()
    """By professional and provider, while competence in personal care is proven, and while employed there."""
    care: Sequence[Fact[bool]] = ()
    """By client and provider, while personal care is needed by what that provider measured."""

    def demand(self, variant: int, day: date) -> Demand | None:
        """What the product demands on that day; None when no version of it is in force."""
        return _on(self._demands, variant, day)

    def level(self, professional: int, provider: int, day: date) -> int:
        """The level that is proven on that day for somebody employed there that day; 0 without proof."""
        return _on(self._levels, (professional, provider), day) or 0

    def is_competent(self, professional: int, provider: int, day: date) -> bool:
        """Whether competence in personal care is proven on that day, for somebody employed there that day."""
        return _on(self._competences, (professional, provider), day) or False

    def needs_care(self, client: int, provider: int, day: date) -> bool:
        """Whether this client needs personal care on that day."""
        return _on(self._care, (client, provider), day) or False

    def demanding(self, demand: Demand, variants: Iterable[int]) -> "Facts":
        """The same facts, had these products demanded this all the time."""
        others = [fact for fact in self.demands if fact.of not in set(variants)]
        return replace(self, demands=[*others, *(Fact(one, date.min, date.max, demand) for one in variants)])

    @cached_property
    def _demands(self) -> Mapping[Hashable, list[Fact[Demand]]]:
        return _by_subject(self.demands)

    @cached_property
    def _levels(self) -> Mapping[Hashable, list[Fact[int]]]:
        return _by_subject(self.levels)

    @cached_property
    def _competences(self) -> Mapping[Hashable, list[Fact[bool]]]:
        return _by_subject(self.competences)

    @cached_property
    def _care(self) -> Mapping[Hashable, list[Fact[bool]]]:
        return _by_subject(self.care)


def highest(of: Hashable, within: Iterable[Period], values: Iterable[tuple[Period, int]]) -> list[Fact[int]]:
    """The highest of the values that hold on each day of the periods `within`; days without any are left out."""
    cut = [(shared, value) for period, value in values for one in within if (shared := one.intersection(period))]
    starts = {period.starts_on for period, _ in cut}
    after = {period.ends_on + ONE_DAY for period, _ in cut if period.ends_on not in {None, date.max}}
    days = sorted(starts | after)
    facts: list[Fact[int]] = []
    for place, day in enumerate(days):
        holding = [value for period, value in cut if period.contains(day)]
        if not holding:
            continue
        last = days[place + 1] - ONE_DAY if place + 1 < len(days) else date.max
        if facts and facts[-1].value == max(holding) and facts[-1].ends_on + ONE_DAY == day:
            facts[-1] = facts[-1]._replace(ends_on=last)
        else:
            facts.append(Fact(of, day, last, max(holding)))
    return facts


def always(of: Hashable, within: Iterable[Period], periods: Iterable[Period]) -> list[Fact[bool]]:
    """The periods `within` in which one of `periods` holds."""
    facts = highest(of, within, [(period, 1) for period in periods])
    return [Fact(of, fact.starts_on, fact.ends_on, value=True) for fact in facts]


def since(of: Hashable, changes: Iterable[tuple[date, bool]]) -> list[Fact[bool]]:
    """The periods in which something is so, when each change says how it is from that day on."""
    facts: list[Fact[bool]] = []
    for day, is_so in dict(sorted(changes, key=lambda change: change[0])).items():
        is_open = bool(facts) and facts[-1].ends_on == date.max
        if is_so and not is_open:
            facts.append(Fact(of, day, date.max, value=True))
        elif not is_so and is_open:
            facts[-1] = facts[-1]._replace(ends_on=day - ONE_DAY)
    return facts


def at_or_above(scores: Mapping[date, int], thresholds: Sequence[tuple[Period, int]]) -> list[tuple[date, bool]]:
    """From which days on the score that was measured last is at or above the threshold of the day, and from which not.

    Without a threshold on a day it is not.
    """
    days = sorted({*scores, *(period.starts_on for period, _ in thresholds)})
    measured = sorted(scores)
    changes = []
    for day in days:
        place = bisect_right(measured, day) - 1
        threshold = next((value for period, value in thresholds if period.contains(day)), None)
        is_so = place >= 0 and threshold is not None and scores[measured[place]] >= threshold
        changes.append((day, is_so))
    return changes


def _by_subject(facts: Sequence[Fact[V]]) -> dict[Hashable, list[Fact[V]]]:
    found: dict[Hashable, list[Fact[V]]] = {}
    for fact in sorted(facts, key=lambda fact: fact.starts_on):
        found.setdefault(fact.of, []).append(fact)
    return found


def _on(facts: Mapping[Hashable, list[Fact[V]]], of: Hashable, day: date) -> V | None:
    rows = facts.get(of, [])
    place = bisect_right(rows, day, key=lambda fact: fact.starts_on) - 1
    return rows[place].value if place >= 0 and day <= rows[place].ends_on else None

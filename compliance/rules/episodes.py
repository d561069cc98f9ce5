"""From when until when something was not met: pure functions over what a check said, dagdeel after dagdeel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from compliance.enums import State


class Said(NamedTuple):
    """What a check said of one dagdeel."""

    session: int
    held_on: date
    state: State
    short: int = 0
    short_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Episode:
    """Dagdelen one after another in which a requirement was not met, and the day on which it was met again, if ever."""

    said: tuple[Said, ...]
    met_again_on: date | None = None

    @property
    def opened_on(self) -> date:
        """The first day on which it was not met."""
        return self.said[0].held_on

    @property
    def last_on(self) -> date:
        """The last day on which it was not met."""
        return self.said[-1].held_on

    @property
    def worst(self) -> Said:
        """The dagdeel in which most professionals were missing, for the longest time; the last of equal ones."""
        return max(self.said, key=lambda one: (one.short, one.short_minutes, one.held_on, one.session))

    @property
    def short_minutes(self) -> int:
        """Minutes of professionals that were missing."""
        return sum(one.short_minutes for one in self.said)


@dataclass(frozen=True, slots=True)
class Span:
    """A finding as it stands: from which day, and until which day it was not met."""

    key: int
    opened_on: date
    last_on: date


def episodes(said: Iterable[Said]) -> list[Episode]:
    """The episodes in what was said, in order of time. What is not assessable or not applicable ends and opens none."""
    found: list[Episode] = []
    running: list[Said] = []
    for one in said:
        if one.state == State.NOT_MET:
            running.append(one)
        elif one.state == State.MET and running:
            found.append(Episode(tuple(running), one.held_on))
            running = []
    return [*found, Episode(tuple(running))] if running else found


@dataclass(slots=True)
class Matched:
    """Which findings go on as which episodes, which episodes are new, and which findings have none any more."""

    going_on: dict[int, Episode] = field(default_factory=dict)
    new: list[Episode] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def match(spans: Sequence[Span], found: Sequence[Episode]) -> Matched:
    """Let each finding go on as the first episode, not taken yet, that shares a day with it; the oldest chooses first.

    So when a correction makes an episode begin later, end earlier, or fall apart, what people wrote about it stays with
    it, and no finding opens for what was known already.
    """
    matched = Matched()
    free = list(found)
    for span in sorted(spans, key=lambda one: (one.opened_on, one.key)):
        same = next((one for one in free if one.opened_on <= span.last_on and one.last_on >= span.opened_on), None)
        if same is None:
            matched.gone.append(span.key)
        else:
            free.remove(same)
            matched.going_on[span.key] = same
    matched.new = free
    return matched

"""What a check says: plain values, with the words in which a person reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from compliance.enums import State
from core.minutes import clock


@dataclass(frozen=True)
class Interval:
    """A part of a day, in minutes after midnight; the last minute is not part of it."""

    starts: int
    ends: int

    def __str__(self) -> str:
        return f"{clock(self.starts)} tot {clock(self.ends)}"

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends - self.starts


class Evidence(NamedTuple):
    """A row on which a result rests, as the trail names rows: its model and its public id."""

    model: str
    public_id: UUID


@dataclass(frozen=True)
class Result:
    """What a check found, and on what it rests."""

    state: State
    measured: str = ""
    """What there is, in Dutch."""
    demanded: str = ""
    """What there should be, in Dutch."""
    worst: Interval | None = None
    """The part of the day where it goes most wrong, or is tightest; None where time plays no part."""
    broken: tuple[Interval, ...] = ()
    """All parts of the day where the demand is not met, in order."""
    missing: tuple[str, ...] = ()
    """What somebody has to write down before anybody can tell, in Dutch."""
    people: tuple[int, ...] = ()
    """The people whom it is about, as the check was given them."""
    advice: str = ""
    """What would mend it, in Dutch; empty when nothing is to be mended."""
    evidence: tuple[Evidence, ...] = ()
    """The rows that were looked at and decided it."""


def not_applicable() -> Result:
    """The demand says nothing about this."""
    return Result(State.NOT_APPLICABLE)


def not_assessable(*missing: str, demanded: str = "", evidence: Iterable[Evidence] = ()) -> Result:
    """Nobody can tell before this is written down."""
    return Result(State.NOT_ASSESSABLE, demanded=demanded, missing=missing, evidence=tuple(evidence))


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same minutes in as few intervals as possible. They come in order of time, and do not overlap."""
    rows: list[Interval] = []
    for one in intervals:
        if rows and rows[-1].ends == one.starts:
            rows[-1] = Interval(rows[-1].starts, one.ends)
        else:
            rows.append(one)
    return tuple(rows)

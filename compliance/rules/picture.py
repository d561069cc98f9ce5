"""The picture of a dagdeel: who was there when, and whether there were enough. Plain values, in units of a drawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from compliance.rules.presence import Attendance
from compliance.rules.results import Interval, joined
from compliance.rules.timeline import Stay, Stretch
from core.minutes import clock
from delivery.enums import StaffKind

WIDTH: Final = 900
LEFT: Final = 150
RIGHT: Final = 20
TOP: Final = 34
LANE: Final = 20
BAR: Final = 14
GAP: Final = 12
GRAPH: Final = 120
HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a lane in which somebody was there; open when nobody wrote down when this person left."""

    x: int
    width: int
    times: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One person over the day."""

    label: str
    kind: str
    """`client`, `counts`, `level` (a professional whose level is not proven), `trainee` or `volunteer`."""
    y: int
    bars: tuple[Bar, ...]

    @property
    def text_y(self) -> int:
        """Where the name stands."""
        return self.y + BAR - 3


@dataclass(frozen=True, slots=True)
class Tick:
    """A whole hour."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """The same in words: one stretch of the day."""

    starts: str
    ends: str
    clients: int
    professionals: int
    """Of the level that is hardest to meet."""
    needed: int
    short: int


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the day in which there were too few."""

    x: int
    width: int
    times: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Lanes of people above a graph of how many were needed and how many there were."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    needed: str
    """The line of how many professionals were needed, as SVG wants it."""
    there: str
    """The line of how many there were."""
    red: tuple[Band, ...]
    rows: tuple[Row, ...]
    levels: tuple[tuple[int, int], ...]
    """Each number of professionals with its height in the graph."""
    graph_top: int
    height: int

    width = WIDTH
    left = LEFT
    right = WIDTH - RIGHT

    @property
    def graph_bottom(self) -> int:
        """Where the graph stands on."""
        return self.graph_top + GRAPH

    @property
    def in_words(self) -> str:
        """What the picture shows, for who cannot see it."""
        most = max((row.clients for row in self.rows), default=0)
        if not self.red:
            return f"Hoogstens {most} cliënten tegelijk; er waren steeds genoeg professionals."
        times = ", ".join(band.times for band in self.red)
        return f"Hoogstens {most} cliënten tegelijk; te weinig professionals van {times}."


@dataclass(frozen=True, slots=True)
class Scale:
    """From minutes to places in the drawing."""

    starts: int
    ends: int

    def x(self, minute: int) -> int:
        """How far to the right this minute is."""
        inside = min(max(minute, self.starts), self.ends)
        return LEFT + (WIDTH - LEFT - RIGHT) * (inside - self.starts) // (self.ends - self.starts)


def picture(attendance: Attendance, clients: Mapping[int, str], staff: Mapping[int, str]) -> Picture:
    """The picture of a dagdeel. `clients` and `staff` give what to call each of them, by who they are.

    Where a departure was not written down it
    shows the worst that may have been, as the check does, and the bar is open.
    """
    stretches = attendance.worst.stretches
    scale = _scale(attendance, stretches)
    lanes = _lanes(attendance, {False: clients, True: staff}, scale)
    graph_top = TOP + LANE * len(lanes) + GAP * 2
    most = max([1, *(need.needed for one in stretches for need in one.needs), *(_there(one) for one in stretches)])
    levels = tuple((number, graph_top + GRAPH - GRAPH * number // most) for number in range(most + 1))
    height_of = dict(levels)
    red = joined(Interval(one.starts, one.ends) for one in stretches if one.short)
    return Picture(
        lanes=lanes,
        ticks=tuple(
            Tick(scale.x(minute), clock(minute))
            for minute in range(ceil(scale.starts / HOUR) * HOUR, scale.ends + 1, HOUR)
        ),
        needed=_line(((one, _needed(one)) for one in stretches), scale, height_of),
        there=_line(((one, _there(one)) for one in stretches), scale, height_of),
        red=tuple(Band(scale.x(one.starts), max(2, scale.x(one.ends) - scale.x(one.starts)), str(one)) for one in red),
        rows=tuple(
            Row(clock(one.starts), clock(one.ends), len(one.clients), _there(one), _needed(one), one.short)
            for one in stretches
        ),
        levels=levels,
        graph_top=graph_top,
        height=graph_top + GRAPH + 2 * GAP,
    )


def _scale(attendance: Attendance, stretches: Sequence[Stretch]) -> Scale:
    starts = min([attendance.starts, *(one.starts for one in stretches)])
    return Scale(starts, max([attendance.ends, *(one.ends for one in stretches), starts + 1]))


def _lanes(attendance: Attendance, names: Mapping[bool, Mapping[int, str]], scale: Scale) -> tuple[Lane, ...]:
    demanded = [one.demand.level for one in attendance.clients if one.demand is not None and one.demand.level]
    level = min(demanded, default=0)
    stays: dict[tuple[bool, int], list[Stay]] = {}
    kinds: dict[tuple[bool, int], str] = {}
    for client in attendance.clients:
        stays.setdefault((False, client.who), []).append(client)
        kinds[False, client.who] = "client"
    for member in attendance.staff:
        stays.setdefault((True, member.who), []).append(member)
        counts = "counts" if member.level >= level else "level"
        kinds[True, member.who] = counts if member.kind == StaffKind.PROFESSIONAL else member.kind.value
    return tuple(
        Lane(
            names[key[0]].get(key[1], ""),
            kinds[key],
            TOP + LANE * place,
            tuple(_bar(stay, scale, attendance.ends) for stay in of_person),
        )
        for place, (key, of_person) in enumerate(stays.items())
    )


def _bar(stay: Stay, scale: Scale, until: int) -> Bar:
    ends = max(until, stay.starts) if stay.ends is None else stay.ends
    times = f"{clock(stay.starts)} tot {'onbekend' if stay.ends is None else clock(ends)}"
    return Bar(scale.x(stay.starts), max(2, scale.x(ends) - scale.x(stay.starts)), times, stay.ends is None)


def _there(stretch: Stretch) -> int:
    """How many there are who count for the need that is hardest to meet."""
    need = stretch.tightest
    return need.available if need else stretch.works(StaffKind.PROFESSIONAL)


def _needed(stretch: Stretch) -> int:
    need = stretch.tightest
    return need.needed if need else 0


def _line(values: Iterable[tuple[Stretch, int]], scale: Scale, height_of: dict[int, int]) -> str:
    """A line that goes up and down at the edges of the stretches."""
    return " ".join(
        f"{x},{height_of[number]}"
        for stretch, number in values
        for x in (scale.x(stretch.starts), scale.x(stretch.ends))
    )

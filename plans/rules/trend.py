"""How what is needed developed: whether it grows, and the drawing of it, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

HIGHEST: Final = 4
MEASUREMENTS_OF_A_RISE: Final = 3
"""A rise over two evaluations: the last two, and what was measured before them."""

WIDTH: Final = 320
HEIGHT: Final = 132
LEFT: Final = 26
RIGHT: Final = 12
TOP: Final = 18
STEP: Final = 20
"""The drawing, in units of its own: five lines of which each lies a step below the one before."""

MOST_DRAWN: Final = 8


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was scored on one occasion, by indicator. Not every indicator needs to have been scored."""

    day: date
    label: str
    scores: Mapping[str, int]
    is_evaluation: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """One score in the drawing."""

    x: int
    y: int
    score: int
    day: date

    @property
    def label_y(self) -> int:
        """Where its number stands: above the dot."""
        return self.y - 7


@dataclass(frozen=True, slots=True)
class Panel:
    """The drawing of one indicator."""

    indicator: str
    label: str
    points: tuple[Point, ...]

    @property
    def line(self) -> str:
        """The points as SVG wants them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def in_words(self) -> str:
        """What the drawing shows, for who cannot see it."""
        return f"{self.label}: {', '.join(str(point.score) for point in self.points)}"


@dataclass(frozen=True, slots=True)
class Chart:
    """One panel for each indicator, all on the same scale, so that no colour is needed to tell them apart."""

    panels: tuple[Panel, ...]
    lines: tuple[tuple[int, int], ...]
    """Each score of the scale with its height."""
    is_cut: bool

    width = WIDTH
    height = HEIGHT
    left = LEFT
    right = WIDTH - RIGHT
    day_y = TOP + HIGHEST * STEP + 18
    year_y = TOP + HIGHEST * STEP + 30


def rising_indicators(measurements: Sequence[Measurement]) -> tuple[str, ...]:
    """What rose over the last two evaluations; empty when the need as a whole did not rise at both of them.

    The whole is the sum of the indicators that were scored on all three occasions. Our own rule, behind the question
    of the product sheet whether the need still fits the Wmo (assignment: anticipate the Wlz).
    """
    last = sorted(measurements, key=lambda one: one.day)[-MEASUREMENTS_OF_A_RISE:]
    if len(last) < MEASUREMENTS_OF_A_RISE or not all(one.is_evaluation for one in last[1:]):
        return ()
    shared = [name for name in last[0].scores if all(name in one.scores for one in last)]
    before, between, after = (sum(one.scores[name] for name in shared) for one in last)
    if not before < between < after:
        return ()
    return tuple(name for name in shared if last[-1].scores[name] > last[0].scores[name])


def trend_chart(measurements: Sequence[Measurement], labels: Mapping[str, str]) -> Chart:
    """The drawing of the last measurements, with a panel for each of `labels` that was scored at least once."""
    drawn = list(measurements)[-MOST_DRAWN:]
    span = WIDTH - LEFT - RIGHT
    places = [LEFT + span * (2 * number + 1) // (2 * len(drawn)) for number in range(len(drawn))]
    panels = []
    for indicator, label in labels.items():
        points = tuple(
            Point(x, _height(one.scores[indicator]), one.scores[indicator], one.day)
            for x, one in zip(places, drawn, strict=True)
            if indicator in one.scores
        )
        if points:
            panels.append(Panel(indicator, label, points))
    lines = tuple((score, _height(score)) for score in range(HIGHEST + 1))
    return Chart(tuple(panels), lines, is_cut=len(measurements) > MOST_DRAWN)


def _height(score: int) -> int:
    return TOP + (HIGHEST - score) * STEP

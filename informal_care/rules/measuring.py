"""What answers score, in which band that falls, and whether it got worse. A start for a talk, never a diagnosis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from informal_care.enums import Direction
from informal_care.rules.instruments import Band, Definition

WIDTH: Final = 320
HEIGHT: Final = 150
LEFT: Final = 30
RIGHT: Final = 12
TOP: Final = 18
DEPTH: Final = 88
"""The drawing, in units of its own: how high the scale is within it."""

MOST_DRAWN: Final = 8
STEPS: Final = 4
"""So many lines lie above the lowest one, or fewer when the scale is shorter."""


def score_of(definition: Definition, answers: Mapping[str, str]) -> int:
    """The sum of what the answers score.

    Raises ValidationError by the code of the question: `answer_missing` or `answer_unknown`, all at once.
    """
    faults: dict[str, list[ValidationError]] = {}
    total = 0
    for item in definition.items:
        scores = {answer.code: answer.score for answer in item.answers}
        given = answers.get(item.code, "")
        if given in scores:
            total += scores[given]
        else:
            code = "answer_unknown" if given else "answer_missing"
            faults[item.code] = [ValidationError("Kies een antwoord bij deze vraag.", code=code)]
    if unknown := set(answers) - {item.code for item in definition.items}:
        faults["__all__"] = [
            ValidationError(f"{len(unknown)} antwoord(en) horen niet bij dit instrument.", code="answer_unknown")
        ]
    if faults:
        raise ValidationError(faults)
    return total


def check_vas(definition: Definition, value: int | None) -> None:
    """Raise ValidationError `vas_missing`, `vas_range` or `vas_unknown` when the mark on the line is not right."""
    vas = definition.vas
    if vas is None:
        if value is not None:
            raise ValidationError("Dit instrument heeft geen cijfer.", code="vas_unknown")
    elif value is None:
        raise ValidationError(f"Kies een cijfer van {vas.lowest} tot en met {vas.highest}.", code="vas_missing")
    elif not vas.lowest <= value <= vas.highest:
        raise ValidationError(f"Kies een cijfer van {vas.lowest} tot en met {vas.highest}.", code="vas_range")


def band_of(definition: Definition, score: int) -> Band | None:
    """The band that the score falls in; None for an instrument without bands."""
    return next((band for band in definition.bands if band.from_score <= score <= band.to_score), None)


def worsening(definition: Definition, before: int | None, after: int) -> int:
    """By how many points it got worse since the last measurement when that is sudden by the instrument; else 0."""
    if before is None or definition.worsening_points is None:
        return 0
    points = before - after if definition.direction == Direction.BETTER else after - before
    return points if points >= definition.worsening_points else 0


@dataclass(frozen=True, slots=True)
class Dot:
    """One score in the drawing."""

    x: int
    y: int
    score: int
    day: date

    @property
    def label_y(self) -> int:
        """Where its number stands: above the dot."""
        return self.y - 8


@dataclass(frozen=True, slots=True)
class Plot:
    """The scores of one carer by one instrument, over time."""

    dots: tuple[Dot, ...]
    lines: tuple[tuple[int, int], ...]
    """Some scores of the scale, each with its height."""
    heavy_y: int | None
    """Where the heavy scores begin; None without bands."""
    is_cut: bool
    in_words: str

    width = WIDTH
    height = HEIGHT
    left = LEFT
    right = WIDTH - RIGHT
    day_y = TOP + DEPTH + 20
    year_y = TOP + DEPTH + 33

    @property
    def line(self) -> str:
        """The points as SVG wants them."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def plot_of(definition: Definition, scores: Sequence[tuple[date, int]]) -> Plot:
    """The drawing of the last scores, each on its day, the earliest first; equal steps between them."""
    drawn = list(scores)[-MOST_DRAWN:]
    span, lowest, highest = WIDTH - LEFT - RIGHT, definition.lowest, definition.highest

    def height(score: float) -> int:
        return round(TOP + (highest - score) * DEPTH / max(highest - lowest, 1))

    dots = tuple(
        Dot(LEFT + span * (2 * place + 1) // (2 * len(drawn)), height(score), score, day)
        for place, (day, score) in enumerate(drawn)
    )
    marks = sorted({round(lowest + (highest - lowest) * step / STEPS) for step in range(STEPS + 1)})
    heavy = [band for band in definition.bands if band.is_heavy]
    edge = None
    if heavy:
        is_better = definition.direction == Direction.BETTER
        edge = height(
            max(one.to_score for one in heavy) + 0.5 if is_better else min(one.from_score for one in heavy) - 0.5
        )
    return Plot(
        dots=dots,
        lines=tuple((mark, height(mark)) for mark in marks),
        heavy_y=edge,
        is_cut=len(scores) > MOST_DRAWN,
        in_words=f"{definition.name}: {', '.join(str(score) for _, score in drawn)}",
    )

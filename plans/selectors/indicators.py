"""What is needed of supervision and proximity: the scale of it, what was scored, and how it developed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from plans.models import Evaluation, IndicatorScore, Plan, PlanVersion
from plans.rules import Chart, Measurement, rising_indicators, trend_chart
from products.enums import Indicator

SCALES: Final = Path(__file__).resolve().parent.parent / "data" / "indicators.yaml"


@dataclass(frozen=True, slots=True)
class Scale:
    """The words of one indicator: its name, what is asked, and a sentence for each score from 0."""

    label: str
    question: str
    steps: tuple[str, ...]


@cache
def scales() -> Mapping[str, Scale]:
    """The scale of every indicator, in their order. Source: `plans/data/indicators.yaml`, our own choice."""
    content = yaml.safe_load(SCALES.read_text(encoding="utf-8"))["indicators"]
    return {
        name: Scale(content[name]["label"], content[name]["question"], tuple(content[name]["steps"]))
        for name in Indicator.values
    }


def labels() -> dict[str, str]:
    """The name of every indicator."""
    return {name: scale.label for name, scale in scales().items()}


def measurements_of(plan: Plan) -> list[Measurement]:
    """What was scored under this plan, oldest first: at the start of its versions and at its evaluations. One query.

    What was carried over was not scored.
    """
    rows = IndicatorScore.objects.measured().filter(version__plan=plan)
    rows = rows.select_related("version", "evaluation").order_by("pk")
    found: dict[PlanVersion | Evaluation, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.evaluation or row.version, {})[row.indicator] = row.score
    measured = [
        Measurement(of.held_on, "Evaluatie" if of.is_complete else "Evaluatie, nog niet afgerond", scores)
        if isinstance(of, Evaluation)
        else Measurement(of.starts_on, f"Begin van versie {of.number}", scores, is_evaluation=False)
        for of, scores in found.items()
    ]
    return sorted(measured, key=lambda one: (one.day, one.is_evaluation))


def measurements_until(evaluation: Evaluation) -> list[Measurement]:
    """What was scored under the plan up to the day of this evaluation: its report does not change with later ones."""
    return [one for one in measurements_of(evaluation.version.plan) if one.day <= evaluation.held_on]


def start_scores(version: PlanVersion) -> dict[str, int]:
    """What was scored at the start of this version, in the order of the scale."""
    return _in_order(dict(version.scores.at_start().values_list("indicator", "score")))


@dataclass(frozen=True, slots=True)
class StartNeed:
    """What is needed at the start of a version, and whether it was carried over and looked at by nobody."""

    scores: Mapping[str, int]
    is_carried_over: bool


def start_need(version: PlanVersion) -> StartNeed:
    """As `start_scores`, with whether it was carried over: one query."""
    rows = list(version.scores.at_start().values_list("indicator", "score", "is_carried_over"))
    return StartNeed(_in_order({name: score for name, score, _ in rows}), any(is_copy for *_, is_copy in rows))


def scores_at(evaluation: Evaluation) -> dict[str, int]:
    """What was scored at this evaluation, in the order of the scale."""
    return _in_order(dict(evaluation.scores.values_list("indicator", "score")))


def scores_before(plan: Plan, evaluation: Evaluation | None = None) -> dict[str, int]:
    """The last score of each indicator under this plan, apart from those of `evaluation`."""
    rows = IndicatorScore.objects.measured().filter(version__plan=plan).select_related("version", "evaluation")
    if evaluation is not None:
        rows = rows.exclude(evaluation=evaluation)
    dated = sorted(rows, key=lambda row: (row.evaluation.held_on if row.evaluation else row.version.starts_on, row.pk))
    return _in_order({row.indicator: row.score for row in dated})


@dataclass(frozen=True, slots=True)
class Cell:
    """One score in the table of a trend, or that it was not scored."""

    label: str
    score: int | None


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One measurement in the table of a trend."""

    label: str
    day: date
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ScoreInWords:
    """One score with the sentence that goes with it."""

    label: str
    score: int
    sentence: str


@dataclass(frozen=True, slots=True)
class TrendView:
    """How the need developed: a drawing, the numbers in a table, and what rose over two evaluations."""

    chart: Chart
    names: tuple[str, ...]
    rows: tuple[TrendRow, ...]
    rising: str
    latest: tuple[ScoreInWords, ...]


def in_words(scores: Mapping[str, int]) -> tuple[ScoreInWords, ...]:
    """Each score with its sentence."""
    return tuple(
        ScoreInWords(scale.label, scores[name], scale.steps[scores[name]])
        for name, scale in scales().items()
        if name in scores
    )


def trend_view(measurements: Sequence[Measurement]) -> TrendView | None:
    """The trend as pages and documents show it; None when nothing was ever scored."""
    if not measurements:
        return None
    names = labels()
    return TrendView(
        chart=trend_chart(measurements, names),
        names=tuple(names.values()),
        rows=tuple(
            TrendRow(one.label, one.day, tuple(Cell(label, one.scores.get(name)) for name, label in names.items()))
            for one in measurements
        ),
        rising=rising_in_words(measurements),
        latest=in_words(measurements[-1].scores),
    )


def rising_in_words(measurements: Sequence[Measurement]) -> str:
    """The names of what rose over two evaluations, as in a sentence; empty when nothing did."""
    names = [scales()[name].label.lower() for name in rising_indicators(measurements)]
    return " en ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _in_order(scores: Mapping[str, int]) -> dict[str, int]:
    return {name: scores[name] for name in Indicator.values if name in scores}

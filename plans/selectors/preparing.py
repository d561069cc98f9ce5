"""What an evaluation begins with: what was measured of each goal so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plans.models import Evaluation, Goal, GoalProgress


@dataclass(frozen=True, slots=True)
class Measured:
    """What an earlier evaluation found of a goal."""

    day: date
    progress: str
    value: Decimal | None
    explanation: str


def measured_before(evaluation: Evaluation) -> Mapping[int, list[Measured]]:
    """By key of each goal of the version: what earlier complete evaluations under the plan found, oldest first.

    A goal that goes on from an earlier version is the one with the same words, measure and unit. Two queries.
    """
    goals = list(evaluation.version.goals.all())
    rows = (
        GoalProgress.objects.filter(
            evaluation__version__plan=evaluation.version.plan_id, evaluation__completed_at__isnull=False
        )
        .exclude(evaluation=evaluation)
        .select_related("goal", "evaluation")
        .order_by("evaluation__held_on", "pk")
    )
    of_goal: dict[tuple[str, str, str], list[Measured]] = {}
    for row in rows:
        found = Measured(row.evaluation.held_on, row.get_progress_display(), row.measured_value, row.explanation)
        of_goal.setdefault(_words(row.goal), []).append(found)
    return {goal.pk: of_goal.get(_words(goal), []) for goal in goals}


def _words(goal: Goal) -> tuple[str, str, str]:
    return goal.statement, goal.measure, goal.unit

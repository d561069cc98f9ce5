"""The policy cycle of a board, to read."""

from collections import defaultdict
from dataclasses import dataclass

from informal_care.enums import PolicyPhase, StatementKind
from informal_care.models import Board, PolicyDecision, PolicyMoment, Statement, VisionAnswer


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the cycle with its moments, in order of time."""

    label: str
    moments: list[PolicyMoment]


@dataclass(frozen=True, slots=True)
class Cycle:
    """The whole cycle: questions each with their answer, if any, steps, and decisions."""

    vision: list[tuple[Statement, VisionAnswer | None]]
    steps: list[Step]
    decisions: list[PolicyDecision]


def cycle_of(board: Board) -> Cycle:
    """The cycle of a board. Seven queries, whatever was written down."""
    moments: dict[str, list[PolicyMoment]] = defaultdict(list)
    for moment in board.moments.prefetch_related("participants"):
        moments[moment.phase].append(moment)
    answers = {answer.question_id: answer for answer in board.vision.all()}
    questions = board.edition.statements.filter(kind=StatementKind.VISION).order_by("position")
    decisions = board.decisions.select_related("moment").prefetch_related("aims", "activities")
    return Cycle(
        vision=[(question, answers.get(question.pk)) for question in questions],
        steps=[Step(phase.label, moments[phase]) for phase in PolicyPhase],
        decisions=list(decisions),
    )

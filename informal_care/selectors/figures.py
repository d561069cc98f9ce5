"""Figures of the system that can show what came of a task. What is new is added to `FIGURES`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from core.clock import today
from informal_care.enums import Choosing, TaskStatus
from informal_care.models import Board, BoardTask, Carer, TaskEvidence
from informal_care.rules.figures import may_be_shown
from organisations.models import Partner


@dataclass(frozen=True, slots=True)
class Figure:
    """A number about a municipality or its board, as it is now."""

    label: str
    count: Callable[[Board], int]
    is_of_people: bool = False
    """Of people a number is given only when it tells nothing of one of them."""


def _tasks(board: Board, **which: str) -> int:
    return BoardTask.objects.filter(board=board, choosing=Choosing.ADOPTED, **which).count()


FIGURES: Final[dict[str, Figure]] = {
    "tasks_adopted": Figure("Taken die zijn opgepakt", _tasks),
    "tasks_done": Figure("Taken die klaar zijn", lambda board: _tasks(board, status=TaskStatus.DONE)),
    "partners": Figure(
        "Partners die met de gemeente werken",
        lambda board: Partner.objects.filter(municipalities=board.municipality_id).count(),
    ),
    "carers_known": Figure(
        "Mantelzorgers die de gemeente kent",
        lambda board: Carer.objects.filter(municipality=board.municipality_id).exclude(ended_on__lt=today()).count(),
        is_of_people=True,
    ),
}
"""By code. Only who directs the board adds one: for another organisation the database hides the rows behind it."""


def figure_now(code: str, board: Board) -> int | None:
    """What the figure is now; None when it is about so few people that it is not shown. KeyError for no figure."""
    figure = FIGURES[code]
    value = figure.count(board)
    return value if not figure.is_of_people or may_be_shown(value) else None


def label_of(evidence: TaskEvidence) -> str:
    """What a figure counts; empty for a document or a link. A figure that is no longer offered keeps its code."""
    found = FIGURES.get(evidence.figure)
    return found.label if found else evidence.figure


def in_words(rows: Iterable[TaskEvidence]) -> list[tuple[TaskEvidence, str]]:
    """Evidence, each with what its figure counts."""
    return [(row, label_of(row)) for row in rows]

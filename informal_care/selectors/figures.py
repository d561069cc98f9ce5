"""Figures of the system that can show what came of a task: of the board itself, and those of `care_figures`."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from core.clock import AMSTERDAM, today
from informal_care.enums import Choosing, TaskStatus
from informal_care.models import Board, BoardTask, TaskEvidence
from informal_care.rules.care_figures import Counted, closed_quarters, figures_of, latest_year
from informal_care.selectors.care_figures import figures_for
from organisations.models import Partner

COUNTED: Final = frozenset({"mensen", "signalen"})
"""Of the tables of `care_figures`, those in these units can be shown: a table of tasks is of all boards together."""


def _tasks(board: Board, **which: str) -> int:
    return BoardTask.objects.filter(board=board, choosing=Choosing.ADOPTED, **which).count()


OF_BOARD: Final[dict[str, tuple[str, Callable[[Board], int]]]] = {
    "tasks_adopted": ("Taken die zijn opgepakt", _tasks),
    "tasks_done": ("Taken die klaar zijn", lambda board: _tasks(board, status=TaskStatus.DONE)),
    "partners": (
        "Partners die met de gemeente werken",
        lambda board: Partner.objects.filter(municipalities=board.municipality_id).count(),
    ),
}
"""By code what is about nobody, as it is now."""

OF_PEOPLE: Final[dict[str, str]] = {
    f"{figure.code}.{line.code}": f"{figure.title}: {line.label}"
    for figure in figures_of(Counted())
    if figure.unit in COUNTED
    for line in figure.lines
}
"""By code what is about people, over the closed quarters of the latest year as everywhere: or one could subtract."""

FIGURES: Final[dict[str, str]] = {code: label for code, (label, _) in OF_BOARD.items()} | OF_PEOPLE
"""What each figure counts. Only who directs the board adds one: for others the database hides the rows behind it."""


def figure_now(code: str, board: Board) -> int | None:
    """What the figure is now; None when it is about so few people that it stays inside. KeyError for no figure."""
    if code in OF_BOARD:
        return OF_BOARD[code][1](board)
    key, day = board.municipality_id, today()
    found = {
        f"{figure.code}.{line.code}": line.number
        for figure in figures_for([key], latest_year(day), day)[key]
        for line in figure.lines
    }
    return found[code]


def label_of(evidence: TaskEvidence) -> str:
    """What a figure counts and over which time; empty for a document or a link. A figure that is no longer offered
    keeps its code.
    """
    label = FIGURES.get(evidence.figure, evidence.figure)
    if evidence.figure not in OF_PEOPLE:
        return label
    return f"{label}, {_time(evidence.added_at.astimezone(AMSTERDAM).date())}"


def in_words(rows: Iterable[TaskEvidence]) -> list[tuple[TaskEvidence, str]]:
    """Evidence, each with what its figure counts."""
    return [(row, label_of(row)) for row in rows]


def _time(day: date) -> str:
    quarters = closed_quarters(latest_year(day), day)
    return str(quarters[0]) if len(quarters) == 1 else f"{quarters[0]} tot en met {len(quarters)}"

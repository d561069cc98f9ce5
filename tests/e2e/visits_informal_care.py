"""Visits of who directs informal care."""

from collections.abc import Iterator

from informal_care.models import Board
from tests.e2e.people import HANNA, ILSE, Files
from tests.e2e.visiting import Visit, visits_of


def of_informal_care(files: Files) -> Iterator[Visit]:
    """The board of the demo: the coordinator's view, and that of a provider with a task on it."""
    visit = visits_of(ILSE)
    board = Board.objects.order_by("starts_on")[0]
    task = board.tasks.get(activity__code="VLI-B-4").public_id
    yield visit("boards", "informal_care:boards")
    yield visit("figures of informal care", "informal_care:care_figures")
    yield visit("new board", "informal_care:board_new")
    yield visit("board", "informal_care:board", board.public_id)
    yield visit("section", "informal_care:section", board.public_id, "vinden-b")
    yield visit("take on", "informal_care:take_on", board.public_id, "VIN-A-2")
    yield visit("decline", "informal_care:decline", board.public_id, "VIN-A-2")
    yield visit("task", "informal_care:task", task)
    yield visit("progress", "informal_care:progress", task)
    yield visit("change task", "informal_care:task_change", task)
    yield visit("evidence of a task", "informal_care:evidence_new", task)
    yield visit("policy cycle", "informal_care:policy", board.public_id)
    yield visit("vision", "informal_care:vision", board.public_id, "VI-1")
    yield visit("new moment", "informal_care:moment_new", board.public_id)
    yield visit("moment", "informal_care:moment", board.moments.all()[0].public_id)
    yield visit("new decision", "informal_care:decision_new", board.public_id)
    yield visit("decision", "informal_care:decision", board.decisions.all()[0].public_id)
    yield visit("council report", "informal_care:report", board.public_id)
    yield visit("demands", "informal_care:demands", board.public_id)
    of_provider = visits_of(HANNA)
    yield of_provider("board of a provider", "informal_care:board", board.public_id)
    yield of_provider("section of a provider", "informal_care:section", board.public_id, "verlichten-b")

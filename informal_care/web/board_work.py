"""Tasks of boards that ask for attention, for the work list."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from core.actors import Actor
from core.clock import today
from informal_care.models import BoardTask
from informal_care.selectors.work import waiting_tasks

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class BoardWork:
    """The tasks, the most urgent first, and how many there are in all."""

    template: str
    tasks: list[BoardTask]
    total: int
    day: date


def board_work(actor: Actor) -> Any:
    """What there is to do on boards; None for who has nothing."""
    day = today()
    rows = waiting_tasks(actor, day)
    tasks = list(rows[:SHOWN]) if rows is not None else []
    if rows is None or not tasks:
        return None
    total = len(tasks) if len(tasks) < SHOWN else rows.count()
    return BoardWork("informal_care/includes/board_work.html", tasks, total, day)

"""How far activities are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from informal_care.enums import Choosing, TaskStatus


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one activity is on a board: what was chosen (empty: nothing yet), and how far the latest task is."""

    choosing: str = ""
    status: str = TaskStatus.TO_DO
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far activities are together. Each is counted once: open, declined, to do, doing or done."""

    total: int
    open: int
    declined: int
    to_do: int
    doing: int
    done: int
    late: int
    """Of those to do and doing: how many should have been done already."""

    @property
    def adopted(self) -> int:
        """How many were taken on."""
        return self.to_do + self.doing + self.done

    @property
    def share_done(self) -> int | None:
        """Of what was taken on, the whole percentage that is done; None when nothing was. 100 only when all is."""
        return self.done * 100 // self.adopted if self.adopted else None


def progress_of(standings: Iterable[Standing], day: date) -> Progress:
    """How far these activities are together on `day`."""
    counts = dict.fromkeys(("open", "declined", "to_do", "doing", "done", "late"), 0)
    total = 0
    for one in standings:
        total += 1
        if not one.choosing:
            counts["open"] += 1
        elif one.choosing == Choosing.DECLINED:
            counts["declined"] += 1
        else:
            counts[one.status] += 1
            counts["late"] += one.status != TaskStatus.DONE and one.due_on is not None and one.due_on < day
    return Progress(total=total, **counts)

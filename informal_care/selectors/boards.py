"""Reads of informal care that join."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.actors import Actor
from informal_care.access import may_work_on
from informal_care.models import Activity, Aim, Board, BoardTask
from informal_care.rules import Progress, Standing, progress_of


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity with its task on a board: the latest; None when nobody chose yet, or it is not for the reader."""

    activity: Activity
    task: BoardTask | None
    may_work: bool
    """Whether the reader may tell how far it is."""


@dataclass(frozen=True, slots=True)
class Section:
    """A choice or a task group with its activities, and how far they are together."""

    name: str
    code: str
    page: str
    is_task_group: bool
    rows: list[ActivityRow]
    progress: Progress


@dataclass(frozen=True, slots=True)
class AimPicture:
    """An aim with its choices and task groups, and how far it is."""

    aim: Aim
    sections: list[Section]
    progress: Progress


def picture_of(board: Board, actor: Actor, day: date, *, whole: bool) -> list[AimPicture]:
    """The board aim by aim. Five queries, whatever there is on it.

    With `whole` all activities are counted; otherwise only those with a task that the actor sees, for who does some of
    them and does not direct.
    """
    tasks: dict[int, BoardTask] = {}
    for task in BoardTask.objects.visible_to(actor).filter(board=board).select_related("owner", "owner_person"):
        task.board = board
        # In the order of their making: of an activity that comes back the latest stays.
        tasks[task.activity_id] = task
    activities = list(board.edition.activities.select_related("choice", "task_group").prefetch_related("actors"))
    found = []
    for aim in board.edition.aims.all():
        sections = [
            section
            for section in _sections(actor, [one for one in activities if one.aim_id == aim.pk], tasks, day)
            if whole or any(row.task for row in section.rows)
        ]
        found.append(AimPicture(aim, sections, _progress([row for one in sections for row in one.rows], day)))
    return [one for one in found if one.sections]


def _sections(actor: Actor, activities: list[Activity], tasks: dict[int, BoardTask], day: date) -> Iterable[Section]:
    places = dict.fromkeys((one.choice or one.task_group) for one in activities)
    for place in places:
        here = [one for one in activities if (one.choice or one.task_group) == place]
        rows = [_row(actor, one, tasks.get(one.pk)) for one in here]
        if place is not None:
            is_group = rows[0].activity.choice_id is None
            yield Section(place.name, place.code, place.page, is_group, rows, _progress(rows, day))


def _row(actor: Actor, activity: Activity, task: BoardTask | None) -> ActivityRow:
    return ActivityRow(activity, task, task is not None and may_work_on(actor, task))


def _progress(rows: list[ActivityRow], day: date) -> Progress:
    """Parts of an activity are chosen with the whole, and do not count by themselves."""
    return progress_of(
        (
            Standing(row.task.choosing, row.task.status, row.task.due_on) if row.task else Standing()
            for row in rows
            if row.activity.part_of_id is None
        ),
        day,
    )

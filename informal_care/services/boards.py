"""The board of a municipality, and the tasks on it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.calendar import add_months
from core.clock import today
from core.errors import Conflict
from core.storing import store
from informal_care.access import may_direct, may_direct_boards, may_work_on
from informal_care.enums import Choosing, TaskStatus
from informal_care.models import Activity, Board, BoardTask, Edition
from informal_care.rules import check_owner_kind
from informal_care.selectors.owners import actor_kind_of, owner_kinds, works_for
from organisations.models import Municipality, Organisation

CHANGED = "Iemand anders heeft deze taak intussen gewijzigd. Kijk wat er veranderde en sla daarna opnieuw op."
WAS_DONE = "Deze taak was al klaar."
NOT_ADOPTED = "De gemeente doet dit niet. Pak het eerst op."


@transaction.atomic
def set_up_board(*, actor: Actor, edition: Edition, name: str, starts_on: date, ends_on: date | None = None) -> Board:
    """The board of the own municipality for a period of policy.

    Raises PermissionDenied for anybody but its coordinator, ValidationError with code `board_overlap` or
    `period_order`.
    """
    municipality = Municipality.objects.filter(pk=actor.organisation_id or 0).first()
    if municipality is None or not may_direct_boards(actor):
        raise PermissionDenied
    board = Board(municipality=municipality, edition=edition, name=name, starts_on=starts_on, ends_on=ends_on)
    store(board)
    record(actor=actor, event=AuditEvent.CREATED, target=board)
    return board


@transaction.atomic
def take_on(
    *,
    actor: Actor,
    board: Board,
    activity: Activity,
    owner: Organisation,
    due_on: date,
    starts_on: date | None = None,
    owner_person: User | None = None,
    partners: Iterable[Organisation] = (),
    repeats_months: int | None = None,
    budget: Decimal | None = None,
    reason: str = "",
) -> BoardTask:
    """Take an activity on, with who does it and by when; with `repeats_months` it comes back after it is done.

    Raises PermissionDenied, ValidationError with code `task_once`, `task_dates`, `task_amounts`, `other_edition`,
    `outside_period`, `owner_kind` or `owner_person`.
    """
    board = _directed(actor, board)
    _check_place(board, activity)
    _check_promise(board, activity, owner, owner_person, due_on)
    task = BoardTask(
        board=board,
        activity=activity,
        choosing=Choosing.ADOPTED,
        reason=reason,
        owner=owner,
        owner_person=owner_person,
        starts_on=starts_on,
        due_on=due_on,
        repeats_months=repeats_months,
        budget=budget,
    )
    return _put_down(actor, task, partners)


@transaction.atomic
def change_task(
    *,
    actor: Actor,
    task: BoardTask,
    revision: int,
    owner: Organisation,
    due_on: date,
    starts_on: date | None = None,
    owner_person: User | None = None,
    partners: Iterable[Organisation] = (),
    repeats_months: int | None = None,
    budget: Decimal | None = None,
    reason: str = "",
) -> BoardTask:
    """Agree otherwise about a task that is not done: who does it, with whom, by when, for how much.

    Raises PermissionDenied, Conflict when somebody else was first or when it is done, ValidationError as of `take_on`
    and `task_declined`.
    """
    task = _locked(task, revision)
    if not may_direct(actor, task.board):
        raise PermissionDenied
    if task.choosing != Choosing.ADOPTED:
        raise ValidationError(NOT_ADOPTED, code="task_declined")
    if task.status == TaskStatus.DONE:
        raise Conflict(WAS_DONE, code="task_was_done")
    _check_promise(task.board, task.activity, owner, owner_person, due_on)
    before = snapshot(task)
    task.owner, task.owner_person, task.starts_on, task.due_on = owner, owner_person, starts_on, due_on
    task.repeats_months, task.budget, task.reason = repeats_months, budget, reason.strip()
    task.revision += 1
    store(task, "owner", "owner_person", "starts_on", "due_on", "repeats_months", "budget", "reason", "revision")
    task.partners.set(partners)
    record(actor=actor, event=AuditEvent.CHANGED, target=task, before=before)
    return task


@transaction.atomic
def decline(*, actor: Actor, board: Board, activity: Activity, reason: str) -> BoardTask:
    """Deliberately leave an activity, with the reason: the council reads it.

    Raises PermissionDenied, ValidationError with code `task_once`, `task_choosing` or `other_edition`.
    """
    board = _directed(actor, board)
    _check_place(board, activity)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError("Schrijf op waarom u dit niet doet.", code="task_choosing")})
    task = BoardTask(board=board, activity=activity, choosing=Choosing.DECLINED, reason=reason.strip())
    return _put_down(actor, task, ())


@transaction.atomic
def reconsider(*, actor: Actor, task: BoardTask, revision: int) -> None:
    """Take back that an activity is left, so that it can be chosen again.

    Raises PermissionDenied, Conflict when somebody was first, or when the activity was taken on.
    """
    task = _locked(task, revision)
    if not may_direct(actor, task.board):
        raise PermissionDenied
    if task.choosing != Choosing.DECLINED:
        raise Conflict("Deze activiteit is al opgepakt.", code="task_adopted")
    record(actor=actor, event=AuditEvent.DELETED, target=task)
    task.delete()


@transaction.atomic
def tell_progress(
    *, actor: Actor, task: BoardTask, revision: int, status: str, result: str = "", done_on: date | None = None
) -> BoardTask:
    """Tell how far a task is. One that is done and comes back has a next one, due as many months later.

    Raises PermissionDenied, Conflict when somebody else was first, ValidationError with code `task_done`,
    `done_later` or `task_declined`.
    """
    task = _locked(task, revision)
    if not may_work_on(actor, task):
        raise PermissionDenied
    if task.choosing != Choosing.ADOPTED:
        raise ValidationError(NOT_ADOPTED, code="task_declined")
    if task.status == TaskStatus.DONE:
        raise Conflict(WAS_DONE, code="task_was_done")
    done_on = (done_on or today()) if status == TaskStatus.DONE else None
    if done_on is not None and done_on > today():
        raise ValidationError({"done_on": ValidationError("Kies een dag die al is geweest.", code="done_later")})
    if status == TaskStatus.DONE and not result.strip():
        raise ValidationError({"result": ValidationError("Schrijf op wat het heeft opgeleverd.", code="task_done")})
    before = snapshot(task)
    task.status, task.result, task.done_on = status, result.strip(), done_on
    task.begun_on = None if status == TaskStatus.TO_DO else task.begun_on or today()
    task.revision += 1
    store(task, "status", "result", "done_on", "begun_on", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=task, before=before)
    if done_on is not None and task.repeats_months:
        _come_back(actor, task)
    return task


def _come_back(actor: Actor, task: BoardTask) -> None:
    """The next one, unless the board ends before it would be due."""
    if task.due_on is None or task.repeats_months is None:
        return
    due_on = add_months(task.due_on, task.repeats_months)
    if not task.board.period.contains(due_on):
        return
    following = BoardTask(
        board=task.board,
        activity=task.activity,
        choosing=Choosing.ADOPTED,
        reason=task.reason,
        owner=task.owner,
        owner_person=_still_there(task),
        due_on=due_on,
        repeats_months=task.repeats_months,
        budget=task.budget,
        follows=task,
    )
    _put_down(actor, following, task.partners.all())


def _put_down(actor: Actor, task: BoardTask, partners: Iterable[Organisation]) -> BoardTask:
    store(task)
    task.partners.set(partners)
    record(actor=actor, event=AuditEvent.CREATED, target=task)
    return task


def _directed(actor: Actor, board: Board) -> Board:
    board = Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    if not may_direct(actor, board):
        raise PermissionDenied
    return board


def _locked(task: BoardTask, revision: int) -> BoardTask:
    rows = BoardTask.objects.select_for_update(of=("self",)).select_related("board", "activity")
    found = rows.filter(pk=task.pk).first()
    if found is None or found.revision != revision:
        raise Conflict(CHANGED, code="task_changed")
    return found


def _check_place(board: Board, activity: Activity) -> None:
    if activity.edition_id != board.edition_id:
        raise ValidationError("Deze activiteit staat in een andere uitgave van het model.", code="other_edition")


def _check_promise(
    board: Board, activity: Activity, owner: Organisation, owner_person: User | None, due_on: date
) -> None:
    """Who does it fits the activity and is there, and it is due while the board holds: all faults at once."""
    faults: dict[str, Any] = {}
    if not board.period.contains(due_on):
        words = f"Het bord geldt {board.period}. Kies een dag daarin."
        faults["due_on"] = ValidationError(words, code="outside_period")
    if owner_person is not None and not works_for(owner_person, owner):
        words = f"{owner_person.name} werkt niet op borden voor {owner.name}. Kies iemand van die organisatie."
        faults["owner_person"] = ValidationError(words, code="owner_person")
    try:
        check_owner_kind(owner_kinds(activity), actor_kind_of(owner), owner.name)
    except ValidationError as error:
        faults |= error.error_dict
    if faults:
        raise ValidationError(faults)


def _still_there(task: BoardTask) -> User | None:
    person, owner = task.owner_person, task.owner
    return person if person is not None and owner is not None and works_for(person, owner) else None

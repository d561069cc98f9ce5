"""Reminders of tasks of a board: which ones there should be follows from tasks and ladder, and from nothing else.

The same mechanism as for evaluations (ADR 12): deriving is a few statements, and doing so again changes nothing.
"""

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from core.clock import now
from core.querysets import holds_on
from core.storing import store_missing
from informal_care.enums import Choosing, TaskRecipient, TaskStatus
from informal_care.models import BoardTask, TaskNotice, TaskReminder, TaskRung
from informal_care.selectors.owners import members_who_work
from organisations.enums import Action, ReminderState, Role
from organisations.rules import KIND_OF_ROLE, Things, roles_that_may
from organisations.services.ladders import NoticeMails, Reminded, last_reached, reopen, settle, settle_passed

MAILS: Final = NoticeMails(
    notices=TaskNotice,
    daily="bordtaken",
    single="bordtaak",
    template="informal_care/tasks",
    subject="Taken voor informele zorg die uw aandacht vragen",
    things=Things("taak", "taken"),
)


@transaction.atomic
def derive_task_reminders(day: date) -> Reminded:
    """Bring the reminders of all tasks in step with what should be there on `day`."""
    ladder: dict[int, set[str]] = {}
    for rung in TaskRung.objects.active_on(day):
        ladder.setdefault(rung.days, set()).add(rung.recipient)
    reminded, reminders = Reminded(), TaskReminder.objects.order_by()
    is_due = Exists(_waiting(day).filter(pk=OuterRef("task"), due_on=OuterRef("due_on")))
    reminded.lapsed = settle(reminders.filter(~is_due), ReminderState.LAPSED)
    reminded.reached = reopen(reminders.filter(is_due))
    if ladder:
        reminded.reached += _reach(sorted(ladder), day)
    reminded.passed = settle_passed(reminders, "task")
    for recipient in TaskRecipient:
        days = [rung for rung, told in ladder.items() if recipient in told]
        reminded.notices += _notify(reminders.filter(state=ReminderState.OPEN, days__in=days), recipient, day)
    reminded.put_in_trail(TaskReminder)
    return reminded


def post_task_reminders() -> int:
    """Put what nobody was told by mail yet in the outbox; the number of notices."""
    return MAILS.post()


def _waiting(day: date) -> QuerySet[BoardTask]:
    """Tasks that somebody has still to do, on boards that hold."""
    rows = BoardTask.objects.order_by().filter(holds_on(day, "board__"), choosing=Choosing.ADOPTED)
    return rows.exclude(status=TaskStatus.DONE)


def _reach(rungs: list[int], day: date) -> int:
    """Make the reminder of the last rung that each task has reached."""
    tasks = _waiting(day).filter(due_on__lte=day - timedelta(days=rungs[0]))
    rows = tasks.annotate(
        rung=last_reached("due_on", rungs, day), open=Value(ReminderState.OPEN.value), at=Value(now())
    ).values_list("pk", "due_on", "rung", "open", "at")
    return store_missing(TaskReminder, rows, ["task", "due_on", "days", "state", "reached_at"])


def _notify(reminders: QuerySet[TaskReminder], recipient: str, day: date) -> int:
    """Tell the contact person; without one who is still there, all who work on boards for the owner."""
    if recipient == TaskRecipient.COORDINATOR:
        way = "task__board__municipality__memberships"
        told = reminders.filter(
            holds_on(day, f"{way}__"),
            **{f"{way}__role": Role.INFORMAL_CARE_COORDINATOR, f"{way}__user__is_active": True},
        )
        return _tell(told.annotate(who=F(f"{way}__user")))
    there = members_who_work(day).filter(user=OuterRef("task__owner_person"), organisation=OuterRef("task__owner"))
    has_contact = Exists(there.filter(user__is_active=True))
    made = _tell(reminders.filter(has_contact).annotate(who=F("task__owner_person")))
    return made + _tell_all(reminders.filter(~has_contact), day)


def _tell_all(reminders: QuerySet[TaskReminder], day: date) -> int:
    way = "task__owner__memberships"
    fitting = Q(pk__in=[])
    for role in roles_that_may(Action.WORK_ON_BOARDS):
        fitting |= Q(**{f"{way}__role": role, "task__owner__kind": KIND_OF_ROLE[role]})
    told = reminders.filter(fitting, holds_on(day, f"{way}__"), **{f"{way}__user__is_active": True})
    return _tell(told.annotate(who=F(f"{way}__user")))


def _tell(reminders: QuerySet[Any]) -> int:
    return store_missing(TaskNotice, reminders.values_list("pk", "who"), ["reminder", "user"])

"""What asks for attention: tasks of boards, signals and referrals."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.actors import Actor
from core.querysets import holds_on
from informal_care.access import may_direct_boards, may_keep_finding_places
from informal_care.enums import Choosing, TaskStatus
from informal_care.models import BoardTask, CarerSignal, Referral, TaskReminder
from organisations.access import actor_may
from organisations.enums import Action, ReminderState


def waiting_tasks(actor: Actor, day: date) -> QuerySet[BoardTask] | None:
    """What is late, or was reminded of by the ladder, the most urgent first; None for who does nothing on boards.

    For the coordinator all of the municipality's boards, for others what their own organisation does.
    """
    if not actor_may(actor, Action.WORK_ON_BOARDS):
        return None
    reminded = TaskReminder.objects.filter(task=OuterRef("pk"), due_on=OuterRef("due_on"), state=ReminderState.OPEN)
    rows = BoardTask.objects.visible_to(actor).filter(holds_on(day, "board__"), choosing=Choosing.ADOPTED)
    rows = rows.exclude(status=TaskStatus.DONE).filter(Q(due_on__lt=day) | Exists(reminded))
    if not may_direct_boards(actor):
        rows = rows.filter(owner=actor.organisation_id)
    return rows.select_related("activity", "owner", "board").order_by("due_on", "pk")


def signals_to_take_up(actor: Actor, day: date) -> QuerySet[CarerSignal]:
    """Signals that nobody took up yet, the most urgent first: for the coordinator all of the municipality, for others
    who work with carers those that are theirs.
    """
    rows = CarerSignal.objects.visible_to(actor).open().filter(taken_up_on=None)
    if not may_keep_finding_places(actor):
        rows = rows.filter(owner=actor.user_id)
    return rows.select_related("finding_place", "owner").late_first(day)


def referrals_unheard_of(actor: Actor, day: date) -> QuerySet[Referral]:
    """Warm referrals of which nobody told in time how it went, the latest first: all of the municipality for the
    coordinator, for others their own.
    """
    rows = Referral.objects.visible_to(actor).waiting(day)
    if not may_keep_finding_places(actor):
        rows = rows.filter(by=actor.user_id)
    return rows.select_related("offer", "organisation").order_by("feedback_due_on", "pk")

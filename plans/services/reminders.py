"""Reminders of evaluations: which ones there should be follows from the plans and the ladder, and from nothing else.

Deriving them is a few statements, whatever the number of plans, and doing so again changes nothing: the unique keys
of the tables are what makes each exist once, so several at the same time do no harm. Of the rungs that a due date has
passed only the last counts. What was missed during an outage, and makes no sense any more, is so skipped by itself.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import now
from core.querysets import holds_on
from core.storing import store_missing
from organisations.enums import ReminderState, Role
from organisations.services.ladders import last_reached, reopen, settle, settle_passed
from plans.enums import PlanStatus, Recipient
from plans.models import Notice, Plan, Reminder, ReminderRung
from products.enums import VersionStatus
from products.models import ProductVersion

RUNNING: Final = Q(
    versions__status=PlanStatus.IN_EXECUTION, allocation__client__died_on=None, allocation__client__moved_on=None
)

PROVIDER: Final = "version__plan__allocation__provider__memberships"
MUNICIPALITY: Final = "version__plan__allocation__municipality__memberships"
MEMBERS: Final = {
    Recipient.PLANNER: (PROVIDER, Role.PLANNER),
    Recipient.QUALITY_OFFICER: (PROVIDER, Role.QUALITY_OFFICER),
    Recipient.CONTRACT_MANAGER: (MUNICIPALITY, Role.CONTRACT_MANAGER),
}
"""By whom is told: the way from a reminder to the memberships, and the role there."""


@dataclass(slots=True)
class Derived:
    """What a run changed."""

    reached: int = 0
    passed: int = 0
    lapsed: int = 0
    notices: int = 0

    def __bool__(self) -> bool:
        return bool(self.reached or self.passed or self.lapsed or self.notices)


@dataclass(slots=True)
class Ladder:
    """Who is told when, and for the plans under which allocations this holds."""

    rungs: dict[int, set[str]] = field(default_factory=dict)
    allocations: Q = field(default_factory=Q)


@transaction.atomic
def derive_reminders(day: date, plan_id: int | None = None) -> Derived:
    """Bring the reminders of all plans, or of one, in step with what should be there on `day`."""
    derived, ladders = Derived(), ladders_on(day)
    reminders = _of_plan(Reminder.objects.order_by(), plan_id)
    is_due = Exists(_still_due(day))
    derived.lapsed = settle(reminders.filter(~is_due), ReminderState.LAPSED)
    derived.reached = reopen(reminders.filter(is_due))
    for ladder in ladders:
        derived.reached += _reach(ladder, day, plan_id)
    derived.passed = settle_passed(reminders, "version")
    for ladder in ladders:
        derived.notices += _notify(ladder, day, plan_id)
    if derived:
        numbers = [f"{name}: {number}" for name, number in asdict(derived).items() if number]
        record(actor=Actor.system("herinneringen"), event=AuditEvent.CHANGED, target=Reminder, fields=numbers)
    return derived


def ladders_on(day: date) -> list[Ladder]:
    """The ladders, each with the condition on allocations for which it holds on `day`.

    What holds for an allocation is the version of its product in force, or else the one of the day on which it began,
    as for all other terms of a plan.
    """
    of_version: dict[int | None, Ladder] = {}
    for rung in ReminderRung.objects.all():
        of_version.setdefault(rung.product_version_id, Ladder()).rungs.setdefault(rung.days, set()).add(rung.recipient)
    general = of_version.pop(None, None)
    elsewhere = Q()
    for version in ProductVersion.objects.filter(pk__in=list(of_version)):
        ladder = of_version[version.pk]
        ladder.allocations = _under(version, day)
        elsewhere &= ~ladder.allocations
    ladders = list(of_version.values())
    if general is not None:
        general.allocations = elsewhere
        ladders.append(general)
    return ladders


def _under(version: ProductVersion, day: date) -> Q:
    """Allocations for which this version of the product holds on `day`."""
    of_variant = Q(allocation__variant=version.variant_id)
    counting = ProductVersion.objects.filter(
        variant=version.variant_id, status__in=[VersionStatus.ADOPTED, VersionStatus.WITHDRAWN]
    )
    if counting.filter(holds_on(day)).exists():
        return of_variant if version.period.contains(day) else Q(pk__in=[])
    began = Q(allocation__starts_on__gte=version.starts_on)
    if version.ends_on is not None:
        began &= Q(allocation__starts_on__lte=version.ends_on)
    return of_variant & began


def _reach(ladder: Ladder, day: date, plan_id: int | None) -> int:
    """Make the reminder of the last rung that each due date has reached."""
    reached = last_reached("next_evaluation_due_on", ladder.rungs, day)
    plans = Plan.objects.order_by().filter(RUNNING, ladder.allocations, _allocated(day))
    plans = plans.filter(next_evaluation_due_on__lte=day - timedelta(days=min(ladder.rungs)))
    if plan_id is not None:
        plans = plans.filter(pk=plan_id)
    rows = plans.annotate(rung=reached, open=Value(ReminderState.OPEN.value), at=Value(now())).values_list(
        "versions__pk", "next_evaluation_due_on", "rung", "open", "at"
    )
    return store_missing(Reminder, rows, ["version", "due_on", "days", "state", "reached_at"])


def _notify(ladder: Ladder, day: date, plan_id: int | None) -> int:
    """Tell everybody whom the rung names: who is responsible today, and who has that role today."""
    made = 0
    for recipient in Recipient:
        days = [rung for rung, told in ladder.rungs.items() if recipient in told]
        reminders = _of_plan(Reminder.objects.order_by().filter(state=ReminderState.OPEN, days__in=days), plan_id)
        if ladder.allocations:
            reminders = reminders.filter(version__plan__in=Plan.objects.filter(ladder.allocations))
        if recipient == Recipient.RESPONSIBLE:
            way = "version__plan__responsibilities"
            told = reminders.filter(
                holds_on(day, f"{way}__"), **{f"{way}__professional__user__is_active": True}
            ).annotate(who=F(f"{way}__professional__user"))
        else:
            way, role = MEMBERS[recipient]
            told = reminders.filter(
                holds_on(day, f"{way}__"), **{f"{way}__role": role, f"{way}__user__is_active": True}
            ).annotate(who=F(f"{way}__user"))
        rows = told.annotate(as_what=Value(recipient.value)).values_list("pk", "who", "as_what")
        made += store_missing(Notice, rows, ["reminder", "user", "recipient"])
    return made


def _still_due(day: date) -> QuerySet[Plan]:
    """The plan of a reminder, when it still waits for that very evaluation."""
    return Plan.objects.filter(
        RUNNING,
        _allocated(day),
        versions=OuterRef("version"),
        next_evaluation_due_on=OuterRef("due_on"),
    )


def _allocated(day: date) -> Q:
    """Without care there is nothing to evaluate."""
    return Q(allocation__ends_on=None) | Q(allocation__ends_on__gte=day)


def _of_plan(reminders: QuerySet[Reminder], plan_id: int | None) -> QuerySet[Reminder]:
    return reminders if plan_id is None else reminders.filter(version__plan=plan_id)


def told_of(plan_id: int) -> list[int]:
    """Keys of the users who were ever told something about this plan."""
    return list(
        Notice.objects.filter(reminder__version__plan=plan_id).order_by().values_list("user", flat=True).distinct()
    )

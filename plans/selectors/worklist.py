"""What needs somebody: the work list of a provider and of a municipality, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from clients.access import may_assign_treatment
from clients.enums import StopReason
from clients.models import Allocation, TreatmentRelation
from core.actors import Actor
from core.querysets import M
from organisations.enums import OrganisationKind, ReminderState
from plans.access import may_read_plans
from plans.enums import PlanStatus, Recipient, WlzOutcome, WmoFit, WorkKind
from plans.models import Evaluation, EvaluationRequest, Notice, Plan, PlanVersion, Responsibility, WlzTrack
from plans.selectors.lapses import LIVE, lapses, lapses_ahead_until, lapses_on, responsible_for
from plans.selectors.wlz import progress_wanted_since

SHOWN: Final = 50
"""Rows of one kind that the list shows; the total says how many there are."""

SOON: Final = timedelta(weeks=6)
"""How long before its last day an evaluation comes on the list: our choice for the list, no product demands it.

The words of `WorkKind.EVALUATION_SOON` and of its page say the same number.
"""

PLAN_EXPECTED_WITHIN: Final = timedelta(weeks=2)
"""How long after the start of an allocation the municipality waits before it asks for the plan: our choice too."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One row: whose file, what it is about, and when it has to be done."""

    client_name: str
    client_uuid: UUID
    product: str
    other_party: str
    subject_uuid: UUID
    due_on: date | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class WorkBlock:
    """The rows of one kind, the most urgent first, and how many there are in all."""

    kind: WorkKind
    items: tuple[WorkItem, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LateProvider:
    """How far a provider is behind with evaluations."""

    name: str
    number: int
    oldest_due_on: date


def work_items(actor: Actor, day: date) -> list[WorkBlock]:
    """The blocks with something in them, for the organisation on whose behalf the actor acts."""
    if actor.organisation_kind == OrganisationKind.PROVIDER:
        blocks = _of_provider(actor, day)
    elif actor.organisation_kind == OrganisationKind.MUNICIPALITY and may_read_plans(actor):
        blocks = _of_municipality(actor, day)
    else:
        blocks = []
    return [block for block in blocks if block.total]


def _of_provider(actor: Actor, day: date) -> list[WorkBlock]:
    teams = [_allocations(WorkKind.WITHOUT_TEAM, _without_team(actor, day), day)] if may_assign_treatment(actor) else []
    return teams + (_plans_of_provider(actor, day) if may_read_plans(actor) else _of_planner(actor, day))


def _of_planner(actor: Actor, day: date) -> list[WorkBlock]:
    """For who does not read plans, and has to know that something is the matter with them."""
    versions = PlanVersion.objects.visible_to(actor)
    without = _versions(WorkKind.WITHOUT_AGREEMENT, versions.without_agreement())
    return [*_lapses(versions, day), without, _reminded(actor, day)]


def _lapses(versions: QuerySet[PlanVersion], day: date) -> list[WorkBlock]:
    """Plans of which the responsible professional is missing, or will be before long."""
    found = lapses(responsible_for(versions, day), day, lapses_ahead_until(day))
    return [_missing(WorkKind.LAPSED, found.now), _missing(WorkKind.LAPSE_AHEAD, found.ahead)]


def _missing(kind: WorkKind, rows: QuerySet[Responsibility]) -> WorkBlock:
    shown = list(
        rows.select_related("plan__allocation__client", "plan__allocation__variant", "plan__allocation__provider")[
            :SHOWN
        ]
    )
    live = PlanVersion.objects.filter(plan__in=[row.plan_id for row in shown], status__in=LIVE).order_by("number")
    # The one that is carried out goes before one that is only agreed: it has the lower number.
    versions = dict(reversed(list(live.values_list("plan_id", "public_id"))))
    items = [_item(row.plan.allocation, versions[row.plan_id], lapses_on(row)) for row in shown]
    return _block(kind, items, rows)


def _plans_of_provider(actor: Actor, day: date) -> list[WorkBlock]:
    versions = PlanVersion.objects.visible_to(actor)
    refused, without = versions.refused(), versions.without_agreement()
    given = Count("agreements", filter=Q(agreements__ended_on=None))
    drafts = versions.filter(status=PlanStatus.DRAFT).exclude(pk__in=refused.values("pk")).annotate(given=given)
    lapsed, lapse_ahead = _lapses(versions, day)
    return [
        lapsed,
        _versions(WorkKind.WITHOUT_AGREEMENT, without),
        _plans(WorkKind.EVALUATION_OVERDUE, running_plans(actor, day).filter(next_evaluation_due_on__lt=day), day),
        _plans(
            WorkKind.EVALUATION_SOON,
            running_plans(actor, day).filter(next_evaluation_due_on__range=(day, day + SOON)),
            day,
        ),
        lapse_ahead,
        _versions(WorkKind.EVALUATION_ASKED, _asked(versions)),
        _evaluations(WorkKind.EVALUATION_OPEN, Evaluation.objects.visible_to(actor).filter(completed_at=None)),
        *_tracks(actor, day),
        _allocations(WorkKind.WLZ_STOP_DELIVERY, _granted(actor, day).filter(delivery_stopped_on=None), day),
        _allocations(WorkKind.WITHOUT_PLAN, _without_plan(actor, day), day),
        _versions(WorkKind.CLIENT_REFUSES, refused),
        _versions(WorkKind.DRAFT, drafts.filter(given=0)),
        _versions(WorkKind.WAITS_FOR_AGREEMENT, drafts.filter(given__gt=0)),
        _versions(
            WorkKind.NOT_STARTED,
            versions.filter(status=PlanStatus.AGREED).exclude(pk__in=without.values("pk")),
        ),
        _versions(
            WorkKind.ALLOCATION_ENDED,
            versions.filter(status=PlanStatus.IN_EXECUTION, plan__allocation__ends_on__lt=day),
        ),
    ]


def _carried_out_without_agreement(actor: Actor) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.visible_to(actor).filter(status=PlanStatus.IN_EXECUTION).without_agreement()


def _asked(versions: QuerySet[PlanVersion]) -> QuerySet[PlanVersion]:
    """Versions in execution of which somebody wants an evaluation before it is due."""
    waiting = EvaluationRequest.objects.waiting().filter(plan=OuterRef("plan"))
    return versions.filter(Exists(waiting), status=PlanStatus.IN_EXECUTION)


def _reminded(actor: Actor, day: date) -> WorkBlock:
    """For who does not read plans: whose evaluation the ladder of reminders told them of."""
    notices = open_notices(actor)
    rows = notices.order_by("reminder__due_on", "pk").select_related(
        "reminder__version__plan__allocation__client",
        "reminder__version__plan__allocation__variant",
        "reminder__version__plan__allocation__provider",
    )
    items = []
    for notice in rows[:SHOWN]:
        allocation = notice.reminder.version.plan.allocation
        items.append(_item(allocation, allocation.client.public_id, notice.reminder.due_on, day))
    return _block(WorkKind.REMINDED, items, notices)


def open_notices(actor: Actor) -> QuerySet[Notice]:
    """What the ladder of reminders tells the actor of now."""
    return Notice.objects.visible_to(actor).filter(reminder__state=ReminderState.OPEN)


def late_by_provider(actor: Actor, day: date) -> list[LateProvider]:
    """What a contract manager was told of: per provider how many evaluations are late. Numbers, and no files."""
    notices = Notice.objects.filter(
        user=actor.user_id,
        recipient=Recipient.CONTRACT_MANAGER,
        reminder__state=ReminderState.OPEN,
        reminder__due_on__lt=day,
        reminder__version__plan__allocation__municipality=actor.organisation_id,
    )
    rows = (
        notices.order_by()
        .values_list("reminder__version__plan__allocation__provider__name")
        .annotate(number=Count("pk"), oldest=Min("reminder__due_on"))
    )
    return [LateProvider(name, number, oldest) for name, number, oldest in rows.order_by("oldest")]


def _of_municipality(actor: Actor, day: date) -> list[WorkBlock]:
    doubts = (
        Evaluation.objects.visible_to(actor)
        .complete()
        .filter(wmo_fit__in=[WmoFit.DOUBT, WmoFit.NO], version__status=PlanStatus.IN_EXECUTION)
        .filter(held_on=F("version__plan__clock_starts_on"))  # the latest: it set the clock
        .exclude(wlz_track__ended_on__isnull=False)
    )
    late = _without_plan(actor, day).filter(starts_on__lt=day - PLAN_EXPECTED_WITHIN)
    return [
        _lapses(PlanVersion.objects.visible_to(actor), day)[0],
        _versions(WorkKind.WITHOUT_AGREEMENT, _carried_out_without_agreement(actor)),
        _evaluations(WorkKind.WMO_DOUBT, doubts),
        *_tracks(actor, day),
        _allocations(WorkKind.WLZ_END_ALLOCATION, _granted(actor, day), day),
        _plans(WorkKind.EVALUATION_OVERDUE, running_plans(actor, day).filter(next_evaluation_due_on__lt=day), day),
        _allocations(WorkKind.WITHOUT_PLAN, late, day),
    ]


def _tracks(actor: Actor, day: date) -> list[WorkBlock]:
    """Wlz tracks that stand still, and for the provider those that move."""
    running = WlzTrack.objects.visible_to(actor).running().order_by("opened_on", "pk")
    since = progress_wanted_since(day)
    stalled = running.none() if since is None else running.quiet_since(since)
    blocks = [_of_tracks(WorkKind.WLZ_STALLED, stalled)]
    if actor.organisation_kind == OrganisationKind.PROVIDER:
        moving = running if since is None else running.exclude(pk__in=stalled.order_by().values("pk"))
        blocks.append(_of_tracks(WorkKind.WLZ_RUNNING, moving))
    return blocks


def _granted(actor: Actor, day: date) -> QuerySet[Allocation]:
    """Allocations that go on although the Wlz was granted."""
    granted = WlzTrack.objects.filter(plan__allocation=OuterRef("pk"), outcome=WlzOutcome.GRANTED)
    rows = Allocation.objects.visible_to(actor).filter(Exists(granted))
    return rows.exclude(ends_on__lt=day).exclude(stop_reason=StopReason.OTHER_DOMAIN).order_by("starts_on", "pk")


def _of_tracks(kind: WorkKind, rows: QuerySet[WlzTrack]) -> WorkBlock:
    rows = rows.filter(still_here("plan__allocation__client"))
    shown = rows.select_related("plan__allocation__client", "plan__allocation__variant", "plan__allocation__provider")[
        :SHOWN
    ]
    return _block(kind, [_item(row.plan.allocation, row.public_id) for row in shown], rows)


def running_plans(actor: Actor, day: date) -> QuerySet[Plan]:
    """Plans in execution under an allocation that is not over: without care there is nothing to evaluate."""
    in_execution = Q(versions__status=PlanStatus.IN_EXECUTION)
    plans = Plan.objects.visible_to(actor).filter(in_execution).exclude(allocation__ends_on__lt=day)
    return plans.filter(still_here("allocation__client")).order_by("next_evaluation_due_on", "pk")


def _without_plan(actor: Actor, day: date) -> QuerySet[Allocation]:
    """Allocations without a plan; one that takes the place of another gets the plan of that one."""
    rows = Allocation.objects.visible_to(actor).filter(plan=None).exclude(ends_on__lt=day)
    goes_on = PlanVersion.objects.filter(plan__allocation=OuterRef("replaces"), status__in=PlanStatus.still_open())
    return rows.filter(~Exists(goes_on)).order_by("starts_on", "pk")


def _without_team(actor: Actor, day: date) -> QuerySet[Allocation]:
    """Allocations that nobody is to look after: no relation that holds or is to come."""
    treated = TreatmentRelation.objects.filter(client=OuterRef("client"), provider=OuterRef("provider"))
    allocations = Allocation.objects.visible_to(actor).exclude(ends_on__lt=day)
    return allocations.filter(~Exists(treated.exclude(ends_on__lt=day))).order_by("starts_on", "pk")


def still_here(client: str) -> Q:
    """Nothing is to be done any more for who died or moved away, also before the sweep has ended the plans."""
    return Q(**{f"{client}__died_on": None, f"{client}__moved_on": None})


def _plans(kind: WorkKind, rows: QuerySet[Plan], day: date) -> WorkBlock:
    shown = rows.select_related("allocation__client", "allocation__variant", "allocation__provider")[:SHOWN]
    versions = dict(
        PlanVersion.objects.filter(plan__in=[plan.pk for plan in shown], status=PlanStatus.IN_EXECUTION).values_list(
            "plan_id", "public_id"
        )
    )
    items = [
        _item(plan.allocation, versions[plan.pk], plan.next_evaluation_due_on, day)
        for plan in shown
        if plan.pk in versions
    ]
    return _block(kind, items, rows)


def _versions(kind: WorkKind, rows: QuerySet[PlanVersion]) -> WorkBlock:
    rows = rows.filter(still_here("plan__allocation__client"))
    shown = rows.select_related(
        "plan__allocation__client", "plan__allocation__variant", "plan__allocation__provider"
    ).order_by("starts_on", "pk")[:SHOWN]
    return _block(kind, [_item(version.plan.allocation, version.public_id) for version in shown], rows)


def _allocations(kind: WorkKind, rows: QuerySet[Allocation], day: date) -> WorkBlock:
    rows = rows.filter(still_here("client"))
    shown = rows.select_related("client", "variant", "provider")[:SHOWN]
    of_client = kind not in {WorkKind.WLZ_STOP_DELIVERY, WorkKind.WLZ_END_ALLOCATION}
    items = [_item(row, row.client.public_id if of_client else row.public_id, row.starts_on, day) for row in shown]
    return _block(kind, items, rows)


def _evaluations(kind: WorkKind, rows: QuerySet[Evaluation]) -> WorkBlock:
    rows = rows.filter(still_here("version__plan__allocation__client"))
    shown = rows.select_related(
        "version__plan__allocation__client",
        "version__plan__allocation__variant",
        "version__plan__allocation__provider",
    ).order_by("held_on", "pk")[:SHOWN]
    return _block(kind, [_item(row.version.plan.allocation, row.public_id) for row in shown], rows)


def _item(allocation: Allocation, subject: UUID, due_on: date | None = None, day: date | None = None) -> WorkItem:
    return WorkItem(
        client_name=allocation.client.name,
        client_uuid=allocation.client.public_id,
        product=allocation.variant.name,
        other_party=allocation.provider.name,
        subject_uuid=subject,
        due_on=due_on,
        days_left=(due_on - day).days if due_on and day else None,
    )


def _block(kind: WorkKind, items: list[WorkItem], rows: QuerySet[M]) -> WorkBlock:
    return WorkBlock(kind, tuple(items), len(items) if len(items) < SHOWN else rows.count())

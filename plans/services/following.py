"""A plan follows the care: onto the next allocation, and to its end with the file of the client."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.models import Client
from core.actors import Actor
from core.periods import in_words
from core.storing import store
from plans.enums import PlanStatus
from plans.models import Plan
from plans.services.clock import set_clock
from plans.services.execution import end_version
from plans.services.locking import client_of

GONE = Q(allocation__client__died_on__isnull=False) | Q(allocation__client__moved_on__isnull=False)


def follow_allocations(day: date) -> int:
    """Let every plan go on under the allocation that took the place of its own; the number that moved.

    An allocation takes another's place when the volume changes (`clients.services.change_volume`).
    """
    actor = Actor.system("plannen volgen de toewijzing")
    waiting = Plan.objects.filter(
        allocation__replaced_by__starts_on__lte=day, allocation__replaced_by__plan=None
    ).exclude(GONE)
    open_ones = waiting.filter(versions__status__in=PlanStatus.still_open()).distinct().order_by("pk")
    return sum(follow_allocation(actor, plan_id, day) for plan_id in open_ones.values_list("pk", flat=True))


@transaction.atomic
def follow_allocation(actor: Actor, plan_id: int, day: date) -> bool:
    """Move one plan to the last of its successors that has begun on `day`; tell whether it moved. The clock runs on."""
    plan = _locked(plan_id)
    before, successor = snapshot(plan), plan.allocation
    while (following := getattr(successor, "replaced_by", None)) is not None and following.starts_on <= day:
        if Plan.objects.filter(allocation=following).exists():
            break  # somebody wrote a plan for it
        successor = following
    if successor == plan.allocation:
        return False
    plan.allocation = successor
    store(plan, "allocation")
    record(actor=actor, event=AuditEvent.CHANGED, target=plan, before=before, client=client_of(plan))
    set_clock(actor, plan, day)
    return True


def end_plans_of_ended_files() -> int:
    """End what is open of the plans of who died or moved away, with that as the reason; the number of plans.

    Nothing is deleted: versions, goals and evaluations stay as they were written.
    """
    actor = Actor.system("plannen van gesloten dossiers")
    plans = Plan.objects.filter(GONE, versions__status__in=PlanStatus.still_open()).distinct().order_by("pk")
    return sum(_end_plan_of_ended_file(actor, plan_id) for plan_id in plans.values_list("pk", flat=True))


@transaction.atomic
def _end_plan_of_ended_file(actor: Actor, plan_id: int) -> bool:
    plan = _locked(plan_id)
    reason = _reason(plan.allocation.client)
    versions = list(plan.versions.filter(status__in=PlanStatus.still_open()))
    if not reason or not versions:
        return False
    for version in versions:
        version.plan = plan
        end_version(actor, version, reason)
    set_clock(actor, plan)
    return True


def _reason(client: Client) -> str:
    if client.died_on is not None:
        return f"De cliënt is overleden op {in_words(client.died_on)}."
    return f"De cliënt is verhuisd op {in_words(client.moved_on)}." if client.moved_on is not None else ""


def _locked(plan_id: int) -> Plan:
    rows = Plan.objects.select_for_update(of=("self",)).select_related("allocation__client", "allocation__variant")
    return rows.get(pk=plan_id)

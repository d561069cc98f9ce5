"""The evaluation clock: when the next evaluation is due at the latest, by the terms in force."""

from datetime import date

from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core import clock
from core.actors import Actor
from core.storing import store
from plans.enums import PlanStatus
from plans.jobs import CHECK_PLAN, REMIND_OF_PLAN
from plans.models import Plan
from plans.selectors import clock_of
from plans.services.locking import client_of


def set_clock(actor: Actor, plan: Plan, day: date | None = None) -> bool:
    """Bring the stored due date of a locked plan in step with the terms of `day` (today); tell whether it moved.

    A plan of which every version has ended has no clock.
    """
    is_open = plan.versions.exclude(status=PlanStatus.ENDED).exists()
    start, due = clock_of(plan, day or clock.today()) if is_open else (None, None)
    if (start, due) == (plan.clock_starts_on, plan.next_evaluation_due_on):
        return False
    before = snapshot(plan)
    plan.clock_starts_on, plan.next_evaluation_due_on = start, due
    store(plan, "clock_starts_on", "next_evaluation_due_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=plan, before=before, client=client_of(plan))
    REMIND_OF_PLAN.wake(plan.pk)
    CHECK_PLAN.wake(plan.pk)
    return True


def refresh_evaluation_dates(day: date) -> int:
    """Set every plan's due date to the terms in force on `day`; the number of plans whose date moved.

    Needed on the first day of a product version with another interval. Each plan is its own transaction.
    """
    actor = Actor.system("klok van evaluaties")
    moved = 0
    for plan_id in Plan.objects.exclude(clock_starts_on=None).order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            plan = (
                Plan.objects.select_for_update(of=("self",))
                .select_related("allocation__client", "allocation__variant")
                .get(pk=plan_id)
            )
            moved += set_clock(actor, plan, day)
    return moved

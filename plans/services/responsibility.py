"""Who is finally responsible for a plan: exactly one professional, without a day between two of them."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from organisations.models import Professional
from plans.models import Plan, Responsibility
from plans.selectors import check_responsible
from plans.services.locking import client_of, lock_plan


@transaction.atomic
def hand_over(*, actor: Actor, plan: Plan, professional: Professional, from_on: date) -> Responsibility:
    """The new responsibility, from `from_on`; the former one ends the day before.

    Raises `ValidationError` when the professional lacks the level, or `from_on` does not lie after the
    first day of who is responsible now.
    """
    plan = lock_plan(actor, plan.pk)
    check_responsible(professional, plan, from_on)
    former = plan.responsibilities.order_by("-starts_on").first()
    if former is not None:
        if from_on <= former.starts_on:
            raise ValidationError(
                {
                    "from_on": ValidationError(
                        "Kies een dag na %(day)s, de dag waarop %(name)s begon.",
                        code="hand_over_too_early",
                        params={"day": f"{former.starts_on:%d-%m-%Y}", "name": former.professional.name},
                    )
                }
            )
        before = snapshot(former)
        former.ends_on = from_on - timedelta(days=1)
        store(former, "ends_on")
        record(actor=actor, event=AuditEvent.CHANGED, target=former, before=before, client=client_of(plan))
    follower = Responsibility(plan=plan, professional=professional, starts_on=from_on)
    store(follower)
    record(actor=actor, event=AuditEvent.CREATED, target=follower, client=client_of(plan))
    return follower

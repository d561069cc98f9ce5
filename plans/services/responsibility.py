"""Who is finally responsible for a plan: exactly one professional, without a day between two of them."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.services.treatment import join_team
from core.actors import Actor
from core.storing import store
from organisations.models import Professional
from plans.jobs import CHECK_PLAN, REMIND_OF_PLAN
from plans.models import Agreement, Plan, PlanVersion, Responsibility
from plans.selectors import check_responsible
from plans.services.locking import client_of, lock_plan


@transaction.atomic
def hand_over(*, actor: Actor, plan: Plan, professional: Professional, from_on: date) -> Responsibility:
    """The new responsibility, from `from_on`; the former one ends the day before. The new one joins the team.

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
        _check_not_over_an_agreement(former, from_on)
        before = snapshot(former)
        former.ends_on = from_on - timedelta(days=1)
        store(former, "ends_on")
        record(actor=actor, event=AuditEvent.CHANGED, target=former, before=before, client=client_of(plan))
    follower = Responsibility(plan=plan, professional=professional, starts_on=from_on)
    store(follower)
    record(actor=actor, event=AuditEvent.CREATED, target=follower, client=client_of(plan))
    join_team(actor=actor, allocation=plan.allocation, user_id=professional.user_id, from_on=from_on)
    REMIND_OF_PLAN.wake(plan.pk)
    CHECK_PLAN.wake(plan.pk)
    return follower


def cover_from(actor: Actor, version: PlanVersion) -> None:
    """Let whoever is responsible first be so from the first day of a version that begins earlier than thought.

    Raises `ValidationError` when that professional could not be responsible on that day.
    """
    plan = version.plan
    first = plan.responsibilities.order_by("starts_on").select_related("professional").first()
    if first is None or first.starts_on <= version.starts_on:
        return
    check_responsible(first.professional, plan, version.starts_on)
    before = snapshot(first)
    first.starts_on = version.starts_on
    store(first, "starts_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=first, before=before, client=client_of(plan))


def _check_not_over_an_agreement(former: Responsibility, from_on: date) -> None:
    """What somebody agreed to as the responsible one on a day stays true afterwards."""
    agreements = Agreement.objects.filter(version__plan=former.plan_id, professional=former.professional_id)
    last = agreements.aggregate(last=Max("agreed_on"))["last"]
    if last is not None and from_on <= last:
        raise ValidationError(
            {
                "from_on": ValidationError(
                    "%(name)s gaf op %(day)s nog akkoord als eindverantwoordelijke. Kies een dag daarna.",
                    code="hand_over_before_agreement",
                    params={"day": f"{last:%d-%m-%Y}", "name": former.professional.name},
                )
            }
        )

"""Carrying a plan out, and ending it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core import clock
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from plans.enums import Party, PlanStatus
from plans.jobs import CHECK_PLAN, REMIND_OF_PLAN
from plans.models import PlanVersion
from plans.services.clock import set_clock
from plans.services.locking import client_of, lock_version
from plans.transitions import check_transition


@transaction.atomic
def start_execution(*, actor: Actor, version: PlanVersion) -> PlanVersion:
    """The agreed version in execution; the version that was carried out until now ends."""
    version = lock_version(actor, version)
    if version.status == PlanStatus.IN_EXECUTION:
        raise Conflict("De uitvoering van dit plan is al gestart. Bekijk het plan opnieuw.", code="execution_started")
    check_transition(version.status, PlanStatus.IN_EXECUTION)
    if version.agreements.standing().count() < len(Party):
        raise ValidationError(
            "Het akkoord met dit plan is ingetrokken. Maak een nieuwe versie en vraag opnieuw akkoord.",
            code="agreement_withdrawn",
        )
    for former in version.plan.versions.filter(status=PlanStatus.IN_EXECUTION):
        former.plan = version.plan
        end_version(actor, former, f"Opgevolgd door versie {version.number}.")
    before = snapshot(version)
    version.status = PlanStatus.IN_EXECUTION
    version.started_at = clock.now()
    store(version)
    record(actor=actor, event=AuditEvent.CHANGED, target=version, before=before, client=client_of(version.plan))
    set_clock(actor, version.plan)
    REMIND_OF_PLAN.wake(version.plan_id)
    CHECK_PLAN.wake(version.plan_id)
    return version


@transaction.atomic
def end_plan(*, actor: Actor, version: PlanVersion, reason: str) -> PlanVersion:
    """The version, ended with a reason. When nothing of the plan is left open its clock stops."""
    version = lock_version(actor, version, to_close=True)
    check_transition(version.status, PlanStatus.ENDED)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError("Vul in waarom het plan eindigt.", code="reason_missing")})
    end_version(actor, version, reason.strip())
    set_clock(actor, version.plan)
    REMIND_OF_PLAN.wake(version.plan_id)
    CHECK_PLAN.wake(version.plan_id)
    return version


def end_version(actor: Actor, version: PlanVersion, reason: str) -> None:
    """End a version of a locked plan, as part of a larger change that brings the clock in step."""
    before = snapshot(version)
    version.status = PlanStatus.ENDED
    version.ended_at = clock.now()
    version.end_reason = reason
    store(version)
    record(actor=actor, event=AuditEvent.CHANGED, target=version, before=before, client=client_of(version.plan))

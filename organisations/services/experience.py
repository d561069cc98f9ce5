from datetime import date
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import today
from core.storing import store
from organisations.access import may_edit_professional
from organisations.jobs import PROFESSIONAL_CHANGED
from organisations.models import PersonalCareCompetence, Professional, TargetGroup, TargetGroupExperience

R = TypeVar("R", TargetGroupExperience, PersonalCareCompetence)


@transaction.atomic
def record_experience(
    *,
    actor: Actor,
    professional: Professional,
    target_group: TargetGroup,
    position: str,
    evidence_reference: str,
    starts_on: date,
    ends_on: date | None = None,
) -> TargetGroupExperience:
    """Record demonstrable experience with a target group, and return it.

    Raises PermissionDenied, or ValidationError on wrong input.
    """
    return _add(
        actor,
        TargetGroupExperience(
            professional=professional,
            target_group=target_group,
            position=position,
            evidence_reference=evidence_reference,
            starts_on=starts_on,
            ends_on=ends_on,
        ),
    )


@transaction.atomic
def record_competence(
    *,
    actor: Actor,
    professional: Professional,
    evidence_reference: str,
    starts_on: date,
    ends_on: date | None = None,
) -> PersonalCareCompetence:
    """Record that somebody can give the personal care that is needed, and return it.

    Raises PermissionDenied, or ValidationError on wrong input.
    """
    return _add(
        actor,
        PersonalCareCompetence(
            professional=professional, evidence_reference=evidence_reference, starts_on=starts_on, ends_on=ends_on
        ),
    )


def _add(actor: Actor, row: R) -> R:
    professional = Professional.objects.select_for_update(of=("self",)).get(pk=row.professional_id)
    if not may_edit_professional(actor, professional, today()):
        raise PermissionDenied
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row)
    PROFESSIONAL_CHANGED.wake(professional.pk)
    return row

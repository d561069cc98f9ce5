"""A person judges what no machine can tell."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from clients.models import Allocation
from clients.services.checking import refuse_all_at_once
from compliance.access import may_judge_file, may_judge_provider
from compliance.models import FileJudgement, Judgement
from compliance.rules.judging import check_day, check_variant
from core.actors import Actor
from core.clock import today
from core.storing import store
from delivery.models import Group
from organisations.models import CareProvider
from products.models import Requirement


class Judged(TypedDict):
    """What was judged, why, on what it rests, and when."""

    verdict: str
    explanation: str
    basis: str
    judged_on: date


@transaction.atomic
def judge_requirement(
    *,
    actor: Actor,
    requirement: Requirement,
    provider: CareProvider,
    group: Group | None = None,
    **judged: Unpack[Judged],
) -> Judgement:
    """Write down what a person judges of a provider, or of one of its groups. Former judgements stay as they are.

    Raises PermissionDenied, and ValidationError with all faults at once: `judgement_complete`, `judged_in_future`,
    `judged_before_requirement`, `group_of_other`.
    """
    if not may_judge_provider(actor, provider):
        raise PermissionDenied
    row = Judgement(requirement=requirement, provider=provider, group=group, **_by(actor), **judged)
    refuse_all_at_once(
        row,
        ("judged_on", lambda: check_day(judged["judged_on"], today(), requirement.version.period)),
        ("group", lambda: _check_group(provider, group)),
    )
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row)
    return row


@transaction.atomic
def judge_file(
    *, actor: Actor, requirement: Requirement, allocation: Allocation, **judged: Unpack[Judged]
) -> FileJudgement:
    """Write down what a person judges of what is in a client's file. Former judgements stay as they are.

    Raises as `judge_requirement`, and `requirement_of_other` when it is no requirement of the allocated product.
    """
    if not may_judge_file(actor, allocation):
        raise PermissionDenied
    row = FileJudgement(requirement=requirement, allocation=allocation, **_by(actor), **judged)
    refuse_all_at_once(
        row,
        ("judged_on", lambda: check_day(judged["judged_on"], today(), requirement.version.period)),
        ("__all__", lambda: check_variant(requirement.version.variant_id, allocation.variant_id)),
    )
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row, client=allocation.client.public_id)
    return row


def _by(actor: Actor) -> dict[str, Any]:
    return {
        "judged_by_id": actor.user_id,
        "judge_name": actor.user_label,
        "on_behalf_of_id": actor.organisation_id,
    }


def _check_group(provider: CareProvider, group: Group | None) -> None:
    if group is not None and group.provider_id != provider.pk:
        raise ValidationError("Kies een groep van deze zorgaanbieder.", code="group_of_other")

"""What people write about a finding: the provider explains and plans to do better, a municipality judges."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from compliance.access import may_answer_finding, may_judge_finding
from compliance.enums import StepKind
from compliance.models import Finding, Step
from compliance.rules.handling import check_improvement_day
from core.actors import Actor
from core.clock import today
from core.storing import store


@transaction.atomic
def explain_finding(*, actor: Actor, finding: Finding, text: str) -> Step:
    """The provider says why the requirement was not met. Raises PermissionDenied, and ValidationError `step_text`."""
    return _write(actor, _answered(actor, finding), StepKind.EXPLANATION, text)


@transaction.atomic
def plan_improvement(*, actor: Actor, finding: Finding, text: str, due_on: date) -> Step:
    """The provider says what it does to meet it again, and when that is ready.

    Raises PermissionDenied, and ValidationError `step_text` or `due_in_past`.
    """
    finding = _answered(actor, finding)
    check_improvement_day(due_on, today=today())
    return _write(actor, finding, StepKind.IMPROVEMENT, text, due_on=due_on)


@transaction.atomic
def judge_finding(*, actor: Actor, finding: Finding, ruling: str, text: str) -> Step:
    """A municipality whose inhabitants it is about says what it makes of it. A former judgement stays.

    Raises PermissionDenied, and ValidationError `step_text` or `step_kind`.
    """
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if not may_judge_finding(actor, finding):
        raise PermissionDenied
    return _write(actor, finding, StepKind.JUDGEMENT, text, ruling=ruling, municipality_id=actor.organisation_id)


def _answered(actor: Actor, finding: Finding) -> Finding:
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if not may_answer_finding(actor, finding):
        raise PermissionDenied
    return finding


def _write(actor: Actor, finding: Finding, kind: StepKind, text: str, **values: Any) -> Step:
    values |= {"written_by_id": actor.user_id}
    step = Step(finding=finding, kind=kind, text=text.strip(), **values)
    store(step)
    client = finding.allocation.client.public_id if finding.allocation is not None else None
    record(actor=actor, event=AuditEvent.CREATED, target=step, client=client)
    return step

"""What goes before an evaluation: that somebody asks for it, and what everybody concerned thinks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_open_file
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from plans.access import may_request_evaluation
from plans.enums import PlanStatus
from plans.models import Evaluation, EvaluationRequest, Experience, Plan
from plans.services.locking import client_of, lock_open_evaluation

ANSWERS = frozenset({"name", "answered_how", "satisfaction", "cooperation", "goes_well", "could_be_better"})


@transaction.atomic
def request_evaluation(
    *, actor: Actor, plan: Plan, asked_by: str, name: str, asked_on: date, reason: str
) -> EvaluationRequest:
    """A request to evaluate before it is due; it stands on the work list until an evaluation is started.

    Raises `PermissionDenied`, `Conflict` (`evaluation_open`, `evaluation_asked`) and `ValidationError`
    (`not_in_execution`; at `asked_on`: `asked_in_future`).
    """
    rows = Plan.objects.select_for_update(of=("self",)).select_related("allocation__client", "allocation__variant")
    plan = rows.get(pk=plan.pk)
    if not (may_request_evaluation(actor, plan, today()) and may_open_file(actor, plan.allocation.client)):
        raise PermissionDenied
    running = plan.versions.filter(status=PlanStatus.IN_EXECUTION).first()
    if running is None:
        raise ValidationError("Alleen een plan dat in uitvoering is, wordt geëvalueerd.", code="not_in_execution")
    if running.evaluations.filter(completed_at=None).exists():
        raise Conflict("Er staat al een evaluatie open. Bespreek het daarin.", code="evaluation_open")
    if plan.evaluation_requests.waiting().exists():
        raise Conflict("Er is al om een evaluatie gevraagd. Die staat op de werkvoorraad.", code="evaluation_asked")
    if asked_on > today():
        raise ValidationError({"asked_on": ValidationError("Deze dag moet nog komen.", code="asked_in_future")})
    request = EvaluationRequest(
        plan=plan,
        asked_by=asked_by,
        name=name.strip(),
        asked_on=asked_on,
        reason=reason.strip(),
        recorded_by_id=actor.user_id,
    )
    store(request)
    record(actor=actor, event=AuditEvent.CREATED, target=request, client=client_of(plan))
    return request


def answer_requests(actor: Actor, evaluation: Evaluation) -> None:
    """Let an evaluation that is started be the answer to what was asked, as part of that start."""
    plan = evaluation.version.plan
    for request in plan.evaluation_requests.waiting():
        before = snapshot(request)
        request.evaluation = evaluation
        store(request, "evaluation")
        record(actor=actor, event=AuditEvent.CHANGED, target=request, before=before, client=client_of(plan))


@transaction.atomic
def record_experiences(
    *, actor: Actor, evaluation: Evaluation, revision: int, answers: Mapping[str, Mapping[str, Any]]
) -> Evaluation:
    """The open evaluation with what was answered beforehand, by `Respondent`; who is not named did not answer.

    Raises `Conflict`, `PermissionDenied` and `ValidationError`.
    """
    evaluation = lock_open_evaluation(actor, evaluation, revision)
    client = client_of(evaluation.version.plan)
    present = {row.respondent: row for row in evaluation.experiences.all()}
    for respondent, row in present.items():
        if respondent not in answers:
            record(actor=actor, event=AuditEvent.DELETED, target=row, client=client)
            row.delete()
    for respondent, values in answers.items():
        unknown = set(values) - ANSWERS
        if unknown:
            raise TypeError(f"An experience has no {', '.join(sorted(unknown))}.")
        known = present.get(respondent)
        row = known or Experience(evaluation=evaluation, respondent=respondent)
        before = snapshot(row) if known else None
        for name, value in values.items():
            setattr(row, name, value)
        store(row)
        event = AuditEvent.CHANGED if known else AuditEvent.CREATED
        record(actor=actor, event=event, target=row, before=before, client=client)
    evaluation.revision += 1
    store(evaluation, "revision")
    return evaluation

"""Evaluating a plan: begin, write, complete. Only a complete evaluation moves the clock."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core import clock
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from plans.enums import PlanStatus
from plans.models import Evaluation, GoalProgress, Participant, PlanVersion
from plans.selectors import missing_for_completion
from plans.services.clock import set_clock
from plans.services.experiences import answer_requests
from plans.services.indicators import replace_scores
from plans.services.locking import client_of, lock_open_evaluation, lock_version
from plans.services.wlz import open_track

ROW_FIELDS = {
    Participant: frozenset({"kind", "name", "contribution"}),
    GoalProgress: frozenset({"goal", "progress", "measured_value", "explanation"}),
}
"""What may be given of a row. A key among it would write over somebody else's row."""

EVALUATION_FIELDS = frozenset(
    {"held_on", "effectiveness", "changes", "report", "wmo_fit", "wmo_reason", "client_absence_reason"}
)


@transaction.atomic
def start_evaluation(*, actor: Actor, version: PlanVersion, held_on: date) -> Evaluation:
    """An open evaluation of a version in execution.

    Raises `Conflict` when one is open already, `ValidationError` when the version is not in execution.
    """
    version = lock_version(actor, version)
    if version.status != PlanStatus.IN_EXECUTION:
        raise ValidationError(
            "Alleen een plan dat in uitvoering is, wordt geëvalueerd. Start eerst de uitvoering.",
            code="not_in_execution",
        )
    if version.evaluations.filter(completed_at=None).exists():
        raise Conflict("Er staat al een evaluatie open. Ga daarin verder.", code="evaluation_open")
    evaluation = Evaluation(version=version, held_on=held_on, author_id=actor.user_id, author_name=actor.user_label)
    store(evaluation)
    record(actor=actor, event=AuditEvent.CREATED, target=evaluation, client=client_of(version.plan))
    answer_requests(actor, evaluation)
    return evaluation


@transaction.atomic
def change_evaluation(
    *,
    actor: Actor,
    evaluation: Evaluation,
    revision: int,
    values: Mapping[str, Any],
    participants: Sequence[Mapping[str, Any]] | None = None,
    progress: Sequence[Mapping[str, Any]] | None = None,
    scores: Mapping[str, int] | None = None,
) -> Evaluation:
    """The open evaluation with other values; participants, progress and scores, when given, replace the former ones."""
    unknown = set(values) - EVALUATION_FIELDS
    if unknown:
        raise TypeError(f"An evaluation has no {', '.join(sorted(unknown))}.")
    evaluation = lock_open_evaluation(actor, evaluation, revision)
    client = client_of(evaluation.version.plan)
    before = snapshot(evaluation)
    for name, value in values.items():
        setattr(evaluation, name, value)
    evaluation.revision += 1
    store(evaluation)
    record(actor=actor, event=AuditEvent.CHANGED, target=evaluation, before=before, client=client)
    if participants is not None:
        _replace(actor, evaluation, Participant, participants)
    if progress is not None:
        _replace(actor, evaluation, GoalProgress, progress)
    if scores is not None:
        replace_scores(actor, evaluation.version, evaluation, scores)
    return evaluation


@transaction.atomic
def complete_evaluation(*, actor: Actor, evaluation: Evaluation, revision: int) -> Evaluation:
    """The evaluation, complete: it counts from now on and the clock moves. Doubt about the Wmo opens a Wlz track.

    Raises `ValidationError` with everything that is still missing.
    """
    evaluation = lock_open_evaluation(actor, evaluation, revision)
    missing = missing_for_completion(evaluation, clock.today())
    if missing:
        raise ValidationError(missing)
    before = snapshot(evaluation)
    evaluation.author_id = actor.user_id
    evaluation.author_name = actor.user_label
    evaluation.completed_at = clock.now()
    evaluation.revision += 1
    store(evaluation)
    plan = evaluation.version.plan
    record(actor=actor, event=AuditEvent.CHANGED, target=evaluation, before=before, client=client_of(plan))
    open_track(actor, evaluation)
    set_clock(actor, plan)
    return evaluation


def _replace(
    actor: Actor,
    evaluation: Evaluation,
    kind: type[Participant] | type[GoalProgress],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    client = client_of(evaluation.version.plan)
    for former in kind._default_manager.filter(evaluation=evaluation):
        record(actor=actor, event=AuditEvent.DELETED, target=former, client=client)
        former.delete()
    for values in rows:
        unknown = set(values) - ROW_FIELDS[kind]
        if unknown:
            raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}.")
        row = kind(evaluation=evaluation, **values)
        if isinstance(row, GoalProgress) and row.goal.version_id != evaluation.version_id:
            raise ValidationError("Dit doel hoort niet bij dit plan.", code="goal_of_other_plan")
        store(row)
        record(actor=actor, event=AuditEvent.CREATED, target=row, client=client)

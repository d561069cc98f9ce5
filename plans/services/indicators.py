"""Scoring what is needed of supervision and proximity."""

from collections.abc import Mapping

from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from plans.models import Evaluation, IndicatorScore, PlanVersion
from plans.services.drafting import touch
from plans.services.locking import client_of, lock_version


@transaction.atomic
def score_start(*, actor: Actor, version: PlanVersion, revision: int, scores: Mapping[str, int]) -> PlanVersion:
    """The draft with what is needed at its start, by indicator; what is not named is not scored any more.

    What was carried over counts as scored from now on, also where it stays as it was.

    An agreement that one side gave already lapses. Raises `Conflict`, `PermissionDenied`, `ValidationError`.
    """
    version = lock_version(actor, version, revision)
    touch(actor, version)
    replace_scores(actor, version, None, scores)
    store(version, "revision")
    return version


def replace_scores(
    actor: Actor, version: PlanVersion, evaluation: Evaluation | None, scores: Mapping[str, int]
) -> None:
    """Make these the scores of a locked version, or of an evaluation of it, as part of a larger change."""
    client = client_of(version.plan)
    present = {row.indicator: row for row in IndicatorScore.objects.filter(version=version, evaluation=evaluation)}
    for indicator, row in present.items():
        if indicator not in scores:
            record(actor=actor, event=AuditEvent.DELETED, target=row, client=client)
            row.delete()
    for indicator, score in scores.items():
        known = present.get(indicator)
        if known is None:
            row = IndicatorScore(version=version, evaluation=evaluation, indicator=indicator, score=score)
            store(row)
            record(actor=actor, event=AuditEvent.CREATED, target=row, client=client)
        elif known.score != score or known.is_carried_over:
            before = snapshot(known)
            known.score, known.is_carried_over = score, False
            store(known, "score", "is_carried_over")
            record(actor=actor, event=AuditEvent.CHANGED, target=known, before=before, client=client)

"""What a draft starts with: an earlier version, a template, or what was agreed in the conversation.

Each is part of a larger change: the caller holds the lock of the plan and stores the version.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max, Model

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from plans.models import (
    Activity,
    AgreedResult,
    Evaluation,
    EvaluationMoment,
    Goal,
    IndicatorScore,
    PlanTemplate,
    PlanVersion,
)
from plans.selectors import scores_at, start_scores
from plans.services.activities import ACTIVITY
from plans.services.locking import client_of

R = TypeVar("R", Goal, Activity, EvaluationMoment)

TEXTS: Final = ("situation", "needed_support", "taken_over")
CHOSEN: Final = (*TEXTS, "evaluation_interval_months")
"""What a plan says apart from its period and its goals."""
GOAL_OF_TEMPLATE: Final = ("domain", "statement", "measure", "unit", "start_value", "target_value", "why_realistic")


def take_over_goals(actor: Actor, version: PlanVersion, former: PlanVersion, without: Collection[int] = ()) -> None:
    """Copy the goals of an earlier version with their activities, apart from those whose keys are `without`.

    They are numbered anew, and each knows which goal it continues.
    """
    client = client_of(version.plan)
    rows = former.goals.exclude(pk__in=without).prefetch_related("activities").order_by("position")
    for position, goal in enumerate(rows, start=_next_position(version)):
        activities = list(goal.activities.all())
        copied = copy_row(actor, goal, client, version=version, continues=goal, position=position)
        for activity in activities:
            copy_row(actor, activity, client, goal=copied)


def carry_scores_over(actor: Actor, version: PlanVersion, former: PlanVersion) -> None:
    """Begin with what was needed at the last complete evaluation of the earlier plan, or else at its start.

    Each score is marked: nobody looked at it for this version, so it is no measurement until somebody does.
    """
    client = client_of(version.plan)
    evaluated = Evaluation.objects.complete().filter(version__plan=former.plan_id).order_by("held_on", "pk").last()
    scores = (scores_at(evaluated) if evaluated is not None else {}) or start_scores(former)
    for indicator, score in scores.items():
        row = IndicatorScore(version=version, indicator=indicator, score=score, is_carried_over=True)
        _create(actor, row, client)


def start_from_former(actor: Actor, version: PlanVersion, former: PlanVersion, without: Collection[int] = ()) -> None:
    """Begin with the texts, goals and scores of an earlier plan of the same client at the same provider.

    Raises `ValidationError` (code `former_gone`) for a plan of somebody else, or one that never counted.
    """
    allocation = version.plan.allocation
    own = PlanVersion.objects.visible_to(actor).filter(
        plan__allocation__client=allocation.client_id, plan__allocation__provider=allocation.provider_id
    )
    if not own.exclude(agreed_at=None).filter(pk=former.pk).exists():
        raise ValidationError(
            {"begin_with": ValidationError("Dit plan is er niet meer. Kies iets anders.", code="former_gone")}
        )
    _set(actor, version, {name: getattr(former, name) for name in (*TEXTS, "attends")})
    take_over_goals(actor, version, former, without)
    carry_scores_over(actor, version, former)


def start_from_template(actor: Actor, version: PlanVersion, template: PlanTemplate) -> None:
    """Begin with the texts and goals of a template of this product.

    Raises `ValidationError` (code `template_gone`) for a template of another product or provider, or a retired one.
    """
    usable = PlanTemplate.objects.visible_to(actor).filter(retired_at=None, variant=version.plan.allocation.variant_id)
    current = usable.filter(pk=template.pk).first()
    if current is None:
        raise ValidationError(
            {"begin_with": ValidationError("Dit sjabloon is er niet meer. Kies een ander.", code="template_gone")}
        )
    _set(actor, version, {name: getattr(current, name) for name in CHOSEN})
    rows = current.goals.prefetch_related("activities").order_by("position")
    for position, row in enumerate(rows, start=_next_position(version)):
        values = {name: getattr(row, name) for name in GOAL_OF_TEMPLATE}
        goal = Goal(version=version, position=position, template=current, **values)
        _create(actor, goal, client_of(version.plan))
        for activity in row.activities.all():
            made = Activity(goal=goal, **{name: getattr(activity, name) for name in ACTIVITY})
            _create(actor, made, client_of(version.plan))


def start_from_results(actor: Actor, version: PlanVersion, results: Iterable[AgreedResult]) -> None:
    """Add a goal for each agreed result that no goal of the version is about yet, in the words of the agreement."""
    known = set(version.goals.exclude(result=None).values_list("result_id", flat=True))
    wanted = [result for result in results if result.pk not in known]
    for position, result in enumerate(wanted, start=_next_position(version)):
        goal = Goal(version=version, position=position, domain=result.domain, statement=result.text, result=result)
        _create(actor, goal, client_of(version.plan))


def copy_row(actor: Actor, row: R, client: UUID, **changes: Any) -> R:
    """A new row with the content of `row`, apart from the keys, and with these changes."""
    content = [field.attname for field in row._meta.concrete_fields if field.name not in {"id", "public_id"}]
    copied = type(row)(**{name: getattr(row, name) for name in content})
    for name, value in changes.items():
        setattr(copied, name, value)
    _create(actor, copied, client)
    return copied


def _create(actor: Actor, row: Model, client: UUID) -> None:
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row, client=client)


def _set(actor: Actor, version: PlanVersion, values: dict[str, Any]) -> None:
    before = snapshot(version)
    for name, value in values.items():
        setattr(version, name, value)
    store(version, *values)
    record(actor=actor, event=AuditEvent.CHANGED, target=version, before=before, client=client_of(version.plan))


def _next_position(version: PlanVersion) -> int:
    last: int = version.goals.aggregate(last=Max("position"))["last"] or 0
    return last + 1

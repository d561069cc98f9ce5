"""Keeping the templates with which plans of a provider can start. They are about nobody."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core import clock
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from organisations.models import CareProvider
from plans.access import may_change_template, may_keep_templates
from plans.models import PlanTemplate, TemplateGoal
from plans.services.activities import ACTIVITY, move_up, remove_activities, replace_activities
from plans.services.beginning import CHOSEN, GOAL_OF_TEMPLATE
from products.models import ProductVariant

TEMPLATE: Final = frozenset({"name", *CHOSEN})


@transaction.atomic
def create_template(*, actor: Actor, variant: ProductVariant, values: Mapping[str, Any]) -> PlanTemplate:
    """A template of the actor's own provider, still without goals.

    Raises `PermissionDenied`, and `ValidationError` (code `template_name`) for a name that is taken.
    """
    template = PlanTemplate(provider=_own_provider(actor), variant=variant)
    _fill(template, values, TEMPLATE)
    store(template)
    record(actor=actor, event=AuditEvent.CREATED, target=template)
    return template


@transaction.atomic
def copy_template(*, actor: Actor, template: PlanTemplate) -> PlanTemplate:
    """A copy for the own provider of a template that the actor sees: to fit what comes with the software."""
    provider = _own_provider(actor)
    source = PlanTemplate.objects.visible_to(actor).filter(pk=template.pk).first()
    if source is None:
        raise PermissionDenied
    name = _free_name(provider, source)
    copied = PlanTemplate(provider=provider, variant=source.variant, name=name, source=source.source)
    _fill(copied, {name: getattr(source, name) for name in CHOSEN}, TEMPLATE)
    store(copied)
    record(actor=actor, event=AuditEvent.CREATED, target=copied)
    for row in source.goals.prefetch_related("activities").order_by("position"):
        values = {name: getattr(row, name) for name in GOAL_OF_TEMPLATE}
        activities = [{name: getattr(one, name) for name in ACTIVITY} for one in row.activities.all()]
        _add_goal(actor, copied, values, activities)
    return copied


@transaction.atomic
def change_template(*, actor: Actor, template: PlanTemplate, revision: int, values: Mapping[str, Any]) -> PlanTemplate:
    """The template with another name or other texts. Plans that started from it stay as they are."""
    template = _lock(actor, template, revision)
    before = snapshot(template)
    _fill(template, values, TEMPLATE)
    template.revision += 1
    store(template)
    record(actor=actor, event=AuditEvent.CHANGED, target=template, before=before)
    return template


@transaction.atomic
def retire_template(*, actor: Actor, template: PlanTemplate) -> PlanTemplate:
    """No plan can start from it any more; plans that did still say so."""
    template = _lock(actor, template)
    before = snapshot(template)
    template.retired_at = clock.now()
    template.revision += 1
    store(template)
    record(actor=actor, event=AuditEvent.CHANGED, target=template, before=before)
    return template


@transaction.atomic
def add_template_goal(
    *,
    actor: Actor,
    template: PlanTemplate,
    revision: int,
    values: Mapping[str, Any],
    activities: Sequence[Mapping[str, Any]] = (),
) -> TemplateGoal:
    """A new goal at the end of a template."""
    template = _lock(actor, template, revision)
    goal = _add_goal(actor, template, values, activities)
    _count(template)
    return goal


@transaction.atomic
def change_template_goal(
    *,
    actor: Actor,
    goal: TemplateGoal,
    revision: int,
    values: Mapping[str, Any],
    activities: Sequence[Mapping[str, Any]],
) -> TemplateGoal:
    """The goal with other values; the given activities replace the former ones."""
    template = _lock(actor, goal.template, revision)
    goal = template.goals.get(pk=goal.pk)
    before = snapshot(goal)
    _fill(goal, values, frozenset(GOAL_OF_TEMPLATE))
    store(goal)
    record(actor=actor, event=AuditEvent.CHANGED, target=goal, before=before)
    replace_activities(actor, goal, activities)
    _count(template)
    return goal


@transaction.atomic
def remove_template_goal(*, actor: Actor, goal: TemplateGoal, revision: int) -> None:
    """Take a goal out of a template; the goals behind it move up."""
    template = _lock(actor, goal.template, revision)
    goal = template.goals.get(pk=goal.pk)
    position = goal.position
    remove_activities(actor, goal)
    record(actor=actor, event=AuditEvent.DELETED, target=goal)
    goal.delete()
    move_up(actor, template.goals.filter(position__gt=position).order_by("position"))
    _count(template)


def _own_provider(actor: Actor) -> CareProvider:
    if not may_keep_templates(actor) or actor.organisation_id is None:
        raise PermissionDenied
    return CareProvider.objects.get(pk=actor.organisation_id)


def _lock(actor: Actor, template: PlanTemplate, revision: int | None = None) -> PlanTemplate:
    current = PlanTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if not may_change_template(actor, current):
        raise PermissionDenied
    if current.retired_at is not None:
        raise Conflict("Dit sjabloon is niet meer in gebruik.", code="template_retired")
    if revision is not None and current.revision != revision:
        raise Conflict(
            "Iemand anders heeft dit sjabloon gewijzigd terwijl u bezig was. "
            "Bekijk wat er nu staat, pas uw tekst aan en sla opnieuw op.",
            code="template_changed",
        )
    return current


def _fill(row: Any, values: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = set(values) - known
    if unknown:
        raise TypeError(f"A {type(row).__name__} has no {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(row, name, value)


def _count(template: PlanTemplate) -> None:
    template.revision += 1
    store(template, "revision")


def _add_goal(
    actor: Actor, template: PlanTemplate, values: Mapping[str, Any], activities: Sequence[Mapping[str, Any]]
) -> TemplateGoal:
    last = template.goals.aggregate(last=Max("position"))["last"] or 0
    goal = TemplateGoal(template=template, position=last + 1)
    _fill(goal, values, frozenset(GOAL_OF_TEMPLATE))
    store(goal)
    record(actor=actor, event=AuditEvent.CREATED, target=goal)
    replace_activities(actor, goal, activities)
    return goal


def _free_name(provider: CareProvider, source: PlanTemplate) -> str:
    """The name of the source, or with a number behind it when the provider has one of that name."""
    taken = set(
        PlanTemplate.objects.filter(provider=provider, variant=source.variant, retired_at=None).values_list(
            "name", flat=True
        )
    )
    longest = PlanTemplate._meta.get_field("name").max_length or 0
    name, number = source.name, 1
    while name in taken:
        number += 1
        name = f"{source.name[: longest - 4]} {number}"
    return name

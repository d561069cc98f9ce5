"""Visits of what helps to write plans: templates, and what changed between two versions."""

from collections.abc import Callable, Iterator
from typing import Any

from core.actors import Actor
from plans.models import PlanTemplate, PlanVersion
from plans.services.drafting import change_plan, start_new_version
from plans.services.goals import change_goal


def of_templates(visit: Callable[..., Any]) -> Iterator[Any]:
    """The templates with which plans can start."""
    template = PlanTemplate.objects.filter(provider__isnull=False)[0]
    general = PlanTemplate.objects.filter(provider=None).order_by("variant__position", "name")[0]
    goal = template.goals.order_by("position")[0]
    yield visit("templates", "plans:templates")
    yield visit("new template", "plans:new_template")
    yield visit("template", "plans:template", template.public_id)
    yield visit("general template", "plans:template", general.public_id)
    yield visit("change template", "plans:change_template", template.public_id)
    yield visit("add template goal", "plans:add_template_goal", template.public_id)
    yield visit("change template goal", "plans:change_template_goal", goal.public_id)
    yield visit("remove template goal", "plans:remove_template_goal", goal.public_id)


def amended_plan(first: PlanVersion, writer: Actor) -> PlanVersion:
    """A second version in which words, a goal and the period changed."""
    version = start_new_version(actor=writer, plan=first.plan)
    version = change_plan(
        actor=writer,
        version=version,
        revision=version.revision,
        values={"situation": "Het gaat thuis anders dan eerst."},
    )
    goal = version.goals.order_by("position")[0]
    change_goal(
        actor=writer, goal=goal, revision=version.revision, values={"statement": f"{goal.statement} Ook op vrijdag."}
    )
    return PlanVersion.objects.get(pk=version.pk)


def of_draft(visit: Callable[..., Any], draft: PlanVersion) -> Iterator[Any]:
    """The forms of a draft."""
    yield visit("change plan", "plans:change", draft.public_id)
    yield visit("score start", "plans:score_start", draft.public_id)
    yield visit("moments", "plans:moments", draft.public_id)
    yield visit("add goal", "plans:add_goal", draft.public_id)
    goal = draft.goals.order_by("position")[0]
    yield visit("change goal", "plans:change_goal", goal.public_id)
    yield visit("remove goal", "plans:remove_goal", goal.public_id)


def of_versions(
    visit: Callable[..., Any], evaluated: PlanVersion, running: PlanVersion, writer: Actor
) -> Iterator[Any]:
    """What is asked before a new version, and what changed in one."""
    amended = amended_plan(running, writer)
    yield visit("new version", "plans:new_version", evaluated.public_id)
    yield visit("changes of plan", "plans:changes", amended.public_id)
    yield visit("second version of plan", "plans:detail", amended.public_id)

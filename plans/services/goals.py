"""Writing the goals of a draft, each with its activities."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from plans.models import Goal, PlanVersion
from plans.selectors import results_of
from plans.services.activities import move_up, remove_activities, replace_activities
from plans.services.drafting import touch
from plans.services.locking import client_of, lock_version

GOAL_FIELDS = frozenset(
    {
        "domain",
        "statement",
        "measure",
        "unit",
        "start_value",
        "target_value",
        "client_words",
        "has_consent",
        "why_realistic",
        "due_on",
        "result",
    }
)


@transaction.atomic
def add_goal(
    *,
    actor: Actor,
    version: PlanVersion,
    revision: int,
    values: Mapping[str, Any],
    activities: Sequence[Mapping[str, Any]] = (),
) -> Goal:
    """A new goal at the end of a draft. What is not filled in yet may follow; agreeing asks for all of it."""
    version = lock_version(actor, version, revision)
    touch(actor, version)
    last = version.goals.aggregate(last=Max("position"))["last"] or 0
    goal = Goal(version=version, position=last + 1)
    _fill(goal, values)
    store(goal)
    record(actor=actor, event=AuditEvent.CREATED, target=goal, client=client_of(version.plan))
    replace_activities(actor, goal, activities, client_of(version.plan))
    store(version, "revision")
    return goal


@transaction.atomic
def change_goal(
    *,
    actor: Actor,
    goal: Goal,
    revision: int,
    values: Mapping[str, Any],
    activities: Sequence[Mapping[str, Any]] | None = None,
) -> Goal:
    """The goal with other values; `activities`, when given, replace the former ones."""
    version = lock_version(actor, goal.version, revision)
    touch(actor, version)
    goal = version.goals.get(pk=goal.pk)
    before = snapshot(goal)
    _fill(goal, values)
    store(goal)
    record(actor=actor, event=AuditEvent.CHANGED, target=goal, before=before, client=client_of(version.plan))
    if activities is not None:
        replace_activities(actor, goal, activities, client_of(version.plan))
    store(version, "revision")
    return goal


@transaction.atomic
def remove_goal(*, actor: Actor, goal: Goal, revision: int) -> None:
    """Take a goal out of a draft; the goals behind it move up."""
    version = lock_version(actor, goal.version, revision)
    touch(actor, version)
    client = client_of(version.plan)
    goal = version.goals.get(pk=goal.pk)
    remove_activities(actor, goal, client)
    record(actor=actor, event=AuditEvent.DELETED, target=goal, client=client)
    position = goal.position
    goal.delete()
    move_up(actor, version.goals.filter(position__gt=position).order_by("position"), client)
    store(version, "revision")


def _fill(goal: Goal, values: Mapping[str, Any]) -> None:
    unknown = set(values) - GOAL_FIELDS
    if unknown:
        raise TypeError(f"A goal has no {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(goal, name, value)
    if goal.result is not None and goal.result not in results_of(goal.version.plan):
        message = "Dit resultaat hoort niet bij deze toewijzing. Kies een ander."
        raise ValidationError({"result": ValidationError(message, code="result_of_another")})

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
from plans.models import Activity, Goal, PlanVersion
from plans.selectors import results_of
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
ACTIVITY_FIELDS = frozenset({"description", "times", "per", "performed_by", "is_in_group"})


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
    _replace_activities(actor, goal, activities)
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
        _replace_activities(actor, goal, activities)
    store(version, "revision")
    return goal


@transaction.atomic
def remove_goal(*, actor: Actor, goal: Goal, revision: int) -> None:
    """Take a goal out of a draft; the goals behind it move up."""
    version = lock_version(actor, goal.version, revision)
    touch(actor, version)
    client = client_of(version.plan)
    goal = version.goals.get(pk=goal.pk)
    _remove_activities(actor, goal)
    record(actor=actor, event=AuditEvent.DELETED, target=goal, client=client)
    position = goal.position
    goal.delete()
    for follower in version.goals.filter(position__gt=position).order_by("position"):
        before = snapshot(follower)
        follower.position -= 1
        store(follower, "position")
        record(actor=actor, event=AuditEvent.CHANGED, target=follower, before=before, client=client)
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


def _remove_activities(actor: Actor, goal: Goal) -> None:
    for activity in goal.activities.all():
        record(actor=actor, event=AuditEvent.DELETED, target=activity, client=client_of(goal.version.plan))
        activity.delete()


def _replace_activities(actor: Actor, goal: Goal, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the activities as given. All faults come back at once, each with the number of its activity."""
    client = client_of(goal.version.plan)
    _remove_activities(actor, goal)
    faults: list[ValidationError] = []
    for number, row in enumerate(rows, start=1):
        unknown = set(row) - ACTIVITY_FIELDS
        if unknown:
            raise TypeError(f"An activity has no {', '.join(sorted(unknown))}.")
        activity = Activity(goal=goal, **row)
        try:
            store(activity)
        except ValidationError as error:
            faults.extend(
                ValidationError(f"Activiteit {number}: {message}", code="activity") for message in error.messages
            )
        else:
            record(actor=actor, event=AuditEvent.CREATED, target=activity, client=client)
    if faults:
        raise ValidationError({"activities": faults})

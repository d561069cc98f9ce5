"""Writing the activities of a goal, and closing the gap that a goal leaves: of a plan and of a template alike."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from plans.models import Activity, Goal, TemplateActivity, TemplateGoal

ACTIVITY: Final = ("description", "times", "per", "performed_by", "is_in_group", "moments")
"""What an activity of a plan and one of a template have in common."""


def replace_activities(
    actor: Actor, goal: Goal | TemplateGoal, rows: Sequence[Mapping[str, Any]], client: UUID | None = None
) -> None:
    """Make these the activities of the goal. All faults come back at once, each with the number of its activity."""
    remove_activities(actor, goal, client)
    faults: list[ValidationError] = []
    for number, row in enumerate(rows, start=1):
        unknown = set(row).difference(ACTIVITY)
        if unknown:
            raise TypeError(f"An activity has no {', '.join(sorted(unknown))}.")
        activity = Activity(goal=goal, **row) if isinstance(goal, Goal) else TemplateActivity(goal=goal, **row)
        try:
            store(activity)
        except ValidationError as error:
            faults += [
                ValidationError(f"Activiteit {number}: {message}", code="activity") for message in error.messages
            ]
        else:
            record(actor=actor, event=AuditEvent.CREATED, target=activity, client=client)
    if faults:
        raise ValidationError({"activities": faults})


def remove_activities(actor: Actor, goal: Goal | TemplateGoal, client: UUID | None = None) -> None:
    """Take all activities of the goal away."""
    for activity in goal.activities.all():
        record(actor=actor, event=AuditEvent.DELETED, target=activity, client=client)
        activity.delete()


def move_up(actor: Actor, followers: Iterable[Goal | TemplateGoal], client: UUID | None = None) -> None:
    """Let the goals behind one that went, in their order, take its number and the next ones."""
    for follower in followers:
        before = snapshot(follower)
        follower.position -= 1
        store(follower, "position")
        record(actor=actor, event=AuditEvent.CHANGED, target=follower, before=before, client=client)

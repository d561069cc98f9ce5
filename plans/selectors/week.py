"""The client's week as a version of a plan tells it."""

from collections.abc import Iterable

from clients.enums import Frequency
from plans.models import Activity, Goal, PlanVersion
from plans.rules import PlannedActivity, WeekPicture, week_advice, week_picture


def week_of(version: PlanVersion, goals: Iterable[Goal]) -> WeekPicture | None:
    """The picture of the week, None when no moment was filled in: no query when activities are at hand."""
    return week_picture(version.attends, _planned(goals))


def advice_on_week(version: PlanVersion, goals: Iterable[Goal]) -> list[str]:
    """What in the week does not fit together, or not with the volume of the allocation."""
    allocation = version.plan.allocation
    is_weekly = allocation.frequency == Frequency.WEEK
    return week_advice(version.attends, _planned(goals), allocated_per_week=allocation.volume if is_weekly else None)


def _planned(goals: Iterable[Goal]) -> list[PlannedActivity]:
    return [_as_planned(activity) for goal in goals for activity in goal.activities.all()]


def _as_planned(activity: Activity) -> PlannedActivity:
    return PlannedActivity(
        description=activity.description,
        times=activity.times,
        per=activity.per,
        is_in_group=activity.is_in_group,
        moments=activity.moments,
    )

"""The way from the Wmo to the Wlz: which track a plan has, and when one stands still."""

from datetime import date, timedelta

from plans.enums import PlanParameter
from plans.models import Plan, WlzTrack
from plans.selectors.settings import setting


def quiet_days(day: date) -> int | None:
    """After how many days without a step a track stands still, as set for `day`; None when nothing is set."""
    return setting(PlanParameter.WLZ_QUIET_DAYS, day)


def progress_wanted_since(day: date) -> date | None:
    """The first day of the time in which a track must have had a step, to move on `day`; None when nothing is set."""
    days = quiet_days(day)
    return None if days is None else day - timedelta(days=days - 1)


def last_progress(track: WlzTrack) -> date:
    """The day of the last step, or on which the track began."""
    return max([track.opened_on, *(step.taken_on for step in track.steps.all())])


def days_quiet(track: WlzTrack, day: date) -> int:
    """How many days ago that was, on `day`."""
    return (day - last_progress(track)).days


def running_track(plan: Plan) -> WlzTrack | None:
    """The track of the plan that has not ended, if there is one."""
    return plan.wlz_tracks.running().first()

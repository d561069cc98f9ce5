"""What all checks on who was there say of one session together: as compact as it is kept."""

from typing import NamedTuple

from compliance.enums import State
from compliance.rules.presence import (
    Attendance,
    check_cover,
    check_group,
    check_levels,
    check_personal_care,
    check_ratio,
    check_volunteers,
    worst_case,
)
from compliance.rules.timeline import within


class Outcome(NamedTuple):
    """The state of each check, and how much is short of the ratio."""

    ratio: State
    cover: State
    volunteers: State
    gathering: State
    care: State
    levels: State
    short: int
    """How many professionals there were too few at the worst moment of the dagdeel."""
    short_minutes: int
    """Minutes of professionals that were missing in the dagdeel: two too few for an hour is 120."""


def outcome_of(attendance: Attendance) -> Outcome:
    """All checks on one session. Where times are missing, what is short is that of the worst that may have been."""
    worst = worst_case(attendance)
    stretches = within(worst.stretches, worst.starts, worst.ends)
    return Outcome(
        ratio=check_ratio(attendance).state,
        cover=check_cover(attendance).state,
        volunteers=check_volunteers(attendance).state,
        gathering=check_group(attendance).state,
        care=check_personal_care(attendance).state,
        levels=check_levels(attendance).state,
        short=max((one.short for one in stretches), default=0),
        short_minutes=sum(one.short * one.minutes for one in stretches),
    )

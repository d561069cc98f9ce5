"""What all checks on who was there say of one session together: as compact as it is kept."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from compliance.enums import State
from compliance.rules.presence import (
    Attendance,
    Check,
    check_cover,
    check_group,
    check_levels,
    check_personal_care,
    check_ratio,
    check_volunteers,
)
from products.enums import RuleKind

CHECKS: Final[Mapping[str, tuple[RuleKind, Check]]] = {
    "ratio": (RuleKind.MAX_CLIENTS_PER_PROFESSIONAL, check_ratio),
    "cover": (RuleKind.CONTINUOUS_COVER, check_cover),
    "volunteers": (RuleKind.VOLUNTEERS_BESIDE, check_volunteers),
    "gathering": (RuleKind.DELIVERED_IN_GROUP, check_group),
    "care": (RuleKind.PERSONAL_CARE_COMPETENCE, check_personal_care),
    "levels": (RuleKind.MIN_LEVEL_EXECUTION, check_levels),
}
"""The checks on who was there: under which name the answer is kept, for which kind of requirement, and how."""


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
    stretches = attendance.worst.inside
    states: dict[str, Any] = {name: check(attendance).state for name, (_, check) in CHECKS.items()}
    return Outcome(
        **states,
        short=max((one.short for one in stretches), default=0),
        short_minutes=sum(one.short * one.minutes for one in stretches),
    )

"""The only writers of groups, rosters and attendance."""

from delivery.services.attendance import (
    add_client,
    add_staff,
    confirm_as_planned,
    correct_attendance,
    record_attendance,
)
from delivery.services.closing import close_session, write_handover
from delivery.services.groups import change_group, close_day, decide_mix, reopen_day, set_hours, start_group
from delivery.services.leave import change_leave, end_leave, report_leave
from delivery.services.placements import change_placement, end_placement, place_client
from delivery.services.planning import derive_sessions
from delivery.services.roster import add_roster_line, change_roster_line, end_roster_line
from delivery.services.swaps import cancel_session, move_staff, plan_staff, resume_session, unplan_staff
from delivery.services.volunteers import add_helper, change_helper

__all__ = [
    "add_client",
    "add_helper",
    "add_roster_line",
    "add_staff",
    "cancel_session",
    "change_group",
    "change_helper",
    "change_leave",
    "change_placement",
    "change_roster_line",
    "close_day",
    "close_session",
    "confirm_as_planned",
    "correct_attendance",
    "decide_mix",
    "derive_sessions",
    "end_leave",
    "end_placement",
    "end_roster_line",
    "move_staff",
    "place_client",
    "plan_staff",
    "record_attendance",
    "reopen_day",
    "report_leave",
    "resume_session",
    "set_hours",
    "start_group",
    "unplan_staff",
    "write_handover",
]

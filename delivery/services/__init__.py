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
from delivery.services.placements import (
    change_placement,
    end_placement,
    place_client,
    preview_change,
    preview_placement,
)

__all__ = [
    "add_client",
    "add_staff",
    "change_group",
    "change_placement",
    "close_day",
    "close_session",
    "confirm_as_planned",
    "correct_attendance",
    "decide_mix",
    "end_placement",
    "place_client",
    "preview_change",
    "preview_placement",
    "record_attendance",
    "reopen_day",
    "set_hours",
    "start_group",
    "write_handover",
]

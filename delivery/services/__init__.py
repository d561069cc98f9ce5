"""The only writers of groups, rosters and attendance."""

from delivery.services.groups import change_group, close_day, decide_mix, reopen_day, set_hours, start_group
from delivery.services.placements import (
    change_placement,
    end_placement,
    place_client,
    preview_change,
    preview_placement,
)

__all__ = [
    "change_group",
    "change_placement",
    "close_day",
    "decide_mix",
    "end_placement",
    "place_client",
    "preview_change",
    "preview_placement",
    "reopen_day",
    "set_hours",
    "start_group",
]

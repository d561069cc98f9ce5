"""Rules of groups, rosters and attendance: pure functions over values."""

from delivery.rules.opening import Hours, check_hours
from delivery.rules.placing import Placed, check_inside, check_open, check_room

__all__ = ["Hours", "Placed", "check_hours", "check_inside", "check_open", "check_room"]

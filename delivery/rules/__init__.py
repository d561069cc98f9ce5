"""Rules of groups, rosters and attendance: pure functions over values."""

from delivery.rules.free import Free, Offer, Opened, changes_ahead, first_free
from delivery.rules.opening import Hours, check_hours
from delivery.rules.placing import Placed, check_inside, check_open, check_room, most_at_once, number_on

__all__ = [
    "Free",
    "Hours",
    "Offer",
    "Opened",
    "Placed",
    "changes_ahead",
    "check_hours",
    "check_inside",
    "check_open",
    "check_room",
    "first_free",
    "most_at_once",
    "number_on",
]

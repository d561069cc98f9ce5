"""Rules of groups, rosters and attendance: pure functions over values."""

from delivery.rules.free import Free, Offer, Opened, changes_ahead, first_free
from delivery.rules.opening import Hours, check_hours
from delivery.rules.placing import Placed, check_inside, check_open, check_room, most_at_once, number_on
from delivery.rules.rostering import (
    Times,
    Worked,
    check_alone,
    check_employed,
    check_free,
    check_in_session,
    check_times,
    last_day,
    worked,
)

__all__ = [
    "Free",
    "Hours",
    "Offer",
    "Opened",
    "Placed",
    "Times",
    "Worked",
    "changes_ahead",
    "check_alone",
    "check_employed",
    "check_free",
    "check_hours",
    "check_in_session",
    "check_inside",
    "check_open",
    "check_room",
    "check_times",
    "first_free",
    "last_day",
    "most_at_once",
    "number_on",
    "worked",
]

"""Rules of the clients room: pure functions over values, by subject."""

from clients.rules.files import (
    EXPIRES_WITHIN,
    OVERLAP_MESSAGE,
    VOLUME_MESSAGE,
    WEEK_VOLUME_MESSAGE,
    access_since,
    change_reason_of,
    check_birth_date,
    check_end,
    check_inside_contract,
    check_no_overlap,
    check_rate_agreed,
    check_same_region,
    check_start_of_delivery,
    check_volume,
    period_faults,
)

__all__ = [
    "EXPIRES_WITHIN",
    "OVERLAP_MESSAGE",
    "VOLUME_MESSAGE",
    "WEEK_VOLUME_MESSAGE",
    "access_since",
    "change_reason_of",
    "check_birth_date",
    "check_end",
    "check_inside_contract",
    "check_no_overlap",
    "check_rate_agreed",
    "check_same_region",
    "check_start_of_delivery",
    "check_volume",
    "period_faults",
]

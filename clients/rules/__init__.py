"""Rules of the clients room: pure functions over values, by subject."""

from clients.rules.files import (
    EXPIRES_WITHIN,
    access_since,
    change_reason_of,
    check_birth_date,
    check_end,
    check_inside_contract,
    check_start_of_delivery,
    period_faults,
)

__all__ = [
    "EXPIRES_WITHIN",
    "access_since",
    "change_reason_of",
    "check_birth_date",
    "check_end",
    "check_inside_contract",
    "check_start_of_delivery",
    "period_faults",
]

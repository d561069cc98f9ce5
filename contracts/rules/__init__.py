"""Rules of contracts: pure functions over values, by subject."""

from contracts.rules.agreed import (
    check_correction,
    check_duration,
    check_inside_contract,
    check_inside_framework,
    check_new_rate,
    check_reported_on,
    check_unsigned,
    last_day_after,
    tell_before,
)

__all__ = [
    "check_correction",
    "check_duration",
    "check_inside_contract",
    "check_inside_framework",
    "check_new_rate",
    "check_reported_on",
    "check_unsigned",
    "last_day_after",
    "tell_before",
]

"""Checks: pure functions from plain values to a result. No query, no clock."""

from compliance.rules.presence import (
    Attendance,
    check_cover,
    check_group,
    check_levels,
    check_personal_care,
    check_ratio,
    check_volunteers,
)
from compliance.rules.results import Evidence, Interval, Result, joined
from compliance.rules.table import TABLE, Checked, Line, checked
from compliance.rules.timeline import ClientStay, Demand, Need, StaffStay, Stretch, timeline, without_breaks
from compliance.rules.words import advice_on, clients_too_many

__all__ = [
    "TABLE",
    "Attendance",
    "Checked",
    "ClientStay",
    "Demand",
    "Evidence",
    "Interval",
    "Line",
    "Need",
    "Result",
    "StaffStay",
    "Stretch",
    "advice_on",
    "check_cover",
    "check_group",
    "check_levels",
    "check_personal_care",
    "check_ratio",
    "check_volunteers",
    "checked",
    "clients_too_many",
    "joined",
    "timeline",
    "without_breaks",
]

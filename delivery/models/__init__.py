from delivery.models.attendance import ClientAttendance, StaffAttendance, StaffBreak
from delivery.models.attendance_run import AttendanceRun
from delivery.models.group import ClosedDay, Group, MixDecision, MixShare, Opening
from delivery.models.placement import Placement
from delivery.models.receipt import Receipt
from delivery.models.roster import Helper, Leave, RosterLine
from delivery.models.session import Session

__all__ = [
    "AttendanceRun",
    "ClientAttendance",
    "ClosedDay",
    "Group",
    "Helper",
    "Leave",
    "MixDecision",
    "MixShare",
    "Opening",
    "Placement",
    "Receipt",
    "RosterLine",
    "Session",
    "StaffAttendance",
    "StaffBreak",
]

"""Attendance that was written down elsewhere: in a spreadsheet, or in another program."""

from delivery.services.bringing.correcting import Correction, look_at_right, put_right_once
from delivery.services.bringing.lines import Brought, Line
from delivery.services.bringing.programs import LinesRefused, look_through, take_from_program
from delivery.services.bringing.sending import (
    AT_ONCE,
    cancel_sheet,
    check_sheet,
    confirm_sheet,
    remove_old_sheets,
    restart_sheet,
    resume_sheets,
    send_sheet,
    take_sheet,
)
from delivery.services.bringing.sheets import HEADERS
from delivery.services.bringing.taking import MOST_LINES, bring_in

__all__ = [
    "AT_ONCE",
    "HEADERS",
    "MOST_LINES",
    "Brought",
    "Correction",
    "Line",
    "LinesRefused",
    "bring_in",
    "cancel_sheet",
    "check_sheet",
    "confirm_sheet",
    "look_at_right",
    "look_through",
    "put_right_once",
    "remove_old_sheets",
    "restart_sheet",
    "resume_sheets",
    "send_sheet",
    "take_from_program",
    "take_sheet",
]

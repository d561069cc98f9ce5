"""Spreadsheets with attendance for the tests."""

from typing import Any

from django.core.files.base import ContentFile

from clients.models import Allocation
from clients.services.importing import kept_faults
from core.actors import Actor
from delivery.models import AttendanceRun
from delivery.services.bringing import HEADERS, Line, send_sheet
from delivery.services.bringing.sheets import read_attendance

MONDAY = {"Groep": "De Tuinkamer", "Dag": "2-3-2026", "Dagdeel": "ochtend", "Aanwezig": "ja"}
TIMES = {"Gekomen": "9:00", "Vertrokken": "11:30"}


def came(allocation: Allocation | int, **cells: Any) -> dict[str, Any]:
    """A row with a client who was there; other cells by header, with _ for a blank."""
    number = allocation if isinstance(allocation, int) else allocation.number
    return {**MONDAY, **TIMES, "Toewijzing": number, **_named(cells)}


def worked(name: str, **cells: Any) -> dict[str, Any]:
    """A row with somebody who worked."""
    return {**MONDAY, **TIMES, "Medewerker": name, **_named(cells)}


def missed(allocation: Allocation, reason: str = "afgemeld", **cells: Any) -> dict[str, Any]:
    """A row with a client who did not come."""
    absent = {"Aanwezig": "nee", "Gekomen": "", "Vertrokken": "", "Reden": reason}
    return came(allocation) | absent | _named(cells)


def _named(cells: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("_", " "): value for name, value in cells.items()}


def sheet(*rows: dict[str, Any], header: Any = HEADERS) -> ContentFile:
    """The rows as csv."""
    text = "\n".join(";".join(str(row.get(name, "")) for name in header) for row in rows)
    return ContentFile(f"{';'.join(header)}\n{text}\n".encode(), name="lijst.csv")


def lines_of(*rows: dict[str, Any]) -> list[Line]:
    """The lines of these rows, of which all can be read."""
    _, _, lines, faults = read_attendance(sheet(*rows))
    assert faults == []
    return lines


def sent(actor: Actor, *rows: dict[str, Any]) -> AttendanceRun:
    """What was sent with these rows, after it was looked through."""
    return AttendanceRun.objects.get(pk=send_sheet(actor=actor, upload=sheet(*rows)).pk)


def codes_of(faults: Any) -> list[tuple[int, str, str]]:
    """Row, column and code of each fault."""
    return [(fault.row, fault.column, fault.code) for fault in faults]


def faults_of(run: AttendanceRun) -> list[tuple[int, str, str]]:
    """Row, column and code of each fault that is kept."""
    return codes_of(kept_faults(run))

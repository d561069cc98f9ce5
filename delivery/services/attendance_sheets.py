"""Attendance in a spreadsheet: from its cells to lines, with everything that cannot be read by row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File

from clients.services.importing.cells import Cell, as_date, as_text, as_whole_number, is_empty
from clients.services.importing.faults import SheetRefused
from clients.services.importing.sheets import read_cells
from core.minutes import minute_of, read_minute
from core.uploads import check_sheet
from delivery.enums import AbsenceReason, Presence
from delivery.rules.attending import Stay
from delivery.services.bringing import Line, LineFault
from plans.enums import Dagdeel

HEADERS: Final = ("Groep", "Dag", "Dagdeel", "Toewijzing", "Aanwezig", "Gekomen", "Vertrokken", "Reden")
NEEDED: Final = frozenset(HEADERS[:5])


def read_attendance(upload: File[bytes]) -> tuple[list[Line], list[LineFault]]:
    """The lines in a file of Excel or csv, and what is wrong with the rows that are no lines.

    Raises ValidationError for a file that is no sheet, or one without the right columns: `sheet`.
    """
    _, content = check_sheet(upload, settings.UPLOAD_LIMIT_MB)
    try:
        header, *body = read_cells(content)
    except SheetRefused as refused:
        raise ValidationError([ValidationError(one.message, code="sheet") for one in refused.faults]) from None
    places = {_name(cell): place for place, cell in enumerate(header) if not is_empty(cell)}
    lacking = [name for name in HEADERS if name in NEEDED and name.casefold() not in places]
    if lacking:
        message = f"Deze kolommen ontbreken in de eerste rij: {', '.join(lacking)}. Zet ze erbij."
        raise ValidationError(message, code="sheet")
    lines, faults = [], []
    for number, row in enumerate(body, 2):
        if all(map(is_empty, row)):
            continue
        cells = {name: row[place] if place < len(row) else None for name, place in places.items()}
        found = _line(number, cells)
        if isinstance(found, Line):
            lines.append(found)
        else:
            faults += found
    return lines, faults


def _name(cell: Cell) -> str:
    return str(cell).strip().casefold()


def _line(number: int, cells: Mapping[str, Cell]) -> Line | list[LineFault]:
    faults: list[LineFault] = []

    def read(name: str, how: Callable[[Cell], Any]) -> Any:
        cell = cells.get(name.casefold())
        if is_empty(cell):
            if name in NEEDED:
                faults.append(LineFault(number, "cell_empty", f"{name}: dit is leeg. Vul het in."))
            return None
        try:
            return how(cell)
        except ValidationError as error:
            faults.extend(
                LineFault(number, str(one.code), f"{name}: {' '.join(one.messages)}") for one in error.error_list
            )
            return None

    group, day, dagdeel = read("Groep", as_text), read("Dag", as_date), read("Dagdeel", _choice(DAGDELEN))
    allocation, is_there = read("Toewijzing", as_whole_number), read("Aanwezig", _choice(YES_NO))
    arrived, left, reason = read("Gekomen", as_minute), read("Vertrokken", as_minute), read("Reden", _choice(REASONS))
    if faults:
        return faults
    presence = Presence.PRESENT if is_there else Presence.ABSENT
    return Line(number, group, day, dagdeel, allocation, Stay(presence, arrived, left, reason=reason or ""))


YES_NO: Final = {"ja": True, "nee": False}
DAGDELEN: Final = {one.label.casefold(): one.value for one in Dagdeel}
REASONS: Final = {one.label.casefold(): one.value for one in AbsenceReason}


def _choice(choices: Mapping[str, Any]) -> Callable[[Cell], Any]:
    def read(cell: Cell) -> Any:
        words = _name(cell)
        if words not in choices:
            raise ValidationError(f"Vul in: {', '.join(choices)}.", code="cell_choice")
        return choices[words]

    return read


def as_minute(cell: Cell) -> int:
    """A time: of the spreadsheet, or as people type it. Code: `no_time`."""
    match cell:
        case datetime():
            return minute_of(cell.time())
        case time():
            return minute_of(cell)
        case timedelta():
            return int(cell.total_seconds() // 60)
        case date() | bool():
            return read_minute("")
        case float() if 0 <= cell < 1:
            return round(cell * 24 * 60)
    return read_minute(as_text(cell))


def as_cells(lines: Sequence[Line]) -> list[list[Any]]:
    """The lines as plain values, to be kept until somebody confirms them."""
    return [
        [
            *(one.number, one.group, one.day.isoformat(), one.dagdeel, one.allocation),
            *(one.stay.presence.value, one.stay.arrived, one.stay.left, one.stay.reason),
        ]
        for one in lines
    ]


def from_cells(rows: Sequence[Sequence[Any]]) -> list[Line]:
    """The lines again."""
    return [
        Line(
            number,
            group,
            date.fromisoformat(day),
            dagdeel,
            allocation,
            Stay(Presence(presence), arrived, left, (), reason),
        )
        for number, group, day, dagdeel, allocation, presence, arrived, left, reason in rows
    ]

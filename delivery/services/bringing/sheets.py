"""Attendance in a spreadsheet: from its cells to lines, with everything that cannot be read by row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File

from clients.services.importing.cells import Cell, as_date, as_text, as_whole_number, is_empty
from clients.services.importing.faults import Fault, SheetRefused
from clients.services.importing.sheets import read_cells
from core.minutes import minute_of, read_minute
from core.uploads import UploadKind, check_sheet
from delivery.enums import AbsenceReason, Presence, StaffKind
from delivery.rules.attending import Span, Stay
from delivery.services.bringing.lines import Line
from plans.enums import Dagdeel

OF_CLIENT: Final = ("Gemeente", "Toewijzing", "Reden")
OF_STAFF: Final = ("Medewerker", "Werkt als", "Pauze van", "Pauze tot")
NEEDED: Final = ("Groep", "Dag", "Dagdeel", "Aanwezig")
TIMES: Final = ("Gekomen", "Vertrokken")
HEADERS: Final = (*NEEDED[:3], *OF_CLIENT[:2], *OF_STAFF[:2], NEEDED[3], *TIMES, *OF_STAFF[2:], OF_CLIENT[2])

YES_NO: Final = {"ja": True, "nee": False}
DAGDELEN: Final = {one.label.casefold(): one.value for one in Dagdeel}
REASONS: Final = {one.label.casefold(): one.value for one in AbsenceReason}
KINDS: Final = {one.label.casefold(): one for one in StaffKind}


def read_attendance(upload: File[bytes]) -> tuple[UploadKind, bytes, list[Line], list[Fault]]:
    """The kind of file, of Excel or csv, and its bytes; the lines, and what is wrong with the rows that are no lines.

    Raises ValidationError for a file that is no sheet, or one without the right columns: `sheet`.
    """
    kind, content = check_sheet(upload, settings.UPLOAD_LIMIT_MB)
    try:
        header, *body = read_cells(content)
    except SheetRefused as refused:
        raise ValidationError([ValidationError(one.message, code="sheet") for one in refused.faults]) from None
    places = _places(header)
    lines, faults = [], []
    for number, row in enumerate(body, 2):
        if all(map(is_empty, row)):
            continue
        cells = {name: row[place] if place < len(row) else None for name, place in places.items()}
        found = _Reader(number, cells).line()
        if isinstance(found, Line):
            lines.append(found)
        else:
            faults += found
    return kind, content, lines, faults


def _places(header: Sequence[Cell]) -> dict[str, int]:
    """Where the columns stand that are read; others are not looked at."""
    known = {name.casefold(): name for name in HEADERS}
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = None if is_empty(cell) else known.get(_name(cell))
        if name in places:
            raise ValidationError(f"De kolom {name} staat er twee keer in. Haal er een weg.", code="sheet")
        if name is not None:
            places[name] = place
    lacking = [name for name in NEEDED if name not in places]
    if not {"Toewijzing", "Medewerker"} & places.keys():
        lacking.append("Toewijzing of Medewerker")
    if lacking:
        message = f"Deze kolommen ontbreken in de eerste rij: {', '.join(lacking)}. Zet ze erbij."
        raise ValidationError(message, code="sheet")
    return places


def _name(cell: Cell) -> str:
    return str(cell).strip().casefold()


class _Reader:
    """Reads one row, and keeps everything that is wrong with it."""

    def __init__(self, number: int, cells: Mapping[str, Cell]) -> None:
        self.number, self.cells = number, cells
        self.faults: list[Fault] = []

    def line(self) -> Line | list[Fault]:
        """The row as a line; or all that keeps it from being one."""
        group, day, dagdeel = self._needed("Groep", as_text), self._needed("Dag", as_date), self._dagdeel()
        is_there = self._needed("Aanwezig", _choice(YES_NO))
        arrived, left = (self._read(name, as_minute) for name in TIMES)
        allocation, staff = self._read("Toewijzing", as_whole_number), self._read("Medewerker", as_text)
        of_client = [self._read("Gemeente", _as_municipality), self._read("Reden", _choice(REASONS))]
        kind, starts, ends = (
            self._read("Werkt als", _choice(KINDS)),
            self._read("Pauze van", as_minute),
            self._read("Pauze tot", as_minute),
        )
        self._check_who()
        if (starts is None) != (ends is None) and not self._is_faulty("Pauze"):
            self._refuse("Pauze van", "break_half", "Vul van een pauze het begin en het eind in, of geen van beide.")
        if self.faults:
            return self.faults
        presence = Presence.PRESENT if is_there else Presence.ABSENT
        return Line(
            number=self.number,
            group=group,
            day=day,
            dagdeel=dagdeel,
            stay=Stay(presence, arrived, left, () if starts is None else (Span(starts, ends),), of_client[1] or ""),
            allocation=allocation,
            municipality=of_client[0] or "",
            staff=staff or "",
            works_as=kind or StaffKind.PROFESSIONAL,
            keeps_breaks="Pauze van" not in self.cells,
        )

    def _dagdeel(self) -> Any:
        return self._needed("Dagdeel", _choice(DAGDELEN))

    def _needed(self, name: str, how: Callable[[Cell], Any]) -> Any:
        if is_empty(self.cells.get(name)):
            self._refuse(name, "cell_empty", "Dit is leeg. Vul het in.")
        return self._read(name, how)

    def _read(self, name: str, how: Callable[[Cell], Any]) -> Any:
        cell = self.cells.get(name)
        if is_empty(cell):
            return None
        try:
            return how(cell)
        except ValidationError as error:
            for one in error.error_list:
                self._refuse(name, str(one.code), " ".join(one.messages))
            return None

    def _check_who(self) -> None:
        is_client, is_staff = (not is_empty(self.cells.get(name)) for name in ("Toewijzing", "Medewerker"))
        if is_client == is_staff:
            text = "Vul een toewijzing in, of een medewerker"
            self._refuse("", "whose_line", f"{text}; niet allebei." if is_client else f"{text}.")
            return
        for name in OF_STAFF[1:] if is_client else (OF_CLIENT[0], OF_CLIENT[2]):
            if not is_empty(self.cells.get(name)):
                whose = "medewerker" if is_client else "cliënt"
                self._refuse(name, "whose_cell", f"Dit hoort bij een {whose}. Maak het vak leeg.")

    def _is_faulty(self, name: str) -> bool:
        return any(fault.column.startswith(name) for fault in self.faults)

    def _refuse(self, column: str, code: str, text: str) -> None:
        self.faults.append(Fault(self.number, column, text, code))


def _choice(choices: Mapping[str, Any]) -> Callable[[Cell], Any]:
    def read(cell: Cell) -> Any:
        words = _name(cell)
        if words not in choices:
            raise ValidationError(f"Vul in: {', '.join(choices)}.", code="cell_choice")
        return choices[words]

    return read


def _as_municipality(cell: Cell) -> str:
    """A name, or a CBS code of which a spreadsheet may have dropped the first zero."""
    text = as_text(cell)
    return text.zfill(4) if text.isdecimal() else text


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


def as_cells(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The lines as plain values, to be kept until somebody confirms them."""
    return [asdict(one) | {"day": one.day.isoformat()} for one in lines]


def from_cells(rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The lines again."""
    return [_from_cells(dict(row)) for row in rows]


def _from_cells(cells: dict[str, Any]) -> Line:
    stay = cells.pop("stay")
    breaks = tuple(Span(*one) for one in stay.pop("breaks"))
    presence, works_as = Presence(stay.pop("presence")), StaffKind(cells.pop("works_as"))
    day = date.fromisoformat(cells.pop("day"))
    return Line(**cells, day=day, works_as=works_as, stay=Stay(presence=presence, breaks=breaks, **stay))

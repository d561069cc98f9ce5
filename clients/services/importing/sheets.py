"""From the bytes of a file to a table of cells: xlsx through calamine, csv by Python itself."""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from clients.services.importing.cells import Cell, is_empty
from clients.services.importing.columns import Column, column_named
from clients.services.importing.faults import Fault, SheetRefused
from core.uploads import ZIP_START

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 2000
MOST_UNPACKED: Final = 200 * 1024 * 1024
"""Bytes. A file that unpacks to more is no list of clients, or it is meant to fill the memory."""

WHERE: Final = re.compile(rb'\br="([A-Z]{0,3})([0-9]{1,9})"')
CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b")
SHEET_FILES: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
UNREADABLE: Final = "Dit bestand is beschadigd of niet compleet. Sla het opnieuw op als xlsx of csv."


@dataclass(frozen=True, slots=True)
class Table:
    """The columns that were found, by place, and the rows with something in them, by the number of the sheet."""

    columns: dict[int, Column]
    rows: list[tuple[int, Sequence[Cell]]]


def read_table(content: bytes) -> Table:
    """The table in the file. Raises SheetRefused with all that keeps it from being read."""
    return _table(read_cells(content))


def read_cells(content: bytes) -> Sequence[Sequence[Cell]]:
    """All cells of the first sheet, or of a csv file, row by row. Raises SheetRefused as `read_table`."""
    cells = _xlsx(content) if content.startswith(ZIP_START) else _csv(content)
    if not cells:
        raise SheetRefused(Fault(0, "", "Er staat niets in dit bestand. Gebruik het sjabloon.", "sheet_empty"))
    return cells


def _table(cells: Sequence[Sequence[Cell]]) -> Table:
    header, *body = cells
    rows = [(number, row) for number, row in enumerate(body, 2) if not all(map(is_empty, row))]
    columns = {place: column for place, cell in enumerate(header) if (column := column_named(cell))}
    faults = list(_faults_of_header(header, columns, rows))
    if not rows and not faults:
        faults.append(Fault(0, "", "Onder de kolomnamen staan geen rijen. Vul minstens één rij.", "sheet_empty"))
    if len(rows) > MOST_ROWS:
        words = f"Er staan meer dan {MOST_ROWS} rijen in dit bestand. Maak er twee bestanden van."
        faults.append(Fault(0, "", words, "sheet_long"))
    faults += [
        Fault(number, "", "Er staan in deze rij meer cellen dan er kolommen zijn. Controleer de rij.", "sheet_wide")
        for number, row in rows
        if not all(map(is_empty, row[len(header) :]))
    ]
    if faults:
        raise SheetRefused(*faults)
    return Table(columns, rows)


def _faults_of_header(
    header: Sequence[Cell], columns: dict[int, Column], rows: Sequence[tuple[int, Sequence[Cell]]]
) -> Iterator[Fault]:
    if not columns:
        words = "De eerste rij heeft niet de kolomnamen van het sjabloon. Zet uw gegevens in het sjabloon."
        yield Fault(1, "", words, "sheet_header")
        return
    for place, cell in enumerate(header):
        if place in columns or (is_empty(cell) and all(is_empty(at(row, place)) for _, row in rows)):
            continue
        # Not the name itself: a file without header has a person in its first row.
        words = f"De naam van kolom {letters(place)} kennen wij niet. Gebruik de namen van het sjabloon."
        yield Fault(1, "", words, "sheet_header")
    for column, count in Counter(columns.values()).items():
        if count > 1:
            words = "Deze kolom staat er twee keer in. Haal er een weg."
            yield Fault(1, column.header, words, "sheet_header")
    if "bsn" not in {column.field for column in columns.values()}:
        yield Fault(1, "BSN", "Deze kolom ontbreekt. Zet uw gegevens in het sjabloon.", "sheet_header")


def at(row: Sequence[Cell], place: int) -> Cell:
    """The cell at this place; None beyond the end of the row."""
    return row[place] if place < len(row) else None


def letters(place: int) -> str:
    """How a spreadsheet calls the column at this place: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# csv ---------------------------------------------------------------------------------------------------


def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = text.lstrip().partition("\n")[0]
    separator = max(";,\t", key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(row)
            if len(rows) > MOST_ROWS * 2 or len(row) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in row):
                words = "Deze rij is te lang, of er staan te veel rijen in het bestand. Gebruik het sjabloon."
                raise SheetRefused(Fault(len(rows), "", words, "sheet_wide"))
    except csv.Error:
        words = "Vanaf deze rij kunnen wij het bestand niet lezen. Controleer de aanhalingstekens in de rij."
        raise SheetRefused(Fault(len(rows) + 1, "", words, "sheet_broken")) from None
    return rows


def _decoded(content: bytes) -> str:
    """UTF-8, or what Windows writes in the Netherlands: windows-1252."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    words = "Wij kunnen de letters in dit bestand niet lezen. Sla het op als CSV UTF-8, of als xlsx."
    raise SheetRefused(Fault(0, "", words, "sheet_encoding"))


# xlsx --------------------------------------------------------------------------------------------------


BROKEN = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
)
"""What comes out of a workbook that is damaged, or packed in a way that no spreadsheet program does."""


def _xlsx(content: bytes) -> list[list[Cell]]:
    """The cells of the one sheet that has our columns, and is not empty."""
    try:
        _check_size(content)
        return _cells(content)
    except PasswordError:
        words = "Dit bestand is beveiligd met een wachtwoord. Haal dat eraf en stuur het bestand opnieuw."
        raise SheetRefused(Fault(0, "", words, "sheet_locked")) from None
    except BROKEN:
        raise SheetRefused(Fault(0, "", UNREADABLE, "sheet_broken")) from None


def _cells(content: bytes) -> list[list[Cell]]:
    sheets = list(_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content))))
    ours = [(sheet, cells) for sheet, cells in sheets if cells and any(map(column_named, cells[0]))]
    filled = [one for one in ours if any(not all(map(is_empty, row)) for row in one[1][1:])]
    if len(filled) > 1:
        words = "Er zijn twee bladen met cliënten in dit bestand. Zet alle rijen op één blad."
        raise SheetRefused(Fault(0, "", words, "sheet_two"))
    if not ours:
        return sheets[0][1] if sheets else []
    sheet, cells = (filled or ours)[0]
    words = "In deze rij zijn cellen samengevoegd. Splits ze weer."
    faults = [Fault(start[0] + 1, "", words, "sheet_merged") for start, _ in sheet.merged_cell_ranges or ()]
    faults += _formulas(content, sheet.name)
    if faults:
        raise SheetRefused(*sorted(faults))
    return cells


def _sheets(workbook: CalamineWorkbook) -> Iterator[tuple[CalamineSheet, list[list[Cell]]]]:
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        yield sheet, sheet.to_python(skip_empty_area=False)


def _check_size(content: bytes) -> None:
    """Calamine makes room for every cell up to the last one: look first where that is."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise SheetRefused(Fault(0, "", "Dit bestand is te groot. Maak er twee bestanden van.", "sheet_long"))
        for name in filter(SHEET_FILES.fullmatch, packed.namelist()):
            for found in WHERE.finditer(packed.read(name)):
                if int(found[2]) > MOST_ROWS * 2 or len(found[1]) > 2 or _place(found[1]) >= MOST_COLUMNS:  # noqa: PLR2004
                    words = (
                        f"Er staat iets buiten de eerste {MOST_ROWS} rijen of {MOST_COLUMNS} kolommen. "
                        "Kopieer uw rijen naar een nieuw sjabloon."
                    )
                    raise SheetRefused(Fault(0, "", words, "sheet_long"))


def _formulas(content: bytes, sheet_name: str) -> Iterator[Fault]:
    """Cells that are computed: what they show may be old, or was never computed at all."""
    words = "Hier staat een formule of een foutmelding van Excel. Kopieer de cel en plak hem als waarde."
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        part = _part_of(packed, sheet_name)
        for found in CELL.finditer(packed.read(part)) if part else ():
            where = WHERE.search(found[1])
            if where and (FORMULA.search(found[2] or b"") or b't="e"' in found[1]):
                yield Fault(int(where[2]), f"Kolom {where[1].decode()}", words, "sheet_formula")


def _part_of(packed: zipfile.ZipFile, sheet_name: str) -> str | None:
    """The part of the file that holds this sheet, by the relations of the workbook."""

    def trees(name: str) -> Iterator[ElementTree.Element]:
        return ElementTree.fromstring(packed.read(name)).iter()  # noqa: S314 - a small part; expat limits entities

    key = next(
        (
            value
            for element in trees("xl/workbook.xml")
            if element.tag.endswith("}sheet") and element.get("name") == sheet_name
            for name, value in element.attrib.items()
            if name.endswith("}id")
        ),
        None,
    )
    for element in trees("xl/_rels/workbook.xml.rels"):
        if element.get("Id") == key:
            target = str(element.get("Target"))
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _place(name: bytes) -> int:
    place = 0
    for char in name:
        place = place * 26 + char - ord("A") + 1
    return place - 1

"""Tables as files for a spreadsheet: csv as Dutch Excel opens it, and xlsx. Rows are written as they come."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final

import xlsxwriter
from django.utils.timezone import localtime

BYTE_ORDER_MARK: Final = "\ufeff"
STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
WIDE: Final = 24
MOST_ROWS: Final = 1_048_575
"""Below its header a sheet of Excel takes no more."""


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and never carries it out as a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


@dataclass(frozen=True, slots=True)
class Table:
    """A table of which the rows are read when it is written, so that they never stand in memory together."""

    name: str
    """The name of the file, without what kind it is."""
    headings: Sequence[str]
    rows: Callable[[], Iterable[Sequence[object]]]


def write_csv(table: Table, out: IO[bytes]) -> None:
    """Write the table: semicolons, UTF-8 with a mark."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headings)
    for row in table.rows():
        writer.writerow([_in_csv(value) for value in row])
    text.detach()


def write_xlsx(table: Table, out: IO[bytes]) -> None:
    """Write the table as a workbook with one sheet, whose first row stays in sight.

    `out` can be sought in. Raises ValueError when there are more rows than a sheet takes.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "dd-mm-yyyy",
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet(table.name[:31].capitalize())
    sheet.set_column(0, len(table.headings) - 1, WIDE)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, table.headings, book.add_format({"bold": True}))
    moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    for number, row in enumerate(table.rows(), start=1):
        if number > MOST_ROWS:
            raise ValueError(f"{table.name} has more rows than a sheet takes")
        for place, value in enumerate(row):
            _put(sheet, number, place, value, moment)
    book.close()


def _put(sheet: Any, number: int, place: int, value: object, moment: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(number, place, localtime(value), moment)
    elif isinstance(value, str):
        sheet.write_string(number, place, harmless(value))
    elif value is not None:
        sheet.write(number, place, value)


def _in_csv(value: object) -> object:
    if isinstance(value, datetime):
        return localtime(value).strftime("%d-%m-%Y %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    return harmless(value) if isinstance(value, str) else "" if value is None else value

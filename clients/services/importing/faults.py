"""What is wrong with a spreadsheet: in which row and column, and what to do about it."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from core.sheets import BYTE_ORDER_MARK, harmless

MOST_KEPT = 5000
"""So many faults are kept with a run; who has more has one fault many times."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. The message never quotes what stands in a cell: that may be about a person."""

    row: int
    """As the spreadsheet numbers it, the header being row 1; 0 for the file as a whole."""
    column: str
    """The header of the column; empty for the row as a whole."""
    message: str
    code: str = ""
    person: str | None = field(default="", compare=False)
    """The blind index of who the row is about, for what is said may come from that file; None when nobody knows."""

    def as_list(self) -> list[object]:
        """For the database."""
        return [self.row, self.column, self.message, self.code, self.person]

    @classmethod
    def from_list(cls, kept: list[object]) -> Self:
        """Back from the database."""
        row, column, message, code, *whose = kept
        person = whose[0] if whose else None
        return cls(int(str(row)), str(column), str(message), str(code), None if person is None else str(person))


class SheetRefused(Exception):
    """The file cannot be read as a table; `faults` say why. No row was looked at."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def faults_of(row: int, error: ValidationError, columns: Mapping[str, str], column: str = "") -> Iterator[Fault]:
    """One fault for each message of the error; `columns` says under which header a field stands."""
    named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, found in named.items():
        for fault in found:
            header = columns.get(str(fault.code)) or columns.get(name, column)
            yield Fault(row, header, " ".join(fault.messages), str(fault.code or ""))


def faults_as_csv(faults: Iterable[Fault]) -> bytes:
    """The list to open in a spreadsheet: semicolons, UTF-8 with a mark, as Dutch Excel reads it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Rij", "Kolom", "Wat is er fout, en wat kunt u doen"])
    for fault in faults:
        writer.writerow([fault.row or "", harmless(fault.column), harmless(fault.message)])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()

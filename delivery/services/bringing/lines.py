"""What comes in, and what is said back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from clients.services.importing.faults import Fault
from delivery.enums import StaffKind
from delivery.rules.attending import Stay


@dataclass(frozen=True, slots=True)
class Line:
    """One person in one dagdeel, as a spreadsheet or another program says it: a client, or somebody of the staff."""

    number: int
    """Where it stands there, for who has to mend it."""
    group: str
    """The name of the group, or its public id."""
    day: date
    dagdeel: str
    stay: Stay
    allocation: int | None = None
    """The number of the allocation."""
    municipality: str = ""
    """Name or CBS code of who gave that number; needed where several gave the same."""
    staff: str = ""
    """The name of who works there, or the public id."""
    works_as: StaffKind = StaffKind.PROFESSIONAL
    keeps_breaks: bool = False
    """It says nothing about breaks: those that stand there stay."""


COLUMN_OF: Final[Mapping[str, str]] = {
    "unknown_group": "Groep",
    **dict.fromkeys(("no_session", "group_closed", "session_closed", "session_cancelled"), "Dag"),
    "municipality_needed": "Gemeente",
    **dict.fromkeys(("no_allocation", "outside_allocation", "not_yours", "attendance_twice"), "Toewijzing"),
    **dict.fromkeys(("no_staff", "staff_twice"), "Medewerker"),
    "not_planned": "Aanwezig",
    **dict.fromkeys(("no_arrival", "no_times", "in_the_future", "elsewhere"), "Gekomen"),
    "left_before_arriving": "Vertrokken",
    **dict.fromkeys(("break_order", "break_outside", "break_overlap"), "Pauze van"),
    "absence_reason": "Reden",
}
"""Under which header a fault goes, by its code; what is not here is wrong with the row as a whole."""


@dataclass(slots=True)
class Brought:
    """What became of the lines."""

    stored: int = 0
    same: int = 0
    """Said what stood there already."""
    faults: list[Fault] = field(default_factory=list)
    is_kept: bool = True
    """Whether what could be stored is; not so when all were refused because of some."""

    def refuse(self, line: Line, code: str, text: str) -> None:
        """This line cannot be taken."""
        self.faults.append(Fault(line.number, COLUMN_OF.get(code, ""), text, code))

    def refuse_for(self, line: Line, error: ValidationError) -> None:
        """This line cannot be taken, because of each of these."""
        for one in flat(error):
            self.refuse(line, str(one.code), " ".join(one.messages))

    @property
    def bad_lines(self) -> set[int]:
        """The numbers of the lines with a fault."""
        return {fault.row for fault in self.faults}


def flat(error: ValidationError) -> Iterator[ValidationError]:
    """Each fault in it."""
    by_field = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    for faults in by_field:
        yield from faults

"""From a table of cells to what each row asks for: a client, and perhaps an allocation. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from clients.rules import period_faults
from clients.services.importing.cells import is_empty
from clients.services.importing.columns import ALLOCATION, HEADER_OF
from clients.services.importing.faults import Fault, faults_of
from clients.services.importing.sheets import Table, at

OF_ALLOCATION = {column.field for column in ALLOCATION}
NEEDED = {
    "code": "Vul de productcode in, of laat alle vakken van de toewijzing leeg.",
    "provider": "Vul de AGB-code van de aanbieder in, of laat alle vakken van de toewijzing leeg.",
    "starts_on": "Vul de begindatum in, of laat alle vakken van de toewijzing leeg.",
}
"""What names an allocation: without one of these nobody knows which is meant."""


@dataclass(slots=True)
class Row:
    """What one row asks for; only what is filled in."""

    number: int
    bsn: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    allocation: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Fields that are filled in, and not understood."""

    @property
    def names_allocation(self) -> bool:
        """Whether product, provider and first day are known."""
        return all(name in self.allocation for name in NEEDED)


@dataclass(slots=True)
class Person:
    """All rows about one client, and what they say together."""

    bsn: str
    rows: list[Row]
    details: dict[str, Any] = field(default_factory=dict)
    row_of: dict[str, int] = field(default_factory=dict)
    """In which row a detail stands."""

    @property
    def number(self) -> int:
        """The first row."""
        return self.rows[0].number

    @property
    def unread(self) -> set[str]:
        """Details that some row has and that were not understood."""
        return set().union(*(row.unread for row in self.rows))


def rows_of(table: Table) -> Iterator[Row]:
    """The rows, each with what is wrong in its own cells."""
    for number, cells in table.rows:
        row = Row(number)
        for place, column in table.columns.items():
            cell = at(cells, place)
            if is_empty(cell):
                continue
            try:
                value = column.read(cell)
            except ValidationError as error:
                row.faults += faults_of(number, error, {}, column.header)
                row.unread.add(column.field)
                continue
            (row.allocation if column.field in OF_ALLOCATION else row.person)[column.field] = value
        row.bsn = row.person.pop("bsn", "")
        _check_by_itself(row)
        yield row


def _check_by_itself(row: Row) -> None:
    if not row.bsn and "bsn" not in row.unread:
        row.faults.append(Fault(row.number, HEADER_OF["bsn"], "Vul het BSN van de cliënt in.", "bsn_missing"))
    if not row.allocation and not row.unread & OF_ALLOCATION:
        return
    for name, words in NEEDED.items():
        if name not in row.allocation and name not in row.unread:
            row.faults.append(Fault(row.number, HEADER_OF[name], words, "allocation_incomplete"))
    if not row.names_allocation:
        # Nobody will look further at this allocation: say here what is already sure to be wrong.
        given = row.allocation
        found = period_faults(given.get("starts_on"), given.get("ends_on"), given.get("frequency", ""))
        for fault in found if "ends_on" not in row.unread else ():
            row.faults += faults_of(row.number, fault, HEADER_OF, HEADER_OF["ends_on"])


def persons_of(rows: Iterable[Row]) -> list[Person]:
    """The rows by client, in the order of the file. Rows that contradict or repeat another get a fault."""
    persons: dict[object, Person] = {}
    for row in rows:
        # Without a number nobody knows who it is: a row by itself, of which the rest can still be checked.
        person = persons.setdefault(row.bsn or row.number, Person(row.bsn, []))
        person.rows.append(row)
        _add(person, row)
    for person in persons.values():
        _refuse_repeats(person.rows)
    return list(persons.values())


def _add(person: Person, row: Row) -> None:
    for name, value in row.person.items():
        if person.details.setdefault(name, value) != value:
            words = (
                f"In rij {person.row_of[name]} staat voor dezelfde cliënt iets anders. "
                "Maak beide rijen gelijk, of laat dit vak hier leeg."
            )
            row.faults.append(Fault(row.number, HEADER_OF[name], words, "row_contradicts"))
        person.row_of.setdefault(name, row.number)


def _refuse_repeats(rows: list[Row]) -> None:
    """A client without allocation is named once, and so is an allocation."""
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        if not row.allocation and row.unread & OF_ALLOCATION:
            continue
        key = key_of(row.allocation)
        if key in seen:
            words = f"Dit staat ook in rij {seen[key]}. Haal een van de twee rijen weg."
            row.faults.append(Fault(row.number, "", words, "row_twice"))
        seen.setdefault(key, row.number)


def key_of(allocation: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes an allocation of a client another one, as far as the file says; empty for a client alone."""
    return tuple(allocation.get(name) for name in NEEDED) if allocation else ()

"""Taking in attendance that was written down elsewhere: many lines at once, each with what is wrong with it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from clients.models import Allocation
from core.actors import Actor
from core.errors import Conflict
from delivery.access import may_see_attendance
from delivery.enums import Presence
from delivery.models import ClientAttendance, Session
from delivery.rules.attending import Stay
from delivery.selectors.attendance import stay_of
from delivery.services.attendance import add_client, record_attendance

MOST_LINES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One client in one dagdeel, as a spreadsheet or another program says it."""

    number: int
    """Where it stands there, for who has to mend it."""
    group: str
    day: date
    dagdeel: str
    allocation: int
    """The number of the allocation."""
    stay: Stay


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line. It names nobody."""

    number: int
    code: str
    text: str


@dataclass(slots=True)
class Brought:
    """What became of the lines."""

    stored: int = 0
    same: int = 0
    """Said what stood there already."""
    faults: list[LineFault] = field(default_factory=list)
    is_kept: bool = True
    """Whether what could be stored is; not so when all were refused because of some."""


class _Refused(Exception):
    """Takes everything back."""


def bring_in(*, actor: Actor, lines: Sequence[Line], takes_good: bool, keeps: bool = True) -> Brought:
    """Write down these lines: all of them or, with `takes_good`, those that can be; with the faults of the others.

    A client who was not planned comes in as somebody added. Without `keeps` nothing is stored, and the answer says what
    would be. Raises PermissionDenied, and ValidationError `too_many_lines`.
    """
    if not may_see_attendance(actor):
        raise PermissionDenied
    if len(lines) > MOST_LINES:
        message = f"Dit zijn meer dan {MOST_LINES} regels. Maak er meer bestanden van."
        raise ValidationError(message, code="too_many_lines")
    brought = Brought()
    try:
        with transaction.atomic():
            _bring(actor, lines, brought)
            brought.faults.sort(key=lambda fault: fault.number)
            if not keeps or (brought.faults and not takes_good):
                raise _Refused
    except _Refused:
        brought.is_kept = False
    return brought


def _bring(actor: Actor, lines: Sequence[Line], brought: Brought) -> None:
    by_place: dict[tuple[str, date, str], list[Line]] = defaultdict(list)
    for line in lines:
        by_place[line.group.strip().casefold(), line.day, line.dagdeel].append(line)
    days = {line.day for line in lines}
    sessions = {
        (row.group.name.casefold(), row.held_on, row.dagdeel): row
        for row in Session.objects.recorded_by(actor).filter(held_on__in=days).select_related("group").order_by("pk")
    }
    allocations = _allocations(actor, {line.allocation for line in lines})
    # Sessions in the order of their keys, as everybody locks them.
    found = sorted(
        ((session, by_place[place]) for place, session in sessions.items() if place in by_place),
        key=lambda pair: pair[0].pk,
    )
    for place, unplaced in by_place.items():
        if place not in sessions:
            text = "Op deze dag is er geen dagdeel van deze groep waarin u werkt. Controleer groep, dag en dagdeel."
            brought.faults += [LineFault(line.number, "no_session", text) for line in unplaced]
    for session, here in found:
        _bring_into(actor, session, list(_known(here, allocations, brought)), brought)


def _allocations(actor: Actor, numbers: Iterable[int]) -> dict[int, list[Allocation]]:
    """By number: of several municipalities there may be more than one."""
    known: dict[int, list[Allocation]] = defaultdict(list)
    rows = Allocation.objects.filter(provider_id=actor.organisation_id, number__in=set(numbers))
    for row in rows.select_related("client"):
        known[row.number].append(row)
    return known


def _known(
    lines: Sequence[Line], allocations: dict[int, list[Allocation]], brought: Brought
) -> Iterable[tuple[Line, Allocation]]:
    seen: set[int] = set()
    for line in lines:
        rows = [row for row in allocations[line.allocation] if row.period.contains(line.day)]
        if len(rows) != 1:
            text = "Dit toewijzingsnummer loopt op deze dag niet bij uw organisatie. Controleer het nummer en de dag."
            if rows:
                text = "Dit toewijzingsnummer komt bij meer gemeenten voor. Leg deze aanwezigheid zelf vast."
            brought.faults.append(LineFault(line.number, "no_allocation", text))
        elif line.allocation in seen:
            text = "Deze toewijzing staat al eerder bij dit dagdeel. Haal een van de twee regels weg."
            brought.faults.append(LineFault(line.number, "line_twice", text))
        else:
            seen.add(line.allocation)
            yield line, rows[0]


def _bring_into(actor: Actor, session: Session, known: list[tuple[Line, Allocation]], brought: Brought) -> None:
    rows = {
        row.allocation_id: row for row in ClientAttendance.objects.visible_to(actor).current().filter(session=session)
    }
    planned = {}
    for line, one in known:
        if one.pk in rows and stay_of(rows[one.pk]) == line.stay:
            brought.same += 1
        elif one.pk in rows:
            planned[rows[one.pk].public_id] = line
    while planned:
        refused = _record(actor, session, planned)
        if not refused:
            brought.stored += len(planned)
            break
        brought.faults += [fault for faults in refused.values() for fault in faults]
        planned = {key: line for key, line in planned.items() if key not in refused}
    for line, allocation in known:
        if allocation.pk not in rows:
            _add(actor, session, line, allocation, brought)


def _record(actor: Actor, session: Session, planned: dict[UUID, Line]) -> dict[UUID, list[LineFault]]:
    """Write these down; or nothing, and what is wrong by row. What is wrong with the whole is wrong with each."""
    try:
        with transaction.atomic():
            record_attendance(actor=actor, session=session, stays={key: line.stay for key, line in planned.items()})
    except Conflict as conflict:
        return {key: [LineFault(line.number, conflict.code, conflict.message)] for key, line in planned.items()}
    except ValidationError as error:
        by_row = error.error_dict if hasattr(error, "error_dict") else {}
        found = {key: by_row[str(key)] for key in planned if str(key) in by_row}
        return {
            key: [LineFault(planned[key].number, str(one.code), " ".join(one.messages)) for one in faults]
            for key, faults in (found or dict.fromkeys(planned, _flat(error))).items()
        }
    return {}


def _flat(error: ValidationError) -> list[ValidationError]:
    by_field = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return [one for faults in by_field for one in faults]


def _add(actor: Actor, session: Session, line: Line, allocation: Allocation, brought: Brought) -> None:
    if line.stay.presence != Presence.PRESENT:
        text = "Deze cliënt was niet gepland en kwam niet. Haal de regel weg, of vul in hoe laat de cliënt kwam."
        brought.faults.append(LineFault(line.number, "not_planned", text))
        return
    try:
        with transaction.atomic():
            add_client(actor=actor, session=session, allocation=allocation, stay=line.stay)
    except PermissionDenied:
        text = "Deze cliënt mag u hier niet toevoegen. Vraag dit aan uw planner."
        brought.faults.append(LineFault(line.number, "not_yours", text))
    except Conflict as conflict:
        brought.faults.append(LineFault(line.number, conflict.code, conflict.message))
    except ValidationError as error:
        brought.faults += [LineFault(line.number, str(one.code), " ".join(one.messages)) for one in _flat(error)]
    else:
        brought.stored += 1

"""From lines to rows: which dagdeel is meant, who, and what stands there already. Few queries, whatever the lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clients.models import Allocation
from core.actors import Actor
from core.identifiers import search_key
from delivery.enums import Presence
from delivery.models import ClientAttendance, ClosedDay, Group, Helper, Session, StaffAttendance
from delivery.rules.attending import Span, Stay
from delivery.selectors.attendance import Person, breaks_of, person_of, stay_of
from delivery.selectors.bringing import may_come, staff_named
from delivery.services.bringing.lines import Brought, Line
from delivery.services.floor import Row
from organisations.models import Professional

Place = tuple[int, date, str]
"""The key of a group, a day and a dagdeel."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of which is known where it belongs and whom it is about."""

    line: Line
    session: Session
    person: Person
    row: Row
    """What stands there, or a row that is not stored yet."""
    before: Stay | None
    """How it went by that row; None when nothing stands there."""
    stay: Stay


class Finder:
    """Finds for many lines what each is about. With `locks` the dagdelen stay locked until the transaction ends."""

    def __init__(self, actor: Actor, lines: Sequence[Line], brought: Brought, *, locks: bool) -> None:
        self.actor, self.lines, self.brought, self.locks = actor, lines, brought, locks
        self.provider_id = actor.organisation_id or 0
        self.closed: dict[tuple[int, date], str] = {}
        """By group and day why the group is closed."""
        self.group_names: dict[int, str] = {}

    def entries(self) -> Iterator[Entry]:
        """What the lines are about, in their order; of each other line a fault is kept."""
        placed = list(self._placed(self._groups()))
        sessions = {session.pk: session for _, session in placed}
        clients = ClientAttendance.objects.visible_to(self.actor).current().filter(session__in=sessions)
        staff = list(
            StaffAttendance.objects.current().filter(session__in=sessions).select_related("professional", "helper")
        )
        self.breaks = breaks_of(staff, is_planned=False) if staff else {}
        self.of_clients = {
            (row.session_id, row.allocation_id): row for row in clients.select_related("allocation__client")
        }
        self.of_staff = {(row.session_id, person_of(row)): row for row in staff}
        # Also those that the actor does not see: nobody stands in a dagdeel twice.
        there = ClientAttendance.objects.current().filter(session__in=sessions)
        self.there = set(there.values_list("session_id", "allocation__client_id"))
        self._find_people([line for line, _ in placed], staff)
        seen: dict[tuple[int, Person], int] = {}
        for line, session in placed:
            entry = self._entry(line, session)
            if entry is None:
                continue
            first = seen.setdefault((session.pk, entry.person), line.number)
            if first != line.number:
                text = f"Deze persoon staat in rij {first} al bij dit dagdeel. Haal een van de twee rijen weg."
                self.brought.refuse(line, "line_twice", text)
            else:
                yield entry

    # Where ------------------------------------------------------------------------------------------------

    def _groups(self) -> dict[str, int]:
        """The groups of the provider, by name and by public id."""
        names: dict[str, int] = {}
        for key, name, public_id in Group.objects.visible_to(self.actor).values_list("pk", "name", "public_id"):
            names[search_key(name)] = names[str(public_id)] = key
            self.group_names[key] = name
        return names

    def _placed(self, groups: dict[str, int]) -> Iterator[tuple[Line, Session]]:
        days = {line.day for line in self.lines}
        asked = [(line, groups.get(search_key(line.group))) for line in self.lines]
        found = {group for _, group in asked if group is not None}
        rows = Session.objects.recorded_by(self.actor).filter(held_on__in=days, group__in=found)
        if self.locks:
            # In the order of their keys, as everybody locks them.
            rows = rows.select_for_update(of=("self",), no_key=True)
        by_place: dict[Place, Session] = {
            (row.group_id, row.held_on, row.dagdeel): row
            for row in rows.filter(dagdeel__in={line.dagdeel for line in self.lines}).order_by("pk")
        }
        closed = ClosedDay.objects.filter(group__in=found, day__in=days).values_list("group_id", "day", "reason")
        self.closed = {(group, day): reason for group, day, reason in closed}
        for line, group in asked:
            if group is None:
                text = "Deze groep kennen wij niet bij uw organisatie. Controleer de naam van de groep."
                self.brought.refuse(line, "unknown_group", text)
            elif (session := by_place.get((group, line.day, line.dagdeel))) is not None:
                yield line, session
            elif (group, line.day) in self.closed:
                reason = self.closed[group, line.day]
                text = f"De groep is deze dag dicht: {reason}. Er kan niemand aanwezig zijn."
                self.brought.refuse(line, "group_closed", text)
            else:
                text = "Op deze dag is er geen dagdeel van deze groep waarin u werkt. Controleer groep, dag en dagdeel."
                self.brought.refuse(line, "no_session", text)

    # Who --------------------------------------------------------------------------------------------------

    def _find_people(self, lines: Iterable[Line], there: Iterable[StaffAttendance]) -> None:
        numbers = {line.allocation for line in lines if line.allocation is not None}
        self.allocations: dict[int, list[Allocation]] = defaultdict(list)
        if numbers:
            given = Allocation.objects.filter(provider_id=self.provider_id, number__in=numbers)
            for row in given.select_related("client", "municipality"):
                self.allocations[row.number].append(row)
        keys = {row.pk for rows in self.allocations.values() for row in rows}
        self.may_come = may_come(self.actor, self.provider_id, keys)
        self.staff = staff_named(self.provider_id, {line.staff for line in lines if line.staff})
        for one in there:
            # Who stands in a dagdeel can be named, also when the employment ended since.
            self.staff.add(one.works_as, one.person)

    def _entry(self, line: Line, session: Session) -> Entry | None:
        if line.allocation is None:
            return self._entry_of_staff(line, session)
        allocation = self._allocation(line)
        if allocation is None:
            return None
        person: Person = "client", allocation.client_id
        row = self.of_clients.get((session.pk, allocation.pk))
        if row is not None:
            return Entry(line, session, person, row, stay_of(row), line.stay)
        if (session.pk, allocation.client_id) in self.there:
            self.brought.refuse(line, "attendance_twice", "Deze cliënt staat al bij dit dagdeel.")
        elif line.stay.presence != Presence.PRESENT:
            text = "Deze cliënt was niet gepland en kwam niet. Haal de rij weg, of vul in hoe laat de cliënt kwam."
            self.brought.refuse(line, "not_planned", text)
        elif not self.may_come(allocation, session.group_id, session.held_on):
            text = "Deze cliënt mag u hier niet toevoegen. Vraag dit aan uw planner."
            self.brought.refuse(line, "not_yours", text)
        else:
            fresh = ClientAttendance(session=session, allocation=allocation)
            return Entry(line, session, person, fresh, None, line.stay)
        return None

    def _allocation(self, line: Line) -> Allocation | None:
        rows = self.allocations.get(line.allocation or 0, [])
        if line.municipality:
            asked = search_key(line.municipality)
            rows = [row for row in rows if asked in {row.municipality.cbs_code, search_key(row.municipality.name)}]
        running = [row for row in rows if row.period.contains(line.day)]
        if len(running) == 1:
            return running[0]
        if running:
            text = "Dit toewijzingsnummer komt bij meer gemeenten voor. Vul ook de gemeente in."
            self.brought.refuse(line, "municipality_needed", text)
        elif rows:
            text = "Deze toewijzing loopt niet op deze dag. Controleer het nummer en de dag."
            self.brought.refuse(line, "outside_allocation", text)
        else:
            text = "Dit toewijzingsnummer kennen wij niet bij uw organisatie. Controleer het nummer."
            self.brought.refuse(line, "no_allocation", text)
        return None

    def _entry_of_staff(self, line: Line, session: Session) -> Entry | None:
        found = [
            (key, one)
            for one in self.staff.named(line.works_as, line.staff)
            if (session.pk, key := _key_of(one)) in self.of_staff or self.staff.works(one, line.day)
        ]
        if len(found) != 1:
            text = "Deze medewerker kennen wij op deze dag niet bij uw organisatie. Controleer de naam en ‘werkt als’."
            code = "no_staff"
            if found:
                text = "Er werken er twee met deze naam. Vul het kenmerk van de medewerker in, in plaats van de naam."
                code = "staff_twice"
            self.brought.refuse(line, code, text)
            return None
        ((person, one),) = found
        row = self.of_staff.get((session.pk, person))
        if row is not None:
            breaks = self.breaks.get(row.pk, ())
            return Entry(line, session, person, row, stay_of(row, breaks), _said(line, breaks))
        if line.stay.presence != Presence.PRESENT:
            text = "Deze medewerker was niet gepland en kwam niet. Haal de rij weg, of vul in hoe laat iemand kwam."
            self.brought.refuse(line, "not_planned", text)
            return None
        who = {"helper": one} if isinstance(one, Helper) else {"professional": one}
        return Entry(line, session, person, StaffAttendance(session=session, **who), None, _said(line, ()))


def _key_of(person: Professional | Helper) -> Person:
    return ("helper", person.pk) if isinstance(person, Helper) else ("professional", person.pk)


def _said(line: Line, breaks: tuple[Span, ...]) -> Stay:
    """How it went as the line says, with the breaks that stand there when it says nothing about them."""
    if line.keeps_breaks and line.stay.presence == Presence.PRESENT:
        return replace(line.stay, breaks=breaks)
    return replace(line.stay, breaks=tuple(sorted(line.stay.breaks)))

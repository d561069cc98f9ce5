"""Who is in dagdelen, as the plain values that the checks take: as planned, or as it went.

Whatever the number of dagdelen it is read in the same number of queries, so that a night can look at all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from compliance.enums import Basis
from compliance.rules import Attendance, ClientStay, StaffStay, without_breaks
from compliance.rules.dated import Facts
from compliance.selectors.facts import read_facts
from delivery.enums import Presence, StaffKind
from delivery.models import ClientAttendance, Group, Session, StaffAttendance, StaffBreak

TIMES: Final = {Basis.PLANNED: ("planned_starts", "planned_ends"), Basis.REALISED: ("arrived", "left")}
COUNTING: Final[dict[Basis, dict[str, Any]]] = {
    Basis.PLANNED: {"planned_starts__isnull": False},
    Basis.REALISED: {"presence": Presence.PRESENT},
}


def load(
    sessions: Iterable[Session], basis: Basis, known_at: datetime | None = None, facts: Facts | None = None
) -> dict[int, Attendance]:
    """By primary key of the dagdeel who is in it; in one that does not go on nobody is.

    As planned everybody with planned times is there, whatever came of it; as it went who was present. `who` is the
    primary key of the client or the professional; that of a helper with a minus before it. With `known_at` attendance
    is read as it stood at that moment, without later corrections; products, scores, diplomas and employments are those
    of the day of the dagdeel as they are known now, or `facts` when these are given. Twelve queries.
    """
    sessions = list(sessions)
    going_on = [one for one in sessions if not one.cancelled_reason]
    clients = _client_rows(going_on, basis, known_at)
    staff, breaks = _staff_rows(going_on, basis, known_at)
    if facts is None:
        facts = read_facts(professionals={row[2] for row in staff if row[2]}, clients={row[1] for row in clients})
    where = _Where(going_on)
    client_stays: dict[int, list[ClientStay]] = defaultdict(list)
    for session, client, variant, starts, ends in clients:
        provider, day = where.of(session)
        demand, needs_care = facts.demand(variant, day), facts.needs_care(client, provider, day)
        client_stays[session].append(ClientStay(client, starts, ends, demand, needs_care))
    staff_stays: dict[int, list[StaffStay]] = defaultdict(list)
    for attendance, session, professional, helper, kind, starts, ends in staff:
        parts = without_breaks(starts, ends, breaks.get(attendance, ()))
        if professional is None:
            staff_stays[session] += [StaffStay(-helper, *part, StaffKind(kind)) for part in parts]
            continue
        provider, day = where.of(session)
        level, is_competent = facts.level(professional, provider, day), facts.is_competent(professional, provider, day)
        staff_stays[session] += [
            StaffStay(professional, *part, StaffKind.PROFESSIONAL, level, is_competent) for part in parts
        ]
    return {
        one.pk: Attendance(one.starts, one.ends, tuple(client_stays[one.pk]), tuple(staff_stays[one.pk]))
        for one in sessions
    }


def providers_of(sessions: Iterable[Session]) -> dict[int, int]:
    """By primary key of the group the provider whose group it is: one query."""
    groups = {one.group_id for one in sessions}
    return dict(Group.objects.filter(pk__in=groups).order_by().values_list("pk", "provider_id"))


class _Where:
    """At which provider, and on which day, each of these sessions is."""

    def __init__(self, sessions: Sequence[Session]) -> None:
        providers = providers_of(sessions)
        self._found = {one.pk: (providers[one.group_id], one.held_on) for one in sessions}

    def of(self, session: int) -> tuple[int, date]:
        """The provider and the day."""
        return self._found[session]


def _client_rows(sessions: Sequence[Session], basis: Basis, known_at: datetime | None) -> list[Any]:
    found = ClientAttendance.objects.filter(session__in=[one.pk for one in sessions], **COUNTING[basis])
    found = found.current() if known_at is None else found.known_at(known_at)
    of_client = ("session_id", "allocation__client_id", "allocation__variant_id")
    return list(found.order_by("pk").values_list(*of_client, *TIMES[basis]))


def _staff_rows(
    sessions: Sequence[Session], basis: Basis, known_at: datetime | None
) -> tuple[list[Any], dict[int, list[tuple[int, int]]]]:
    """Who worked there, and by attendance the breaks."""
    found = StaffAttendance.objects.filter(session__in=[one.pk for one in sessions], **COUNTING[basis])
    found = found.current() if known_at is None else found.known_at(known_at)
    of_person = ("pk", "session_id", "professional_id", "helper_id", "helper__kind")
    breaks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    taken = StaffBreak.objects.filter(attendance__in=found.order_by(), is_planned=basis == Basis.PLANNED)
    for attendance, starts, ends in taken.order_by().values_list("attendance_id", "starts", "ends"):
        breaks[attendance].append((starts, ends))
    return list(found.order_by("pk").values_list(*of_person, *TIMES[basis])), breaks

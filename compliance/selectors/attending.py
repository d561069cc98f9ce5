"""Who is in dagdelen, as the plain values that the checks take: as planned, or as it went.

Whatever the number of dagdelen it is read in the same number of queries, so that a night can look at all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from compliance.enums import Basis
from compliance.rules import Attendance, ClientStay, StaffStay, without_breaks
from compliance.selectors.facts import ClientFacts, StaffFacts
from delivery.enums import Presence, StaffKind
from delivery.models import ClientAttendance, Group, Session, StaffAttendance, StaffBreak

TIMES: Final = {Basis.PLANNED: ("planned_starts", "planned_ends"), Basis.REALISED: ("arrived", "left")}
COUNTING: Final[dict[Basis, dict[str, Any]]] = {
    Basis.PLANNED: {"planned_starts__isnull": False},
    Basis.REALISED: {"presence": Presence.PRESENT},
}


def load(sessions: Iterable[Session], basis: Basis, known_at: datetime | None = None) -> dict[int, Attendance]:
    """By primary key of the dagdeel who is in it; in one that does not go on nobody is.

    As planned everybody with planned times is there, whatever came of it; as it went who was present. `who` is the
    primary key of the client or the professional; that of a helper with a minus before it. With `known_at` attendance
    is read as it stood at that moment, without later corrections; products, scores, diplomas and employments are those
    of the day of the dagdeel as they are known now. Twelve queries.
    """
    sessions = list(sessions)
    going_on = [one for one in sessions if not one.cancelled_reason]
    clients = _clients(going_on, basis, known_at)
    staff = _staff(going_on, basis, known_at)
    return {
        one.pk: Attendance(one.starts, one.ends, tuple(clients.get(one.pk, ())), tuple(staff.get(one.pk, ())))
        for one in sessions
    }


def providers_of(sessions: Iterable[Session]) -> dict[int, int]:
    """By primary key of the group the provider whose group it is: one query."""
    groups = {one.group_id for one in sessions}
    return dict(Group.objects.filter(pk__in=groups).order_by().values_list("pk", "provider_id"))


def _clients(sessions: Sequence[Session], basis: Basis, known_at: datetime | None) -> dict[int, list[ClientStay]]:
    found = ClientAttendance.objects.filter(session__in=[one.pk for one in sessions], **COUNTING[basis])
    found = found.current() if known_at is None else found.known_at(known_at)
    rows = list(
        found.order_by("pk").values_list(
            "session_id", "allocation__client_id", "allocation__provider_id", "allocation__variant_id", *TIMES[basis]
        )
    )
    day_of = _days(sessions)
    facts = ClientFacts({row[1] for row in rows}, {row[3] for row in rows})
    stays: dict[int, list[ClientStay]] = defaultdict(list)
    for session, client, provider, variant, starts, ends in rows:
        day = day_of[session]
        demand, needs_care = facts.demand(variant, day), facts.needs_care(client, provider, day)
        stays[session].append(ClientStay(client, starts or 0, ends, demand, needs_care))
    return stays


def _staff(sessions: Sequence[Session], basis: Basis, known_at: datetime | None) -> dict[int, list[StaffStay]]:
    found = StaffAttendance.objects.filter(session__in=[one.pk for one in sessions], **COUNTING[basis])
    found = found.current() if known_at is None else found.known_at(known_at)
    rows = list(
        found.order_by("pk").values_list(
            "pk", "session_id", "professional_id", "helper_id", "helper__kind", *TIMES[basis]
        )
    )
    breaks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    taken = StaffBreak.objects.filter(attendance__in=found.order_by(), is_planned=basis == Basis.PLANNED)
    for attendance, starts, ends in taken.order_by().values_list("attendance_id", "starts", "ends"):
        breaks[attendance].append((starts, ends))
    day_of, providers = _days(sessions), providers_of(sessions)
    provider_of = {one.pk: providers[one.group_id] for one in sessions}
    facts = StaffFacts({row[2] for row in rows if row[2] is not None})
    stays: dict[int, list[StaffStay]] = defaultdict(list)
    for attendance, session, professional, helper, kind, starts, ends in rows:
        parts = without_breaks(starts or 0, ends, breaks.get(attendance, ()))
        if professional is None:
            stays[session] += [StaffStay(-(helper or 0), *part, StaffKind(kind)) for part in parts]
            continue
        level, is_competent = facts.proven(professional, provider_of[session], day_of[session])
        stays[session] += [
            StaffStay(professional, *part, StaffKind.PROFESSIONAL, level, is_competent) for part in parts
        ]
    return stays


def _days(sessions: Iterable[Session]) -> dict[int, date]:
    return {one.pk: one.held_on for one in sessions}

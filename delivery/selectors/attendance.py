"""Reads over who was with a group."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from clients.enums import ChangeReason
from clients.models import Allocation
from clients.querysets import clients_of_provider, files_seen_by, shields_against
from core.actors import Actor
from delivery.enums import Presence
from delivery.models import ClientAttendance, Group, Helper, Placement, Session, StaffAttendance, StaffBreak
from delivery.rules.attending import Elsewhere, Span, Stay, times_with_group
from organisations.models import Professional

Kind = Literal["client", "professional", "helper"]
Person = tuple[Kind, int]
"""Who somebody is, whatever the row: the kind, and the key of the client, the professional or the helper."""

ANOTHER_PROVIDER = "een groep van een andere aanbieder"
PRESENT = (
    "SELECT client_id, held_on, session_id, group_id, arrived, departed, ends FROM zorgregio_clients_present(%s, %s)"
)
"""Clients in groups, also of other providers, whose rows row security hides; see the migration `present`."""


def person_of(row: ClientAttendance | StaffAttendance) -> Person:
    """Who this row is about."""
    if isinstance(row, ClientAttendance):
        return "client", row.allocation.client_id
    return ("helper", row.helper_id) if row.helper_id is not None else ("professional", row.professional_id or 0)


def breaks_of(rows: Iterable[StaffAttendance], *, is_planned: bool) -> dict[int, tuple[Span, ...]]:
    """The breaks of these rows, by their key: one query."""
    found: dict[int, list[Span]] = defaultdict(list)
    wanted = StaffBreak.objects.filter(attendance__in=[row.pk for row in rows], is_planned=is_planned)
    for key, starts, ends in wanted.order_by("starts").values_list("attendance_id", "starts", "ends"):
        found[key].append(Span(starts, ends))
    return {key: tuple(spans) for key, spans in found.items()}


def stay_of(row: ClientAttendance | StaffAttendance, breaks: tuple[Span, ...] = ()) -> Stay:
    """How it went with somebody, as it is written now."""
    reason = row.absence_reason if isinstance(row, ClientAttendance) else ""
    return Stay(Presence(row.presence), row.arrived, row.left, breaks, reason)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is with a group on a day, in one session."""

    person: Person
    day: date
    session: int
    """Its key."""
    stays: tuple[Elsewhere, ...]


def stays_elsewhere(session: Session, people: Collection[Person]) -> dict[Person, list[Elsewhere]]:
    """When these people are in other groups on the day of the session, of whatever provider."""
    found: dict[Person, list[Elsewhere]] = defaultdict(list)
    for one in present_on(people, {session.held_on}, session.group.provider_id):
        if one.session != session.pk:
            found[one.person] += one.stays
    return found


def present_on(people: Collection[Person], days: Collection[date], provider_id: int) -> list[Present]:
    """When these people are with which group on these days, of whatever provider; of another than this one no name.

    Five queries, whatever the number of people and days.
    """
    found = [*_clients_on(_keys(people, "client"), days), *_staff_on(people, days)]
    groups = Group.objects.in_bulk({group for *_, group, _ in found})
    return [
        Present(
            person,
            day,
            session,
            tuple(Elsewhere(span, _name(groups[group], provider_id)) for span in spans),
        )
        for person, day, session, group, spans in found
    ]


def _name(group: Group, provider_id: int) -> str:
    return group.name if group.provider_id == provider_id else ANOTHER_PROVIDER


def _keys(people: Collection[Person], kind: Kind) -> list[int]:
    return sorted({key for one, key in people if one == kind})


Found = tuple[Person, date, int, int, list[Span]]
"""Who, on which day, and the keys of session and group."""


def _clients_on(keys: list[int], days: Collection[date]) -> Iterable[Found]:
    if not keys:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(PRESENT, [keys, list(days)])
            rows: list[Any] = cursor.fetchall()
    else:
        there = ClientAttendance.objects.current().filter(presence=Presence.PRESENT, session__held_on__in=days)
        columns = ("allocation__client_id", "session__held_on", "session_id", "session__group_id")
        rows = list(
            there.filter(allocation__client_id__in=keys).values_list(*columns, "arrived", "left", "session__ends")
        )
    for key, day, session, group, arrived, left, ends in rows:
        yield ("client", key), day, session, group, times_with_group(Stay(Presence.PRESENT, arrived, left), ends)


def _staff_on(people: Collection[Person], days: Collection[date]) -> Iterable[Found]:
    professionals, helpers = _keys(people, "professional"), _keys(people, "helper")
    if not (professionals or helpers):
        return
    rows = list(
        StaffAttendance.objects.current()
        .filter(Q(professional_id__in=professionals) | Q(helper_id__in=helpers))
        .filter(presence=Presence.PRESENT, session__held_on__in=days)
        .select_related("session")
    )
    breaks = breaks_of(rows, is_planned=False)
    for row in rows:
        spans = times_with_group(stay_of(row, breaks.get(row.pk, ())), row.session.ends)
        yield person_of(row), row.session.held_on, row.session_id, row.session.group_id, spans


def addable_clients(session: Session, actor: Actor) -> QuerySet[Allocation]:
    """Running allocations of the provider under which somebody may come unplanned, of clients who are not there yet.

    Those whose file the actor sees, and those who come to this group on other dagdelen; never a shielded file.
    """
    provider_id, day = session.group.provider_id, session.held_on
    placed = Placement.objects.filter(group=session.group_id, allocation=OuterRef("pk")).not_ended(day)
    shielded = shields_against(actor).filter(client=OuterRef("client_id"))
    there = session.clients.current().filter(allocation__client=OuterRef("client_id"))
    comes_here = Q(Exists(placed), ~Exists(shielded), client_id__in=clients_of_provider(provider_id))
    return (
        Allocation.objects.active_on(day)
        .filter(files_seen_by(actor, "client") | comes_here, ~Exists(there), provider_id=provider_id)
        .exclude(change_reason=ChangeReason.REMOVED)
        .select_related("client", "variant")
        .order_by("client__search_name", "pk")
    )


def addable_professionals(session: Session) -> QuerySet[Professional]:
    """Who works for the provider on that day and is not there yet."""
    there = session.staff.current().filter(professional=OuterRef("pk"))
    return Professional.objects.employed_by(session.group.provider_id, session.held_on).filter(~Exists(there))


def addable_helpers(session: Session) -> QuerySet[Helper]:
    """Volunteers and trainees of the provider on that day who are not there yet."""
    there = session.staff.current().filter(helper=OuterRef("pk"))
    own = Helper.objects.filter(provider=session.group.provider_id).active_on(session.held_on)
    return own.filter(~Exists(there))


def former_rows(session: Session, actor: Actor) -> list[ClientAttendance | StaffAttendance]:
    """What stood in the session before it was corrected, as far as the actor may see it, the latest first."""
    clients = session.clients.visible_to(actor).filter(superseded_at__isnull=False)
    staff = session.staff.filter(superseded_at__isnull=False)
    rows: list[ClientAttendance | StaffAttendance] = [
        *clients.select_related("allocation__client", "recorded_by"),
        *staff.select_related("professional", "helper", "recorded_by"),
    ]
    return sorted(rows, key=lambda row: row.recorded_at, reverse=True)

"""Reads over who was with a group."""

from collections import defaultdict
from collections.abc import Collection, Iterable
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
ELSEWHERE = "SELECT client_id, group_id, arrived, departed, ends FROM zorgregio_clients_elsewhere(%s, %s, %s)"
"""Clients in other groups, also of other providers, whose rows row security hides; see the migration `attending`."""


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


def stays_elsewhere(session: Session, people: Collection[Person]) -> dict[Person, list[Elsewhere]]:
    """When these people are in other groups on the day of the session, of whatever provider."""
    found: dict[Person, list[Elsewhere]] = defaultdict(list)
    for person, group, spans in (*_clients_elsewhere(session, people), *_staff_elsewhere(session, people)):
        where = group.name if group.provider_id == session.group.provider_id else ANOTHER_PROVIDER
        found[person].extend(Elsewhere(span, where) for span in spans)
    return found


def _keys(people: Collection[Person], kind: Kind) -> list[int]:
    return sorted(key for one, key in people if one == kind)


def _clients_elsewhere(session: Session, people: Collection[Person]) -> Iterable[tuple[Person, Group, list[Span]]]:
    keys = _keys(people, "client")
    if not keys:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(ELSEWHERE, [keys, session.held_on, session.pk])
            rows: list[Any] = cursor.fetchall()
    else:
        present = ClientAttendance.objects.current().filter(presence=Presence.PRESENT, session__held_on=session.held_on)
        rows = list(
            present.filter(allocation__client_id__in=keys)
            .exclude(session=session)
            .values_list("allocation__client_id", "session__group_id", "arrived", "left", "session__ends")
        )
    groups = Group.objects.in_bulk({row[1] for row in rows})
    for key, group, arrived, left, ends in rows:
        yield ("client", key), groups[group], times_with_group(Stay(Presence.PRESENT, arrived, left), ends)


def _staff_elsewhere(session: Session, people: Collection[Person]) -> Iterable[tuple[Person, Group, list[Span]]]:
    professionals, helpers = _keys(people, "professional"), _keys(people, "helper")
    if not (professionals or helpers):
        return
    rows = list(
        StaffAttendance.objects.current()
        .filter(Q(professional_id__in=professionals) | Q(helper_id__in=helpers))
        .filter(presence=Presence.PRESENT, session__held_on=session.held_on)
        .exclude(session=session)
        .select_related("session__group")
    )
    breaks = breaks_of(rows, is_planned=False)
    for row in rows:
        stay = stay_of(row, breaks.get(row.pk, ()))
        yield person_of(row), row.session.group, times_with_group(stay, row.session.ends)


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

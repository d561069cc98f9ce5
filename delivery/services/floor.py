"""What the services of attendance share: locks in one order, checks of many rows at once, one way of writing.

The order of locks is always the session, then clients, professionals and helpers by their keys. So two floors that
write down the same person at once come one after the other, and never wait for each other.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.utils.timezone import localtime

from audit.enums import AuditEvent
from audit.services import Act, record_many, snapshot
from clients.models import Client
from clients.services.checking import Check, refuse_all
from core import clock
from core.actors import Actor
from core.errors import Conflict
from core.minutes import minute_of
from core.storing import store, store_changed, store_new
from delivery.access import may_record_attendance
from delivery.enums import Presence
from delivery.jobs import ATTENDANCE_CHANGED
from delivery.models import ClientAttendance, Helper, Session, StaffAttendance, StaffBreak
from delivery.rules.attending import Span, Stay, check_held, check_nowhere_else, check_stay, last_minute
from delivery.selectors.attendance import Person, breaks_of, person_of, stay_of, stays_elsewhere
from organisations.models import Professional

Row = ClientAttendance | StaffAttendance
WRITTEN: Final = ("presence", "arrived", "left", "recorded_at", "recorded_by")
OF_CLIENT: Final = (*WRITTEN, "absence_reason")
LOCKED: Final[tuple[tuple[str, Any], ...]] = (("client", Client), ("professional", Professional), ("helper", Helper))
"""In this order."""
CHECKED_TOGETHER: Final = 200
"""Sessions that one message names."""


def lock_session(actor: Actor, session: Session, revision: int | None = None, *, is_closed: bool | None) -> Session:
    """The session as it stands now, locked.

    Raises PermissionDenied, and Conflict: `session_changed` when it was changed since it was read, `session_closed` or
    `session_open` when it is not in the state that the caller needs; None needs none.
    """
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    current = rows.select_related("group__provider").get(pk=session.pk)
    if not may_record_attendance(actor, current):
        raise PermissionDenied
    if revision is not None and current.revision != revision:
        message = "Iemand anders legde intussen ook iets vast. Bekijk wat er nu staat en sla daarna opnieuw op."
        raise Conflict(message, code="session_changed")
    if current.closed_at is not None and is_closed is False:
        message = "Dit dagdeel is al afgesloten. Leg een correctie vast, met een reden."
        raise Conflict(message, code="session_closed")
    if current.closed_at is None and is_closed:
        message = "Dit dagdeel is nog niet afgesloten. Pas de aanwezigheid zelf aan."
        raise Conflict(message, code="session_open")
    return current


@dataclass
class Floor:
    """Everybody in a session whom the actor sees, as it stands now."""

    session: Session
    rows: dict[UUID, Row]
    breaks: dict[int, tuple[Span, ...]]
    planned_breaks: dict[int, tuple[Span, ...]]
    unseen: int
    """Clients whose file is shielded from the actor."""
    moment: datetime = field(default_factory=clock.now)

    @property
    def in_order(self) -> list[Row]:
        """Clients by name, then professionals, then volunteers and trainees."""
        return sorted(self.rows.values(), key=_place)

    @property
    def latest(self) -> int:
        """The last minute of the day of the session that has passed."""
        return latest_at(self.moment, self.session.held_on)

    def stay(self, row: Row) -> Stay:
        """How it went with somebody, as it is written now."""
        return stay_of(row, self.breaks.get(row.pk, ()) if isinstance(row, StaffAttendance) else ())

    def planned(self, row: Row) -> Stay:
        """How it was planned."""
        breaks = self.planned_breaks.get(row.pk, ()) if isinstance(row, StaffAttendance) else ()
        return replace(stay_of(row), arrived=row.planned_starts, left=row.planned_ends, breaks=breaks)


def _place(row: Row) -> tuple[int, str, int]:
    if isinstance(row, ClientAttendance):
        return 0, row.allocation.client.search_name, row.pk
    return (1 if row.helper is None else 2), str(row.person), row.pk


def latest_at(moment: datetime, day: date) -> int:
    """The last minute of this day that has passed at a moment."""
    return last_minute(day, clock.today(), minute_of(localtime(moment, clock.AMSTERDAM).time()))


def floor_of(actor: Actor, session: Session) -> Floor:
    """Who is in the session."""
    every = session.clients.current()
    clients = list(every.visible_to(actor).select_related("allocation__client"))
    staff = list(session.staff.current().select_related("professional", "helper"))
    rows: list[Row] = [*clients, *staff]
    return Floor(
        session,
        {row.public_id: row for row in rows},
        breaks_of(staff, is_planned=False),
        breaks_of(staff, is_planned=True),
        every.count() - len(clients),
    )


Written = Sequence[tuple[Row, Stay]]
"""Rows, each with how it went."""


def changed_in(floor: Floor, stays: Mapping[UUID, Stay]) -> Written:
    """Of what was written down, what differs from what stands there. Raises Conflict `row_gone`."""
    if set(stays) - set(floor.rows):
        message = "Iemand anders paste deze regel intussen aan. Bekijk wat er nu staat en probeer het opnieuw."
        raise Conflict(message, code="row_gone")
    found = ((floor.rows[key], replace(stay, breaks=tuple(sorted(stay.breaks)))) for key, stay in stays.items())
    return [(row, stay) for row, stay in found if floor.stay(row) != stay]


def check_seen(floor: Floor, seen: Mapping[UUID, datetime]) -> None:
    """Nobody wrote something else down since the actor saw these rows. Raises Conflict `row_changed`."""
    if any(key in floor.rows and floor.rows[key].recorded_at != moment for key, moment in seen.items()):
        message = "Een collega legde hier intussen iets anders vast. Laad de pagina opnieuw en kijk wat er nu staat."
        raise Conflict(message, code="row_changed")


def check_stays(floor: Floor, written: Written) -> None:
    """Everything that is wrong with these, by the public id of the row, with their people locked.

    Nobody else can write down these people elsewhere until this transaction ends. Codes: those of
    `delivery.rules.attending`, and `outside_allocation`.
    """
    people = [person_of(row) for row, _ in written]
    lock_people(people)
    session = floor.session
    elsewhere = stays_elsewhere(session, people)
    closed = session.group.closed_days.filter(day=session.held_on).first()
    checks: list[Check] = []
    for (row, stay), person in zip(written, people, strict=True):
        found = checks_of(row, stay, session, latest=floor.latest, closed_reason=closed.reason if closed else "")
        nowhere_else = partial(check_nowhere_else, stay, session.ends, elsewhere[person])
        every: list[Callable[[], object]] = [*found, nowhere_else]
        checks += [(str(row.public_id), check) for check in every]
    refuse_all(*checks)


def checks_of(row: Row, stay: Stay, session: Session, *, latest: int, closed_reason: str) -> list[Callable[[], object]]:
    """What must hold of how it went with one person, whoever says so; but for being with one group at a time."""
    return [
        partial(
            check_stay,
            stay,
            latest=latest,
            is_planned=row.planned_starts is not None,
            is_client=isinstance(row, ClientAttendance),
        ),
        partial(check_held, stay, cancelled_reason=session.cancelled_reason, closed_reason=closed_reason),
        partial(_check_allocated, row, stay, session),
    ]


def write_in_place(actor: Actor, floor: Floor, written: Written) -> Session:
    """Let these rows say how it went; the session with its new revision."""
    write_rows(actor, written, {row.pk: floor.stay(row).breaks for row, _ in written}, floor.moment)
    return grown(floor.session)


def write_rows(actor: Actor, written: Written, breaks: Mapping[int, tuple[Span, ...]], moment: datetime) -> None:
    """Let these rows, of any session, say how it went, with the trail of each. `breaks` are those that stood there."""
    acts, others = [], []
    for row, stay in written:
        before = snapshot(row)
        named = []
        if isinstance(row, StaffAttendance) and breaks.get(row.pk, ()) != stay.breaks:
            named = ["breaks"]
            others.append((row, stay))
        fill(row, stay, actor, moment)
        acts.append(Act(target=row, client=client_of(row), before=before, fields=named))
    rows = [row for row, _ in written]
    store_changed(ClientAttendance, [row for row in rows if isinstance(row, ClientAttendance)], OF_CLIENT)
    store_changed(StaffAttendance, [row for row in rows if isinstance(row, StaffAttendance)], WRITTEN)
    if others:
        StaffBreak.objects.filter(attendance__in=[row.pk for row, _ in others], is_planned=False).delete()
        store_breaks(others, is_planned=False)
    record_many(actor=actor, event=AuditEvent.CHANGED, acts=acts)


def add_rows(actor: Actor, made: Written, moment: datetime) -> None:
    """Store these new rows, of any session, with the trail of each; the caller checked them."""
    for row, stay in made:
        fill(row, stay, actor, moment)
    rows = [row for row, _ in made]
    store_new(ClientAttendance, [row for row in rows if isinstance(row, ClientAttendance)])
    store_new(StaffAttendance, [row for row in rows if isinstance(row, StaffAttendance)])
    store_breaks(made, is_planned=False)
    record_many(actor=actor, event=AuditEvent.CREATED, acts=[Act(target=row, client=client_of(row)) for row in rows])


def fill(row: Row, stay: Stay, actor: Actor, moment: datetime) -> None:
    """Let the row say how it went, and who wrote that down when. Not stored yet."""
    row.presence, row.arrived, row.left = stay.presence, stay.arrived, stay.left
    if isinstance(row, ClientAttendance):
        row.absence_reason = stay.reason
    row.recorded_at, row.recorded_by_id = moment, actor.user_id


def store_breaks(written: Written, *, is_planned: bool) -> None:
    """Write the breaks of these rows, which had none."""
    made = [
        StaffBreak(attendance=row, is_planned=is_planned, starts=one.starts, ends=one.ends)
        for row, stay in written
        if isinstance(row, StaffAttendance)
        for one in stay.breaks
    ]
    store_new(StaffBreak, made)


def grown(session: Session) -> Session:
    """The session with a higher revision; what was worked out from its attendance is done again once this is stored."""
    session.revision += 1
    store(session, "revision")
    ATTENDANCE_CHANGED.wake(session.pk)
    return session


def grown_together(sessions: Collection[int]) -> None:
    """As `grown`, for many sessions that the caller has locked, by their keys."""
    Session.objects.filter(pk__in=sessions).update(revision=F("revision") + 1)
    keys = sorted(sessions)
    for first in range(0, len(keys), CHECKED_TOGETHER):
        ATTENDANCE_CHANGED.wake(*keys[first : first + CHECKED_TOGETHER])


def client_of(row: Row) -> UUID | None:
    """In whose file the trail of this row stands."""
    return row.allocation.client.public_id if isinstance(row, ClientAttendance) else None


def lock_people(people: Collection[Person]) -> None:
    """Let nobody else write these people down until this transaction ends."""
    for kind, model in LOCKED:
        keys = {key for one, key in people if one == kind}
        if keys:
            rows = model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
            list(rows.order_by("pk").values_list("pk"))


def _check_allocated(row: Row, stay: Stay, session: Session) -> None:
    if stay.presence != Presence.PRESENT or not isinstance(row, ClientAttendance):
        return
    if not row.allocation.period.contains(session.held_on):
        message = f"De toewijzing loopt {row.allocation.period}. Op deze dag kan de cliënt niet aanwezig zijn."
        raise ValidationError(message, code="outside_allocation")

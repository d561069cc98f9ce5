"""Writing down who was with a group, from when to when; and putting it right after the dagdeel was closed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import Act, record, record_many, snapshot
from clients.models import Allocation
from core.actors import Actor
from core.storing import store, store_changed, store_new
from delivery.models import ClientAttendance, Helper, Session, StaffAttendance
from delivery.rules.attending import Stay, as_planned
from delivery.selectors.attendance import addable_clients, addable_helpers, addable_professionals
from delivery.services.floor import (
    Row,
    changed_in,
    check_seen,
    check_stays,
    client_of,
    fill,
    floor_of,
    grown,
    lock_session,
    store_breaks,
    write_in_place,
)
from organisations.models import Professional


@transaction.atomic
def record_attendance(
    *,
    actor: Actor,
    session: Session,
    stays: Mapping[UUID, Stay],
    revision: int | None = None,
    seen: Mapping[UUID, datetime] | None = None,
    rest_as_planned: bool = False,
) -> Session:
    """Write down how it went with these people, by the public id of their row; all of it, or nothing.

    What stands there already is left as it is. `seen` says when what the actor saw of a row was recorded. With
    `rest_as_planned` what nobody wrote down went as planned, as far as that has passed. Raises PermissionDenied,
    Conflict (`session_changed`, `session_closed`, `row_changed`, `row_gone`), and ValidationError with all faults at
    once, by row: codes of `delivery.rules.attending`, and `outside_allocation`.
    """
    session = lock_session(actor, session, revision, is_closed=False)
    floor = floor_of(actor, session)
    check_seen(floor, seen or {})
    if rest_as_planned:
        stays = {key: stays.get(key, floor.stay(row)) for key, row in floor.rows.items()} | dict(stays)
        stays = {
            key: as_planned(floor.planned(floor.rows[key]), stay, floor.latest) if key in floor.rows else stay
            for key, stay in stays.items()
        }
    written = changed_in(floor, stays)
    check_stays(floor, written)
    return write_in_place(actor, floor, written) if written else session


@transaction.atomic
def confirm_as_planned(*, actor: Actor, session: Session, revision: int | None = None) -> Session:
    """Whoever is still expected came at the planned time, and whoever is there left at it, as far as that has passed.

    What somebody wrote down stays. Of clients whose file is shielded from the actor nothing changes. Raises as
    `record_attendance`.
    """
    return record_attendance(actor=actor, session=session, stays={}, revision=revision, rest_as_planned=True)


@transaction.atomic
def correct_attendance(
    *, actor: Actor, session: Session, stays: Mapping[UUID, Stay], reason: str, revision: int | None = None
) -> Session:
    """Put right how it went after the session was closed: what stood there is kept, and can be read as it was.

    Raises PermissionDenied, Conflict (`session_changed`, `session_open`, `row_gone`), and ValidationError:
    `correction_reason`, and by row as `record_attendance`.
    """
    session = lock_session(actor, session, revision, is_closed=True)
    _check_reason(reason)
    floor = floor_of(actor, session)
    written = changed_in(floor, stays)
    check_stays(floor, written)
    if not written:
        return session
    old, new = [], []
    for row, stay in written:
        before = snapshot(row)
        fresh = _copy(row)
        row.superseded_at = floor.moment
        fill(fresh, stay, actor, floor.moment)
        fresh.correction_reason = reason.strip()
        old.append(Act(target=row, client=client_of(row), before=before))
        new.append((fresh, stay))
    _replace([row for row, _ in written], [row for row, _ in new])
    store_breaks(new, is_planned=False)
    store_breaks(
        [(fresh, floor.planned(row)) for (row, _), (fresh, _) in zip(written, new, strict=True)], is_planned=True
    )
    record_many(actor=actor, event=AuditEvent.CHANGED, acts=old)
    acts = [Act(target=row, client=client_of(row)) for row, _ in new]
    record_many(actor=actor, event=AuditEvent.CREATED, acts=acts)
    return grown(session)


@transaction.atomic
def add_client(
    *, actor: Actor, session: Session, allocation: Allocation, stay: Stay, reason: str = ""
) -> ClientAttendance:
    """Somebody comes who was not planned here, under a running allocation of the same provider.

    After the session was closed this is a correction, with a `reason`. Raises PermissionDenied for an allocation that
    the actor may not choose, Conflict, and ValidationError: as `record_attendance`, `attendance_twice`.
    """
    session = lock_session(actor, session, is_closed=bool(reason.strip()))
    if session.clients.current().filter(allocation__client=allocation.client_id).exists():
        raise ValidationError("Deze cliënt staat al bij dit dagdeel.", code="attendance_twice")
    chosen = addable_clients(session, actor).filter(pk=allocation.pk).first()
    if chosen is None:
        raise PermissionDenied
    row = ClientAttendance(session=session, allocation=chosen)
    _add(actor, session, row, stay, reason)
    return row


@transaction.atomic
def add_staff(
    *, actor: Actor, session: Session, person: Professional | Helper, stay: Stay, reason: str = ""
) -> StaffAttendance:
    """Somebody works here who was not planned: whoever works for the provider on that day.

    After the session was closed this is a correction, with a `reason`. Raises as `add_client`.
    """
    session = lock_session(actor, session, is_closed=bool(reason.strip()))
    who = {"helper": person} if isinstance(person, Helper) else {"professional": person}
    if session.staff.current().filter(**who).exists():
        raise ValidationError("Deze persoon staat al bij dit dagdeel.", code="attendance_twice")
    chosen = addable_helpers(session) if isinstance(person, Helper) else addable_professionals(session)
    if not chosen.filter(pk=person.pk).exists():
        raise PermissionDenied
    row = StaffAttendance(session=session, **who)
    _add(actor, session, row, stay, reason)
    return row


def _add(actor: Actor, session: Session, row: Row, stay: Stay, reason: str) -> None:
    floor = floor_of(actor, session)
    check_stays(floor, [(row, stay)])
    fill(row, stay, actor, floor.moment)
    row.correction_reason = reason.strip()
    store(row)
    store_breaks([(row, stay)], is_planned=False)
    record(actor=actor, event=AuditEvent.CREATED, target=row, client=client_of(row))
    grown(session)


def _copy(row: Row) -> Row:
    fresh: Row
    if isinstance(row, ClientAttendance):
        fresh = ClientAttendance(session=row.session, allocation=row.allocation)
    else:
        fresh = StaffAttendance(session=row.session, professional=row.professional, helper=row.helper)
    fresh.planned_starts, fresh.planned_ends, fresh.is_by_hand = row.planned_starts, row.planned_ends, row.is_by_hand
    return fresh


def _replace(old: Collection[Row], new: Collection[Row]) -> None:
    """Write that these were superseded before their successors come: of each person one row stands."""
    for model in (ClientAttendance, StaffAttendance):
        kind: Any = model
        store_changed(kind, [row for row in old if isinstance(row, kind)], ["superseded_at"])
        store_new(kind, [row for row in new if isinstance(row, kind)])


def _check_reason(reason: str) -> None:
    if not reason.strip():
        message = "Schrijf op waarom u dit corrigeert, bijvoorbeeld: verkeerde tijd overgenomen van de lijst."
        raise ValidationError({"reason": ValidationError(message, code="correction_reason")})

"""Exceptions on one day: who works instead, who does not, and what does not go on. What follows leaves them alone."""

from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.services.checking import Check, refuse_all
from core.actors import Actor
from core.clock import now, today
from core.errors import Conflict
from core.periods import Period
from core.storing import store
from delivery.access import may_roster_at
from delivery.enums import Presence
from delivery.jobs import ATTENDANCE_CHANGED
from delivery.models import Group, Leave, Session, StaffAttendance, StaffBreak
from delivery.rules import Times, check_alone, check_employed, check_in_session
from delivery.services.people import Person, as_fields, lock_person, work_of


@transaction.atomic
def plan_staff(
    *, actor: Actor, session: Session, revision: int, person: Person, times: Times | None = None
) -> StaffAttendance:
    """Somebody works in this dagdeel by exception, or at other times than the roster says.

    Raises PermissionDenied, Conflict `session_changed`, and ValidationError with all faults at once: `session_over`,
    `session_closed`, `session_cancelled`, `outside_opening`, `break_outside`, `not_employed`, `on_leave`,
    `works_elsewhere`, `already_there`.
    """
    person = lock_person(person)
    (session,) = _lock_sessions(actor, session)
    _refuse_changed(session, revision)
    return _plan(actor, session, person, times or Times())


@transaction.atomic
def unplan_staff(*, actor: Actor, attendance: StaffAttendance, revision: int) -> StaffAttendance:
    """Somebody does not work in this dagdeel, whatever the roster says. The row stays, so that it is not planned anew.

    `revision` is that of the dagdeel. Raises PermissionDenied, Conflict `session_changed`, and ValidationError as
    `plan_staff`.
    """
    (session,) = _lock_sessions(actor, attendance.session)
    _refuse_changed(session, revision)
    row = StaffAttendance.objects.get(pk=attendance.pk)
    refuse_all((NON_FIELD_ERRORS, lambda: _check_ahead(session)), (NON_FIELD_ERRORS, lambda: _check_not_there(row)))
    return take_off(actor, row)


@transaction.atomic
def move_staff(
    *, actor: Actor, attendance: StaffAttendance, revision: int, to: Session, times: Times | None = None
) -> StaffAttendance:
    """Somebody works in another dagdeel instead of in this one. Raises as `unplan_staff` and `plan_staff`."""
    person = lock_person(attendance.person)
    found = {one.pk: one for one in _lock_sessions(actor, attendance.session, to)}
    unplan_staff(actor=actor, attendance=attendance, revision=revision)
    return _plan(actor, found[to.pk], person, times or Times())


@transaction.atomic
def cancel_session(*, actor: Actor, session: Session, revision: int, reason: str) -> Session:
    """This dagdeel does not go on. Who was planned stays so, for when it goes on after all.

    Raises PermissionDenied, Conflict `session_changed`, ValidationError: `reason`, `session_closed`, `people_there`.
    """
    (session,) = _lock_sessions(actor, session)
    _refuse_changed(session, revision)
    refuse_all(("reason", lambda: _check_reason(reason)), (NON_FIELD_ERRORS, lambda: _check_nobody_came(session)))
    return _with_reason(actor, session, reason.strip())


@transaction.atomic
def resume_session(*, actor: Actor, session: Session, revision: int) -> Session:
    """It goes on after all. Raises PermissionDenied, Conflict `session_changed`."""
    (session,) = _lock_sessions(actor, session)
    _refuse_changed(session, revision)
    return _with_reason(actor, session, "")


def take_off(actor: Actor, row: StaffAttendance) -> StaffAttendance:
    """Part of a service: this person is not planned any more in a dagdeel that the caller may change."""
    before = snapshot(row)
    row.planned_starts = row.planned_ends = None
    row.presence, row.is_by_hand = Presence.ABSENT, True
    row.breaks.filter(is_planned=True).delete()
    store(row)
    record(actor=actor, event=AuditEvent.CHANGED, target=row, before=before)
    _note_change(row.session)
    return row


def _plan(actor: Actor, session: Session, person: Person, times: Times) -> StaffAttendance:
    who, day = as_fields(person), session.held_on
    row = StaffAttendance.objects.current().filter(session=session, **who).first()
    starts = session.starts if times.starts is None else times.starts
    ends = session.ends if times.ends is None else times.ends
    work = work_of(person, session.group.provider_id)
    checks: list[Check] = [
        (NON_FIELD_ERRORS, lambda: _check_ahead(session)),
        ("starts", lambda: check_in_session(starts, ends, times, opens=session.starts, closes=session.ends)),
        ("person", lambda: check_employed(Period(day, day), work, session.group.period)),
        ("person", lambda: _check_present(person, session.group.provider_id, day)),
        ("person", lambda: check_alone(starts, ends, _elsewhere(person, session))),
    ]
    if row is not None:
        there = row
        checks.append(("person", lambda: _check_not_there(there)))
    refuse_all(*checks)
    before = None if row is None else snapshot(row)
    row = row or StaffAttendance(session=session, **who)
    row.planned_starts, row.planned_ends, row.presence, row.is_by_hand = starts, ends, Presence.EXPECTED, True
    row.recorded_at = now()
    store(row)
    row.breaks.filter(is_planned=True).delete()
    if times.break_starts is not None and times.break_ends is not None:
        store(StaffBreak(attendance=row, is_planned=True, starts=times.break_starts, ends=times.break_ends))
    event = AuditEvent.CREATED if before is None else AuditEvent.CHANGED
    record(actor=actor, event=event, target=row, before=before)
    _note_change(session)
    return row


def _lock_sessions(actor: Actor, *sessions: Session) -> list[Session]:
    """The dagdelen as they stand now, after their groups: a run that derives what is planned waits."""
    groups = Group.objects.filter(sessions__in=sessions).order_by("pk")
    list(Group.objects.filter(pk__in=groups.values("pk")).select_for_update(of=("self",), no_key=True).order_by("pk"))
    rows = Session.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in sessions])
    found = list(rows.select_related("group").order_by("pk"))
    if len(found) != len(sessions):
        raise Conflict("Dit dagdeel is er niet meer. Bekijk het rooster.", code="session_changed")
    if not all(may_roster_at(actor, one.group.provider_id) for one in found):
        raise PermissionDenied
    return found


def _refuse_changed(session: Session, revision: int) -> None:
    if session.revision != revision:
        raise Conflict(
            "Iemand anders heeft dit dagdeel gewijzigd terwijl u bezig was. Bekijk wat er nu staat.",
            code="session_changed",
        )


def _check_ahead(session: Session) -> None:
    if session.closed_at is not None:
        raise ValidationError("De aanwezigheid van dit dagdeel is afgesloten.", code="session_closed")
    if session.held_on < today():
        raise ValidationError("Dit dagdeel is voorbij. Leg vast wie er was.", code="session_over")
    if session.cancelled_reason:
        raise ValidationError("Dit dagdeel gaat niet door.", code="session_cancelled")


def _check_not_there(row: StaffAttendance) -> None:
    if row.presence == Presence.PRESENT:
        message = "Deze persoon is er al. Pas de aanwezigheid aan."
        raise ValidationError(message, code="already_there")


def _check_present(person: Person, provider_id: int, day: date) -> None:
    if Leave.objects.active_on(day).filter(provider_id=provider_id, **as_fields(person)).exists():
        raise ValidationError("Deze persoon is op deze dag afwezig gemeld. Kies iemand anders.", code="on_leave")


def _elsewhere(person: Person, session: Session) -> list[tuple[int, int]]:
    """When this person is planned on that day in other dagdelen, of any provider."""
    rows = StaffAttendance.objects.current().filter(session__held_on=session.held_on, session__cancelled_reason="")
    rows = rows.exclude(session=session).exclude(presence=Presence.ABSENT)
    planned = rows.filter(planned_starts__isnull=False, **as_fields(person))
    return [(starts or 0, ends or 0) for starts, ends in planned.values_list("planned_starts", "planned_ends")]


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError("Schrijf op waarom dit dagdeel niet doorgaat.", code="reason")


def _check_nobody_came(session: Session) -> None:
    if session.closed_at is not None:
        raise ValidationError("De aanwezigheid van dit dagdeel is afgesloten.", code="session_closed")
    came = (session.clients, session.staff)
    if any(rows.current().filter(presence=Presence.PRESENT).exists() for rows in came):
        raise ValidationError("Er zijn al mensen. Leg eerst vast dat zij er niet waren.", code="people_there")


def _with_reason(actor: Actor, session: Session, reason: str) -> Session:
    before = snapshot(session)
    session.cancelled_reason = reason
    session.revision += 1
    store(session, "cancelled_reason", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=session, before=before)
    ATTENDANCE_CHANGED.wake(session.pk)
    return session


def _note_change(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(revision=F("revision") + 1)
    ATTENDANCE_CHANGED.wake(session.pk)

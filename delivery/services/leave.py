"""Who does not work in a period."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from delivery.access import may_make_rosters, may_roster_at
from delivery.enums import Presence
from delivery.models import Leave, StaffAttendance
from delivery.services.people import Person, as_fields, groups_of, lock_person, work_of
from delivery.services.planning import follow_change
from delivery.services.swaps import take_off
from organisations.models import CareProvider


@transaction.atomic
def report_leave(*, actor: Actor, person: Person, kind: str, starts_on: date, ends_on: date | None = None) -> Leave:
    """Somebody does not work in this period, for the actor's provider; without an end until somebody says so.

    Who was planned by hand in it is taken off; a later end of the leave does not plan anew what was by hand. Raises
    PermissionDenied, and ValidationError by field: `leave_twice`, `leave_kind`, `period_order`, `not_employed`.
    """
    person = lock_person(person)
    if not may_make_rosters(actor) or actor.organisation_id is None:
        raise PermissionDenied
    work = work_of(person, actor.organisation_id)
    if not work:
        raise PermissionDenied
    if not any(period.contains(starts_on) for period in work):
        message = "Op deze dag werkt deze persoon niet bij u. Kies een andere dag."
        raise ValidationError({"starts_on": ValidationError(message, code="not_employed")})
    provider = CareProvider.objects.get(pk=actor.organisation_id)
    leave = Leave(provider=provider, kind=kind, starts_on=starts_on, ends_on=ends_on, **as_fields(person))
    store(leave)
    record(actor=actor, event=AuditEvent.CREATED, target=leave)
    _follow(actor, leave, person)
    return leave


@transaction.atomic
def change_leave(
    *, actor: Actor, leave: Leave, revision: int, kind: str, starts_on: date, ends_on: date | None
) -> Leave:
    """The leave in another period or for another reason. Raises as `report_leave`, and Conflict `leave_changed`."""
    leave, person = _locked(actor, leave, revision)
    before = snapshot(leave)
    leave.kind, leave.starts_on, leave.ends_on = kind, starts_on, ends_on
    leave.revision += 1
    store(leave)
    record(actor=actor, event=AuditEvent.CHANGED, target=leave, before=before)
    _follow(actor, leave, person)
    return leave


@transaction.atomic
def end_leave(*, actor: Actor, leave: Leave, revision: int, ends_on: date) -> None:
    """The last day of the leave. One that had not begun by then goes.

    Raises PermissionDenied, Conflict `leave_changed`, and ValidationError `end_later`.
    """
    leave, person = _locked(actor, leave, revision)
    if leave.ends_on is not None and ends_on > leave.ends_on:
        message = "Deze afwezigheid eindigt al eerder. Wijzig haar als zij langer duurt."
        raise ValidationError({"ends_on": ValidationError(message, code="end_later")})
    if ends_on < leave.starts_on:
        record(actor=actor, event=AuditEvent.DELETED, target=leave)
        leave.delete()
    else:
        before = snapshot(leave)
        leave.ends_on = ends_on
        leave.revision += 1
        store(leave, "ends_on", "revision")
        record(actor=actor, event=AuditEvent.CHANGED, target=leave, before=before)
    follow_change(*groups_of(person, leave.provider_id))


def _locked(actor: Actor, leave: Leave, revision: int) -> tuple[Leave, Person]:
    person = lock_person(leave.person)
    current = Leave.objects.filter(pk=leave.pk).first()
    if not may_roster_at(actor, leave.provider_id):
        raise PermissionDenied
    if current is None or current.revision != revision:
        raise Conflict(
            "Iemand anders heeft deze afwezigheid gewijzigd terwijl u bezig was. Bekijk wat er nu staat.",
            code="leave_changed",
        )
    return current, person


def _follow(actor: Actor, leave: Leave, person: Person) -> None:
    follow_change(*groups_of(person, leave.provider_id))
    until = Q() if leave.ends_on is None else Q(session__held_on__lte=leave.ends_on)
    by_hand = StaffAttendance.objects.current().filter(
        until,
        is_by_hand=True,
        presence=Presence.EXPECTED,
        session__group__provider=leave.provider,
        session__held_on__gte=max(leave.starts_on, today()),
        session__closed_at=None,
        **as_fields(person),
    )
    for row in by_hand.select_related("session").order_by("session"):
        take_off(actor, row)

"""The standing week of who works in a group."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.services.checking import Check, refuse_all_at_once
from core.actors import Actor
from core.errors import Conflict
from core.periods import ONE_DAY, Period
from core.storing import store
from delivery.access import may_roster_at
from delivery.enums import Presence
from delivery.models import Group, RosterLine, StaffAttendance
from delivery.rules import Times, Worked, check_employed, check_free, check_times, last_day, worked
from delivery.selectors import hours_of
from delivery.services.people import Person, as_fields, lock_person, work_of
from delivery.services.planning import follow_change
from plans.enums import Dagdeel, Weekday
from plans.rules.week import Week


@transaction.atomic
def add_roster_line(
    *,
    actor: Actor,
    group: Group,
    person: Person,
    moments: Week,
    times: Times,
    starts_on: date,
    ends_on: date | None = None,
) -> RosterLine:
    """Somebody works in the group on these dagdelen of each week; without an end until employment or group ends.

    Raises PermissionDenied, and ValidationError with all faults at once: `no_moments`, `group_closed`,
    `outside_opening`, `break_outside`, `break_half`, `break_order`, `times_order`, `not_employed`, `outside_group`,
    `works_elsewhere`, `period_order`.
    """
    group, person = _lock(actor, group, person)
    work = work_of(person, group.provider_id)
    line = RosterLine(
        group=group,
        moments=moments,
        **asdict(times),
        **as_fields(person),
        starts_on=starts_on,
        ends_on=ends_on or last_day(work, group.period, starts_on),
    )
    _check(line, person, times, work)
    store(line)
    record(actor=actor, event=AuditEvent.CREATED, target=line)
    follow_change(group.pk)
    return line


@transaction.atomic
def change_roster_line(
    *, actor: Actor, line: RosterLine, revision: int, moments: Week, times: Times, starts_on: date
) -> RosterLine:
    """From that day on somebody works at other times: a new line, and the old one ends the day before.

    What had not begun by then goes. Raises as `add_roster_line`, Conflict `line_changed`, and ValidationError
    `line_over` for a line that ended before that day.
    """
    former, group, person = _locked(actor, line, revision)
    if former.ends_on is not None and former.ends_on < starts_on:
        message = f"Deze regel van het rooster loopt {former.period}. Kies een eerdere dag."
        raise ValidationError({"starts_on": ValidationError(message, code="line_over")})
    ends_on = former.ends_on
    _end(actor, former, starts_on - ONE_DAY)
    return add_roster_line(
        actor=actor, group=group, person=person, moments=moments, times=times, starts_on=starts_on, ends_on=ends_on
    )


@transaction.atomic
def end_roster_line(*, actor: Actor, line: RosterLine, revision: int, ends_on: date) -> None:
    """The last day on which somebody works by this line. One that had not begun by then goes.

    Raises PermissionDenied, Conflict `line_changed`, and ValidationError `end_later`.
    """
    line, group, _ = _locked(actor, line, revision)
    if line.ends_on is not None and ends_on > line.ends_on:
        message = "Deze regel van het rooster eindigt al eerder. Voeg een nieuwe toe voor de tijd daarna."
        raise ValidationError({"ends_on": ValidationError(message, code="end_later")})
    _end(actor, line, ends_on)
    follow_change(group.pk)


def _check(line: RosterLine, person: Person, times: Times, work: list[Period]) -> None:
    group = line.group
    checks: list[Check] = []
    if line.ends_on is None or line.ends_on >= line.starts_on:
        period = line.period
        openings = [(row.period, row.hours) for row in group.openings.all()]
        wanted = list(worked(group.pk, period, line.moments, times, openings))
        checks = [
            ("starts_on", lambda: check_employed(period, work, group.period)),
            ("moments", lambda: check_times(line.moments, times, hours_of(group, period.starts_on))),
            ("moments", lambda: check_free(wanted, [*_other_lines(person, period), *_by_hand(person, period)])),
        ]
    refuse_all_at_once(line, *checks)


def _other_lines(person: Person, period: Period) -> Iterator[Worked]:
    """When this person works by the roster of any group, of any provider."""
    lines = RosterLine.objects.filter(**as_fields(person)).not_ended(period.starts_on)
    for row in lines.select_related("group").prefetch_related("group__openings"):
        times = Times(row.starts, row.ends)
        openings = [(opening.period, opening.hours) for opening in row.group.openings.all()]
        yield from worked(row.group_id, row.period, row.moments, times, openings)


def _by_hand(person: Person, period: Period) -> Iterator[Worked]:
    """When this person works by exception, on a day."""
    rows = StaffAttendance.objects.current().filter(is_by_hand=True, session__held_on__gte=period.starts_on)
    rows = rows.exclude(presence=Presence.ABSENT).filter(planned_starts__isnull=False, **as_fields(person))
    for row in rows.select_related("session"):
        day = row.session.held_on
        yield Worked(
            row.session.group_id,
            Dagdeel(row.session.dagdeel),
            Weekday(day.isoweekday()),
            Period(day, day),
            row.planned_starts or 0,
            row.planned_ends or 0,
        )


def _lock(actor: Actor, group: Group, person: Person) -> tuple[Group, Person]:
    person = lock_person(person)
    group = Group.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
    if not may_roster_at(actor, group.provider_id):
        raise PermissionDenied
    return group, person


def _locked(actor: Actor, line: RosterLine, revision: int) -> tuple[RosterLine, Group, Person]:
    group, person = _lock(actor, line.group, line.person)
    current = RosterLine.objects.filter(pk=line.pk).first()
    if current is None or current.revision != revision:
        raise Conflict(
            "Iemand anders heeft deze regel van het rooster gewijzigd terwijl u bezig was. Bekijk wat er nu staat.",
            code="line_changed",
        )
    return current, group, person


def _end(actor: Actor, line: RosterLine, ends_on: date) -> None:
    if ends_on < line.starts_on:
        record(actor=actor, event=AuditEvent.DELETED, target=line)
        line.delete()
        return
    before = snapshot(line)
    line.ends_on = ends_on
    line.revision += 1
    store(line, "ends_on", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=line, before=before)

"""Volunteers: registering, intake, certificate of conduct, training, guidance, thanks, and how far they are."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.calendar import add_months
from core.clock import today
from core.errors import Conflict
from core.identifiers import normalise_postcode
from core.storing import store
from informal_care.access import may_keep_volunteer, may_keep_volunteers
from informal_care.enums import CareParameter, MatchEnd, MatchStatus, VolunteerStatus, VolunteerTraitKind
from informal_care.models import (
    ConductCertificate,
    GuidanceTalk,
    Volunteer,
    VolunteerThanks,
    VolunteerTraining,
    VolunteerTrait,
)
from informal_care.models.match import UNDER_WAY
from informal_care.rules.volunteering import VOLUNTEER_STEPS, check_ready, check_step
from informal_care.selectors.settings import care_setting
from informal_care.selectors.volunteers import readiness_of
from organisations.models import Municipality
from plans.rules.week import Week

CHANGED: Final = "Iemand anders heeft deze vrijwilliger intussen gewijzigd. Kijk wat er veranderde en sla opnieuw op."
P = TypeVar("P", ConductCertificate, VolunteerTraining, GuidanceTalk, VolunteerThanks)
DETAILS: Final = frozenset({"name", "phone", "email", "postcode", "recruited_by", "kind"})


@transaction.atomic
def register_volunteer(*, actor: Actor, registered_on: date | None = None, values: Mapping[str, Any]) -> Volunteer:
    """Somebody wants to help in the own municipality. `values` are those of `DETAILS`.

    Raises PermissionDenied for anybody but its coordinator, and ValidationError by field.
    """
    municipality = Municipality.objects.filter(pk=actor.organisation_id or 0).first()
    if municipality is None or not may_keep_volunteers(actor):
        raise PermissionDenied
    volunteer = Volunteer(municipality=municipality, registered_on=_past("registered_on", registered_on or today()))
    _fill(volunteer, values)
    store(volunteer)
    record(actor=actor, event=AuditEvent.CREATED, target=volunteer, client=volunteer.public_id)
    return volunteer


@transaction.atomic
def change_volunteer(*, actor: Actor, volunteer: Volunteer, revision: int, values: Mapping[str, Any]) -> Volunteer:
    """The volunteer with other details. Raises as `register_volunteer`, and Conflict when somebody was first."""
    volunteer = _locked(actor, volunteer, revision)
    before = snapshot(volunteer)
    _fill(volunteer, values)
    return _changed(actor, volunteer, before, *values)


@transaction.atomic
def do_intake(
    *,
    actor: Actor,
    volunteer: Volunteer,
    revision: int,
    intake_on: date,
    motivation: str,
    tasks: Iterable[str],
    limits: Iterable[str],
    talents: Iterable[str],
    moments: Week,
    max_nearness: int,
    talents_note: str = "",
    limits_note: str = "",
) -> Volunteer:
    """What came out of the intake, or what changed in it since. Who was only registered, now had an intake.

    What a match holds already stays held: the coordinator talks about that with those whom it is about.
    Raises PermissionDenied, Conflict, ValidationError with code `later`, `volunteer_stopped`, `volunteer_dates`,
    `tasks_missing` or `moments_missing`.
    """
    volunteer = _locked(actor, volunteer, revision)
    _check_active(volunteer)
    _check_filled(tasks, moments)
    before = snapshot(volunteer)
    volunteer.intake_on = _past("intake_on", intake_on)
    volunteer.motivation, volunteer.moments, volunteer.max_nearness = motivation.strip(), moments, max_nearness
    volunteer.talents_note, volunteer.limits_note = talents_note.strip(), limits_note.strip()
    if volunteer.status == VolunteerStatus.REGISTERED:
        volunteer.status = VolunteerStatus.INTAKE_DONE
    said = {VolunteerTraitKind.TASK: tasks, VolunteerTraitKind.LIMIT: limits, VolunteerTraitKind.TALENT: talents}
    volunteer.traits.all().delete()
    for kind, values in said.items():
        for value in dict.fromkeys(values):
            store(VolunteerTrait(volunteer=volunteer, kind=kind, value=value))
    columns = ("intake_on", "motivation", "moments", "max_nearness", "talents_note", "limits_note", "status")
    return _changed(actor, volunteer, before, *columns, also=["kenmerken"])


@transaction.atomic
def change_status(
    *, actor: Actor, volunteer: Volunteer, revision: int, status: str, paused_until: date | None = None
) -> Volunteer:
    """Let a volunteer be available, pause or stop.

    Raises PermissionDenied, Conflict, ValidationError with code `step`, `intake_missing`, `vog_missing`, `pause_over`
    or `still_helping`: who helps somebody cannot stop before that ended.
    """
    volunteer = _locked(actor, volunteer, revision)
    day = today()
    check_step(VOLUNTEER_STEPS, volunteer.status, status)
    if status == VolunteerStatus.AVAILABLE:
        check_ready(readiness_of(volunteer), day)
    is_pause = status == VolunteerStatus.PAUSED
    if is_pause and paused_until is not None and paused_until < day:
        raise ValidationError({"paused_until": ValidationError("Kies een dag die nog komt.", code="pause_over")})
    if status == VolunteerStatus.STOPPED:
        _stop_matches(actor, volunteer)
    before = snapshot(volunteer)
    volunteer.status = status
    volunteer.paused_until = paused_until if is_pause else None
    volunteer.stopped_on = day if status == VolunteerStatus.STOPPED else None
    return _changed(actor, volunteer, before, "status", "paused_until", "stopped_on")


@transaction.atomic
def record_certificate(*, actor: Actor, volunteer: Volunteer, issued_on: date, seen_on: date) -> ConductCertificate:
    """The coordinator saw a certificate of conduct. Until when it is valid follows from the setting of today.

    Raises PermissionDenied, ValidationError with code `later`, `certificate_once` or `certificate_dates`.
    """
    volunteer = _kept(actor, volunteer)
    _past("seen_on", seen_on)
    until = add_months(issued_on, care_setting(CareParameter.VOG_MONTHS, today()))
    return _add(actor, ConductCertificate(volunteer=volunteer, issued_on=issued_on, seen_on=seen_on, valid_until=until))


@transaction.atomic
def record_training(*, actor: Actor, volunteer: Volunteer, name: str, followed_on: date) -> VolunteerTraining:
    """The volunteer followed a training. Raises PermissionDenied, ValidationError with `later` or `training_name`."""
    volunteer = _kept(actor, volunteer)
    _past("followed_on", followed_on)
    return _add(actor, VolunteerTraining(volunteer=volunteer, name=name.strip(), followed_on=followed_on))


@transaction.atomic
def record_talk(
    *, actor: Actor, volunteer: Volunteer, held_on: date, note: str, next_on: date | None = None
) -> GuidanceTalk:
    """A guidance conversation was held. Raises PermissionDenied, ValidationError with `later` or `guidance_talk`."""
    volunteer = _kept(actor, volunteer)
    _past("held_on", held_on)
    return _add(actor, GuidanceTalk(volunteer=volunteer, held_on=held_on, note=note.strip(), next_on=next_on))


@transaction.atomic
def record_thanks(*, actor: Actor, volunteer: Volunteer, given_on: date, what: str) -> VolunteerThanks:
    """The volunteer was thanked. Raises PermissionDenied, ValidationError with `later` or `thanks_what`."""
    volunteer = _kept(actor, volunteer)
    _past("given_on", given_on)
    return _add(actor, VolunteerThanks(volunteer=volunteer, given_on=given_on, what=what.strip()))


def _add(actor: Actor, row: P) -> P:
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row, client=row.volunteer.public_id)
    return row


def _kept(actor: Actor, volunteer: Volunteer) -> Volunteer:
    volunteer = Volunteer.objects.select_for_update(of=("self",), no_key=True).get(pk=volunteer.pk)
    if not may_keep_volunteer(actor, volunteer):
        raise PermissionDenied
    return volunteer


def _locked(actor: Actor, volunteer: Volunteer, revision: int) -> Volunteer:
    volunteer = _kept(actor, volunteer)
    if volunteer.revision != revision:
        raise Conflict(CHANGED, code="volunteer_changed")
    return volunteer


def _changed(actor: Actor, volunteer: Volunteer, before: Any, *columns: str, also: Iterable[str] = ()) -> Volunteer:
    volunteer.revision += 1
    store(volunteer, *columns, *(["search_name"] if "name" in columns else []), "revision")
    record(
        actor=actor,
        event=AuditEvent.CHANGED,
        target=volunteer,
        client=volunteer.public_id,
        before=before,
        fields=also,
    )
    return volunteer


def _fill(volunteer: Volunteer, values: Mapping[str, Any]) -> None:
    unknown = set(values) - DETAILS
    if unknown:
        raise TypeError(f"A volunteer has no {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(volunteer, name, normalise_postcode(value) if name == "postcode" else value)


def _past(name: str, day: date) -> date:
    if day > today():
        raise ValidationError({name: ValidationError("Kies een dag die al is geweest.", code="later")})
    return day


def _check_active(volunteer: Volunteer) -> None:
    if volunteer.status == VolunteerStatus.STOPPED:
        raise ValidationError(
            "Deze vrijwilliger is gestopt. Meld de vrijwilliger opnieuw aan.", code="volunteer_stopped"
        )


def _check_filled(tasks: Iterable[str], moments: Week) -> None:
    faults: dict[str, Any] = {}
    if not list(tasks):
        faults["tasks"] = ValidationError("Kies wat de vrijwilliger graag doet.", code="tasks_missing")
    if not moments:
        faults["moments"] = ValidationError("Kies wanneer de vrijwilliger kan.", code="moments_missing")
    if faults:
        raise ValidationError(faults)


def _stop_matches(actor: Actor, volunteer: Volunteer) -> None:
    """Who stops is proposed for nothing any more."""
    if volunteer.matches.filter(status__in=UNDER_WAY).exists():
        raise ValidationError(
            "Deze vrijwilliger helpt nog iemand, of is gekozen. Rond die koppeling eerst af.", code="still_helping"
        )
    for match in volunteer.matches.filter(status=MatchStatus.PROPOSED):
        before = snapshot(match)
        match.status, match.ended_on, match.end_reason = MatchStatus.DECLINED, today(), MatchEnd.VOLUNTEER_STOPS
        match.revision += 1
        store(match, "status", "ended_on", "end_reason", "revision")
        record(actor=actor, event=AuditEvent.CHANGED, target=match, client=volunteer.public_id, before=before)

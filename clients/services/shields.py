"""Shielding a file within one organisation: only named people see it."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_open_file, may_shield
from clients.models import Client, FileShield, ShieldAccess
from clients.rules.openings import check_reason
from clients.selectors import readers_of, shielders_of
from clients.services.clients import CHANGED_MEANWHILE
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store


@transaction.atomic
def shield_file(*, actor: Actor, client: Client, reason: str, users: Sequence[User]) -> FileShield:
    """Shield a file from today for the actor's organisation; only `users` see it from now on.

    Among them is somebody who may shield files, so that the shield can be kept and lifted. Raises
    PermissionDenied, ValidationError: `reason_short`, `nobody_named`, `not_a_reader`, `no_keeper`,
    `shield_overlap`.
    """
    client = Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    organisation_id, user_id = actor.organisation_id, actor.user_id
    if organisation_id is None or user_id is None or not (may_shield(actor) and may_open_file(actor, client)):
        raise PermissionDenied
    faults: dict[str, ValidationError] = {}
    try:
        check_reason(reason)
    except ValidationError as error:
        faults["reason"] = error
    try:
        _check_people(actor, users)
    except ValidationError as error:
        faults["users"] = error
    if faults:
        raise ValidationError(faults)
    shield = FileShield(
        client=client,
        organisation_id=organisation_id,
        reason=reason.strip(),
        set_by_id=user_id,
        starts_on=today(),
    )
    store(shield)
    record(actor=actor, event=AuditEvent.CREATED, target=shield, client=client.public_id)
    for user in users:
        _name(actor, shield, user)
    return shield


@transaction.atomic
def name_person(*, actor: Actor, shield: FileShield, user: User) -> ShieldAccess:
    """Let one more person of the organisation see the file, from today.

    Raises PermissionDenied, ValidationError: `not_a_reader`, `shield_access_overlap`.
    """
    shield = _locked(actor, shield)
    if not readers_of(actor, today()).filter(pk=user.pk).exists():
        raise ValidationError({"user": _not_a_reader()})
    return _name(actor, shield, user)


@transaction.atomic
def end_shield_access(*, actor: Actor, access: ShieldAccess, ends_on: date) -> ShieldAccess:
    """Say until when, that day included, somebody sees the file.

    Raises PermissionDenied, ValidationError at `ends_on`: `shield_in_past`, `no_keeper`.
    """
    access = ShieldAccess.objects.select_related("shield").get(pk=access.pk)
    shield = _locked(actor, access.shield)
    _check_day(ends_on)
    others = shield.people.filter(ends_on=None).exclude(pk=access.pk).values("user")
    if not shielders_of(actor, today()).filter(pk__in=others).exists():
        raise ValidationError({"ends_on": _no_keeper()})
    before = snapshot(access)
    access.ends_on = ends_on
    store(access, "ends_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=access, before=before, client=shield.client.public_id)
    return access


@transaction.atomic
def lift_shield(*, actor: Actor, shield: FileShield, ends_on: date, revision: int | None = None) -> FileShield:
    """End the shield, with `ends_on` as its last day.

    Raises PermissionDenied, Conflict when it changed since `revision`, ValidationError (`shield_in_past`).
    """
    shield = _locked(actor, shield)
    if revision is not None and shield.revision != revision:
        raise Conflict(CHANGED_MEANWHILE, code="shield_changed")
    _check_day(ends_on)
    before = snapshot(shield)
    shield.ends_on = ends_on
    shield.revision += 1
    store(shield, "ends_on", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=shield, before=before, client=shield.client.public_id)
    return shield


def _name(actor: Actor, shield: FileShield, user: User) -> ShieldAccess:
    access = ShieldAccess(shield=shield, user=user, starts_on=today())
    store(access)
    record(actor=actor, event=AuditEvent.CREATED, target=access, client=shield.client.public_id)
    return access


def _locked(actor: Actor, shield: FileShield) -> FileShield:
    locked = FileShield.objects.select_for_update(of=("self",)).select_related("client").get(pk=shield.pk)
    is_own = locked.organisation_id == actor.organisation_id
    if not (may_shield(actor) and is_own and may_open_file(actor, locked.client)):
        raise PermissionDenied
    return locked


def _check_people(actor: Actor, users: Sequence[User]) -> None:
    keys = {user.pk for user in users}
    if not keys:
        raise ValidationError("Noem minstens één persoon die het dossier blijft zien.", code="nobody_named")
    if readers_of(actor, today()).filter(pk__in=keys).count() != len(keys):
        raise _not_a_reader()
    if not shielders_of(actor, today()).filter(pk__in=keys).exists():
        raise _no_keeper()


def _not_a_reader() -> ValidationError:
    return ValidationError("Kies alleen medewerkers die nu bij u dossiers lezen.", code="not_a_reader")


def _no_keeper() -> ValidationError:
    return ValidationError(
        "Noem ook iemand die de afscherming kan beheren: een consulent of een kwaliteitsfunctionaris.",
        code="no_keeper",
    )


def _check_day(ends_on: date) -> None:
    if ends_on < today():
        raise ValidationError({"ends_on": ValidationError("Kies vandaag of een latere dag.", code="shield_in_past")})

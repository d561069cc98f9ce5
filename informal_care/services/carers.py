"""Informal carers: who they are, and what they say of themselves."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.services.checking import Check, refuse_all_at_once, refuse_unknown
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.identifiers import normalise_postcode
from core.storing import store
from informal_care.access import may_keep_carer, may_keep_carers
from informal_care.models import Carer, CarerType

CHANGED = "Iemand anders heeft deze gegevens intussen gewijzigd. Kijk wat er veranderde en sla daarna opnieuw op."
ENDED = "Deze persoon zorgt niet meer. Leg eerst vast dat die weer zorgt."


class CarerDetails(TypedDict, total=False):
    """What is known of the person, and what they say themselves."""

    name: str
    birth_date: date | None
    street: str
    house_number: str
    postcode: str
    city: str
    phone: str
    email: str
    consent_on: date
    can_do: str
    cannot_do: str
    wishes: str


@transaction.atomic
def register_carer(*, actor: Actor, kinds: Iterable[str] = (), **details: Unpack[CarerDetails]) -> Carer:
    """Register somebody who cares for another, with their permission, in the actor's municipality.

    Raises PermissionDenied for who does not work with carers, ValidationError with all faults by field: among them
    `carer_name`, `consent_later`, `birth_date_later`, `postcode_format` and `carer_kind`.
    """
    if not may_keep_carers(actor):
        raise PermissionDenied
    carer = Carer(municipality_id=actor.organisation_id, known_since=today())
    _fill(carer, details)
    record(actor=actor, event=AuditEvent.CREATED, target=carer, client=carer.public_id)
    _set_kinds(carer, kinds)
    return carer


@transaction.atomic
def change_carer(
    *, actor: Actor, carer: Carer, revision: int, kinds: Iterable[str] | None = None, **details: Unpack[CarerDetails]
) -> Carer:
    """Change the given details, and the kinds when they are given; what is not given stays.

    Raises PermissionDenied, Conflict when somebody saved since `revision`, ValidationError as of `register_carer`.
    """
    carer = locked_carer(actor, carer)
    if carer.revision != revision:
        raise Conflict(CHANGED, code="carer_changed")
    before = snapshot(carer)
    carer.revision += 1
    _fill(carer, details)
    changed = _set_kinds(carer, kinds) if kinds is not None else False
    record(
        actor=actor,
        event=AuditEvent.CHANGED,
        target=carer,
        before=before,
        client=carer.public_id,
        fields=["kinds"] if changed else [],
    )
    return carer


@transaction.atomic
def end_carer(*, actor: Actor, carer: Carer, revision: int, ended_on: date | None) -> Carer:
    """Tell since when somebody does not care any more, which ends relations and permissions; None: they care again.

    Who cares again says anew for whom, and whom they let know. Raises PermissionDenied, Conflict when somebody saved
    since `revision`, ValidationError `carer_dates` or `ended_later`.
    """
    carer = locked_carer(actor, carer)
    if carer.revision != revision:
        raise Conflict(CHANGED, code="carer_changed")
    if ended_on is not None and ended_on > today():
        raise ValidationError({"ended_on": ValidationError("Kies een dag die al is geweest.", code="ended_later")})
    before = snapshot(carer)
    carer.ended_on = ended_on
    carer.revision += 1
    store(carer, "ended_on", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=carer, before=before, client=carer.public_id)
    if ended_on is not None:
        rows: Iterable[Any] = (*carer.relations.not_ended(ended_on), *carer.permissions.not_ended(ended_on))
        for row in rows:
            was = snapshot(row)
            row.ends_on = max(ended_on, row.starts_on)
            store(row, "ends_on")
            record(actor=actor, event=AuditEvent.CHANGED, target=row, before=was, client=carer.public_id)
    return carer


def locked_carer(actor: Actor, carer: Carer) -> Carer:
    """The carer as stored now, to change: for who keeps carers there. Raises PermissionDenied."""
    found = Carer.objects.select_for_update(of=("self",)).get(pk=carer.pk)
    if not may_keep_carer(actor, found):
        raise PermissionDenied
    return found


def refuse_ended(carer: Carer) -> None:
    """Nothing new begins for who does not care any more. Raises Conflict `carer_ended`."""
    if carer.ended_on is not None:
        raise Conflict(ENDED, code="carer_ended")


def _fill(carer: Carer, details: CarerDetails) -> None:
    refuse_unknown(details, CarerDetails)
    for name, value in details.items():
        setattr(carer, name, value.strip() if isinstance(value, str) else value)
    carer.postcode = normalise_postcode(carer.postcode)
    refuse_all_at_once(carer, *_checks(carer))
    store(carer)


def _checks(carer: Carer) -> Iterable[Check]:
    day = today()
    if isinstance(carer.birth_date, date) and carer.birth_date > day:
        yield "birth_date", lambda: _refuse("Kies een geboortedatum die al is geweest.", "birth_date_later")
    if isinstance(carer.consent_on, date) and carer.consent_on > day:
        yield "consent_on", lambda: _refuse("Kies een dag die al is geweest.", "consent_later")


def _refuse(message: str, code: str) -> None:
    raise ValidationError(message, code=code)


def _set_kinds(carer: Carer, kinds: Iterable[str]) -> bool:
    """Whether anything changed."""
    wanted, there = set(kinds), set(carer.types.values_list("kind", flat=True))
    carer.types.filter(kind__in=there - wanted).delete()
    for kind in sorted(wanted - there):
        store(CarerType(carer=carer, kind=kind))
    return wanted != there

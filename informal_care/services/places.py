"""Finding places: what is known of them, what was agreed, and the one person for all of them."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from informal_care.access import may_keep_finding_places, may_keep_place
from informal_care.models import FindingPlace, PlacesContact, PlaceTraining, PlaceVisit
from informal_care.selectors.signals import colleagues_with_carers
from organisations.models import Municipality

CHANGED = "Iemand anders heeft deze vindplaats intussen gewijzigd. Kijk wat er veranderde en sla daarna opnieuw op."
FIELDS = ("kind", "name", "address", "phone", "email", "contact_name", "partner", *FindingPlace.AGREEMENT, "agreed_on")


@transaction.atomic
def add_place(*, actor: Actor, **values: Any) -> FindingPlace:
    """Put a finding place of the own municipality in the register; `values` by the names in FIELDS.

    Raises PermissionDenied, ValidationError with code `place_once`, `place_agreed` or `agreed_later`.
    """
    place = FindingPlace(municipality=_own_municipality(actor), **_stripped(values))
    _check_agreement(place)
    store(place)
    record(actor=actor, event=AuditEvent.CREATED, target=place)
    return place


@transaction.atomic
def change_place(*, actor: Actor, place: FindingPlace, revision: int, **values: Any) -> FindingPlace:
    """Change what is known of a finding place; with `ended_on` it is none any more.

    Raises PermissionDenied, Conflict, ValidationError with code `place_once`, `place_agreed` or `agreed_later`.
    """
    place = _locked(actor, place)
    if place.revision != revision:
        raise Conflict(CHANGED, code="place_changed")
    before = snapshot(place)
    for name, value in _stripped(values).items():
        setattr(place, name, value)
    _check_agreement(place)
    place.revision += 1
    store(place, *values, "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=place, before=before)
    return place


@transaction.atomic
def note_training(*, actor: Actor, place: FindingPlace, given_on: date, subject: str, people: int) -> PlaceTraining:
    """Keep that a training was given there.

    Raises PermissionDenied, ValidationError with code `training_people` or `in_future`.
    """
    training = PlaceTraining(
        place=_locked(actor, place), given_on=_past("given_on", given_on), subject=subject.strip(), people=people
    )
    store(training)
    record(actor=actor, event=AuditEvent.CREATED, target=training)
    return training


@transaction.atomic
def note_visit(*, actor: Actor, place: FindingPlace, note: str, spoken_on: date | None = None) -> PlaceVisit:
    """Keep that somebody spoke with the place. Raises PermissionDenied, ValidationError with code `in_future`."""
    visit = PlaceVisit(
        place=_locked(actor, place),
        spoken_on=_past("spoken_on", spoken_on or today()),
        note=note.strip(),
        by_id=actor.user_id or 0,
    )
    store(visit)
    record(actor=actor, event=AuditEvent.CREATED, target=visit)
    return visit


@transaction.atomic
def name_places_contact(*, actor: Actor, person: User, starts_on: date) -> PlacesContact:
    """Name who is there for all finding places from a day on; who was so before stops on the day before.

    Raises PermissionDenied, ValidationError with code `not_a_colleague` or `places_contact_overlap`.
    """
    municipality = _own_municipality(actor)
    if not colleagues_with_carers(municipality.pk, today()).filter(pk=person.pk).exists():
        words = "Kies een collega die met mantelzorgers werkt."
        raise ValidationError({"person": ValidationError(words, code="not_a_colleague")})
    rows = PlacesContact.objects.select_for_update(of=("self",)).filter(municipality=municipality)
    for known in rows.filter(ends_on=None, starts_on__lt=starts_on):
        before = snapshot(known)
        known.ends_on = starts_on - timedelta(days=1)
        store(known, "ends_on")
        record(actor=actor, event=AuditEvent.CHANGED, target=known, before=before)
    contact = PlacesContact(municipality=municipality, person=person, starts_on=starts_on)
    store(contact)
    record(actor=actor, event=AuditEvent.CREATED, target=contact)
    return contact


def _own_municipality(actor: Actor) -> Municipality:
    # Locked: two at once name one contact after the other.
    rows = Municipality.objects.select_for_update(of=("self",))
    municipality = rows.filter(pk=actor.organisation_id or 0).first()
    if municipality is None or not may_keep_finding_places(actor):
        raise PermissionDenied
    return municipality


def _locked(actor: Actor, place: FindingPlace) -> FindingPlace:
    place = FindingPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if not may_keep_place(actor, place):
        raise PermissionDenied
    return place


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _check_agreement(place: FindingPlace) -> None:
    if place.agreed_on is not None and place.agreed_on > today():
        words = "Kies een dag die al is geweest, of vandaag."
        raise ValidationError({"agreed_on": ValidationError(words, code="agreed_later")})


def _past(field: str, day: date) -> date:
    if day > today():
        words = "Kies een dag die al is geweest, of vandaag."
        raise ValidationError({field: ValidationError(words, code="in_future")})
    return day

"""Death and moving: what is open ends, and nothing is lost."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_change_client, may_open_file, may_take_over
from clients.enums import CaseEnd, CaseOrigin, ChangeReason, Channel, Notifier, StopReason
from clients.models import Allocation, Case, Client, Death, Move
from clients.rules.intake import check_day
from clients.services.case_ends import end_open_cases
from clients.services.case_steps import lock_municipality
from clients.services.checking import refuse_all_at_once, refuse_gone
from clients.services.clients import CHANGED_MEANWHILE, change_client, register_client
from clients.services.notifications import register_notification
from core.actors import Actor
from core.clock import now, today
from core.errors import Conflict
from core.storing import store
from organisations.models import Municipality

ADDRESS = ("street", "house_number", "postcode", "city")
PERSON = (
    "bsn",
    "initials",
    "given_names",
    "prefix",
    "surname",
    "birth_date",
    "sex",
    "phone",
)
"""What a new municipality takes over of somebody, beside the new address."""


@transaction.atomic
def record_death(*, actor: Actor, client: Client, revision: int, died_on: date) -> Client:
    """Write down that a client died: open cases and allocations end on that day; the file stays.

    How they stood is kept, so that `clients.services.deaths.undo_death` can undo a mistake.

    Raises PermissionDenied, Conflict (`client_changed`, `client_gone`), ValidationError at `died_on`: `day_…`.
    """
    client = _locked(actor, client, revision)
    _check_at("died_on", died_on, since=client.birth_date)
    before = snapshot(client)
    client.died_on = died_on
    client.revision += 1
    store(client, "died_on", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=client, before=before, client=client.public_id)
    cases = end_open_cases(actor, client, died_on, CaseEnd.DEATH)
    allocations = _end_allocations(actor, client, died_on, StopReason.DEATH, ChangeReason.DEATH)
    ended = {"cases": cases, "allocations": allocations}
    death = Death(client=client, died_on=died_on, ended=ended, recorded_by_id=actor.user_id)
    store(death)
    record(actor=actor, event=AuditEvent.CREATED, target=death, client=client.public_id)
    return client


@transaction.atomic
def move_client(
    *,
    actor: Actor,
    client: Client,
    revision: int,
    to_municipality: Municipality,
    moved_on: date,
    has_consent: bool,
    address: dict[str, str] | None = None,
) -> Move:
    """Write down that a client moved to another municipality of the region.

    What is open here ends on that day and the file stays. With the client's consent the new municipality gets
    who it is and the new address (`street`, `house_number`, `postcode`, `city`), and nothing of the file.
    Raises PermissionDenied, Conflict (`client_changed`, `client_gone`), ValidationError: `move_nowhere`,
    `other_region`, `needed_without_bsn`, `day_…`.
    """
    client = _locked(actor, client, revision)
    move = Move(
        client=client,
        from_municipality=client.municipality,
        to_municipality=to_municipality,
        moved_on=moved_on,
        has_consent=has_consent,
        person=_person(client, address or {}) if has_consent else None,
    )
    refuse_all_at_once(
        move,
        ("moved_on", lambda: check_day(moved_on, today=today(), since=client.birth_date)),
        ("to_municipality", lambda: _check_region(client, to_municipality)),
        ("postcode", lambda: _check_findable(client, move)),
    )
    store(move)
    record(actor=actor, event=AuditEvent.CREATED, target=move, client=client.public_id)
    before = snapshot(client)
    client.moved_on = moved_on
    client.revision += 1
    store(client, "moved_on", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=client, before=before, client=client.public_id)
    end_open_cases(actor, client, moved_on, CaseEnd.MOVED)
    _end_allocations(actor, client, moved_on, StopReason.MOVED, ChangeReason.MOVED)
    return move


@transaction.atomic
def take_over(*, actor: Actor, move: Move, question: str) -> Case:
    """Start a file and a case in the new municipality for who moved there; an existing file is used again.

    Raises PermissionDenied, Conflict `taken_over`, ValidationError as of `register_client` and
    `register_notification`.
    """
    move = Move.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if not may_take_over(actor, move):
        raise PermissionDenied
    if move.taken_over_at is not None:
        raise Conflict("Iemand anders heeft deze verhuizing al overgenomen.", code="taken_over")
    person: dict[str, Any] = dict(move.person or {})
    person["birth_date"] = date.fromisoformat(person["birth_date"])
    file = UUID(person.pop("file"))
    client = _known(actor, move, person) or register_client(actor=actor, **person)
    case = register_notification(
        actor=actor,
        client=client,
        origin=CaseOrigin.MOVE,
        notified_on=today(),
        notified_by=Notifier.MUNICIPALITY,
        notifier_name=f"Gemeente {move.from_municipality}",
        channel=Channel.WEBSITE,
        question=question,
    )
    before = snapshot(move)
    move.taken_over_by_id = actor.user_id
    move.taken_over_at = now()
    move.person = None  # it stands in the new file now
    store(move, "taken_over_by", "taken_over_at", "person")
    record(actor=actor, event=AuditEvent.CHANGED, target=move, before=before, client=file)  # whose data went
    return case


@transaction.atomic
def reopen_file(*, actor: Actor, client: Client, revision: int) -> Client:
    """Go on with the file of who moved away and lives here again; what ended with the move stays ended.

    Raises PermissionDenied, Conflict (`client_changed`, `client_gone` for who died, `not_moved`).
    """
    client = _locked(actor, client, revision, is_back=True)
    if client.moved_on is None:
        raise Conflict("Deze cliënt is niet verhuisd. Het dossier is gewoon open.", code="not_moved")
    before = snapshot(client)
    client.moved_on = None
    client.revision += 1
    store(client, "moved_on", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=client, before=before, client=client.public_id)
    return client


def _known(actor: Actor, move: Move, person: dict[str, Any]) -> Client | None:
    """The file that the new municipality has of this person, open again and with what is known now."""
    if not person["bsn"]:
        return None
    client = Client.objects.filter(municipality=move.to_municipality).by_bsn(person["bsn"]).first()
    if client is None:
        return None
    if client.moved_on is not None:
        client = reopen_file(actor=actor, client=client, revision=client.revision)
    given = {name: value for name, value in person.items() if value}
    return change_client(actor=actor, client=client, revision=client.revision, **given)


def _locked(actor: Actor, client: Client, revision: int, *, is_back: bool = False) -> Client:
    lock_municipality(client)  # no allocation is made in between
    locked = (
        Client.objects.select_for_update(of=("self",), no_key=True).select_related("municipality").get(pk=client.pk)
    )
    if not (may_change_client(actor, locked) and may_open_file(actor, locked)):
        raise PermissionDenied
    if locked.died_on is not None or not is_back:
        refuse_gone(locked)
    if locked.revision != revision:
        raise Conflict(CHANGED_MEANWHILE, code="client_changed")
    return locked


def _end_allocations(
    actor: Actor, client: Client, on: date, reason: StopReason, change: ChangeReason
) -> list[dict[str, Any]]:
    """End what runs on the day itself; what was still to begin has no day left, so it lasts its first day only.

    Returns of each its public id, its revision afterwards, and what it was before.
    """
    ended = []
    rows = Allocation.objects.select_for_update(of=("self",)).filter(client=client)
    for allocation in rows:
        if allocation.ends_on is not None and allocation.ends_on <= on:
            continue
        before = snapshot(allocation)
        was = {
            "ends_on": allocation.ends_on.isoformat() if allocation.ends_on else None,
            "stop_reason": allocation.stop_reason,
            "change_reason": allocation.change_reason,
        }
        allocation.ends_on = max(on, allocation.starts_on, allocation.delivery_started_on or on)
        allocation.stop_reason = reason
        is_unused = allocation.starts_on > on and allocation.delivery_started_on is None
        allocation.change_reason = ChangeReason.REMOVED if is_unused else change
        allocation.revision += 1
        store(allocation, "ends_on", "stop_reason", "change_reason", "revision")
        record(actor=actor, event=AuditEvent.CHANGED, target=allocation, before=before, client=client.public_id)
        ended.append({"allocation": str(allocation.public_id), "revision": allocation.revision, "was": was})
    return ended


def _person(client: Client, address: dict[str, str]) -> dict[str, str]:
    person = {name: getattr(client, name) for name in PERSON} | dict.fromkeys(ADDRESS, "")
    person |= {name: address[name] for name in ADDRESS if name in address}
    return person | {"birth_date": client.birth_date.isoformat(), "file": str(client.public_id)}


def _check_region(client: Client, municipality: Municipality) -> None:
    if municipality.region_id != client.municipality.region_id:
        raise ValidationError("Kies een gemeente in deze zorgregio.", code="other_region")


def _check_findable(client: Client, move: Move) -> None:
    """Somebody without a BSN is known by name, birth date and address (Wmo 2015 art. 5.2.9)."""
    if move.person and not client.bsn and not (move.person["postcode"] and move.person["house_number"]):
        raise ValidationError(
            "Vul het nieuwe adres in: zonder BSN kan de nieuwe gemeente anders geen dossier openen.",
            code="needed_without_bsn",
        )


def _check_at(field: str, day: date, *, since: date) -> None:
    try:
        check_day(day, today=today(), since=since)
    except ValidationError as error:
        raise ValidationError({field: error}) from error

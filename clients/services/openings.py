"""Opening a file that is not among the own clients, with a reason, and reviewing that afterwards."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import ground_of, may_review_opening
from clients.enums import OpeningGround, Verdict
from clients.models import Client, FileOpening
from clients.querysets import ClientQuerySet, clients_of_provider, shields_against
from clients.rules.openings import check_reason
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from core.clock import now
from core.errors import Conflict
from core.identifiers import search_key
from core.storing import store
from organisations.models import Municipality


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """By what somebody looks for one file: surname and birth date, allocation number, or BSN."""

    surname: str = ""
    birth_date: date | None = None
    number: int | None = None
    municipality: Municipality | None = None
    bsn: str = ""


def seek_file(*, actor: Actor, sought: Sought) -> UUID | None:
    """The public id of the one file that is meant, and nothing of what is in it; None when none or several are.

    A care professional finds clients of the own provider only, and none that is shielded there. The search stands
    in the trail. Raises PermissionDenied for who may open no file with a reason.
    """
    ground = ground_of(actor)
    if ground is None:
        raise PermissionDenied
    # What supervision and emergency look for is hidden from them by the database itself until it is opened.
    with acting(ADMINISTRATION):
        found = list(_sought(_within_reach(actor, ground), sought)[:2])
    client = found[0] if len(found) == 1 else None
    named = ("surname", "birth_date", "number", "municipality", "bsn")
    record(
        actor=actor,
        event=AuditEvent.SEARCHED,
        target=client or Client,
        client=client.public_id if client else None,
        fields=[ground.value, *(name for name in named if getattr(sought, name))],
    )
    return client.public_id if client else None


@transaction.atomic
def open_file(*, actor: Actor, client_id: UUID, reason: str) -> FileOpening:
    """Open the file for `FILE_OPENING_HOURS`, on the ground that belongs to the actor's role.

    Raises PermissionDenied when the actor may open no file so, or not this one; ValidationError at `reason`
    (`reason_short`).
    """
    ground = ground_of(actor)
    if ground is None or actor.user_id is None:
        raise PermissionDenied
    try:
        check_reason(reason)
    except ValidationError as error:
        raise ValidationError({"reason": error}) from error
    with acting(ADMINISTRATION):
        client = _within_reach(actor, ground).filter(public_id=client_id).first()
        if client is None:
            raise PermissionDenied
        opening = FileOpening(
            client=client,
            municipality_id=client.municipality_id,
            user_id=actor.user_id,
            organisation_id=actor.organisation_id,
            ground=ground,
            reason=reason.strip(),
            opened_at=now(),
            expires_at=now() + timedelta(hours=settings.FILE_OPENING_HOURS),
        )
        store(opening)
        record(actor=actor, event=AuditEvent.CREATED, target=opening, client=client.public_id)
        record(
            actor=actor, event=AuditEvent.BROKE_GLASS, target=opening, client=client.public_id, fields=[ground.value]
        )
    return opening


@transaction.atomic
def review_opening(*, actor: Actor, opening: FileOpening, verdict: str, note: str) -> FileOpening:
    """Say whether an opening was justified. One that was not needs a note.

    Raises PermissionDenied, Conflict (`reviewed`), ValidationError at `note` (`review_note`).
    """
    locked = FileOpening.objects.select_for_update(of=("self",)).filter(pk=opening.pk).first()
    is_in_scope = FileOpening.objects.visible_to(actor).filter(pk=opening.pk).exists()
    if locked is None or not (is_in_scope and may_review_opening(actor, locked)):
        raise PermissionDenied
    if locked.reviewed_at is not None:
        raise Conflict("Iemand anders heeft deze opening al beoordeeld.", code="reviewed")
    if verdict == Verdict.UNJUSTIFIED and not note.strip():
        raise ValidationError({"note": ValidationError("Vul in wat er niet klopt en wat u doet.", code="review_note")})
    before = snapshot(locked)
    locked.reviewed_by_id, locked.reviewed_at = actor.user_id, now()
    locked.verdict, locked.review_note = verdict, note.strip()
    # The whole row is checked, and the client of a shielded file is out of sight for its reviewer in the database
    # of a municipality; the reviewer's right was asked above.
    with acting(ADMINISTRATION):
        store(locked, "reviewed_by", "reviewed_at", "verdict", "review_note")
        client: UUID = Client.objects.values_list("public_id", flat=True).get(pk=locked.client_id)
        record(actor=actor, event=AuditEvent.CHANGED, target=locked, before=before, client=client)
    return locked


def _within_reach(actor: Actor, ground: OpeningGround) -> ClientQuerySet[Client]:
    clients = Client.objects.all()
    if ground != OpeningGround.BREAK_GLASS:
        return clients
    shielded = shields_against(actor).values("client_id")
    return clients.filter(pk__in=clients_of_provider(actor.organisation_id or 0)).exclude(pk__in=shielded)


def _sought(clients: ClientQuerySet[Client], sought: Sought) -> ClientQuerySet[Client]:
    if sought.bsn:
        return clients.by_bsn(sought.bsn)
    if sought.number is not None:
        of_municipality = {"allocations__municipality": sought.municipality} if sought.municipality else {}
        return clients.filter(allocations__number=sought.number, **of_municipality).distinct()
    if not sought.surname or sought.birth_date is None:
        return clients.none()
    # The whole surname, as people write it: without regard to case, accents and where the prefix stands.
    same = [
        client.pk
        for client in clients.filter(birth_date=sought.birth_date).only("surname", "prefix")
        if search_key(sought.surname) in {search_key(client.surname), search_key(f"{client.prefix} {client.surname}")}
    ]
    return clients.filter(pk__in=same)

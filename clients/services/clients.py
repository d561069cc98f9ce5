from collections.abc import Iterator
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_change_client, may_open_file, may_register_client
from clients.models import Client
from clients.rules import check_birth_date
from clients.services.checking import Check, refuse_all_at_once, refuse_gone, refuse_unknown
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.identifiers import normalise_bsn, normalise_postcode
from core.storing import store

CHANGED_MEANWHILE = (
    "Iemand anders heeft deze gegevens veranderd terwijl u bezig was. Uw wijziging is nog niet opgeslagen. "
    "Bekijk wat er nu staat, pas uw gegevens aan en sla opnieuw op."
)


IDENTIFYING = ("given_names", "postcode", "house_number")
"""What must be known of somebody without a BSN, beside surname and birth date (Wmo 2015 art. 5.2.9)."""


class ClientDetails(TypedDict, total=False):
    """What a client file says about the person."""

    bsn: str
    initials: str
    given_names: str
    prefix: str
    surname: str
    birth_date: date
    sex: str
    street: str
    house_number: str
    postcode: str
    city: str
    phone: str


@transaction.atomic
def register_client(*, actor: Actor, **details: Unpack[ClientDetails]) -> Client:
    """Open a file for an inhabitant of the actor's municipality.

    Raises PermissionDenied for anybody but a case worker, ValidationError with all faults by field: among
    them `needed_without_bsn`, `bsn_check`, `bsn_taken`, `birth_date_future` and `postcode_format`.
    """
    if not may_register_client(actor):
        raise PermissionDenied
    client = Client(municipality_id=actor.organisation_id)
    _fill(client, details)
    record(actor=actor, event=AuditEvent.CREATED, target=client, client=client.public_id)
    return client


@transaction.atomic
def change_client(*, actor: Actor, client: Client, revision: int, **details: Unpack[ClientDetails]) -> Client:
    """Change the given details; what is not given stays.

    `revision` is that of the file when the actor began: when somebody else saved since then, Conflict.
    The file of who died or moved stays as it was: Conflict `client_gone`. Other errors as of `register_client`.
    """
    client = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if not (may_change_client(actor, client) and may_open_file(actor, client)):
        raise PermissionDenied
    refuse_gone(client)
    if client.revision != revision:
        raise Conflict(CHANGED_MEANWHILE, code="client_changed")
    before = snapshot(client)
    client.revision += 1
    _fill(client, details)
    record(actor=actor, event=AuditEvent.CHANGED, target=client, before=before, client=client.public_id)
    return client


def _fill(client: Client, details: ClientDetails) -> None:
    """Put the details in the file and store it; all faults come at once."""
    refuse_unknown(details, ClientDetails)
    for name, value in details.items():
        setattr(client, name, value)
    client.bsn = normalise_bsn(client.bsn or "")
    client.postcode = normalise_postcode(client.postcode)
    refuse_all_at_once(
        client,
        *checks_of_client(client, today()),
        *((name, _needed_without_bsn) for name in IDENTIFYING if not client.bsn and not getattr(client, name)),
    )
    store(client)


def checks_of_client(client: Client, day: date) -> Iterator[Check]:
    """What must hold of a client on `day` beside what fields and constraints say."""
    if isinstance(client.birth_date, date):
        yield "birth_date", lambda: check_birth_date(client.birth_date, day)


def _needed_without_bsn() -> None:
    raise ValidationError("Vul dit in zolang het BSN niet bekend is.", code="needed_without_bsn")

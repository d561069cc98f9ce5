"""For whom a carer cares, and whom they let know."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import Snapshot, record, snapshot
from clients.access import may_open_file
from clients.models import Client
from clients.services.checking import refuse_all_at_once, refuse_unknown
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from informal_care.models import Carer, CareRelation, CarerPermission, CarerSignal
from informal_care.services.carers import CHANGED, CarerDetails, locked_carer, refuse_ended, register_carer
from informal_care.services.signals import link_carer
from organisations.models import CareProvider


class RelationDetails(TypedDict, total=False):
    """For whom, since when and how much."""

    cared_for: str
    relation: str
    starts_on: date
    ends_on: date | None
    hours_per_week: int | None
    tasks: str


@transaction.atomic
def register_and_relate(
    *,
    actor: Actor,
    care: RelationDetails,
    client: Client | None = None,
    signal: CarerSignal | None = None,
    kinds: Iterable[str] = (),
    **person: Unpack[CarerDetails],
) -> Carer:
    """A first contact: register somebody together with for whom they care, or nothing. A signal that led to it goes
    with them from then on.

    Raises as `register_carer`, `add_relation` and `link_carer`.
    """
    carer = register_carer(actor=actor, kinds=kinds, **person)
    add_relation(actor=actor, carer=carer, client=client, care=care)
    if signal is not None:
        link_carer(actor=actor, signal=signal, carer=carer, revision=signal.revision)
    return carer


@transaction.atomic
def add_relation(*, actor: Actor, carer: Carer, care: RelationDetails, client: Client | None = None) -> CareRelation:
    """For whom a carer cares; with the file of that client only for who sees it.

    Raises PermissionDenied, Conflict `carer_ended`, ValidationError with all faults by field: among them
    `care_relation`, `care_hours`, `care_relation_overlap` and `period_order`.
    """
    carer = locked_carer(actor, carer)
    refuse_ended(carer)
    _check_file(actor, client)
    relation = CareRelation(carer=carer, client=client)
    _fill(relation, care)
    _told(actor, AuditEvent.CREATED, relation)
    return relation


@transaction.atomic
def change_relation(
    *, actor: Actor, relation: CareRelation, revision: int, care: RelationDetails, client: Client | None = None
) -> CareRelation:
    """Change the given details, and lay the link to a file where there was none. A link that is there stays.

    Raises PermissionDenied, Conflict when somebody saved since `revision`, ValidationError as of `add_relation`.
    """
    locked_carer(actor, relation.carer)
    found = CareRelation.objects.select_related("carer", "client").get(pk=relation.pk)
    if found.revision != revision:
        raise Conflict(CHANGED, code="relation_changed")
    _check_file(actor, client)
    before = snapshot(found)
    if client is not None and found.client is None:
        found.client = client
    found.revision += 1
    _fill(found, care)
    _told(actor, AuditEvent.CHANGED, found, before)
    return found


@transaction.atomic
def give_permission(
    *,
    actor: Actor,
    carer: Carer,
    provider: CareProvider,
    starts_on: date,
    ends_on: date | None = None,
    shares_words: bool = False,
) -> CarerPermission:
    """The carer lets a provider know that they care for a client of it, and whether it reads their own words.

    Raises PermissionDenied, Conflict `carer_ended`, ValidationError `carer_permission_overlap` or `period_order`.
    """
    carer = locked_carer(actor, carer)
    refuse_ended(carer)
    permission = CarerPermission(
        carer=carer,
        municipality_id=carer.municipality_id,
        provider=provider,
        starts_on=starts_on,
        ends_on=ends_on,
        shares_words=shares_words,
    )
    store(permission)
    record(actor=actor, event=AuditEvent.CREATED, target=permission, client=carer.public_id)
    return permission


@transaction.atomic
def end_permission(*, actor: Actor, permission: CarerPermission, ends_on: date) -> CarerPermission:
    """The last day on which the permission holds. Raises PermissionDenied, ValidationError `period_order`."""
    locked_carer(actor, permission.carer)
    found = CarerPermission.objects.select_related("carer", "provider").get(pk=permission.pk)
    before = snapshot(found)
    found.ends_on = ends_on
    store(found, "ends_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=found, before=before, client=found.carer.public_id)
    return found


def _check_file(actor: Actor, client: Client | None) -> None:
    if client is not None and not may_open_file(actor, client):
        raise PermissionDenied


def _fill(relation: CareRelation, details: RelationDetails) -> None:
    refuse_unknown(details, RelationDetails)
    for name, value in details.items():
        setattr(relation, name, value.strip() if isinstance(value, str) else value)
    refuse_all_at_once(relation)
    store(relation)


def _told(actor: Actor, event: AuditEvent, relation: CareRelation, before: Snapshot | None = None) -> None:
    """It stands in the trail of the carer, and in that of the client whose file it names."""
    record(actor=actor, event=event, target=relation, before=before, client=relation.carer.public_id)
    if relation.client is not None:
        record(actor=actor, event=event, target=relation, before=before, client=relation.client.public_id)

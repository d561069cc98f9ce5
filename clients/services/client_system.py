from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_change_client, may_open_file
from clients.models import Client, ClientSystemMember
from clients.services.checking import refuse_gone, refuse_unknown
from clients.services.clients import CHANGED_MEANWHILE
from core.actors import Actor
from core.errors import Conflict
from core.storing import store


class MemberDetails(TypedDict, total=False):
    """What the file says about somebody around the client."""

    name: str
    relation: str
    representation: str
    is_informal_carer: bool
    phone: str
    email: str
    starts_on: date
    ends_on: date | None


@transaction.atomic
def add_member(*, actor: Actor, client: Client, **details: Unpack[MemberDetails]) -> ClientSystemMember:
    """Add somebody to the client system, from `starts_on`.

    Raises PermissionDenied for anybody but a case worker of the municipality, ValidationError by field.
    """
    if not (may_change_client(actor, client) and may_open_file(actor, client)):
        raise PermissionDenied
    refuse_gone(client)
    refuse_unknown(details, MemberDetails)
    member = ClientSystemMember(client=client, **details)
    store(member)
    record(actor=actor, event=AuditEvent.CREATED, target=member, client=client.public_id)
    return member


@transaction.atomic
def change_member(
    *, actor: Actor, member: ClientSystemMember, revision: int, **details: Unpack[MemberDetails]
) -> ClientSystemMember:
    """Change the given details. Conflict when somebody else saved since `revision`; else as `add_member`."""
    locked = _locked(actor, member)
    refuse_gone(locked.client)
    if locked.revision != revision:
        raise Conflict(CHANGED_MEANWHILE, code="member_changed")
    return _save(actor, locked, details)


@transaction.atomic
def end_member(
    *, actor: Actor, member: ClientSystemMember, ends_on: date, revision: int | None = None
) -> ClientSystemMember:
    """Say until when, that day included, this person belongs to the client system. Errors as `change_member`."""
    locked = _locked(actor, member)
    if revision is not None and locked.revision != revision:
        raise Conflict(CHANGED_MEANWHILE, code="member_changed")
    return _save(actor, locked, {"ends_on": ends_on})


def _locked(actor: Actor, member: ClientSystemMember) -> ClientSystemMember:
    locked = ClientSystemMember.objects.select_for_update(of=("self",)).select_related("client").get(pk=member.pk)
    if not (may_change_client(actor, locked.client) and may_open_file(actor, locked.client)):
        raise PermissionDenied
    return locked


def _save(actor: Actor, member: ClientSystemMember, details: MemberDetails) -> ClientSystemMember:
    refuse_unknown(details, MemberDetails)
    before = snapshot(member)
    for name, value in details.items():
        setattr(member, name, value)
    member.revision += 1
    store(member)
    record(
        actor=actor,
        event=AuditEvent.CHANGED,
        target=member,
        before=before,
        client=member.client.public_id,
    )
    return member

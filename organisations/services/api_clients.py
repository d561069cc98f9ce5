"""Programs that use the API: registered, changed, given keys, blocked. An administrator does so, and nobody else."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import now
from core.storing import store
from organisations.access import may_manage_api_clients
from organisations.models import ApiClient, ApiKey, ApiToken, Organisation
from organisations.models.api_client import SLOTS
from organisations.rules import as_pem, fingerprint_of_key, in_order, read_public_key

CHANGEABLE = ("name", "purpose", "scopes", "rate_per_minute", "outside_id")


@transaction.atomic
def register_api_client(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    purpose: str,
    scopes: Collection[str],
    rate_per_minute: int = 600,
    outside_id: str | None = None,
    public_key: str = "",
) -> ApiClient:
    """Let a program use the API on behalf of an organisation, and return it; its public id is its `client_id`.

    Raises PermissionDenied, or ValidationError (`scope_kind`, `api_client_name`, `rate`, and of `read_public_key`).
    """
    if not may_manage_api_clients(actor):
        raise PermissionDenied
    # A child of the organisation is the organisation too; the relation wants the parent's own row.
    client = ApiClient(
        organisation=Organisation.objects.get(pk=organisation.pk),
        name=name,
        purpose=purpose,
        scopes=_known(scopes),
        rate_per_minute=rate_per_minute,
        outside_id=outside_id,
    )
    store(client)
    record(actor=actor, event=AuditEvent.CREATED, target=client)
    if public_key:
        add_api_key(actor=actor, client=client, public_key=public_key)
    return client


@transaction.atomic
def change_api_client(
    *,
    actor: Actor,
    client: ApiClient,
    name: str,
    purpose: str,
    scopes: Collection[str],
    rate_per_minute: int,
    outside_id: str | None,
) -> ApiClient:
    """Change what a client is and may. What is taken away from it holds at once, also for tokens that it has.

    Raises PermissionDenied, or ValidationError as `register_api_client`.
    """
    client = _locked(actor, client)
    before = snapshot(client)
    client.name, client.purpose, client.scopes = name, purpose, _known(scopes)
    client.rate_per_minute, client.outside_id = rate_per_minute, outside_id
    store(client, *CHANGEABLE)
    record(actor=actor, event=AuditEvent.CHANGED, target=client, before=before)
    return client


@transaction.atomic
def add_api_key(*, actor: Actor, client: ApiClient, public_key: str) -> ApiKey:
    """Let a client sign with this key too, and return it: a client has two while one is being replaced.

    Raises PermissionDenied, or ValidationError (`too_many_keys`, `key_known`, and of `read_public_key`).
    """
    client = _locked(actor, client)
    key = read_public_key(public_key)
    taken = set(client.keys.values_list("slot", flat=True))
    free = next((slot for slot in SLOTS if slot not in taken), None)
    if free is None:
        raise ValidationError("Deze client heeft al twee sleutels. Haal er eerst een weg.", code="too_many_keys")
    fingerprint = fingerprint_of_key(key)
    if ApiKey.objects.filter(fingerprint=fingerprint).exists():
        raise ValidationError("Deze sleutel is al in gebruik. Maak een nieuw paar.", code="key_known")
    row = ApiKey(client=client, slot=free, pem=as_pem(key), fingerprint=fingerprint)
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row)
    return row


@transaction.atomic
def remove_api_key(*, actor: Actor, key: ApiKey) -> None:
    """Take a key away. Tokens that were given on it work no more. Raises PermissionDenied."""
    _locked(actor, key.client)
    row = ApiKey.objects.filter(pk=key.pk).first()
    if row is not None:
        record(actor=actor, event=AuditEvent.DELETED, target=row)
        row.delete()


@transaction.atomic
def block_api_client(*, actor: Actor, client: ApiClient) -> ApiClient:
    """Let a client do nothing any more. All its tokens are gone at once, also when it is unblocked later.

    Raises PermissionDenied.
    """
    client = _locked(actor, client)
    if client.blocked_at is None:
        before = snapshot(client)
        client.blocked_at = now()
        store(client, "blocked_at")
        ApiToken.objects.filter(client=client).delete()
        record(actor=actor, event=AuditEvent.CHANGED, target=client, before=before)
    return client


@transaction.atomic
def unblock_api_client(*, actor: Actor, client: ApiClient) -> ApiClient:
    """Let a blocked client ask for tokens again. Raises PermissionDenied."""
    client = _locked(actor, client)
    if client.blocked_at is not None:
        before = snapshot(client)
        client.blocked_at = None
        store(client, "blocked_at")
        record(actor=actor, event=AuditEvent.CHANGED, target=client, before=before)
    return client


def _locked(actor: Actor, client: ApiClient) -> ApiClient:
    row = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if not may_manage_api_clients(actor):
        raise PermissionDenied
    return row


def _known(scopes: Collection[str]) -> list[str]:
    # What the table does not know stays, so that the model can refuse it.
    return [*in_order(scopes), *sorted(set(scopes) - set(in_order(scopes)))]

"""What API clients want to be told: asked for, ended and put right by themselves. ADR 25."""

from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.selectors import place_now
from audit.services import record, snapshot
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from core.clock import now
from core.outgoing import destination
from core.storing import store
from organisations.enums import ApiScope, DeliveryStatus
from organisations.models import ApiClient, WebhookDelivery, WebhookSubscription
from organisations.rules.webhooks import as_secret, topics_for

SECRET_BYTES: Final = 32
MOST: Final = 10
"""Subscriptions of one client."""
BOTH_SECRETS: Final = timedelta(hours=24)
"""So long a message is also signed with the secret that was replaced."""


@transaction.atomic
def subscribe(
    *, actor: Actor, client: ApiClient, address: str, topics: Collection[str]
) -> tuple[WebhookSubscription, str]:
    """Tell this client from now on what changes, at this address; and its secret, which is told this once.

    Raises PermissionDenied, and ValidationError: `address`, `topics`, `too_many`.
    """
    client = _own(actor, client)
    _check(client, address, topics)
    if client.subscriptions.count() >= MOST:
        raise ValidationError(f"U hebt al {MOST} abonnementen. Haal er eerst een weg.", code="too_many")
    with acting(ADMINISTRATION):
        place = sorted(place_now().items())
    secret = as_secret(token_bytes(SECRET_BYTES))
    row = WebhookSubscription(
        client=client, address=address, topics=sorted(set(topics)), secret=secret, place=place, made_at=now()
    )
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row)
    return row, secret


@transaction.atomic
def unsubscribe(*, actor: Actor, subscription: WebhookSubscription) -> None:
    """Tell nothing more, and forget what was still to be told. Raises PermissionDenied."""
    row = _locked(actor, subscription)
    record(actor=actor, event=AuditEvent.DELETED, target=row)
    row.delete()


@transaction.atomic
def rotate_secret(*, actor: Actor, subscription: WebhookSubscription) -> str:
    """Another secret, which is told this once. For a day messages are signed with the former one too.

    Raises PermissionDenied.
    """
    row = _locked(actor, subscription)
    secret = as_secret(token_bytes(SECRET_BYTES))
    row.former_secret, row.former_until, row.secret = row.secret, now() + BOTH_SECRETS, secret
    store(row, "former_secret", "former_until", "secret")
    record(actor=actor, event=AuditEvent.CHANGED, target=row, fields=["secret"])
    return secret


@transaction.atomic
def resume_subscription(*, actor: Actor, subscription: WebhookSubscription) -> WebhookSubscription:
    """Begin again where it was stopped: what is waiting is sent, and what changed meanwhile is told.

    Raises PermissionDenied.
    """
    row = _locked(actor, subscription)
    before = snapshot(row)
    row.paused_at, row.failing_since, row.attempts, row.not_before = None, None, 0, now()
    store(row, "paused_at", "failing_since", "attempts", "not_before")
    record(actor=actor, event=AuditEvent.CHANGED, target=row, before=before)
    return row


@transaction.atomic
def replay_messages(*, actor: Actor, subscription: WebhookSubscription, since: UUID | datetime) -> int:
    """Send again, under the same ids, what was received since this event or moment, itself among it; how many.

    Raises PermissionDenied, and ValidationError `unknown_event` for an event that is not there (any more).
    """
    row = _locked(actor, subscription)
    rows = row.deliveries.filter(status=DeliveryStatus.DELIVERED)
    if isinstance(since, UUID):
        first = row.deliveries.filter(public_id=since).first()
        if first is None:
            days = settings.WEBHOOK_KEEP_DAYS
            text = f"Dit bericht is er niet (meer): wij bewaren berichten {days} dagen."
            raise ValidationError({"vanaf": ValidationError(text, code="unknown_event")})
        rows = rows.filter(pk__gte=first.pk)
    else:
        rows = rows.filter(made_at__gte=since)
    count = rows.update(status=DeliveryStatus.WAITING, settled_at=None)
    record(actor=actor, event=AuditEvent.CHANGED, target=row, fields=["herhalen"])
    return count


def remove_old_deliveries() -> int:
    """Remove messages that were settled longer ago than `settings.WEBHOOK_KEEP_DAYS`, and how many that were."""
    before = now() - timedelta(days=settings.WEBHOOK_KEEP_DAYS)
    return WebhookDelivery.objects.filter(settled_at__lt=before).delete()[0]


def _check(client: ApiClient, address: str, topics: Collection[str]) -> None:
    """All that is wrong at once, by field."""
    faults = {}
    try:
        destination(address, allows_local=settings.WEBHOOK_LOCAL)
    except ValidationError as error:
        faults["address"] = error
    allowed = topics_for(client.scopes, client.organisation.kind)
    if not topics or not set(topics) <= set(allowed):
        text = f"Kies waarover u bericht mag krijgen: {', '.join(allowed)}."
        faults["topics"] = ValidationError(text, code="topics")
    if faults:
        raise ValidationError(faults)


def _own(actor: Actor, client: ApiClient) -> ApiClient:
    row = ApiClient.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=client.pk)
    if row.public_id != actor.user_uuid or row.blocked_at is not None or ApiScope.WEBHOOKS not in row.scopes:
        raise PermissionDenied
    return row


def _locked(actor: Actor, subscription: WebhookSubscription) -> WebhookSubscription:
    _own(actor, subscription.client)
    rows = WebhookSubscription.objects.visible_to(actor).select_for_update(of=("self",))
    return rows.select_related("client__organisation").get(pk=subscription.pk)

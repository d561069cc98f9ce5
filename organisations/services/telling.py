"""Telling API clients what changed: messages are made from the trail, and sent until they are received. ADR 25.

No service that changes something knows of this. What was committed stands in the trail, of which within a lane the
order is that of commits, so reading on from a place leaves nothing out. The messages and the next place are committed
together. Then a worker claims a subscription, and sends its messages one after the other. When it dies between sending
and noting that, the message is sent again with the same id.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Model
from django.utils.timezone import localtime

from accounts.models import User
from audit.enums import AuditEvent
from audit.selectors import written_since
from audit.services import record, snapshot
from core.acting import ADMINISTRATION, acting
from core.actors import Actor, Origin
from core.clock import now
from core.outgoing import NotSent, post
from core.querysets import ScopedQuerySet
from core.storing import claim, store, store_new
from organisations.enums import ApiScope, DeliveryStatus, WebhookTopic
from organisations.models import Mail, WebhookDelivery, WebhookSubscription
from organisations.rules import role_for, topics_for
from organisations.rules.webhooks import NEEDS, next_try, signature
from organisations.selectors import actor_of_client
from organisations.services.mailing import post_mails

logger = logging.getLogger(__name__)

ENTRIES_AT_ONCE: Final = 500
"""So many entries of the trail become messages in one transaction."""
AT_ONCE: Final = 100
"""Messages of one subscription before another has its turn."""
CLAIM: Final = timedelta(minutes=5)
SECONDS: Final = 10
"""How long one message may take."""
MARGIN: Final = timedelta(seconds=3 * SECONDS)
"""A worker does not begin with a message when so little of its claim is left."""
BY: Final = Actor.system("berichten aan API-clients")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a topic comes from: the rows that it is about, and which writes touch them."""

    topic: WebhookTopic
    model: type[Model]
    path: str
    """Where a row can be read, before its public id."""
    ways: Mapping[str, Sequence[str]]
    """By label of a model the ways from a row that it is about to a row of that, as in a query; empty for itself."""
    seen_by: Callable[[Actor], Any]
    """The rows that an actor may see."""


@dataclass(slots=True)
class Told:
    """What came of sending."""

    delivered: int = 0
    failed: int = 0
    paused: int = 0


def make_messages(sources: Sequence[Source]) -> int:
    """Make the messages of what changed since this was done last; how many."""
    made = 0
    for key in list(WebhookSubscription.objects.running().order_by("pk").values_list("pk", flat=True)):
        try:
            made += _make_all(key, sources)
        except Exception:
            # One program of which this fails must not keep the messages of all others. Its place stays where it was.
            logger.exception("No messages could be made for subscription %s.", key)
    return made


def _make_all(key: int, sources: Sequence[Source]) -> int:
    made, is_all = 0, False
    while not is_all:
        count, is_all = _make_for(key, sources)
        made += count
    return made


@transaction.atomic
def _make_for(key: int, sources: Sequence[Source]) -> tuple[int, bool]:
    rows: Any = WebhookSubscription.objects.running().filter(pk=key)
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked)
    row = rows.select_related("client__organisation").first()
    if row is None:
        return 0, True  # somebody else is busy with it, or it has ended
    wanted = [source for source in sources if source.topic in _topics(row)]
    labels = sorted({label for source in wanted for label in source.ways})
    place = {int(lane): int(position) for lane, position in row.place}
    with acting(ADMINISTRATION):
        written = written_since(place, labels, ENTRIES_AT_ONCE)
        touched = {source.topic: _touched(source, written.ids) for source in wanted}
    made = [
        WebhookDelivery(subscription=row, topic=source.topic, subject=subject, made_at=now())
        for source in wanted
        for subject in _seen(row, source, touched[source.topic])
    ]
    store_new(WebhookDelivery, made)
    row.place = sorted(written.place.items())
    store(row, "place")
    return len(made), written.is_all


def send_messages(sources: Sequence[Source], for_at_most: timedelta = timedelta(minutes=4)) -> Told:
    """Send what waits, of each subscription in its order, until nothing is due or time is over."""
    told, stop_at = Told(), now() + for_at_most
    paths = {source.topic.value: source.path for source in sources}
    while (moment := now()) < stop_at:
        mine = claim(WebhookSubscription.objects.to_send(moment), 1, until=moment + CLAIM)
        rows = list(mine.select_related("client__organisation"))
        if not rows:
            break
        for row in rows:
            _send_all(row, paths, told)
    return told


def _send_all(row: WebhookSubscription, paths: Mapping[str, str], told: Told) -> None:
    allowed = _topics(row)
    for message in row.deliveries.waiting()[:AT_ONCE]:
        moment = now()
        if row.claimed_until is not None and moment + MARGIN > row.claimed_until:
            break
        if message.topic not in allowed:
            _settle(message, DeliveryStatus.LAPSED, "niet meer toegestaan")
            continue
        answer = _sent(row, message, paths[message.topic])
        tried = {"attempts": F("attempts") + 1, "last_tried_at": moment, "last_answer": answer[:100]}
        WebhookDelivery.objects.filter(pk=message.pk).update(**tried)
        if not answer.startswith("2"):
            told.failed += 1
            _failed(row, answer, told)
            return
        _settle(message, DeliveryStatus.DELIVERED, answer)
        told.delivered += 1
        row.attempts, row.failing_since = 0, None
        _mine(row).update(attempts=0, failing_since=None, last_answer=answer)
    _mine(row).update(claim=None, claimed_until=None, attempts=0, not_before=now())


def _sent(row: WebhookSubscription, message: WebhookDelivery, path: str) -> str:
    """Send one message; the status of the answer, or why there is none."""
    body = body_of(message, path)
    stamp = int(now().timestamp())
    secrets = [row.secret]
    if row.former_secret and row.former_until is not None and row.former_until > now():
        secrets.append(row.former_secret)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "zorgregio",
        "webhook-id": str(message.public_id),
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(signature(one, str(message.public_id), stamp, body) for one in secrets),
    }
    try:
        status = post(row.address, body, headers, allows_local=settings.WEBHOOK_LOCAL, seconds=SECONDS)
    except NotSent as error:
        return str(error)
    return str(status)


def body_of(message: WebhookDelivery, path: str) -> bytes:
    """What is sent: that something changed, when this was noticed, and where it can be read. The same each time."""
    return json.dumps(
        {
            "type": message.topic,
            "timestamp": message.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "data": {"uuid": str(message.subject), "url": f"{settings.SITE_URL}{path}/{message.subject}"},
        },
        separators=(",", ":"),
    ).encode()


def _failed(row: WebhookSubscription, answer: str, told: Told) -> None:
    moment = now()
    since = row.failing_since or moment
    if moment - since < timedelta(hours=settings.WEBHOOK_GIVE_UP_HOURS):
        again = next_try(row.attempts, moment, SystemRandom().random())
        _mine(row).update(
            claim=None, claimed_until=None, failing_since=since, not_before=again, last_answer=answer[:100]
        )
        return
    with transaction.atomic():
        current = _mine(row).select_for_update(of=("self",)).select_related("client__organisation").first()
        if current is None:
            return
        before = snapshot(current)
        current.claim, current.claimed_until = None, None
        current.failing_since, current.paused_at, current.last_answer = since, moment, answer[:100]
        store(current, "claim", "claimed_until", "failing_since", "paused_at", "last_answer")
        record(actor=BY, event=AuditEvent.CHANGED, target=current, before=before)
        _tell_administrators(current)
    told.paused += 1
    logger.warning("Subscription %s is paused: its address did not answer for long.", row.public_id)


def _tell_administrators(row: WebhookSubscription) -> None:
    moment = now()
    post_mails(
        [
            Mail(
                user=user,
                key=f"webhook:{row.public_id}:{int(moment.timestamp())}:{user.pk}",
                template="organisations/webhook_paused",
                subject="Berichten aan een programma zijn gestopt",
                context={
                    "program": row.client.name,
                    "organisation": row.client.organisation.name,
                    "since": localtime(row.failing_since).strftime("%d-%m-%Y %H:%M"),
                    "answer": row.last_answer,
                },
                not_before=moment,
            )
            for user in User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
        ]
    )


def _topics(row: WebhookSubscription) -> set[str]:
    """Of what it wants, what its client may be told today."""
    return set(row.topics) & set(topics_for(row.client.scopes, row.client.organisation.kind))


def _touched(source: Source, ids: Mapping[str, set[UUID]]) -> set[UUID]:
    return {
        found
        for label, written in ids.items()
        for way in source.ways.get(label, ())
        for found in source.model._default_manager.filter(**{f"{way}public_id__in": written}).values_list(
            "public_id", flat=True
        )
    }


def _seen(row: WebhookSubscription, source: Source, touched: set[UUID]) -> list[UUID]:
    """Those that the client may read, in the order in which they were made."""
    if not touched:
        return []
    scope = NEEDS[source.topic] or ApiScope.WEBHOOKS
    role = role_for(scope, row.client.organisation.kind)
    if role is None:
        return []
    actor = actor_of_client(row.client, Origin(), role)
    with acting(actor):
        rows: ScopedQuerySet[Any] = source.seen_by(actor)
        return list(rows.filter(public_id__in=touched).order_by("pk").values_list("public_id", flat=True))


def _mine(row: WebhookSubscription) -> Any:
    return WebhookSubscription.objects.filter(pk=row.pk, claim=row.claim)


def _settle(message: WebhookDelivery, status: DeliveryStatus, answer: str) -> None:
    WebhookDelivery.objects.filter(pk=message.pk).update(status=status, settled_at=now(), last_answer=answer[:100])

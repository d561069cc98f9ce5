"""Messages to API clients: who may have which, how they are signed, and when one is tried again. ADR 25."""

from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Final

from organisations.enums import ApiScope, WebhookTopic
from organisations.rules.scopes import role_for

NEEDS: Final[Mapping[WebhookTopic, ApiScope | None]] = {
    WebhookTopic.CONTRACT: None,  # contracts are open data
    WebhookTopic.ALLOCATION: ApiScope.READ_ALLOCATIONS,
}
"""The scope with which a client may read what it is told of."""

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what a secret begins with (Standard Webhooks)
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=1)


def topics_for(scopes: Collection[str], kind: str) -> list[WebhookTopic]:
    """Of what a client with these scopes, of an organisation of this kind, may be told."""
    if ApiScope.WEBHOOKS not in scopes or role_for(ApiScope.WEBHOOKS, kind) is None:
        return []
    return [
        topic
        for topic, scope in NEEDS.items()
        if scope is None or (scope in scopes and role_for(scope, kind) is not None)
    ]


def as_secret(key: bytes) -> str:
    """The key as it is handed over."""
    return SECRET_PREFIX + b64encode(key).decode()


def signature(secret: str, message_id: str, moment: int, body: bytes) -> str:
    """The signature of a message sent at this moment (Standard Webhooks, version 1): HMAC-SHA256."""
    signed = f"{message_id}.{moment}.".encode() + body
    key = b64decode(secret.removeprefix(SECRET_PREFIX))
    return f"v1,{b64encode(digest(key, signed, sha256)).decode()}"


def next_try(attempts: int, failed_at: datetime, spread: float) -> datetime:
    """When to try again after so many attempts on end: each time twice as long, up to an hour.

    `spread`, from 0 to 1, makes it from three quarters to five quarters of that, so that clients that broke down
    together are not all tried at one moment.
    """
    doubled: int = 1 << min(max(attempts, 1) - 1, 20)
    return failed_at + min(FIRST_WAIT * doubled, LONGEST_WAIT) * (0.75 + spread / 2)

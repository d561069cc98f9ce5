"""Writes into the trail what django and django-axes tell about signing in. Connected in `audit.apps`."""

from typing import Any

from django.http import HttpRequest

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor, Origin
from core.web.origin import origin_of


def actor_from(user: User, origin: Origin | None = None) -> Actor:
    """The user as actor, on nobody's behalf yet: at the door there is no `request.actor`."""
    return Actor(
        user_id=user.pk,
        user_uuid=user.public_id,
        user_label=str(user),
        is_administrator=user.is_superuser,
        origin=origin or Origin(),
    )


def note_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Somebody signed in."""
    record(actor=actor_from(user, origin_of(request)), event=AuditEvent.SIGNED_IN, target=user)


def note_sign_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Somebody signed out, or was signed out after doing nothing for a while."""
    if user is not None:
        record(actor=actor_from(user, origin_of(request)), event=AuditEvent.SIGNED_OUT, target=user)


def note_refusal(request: HttpRequest | None, credentials: dict[str, Any], **_: Any) -> None:
    """An attempt failed. It names the account when there is one, never what was typed."""
    event = AuditEvent.SECOND_STEP_REFUSED if "token" in credentials else AuditEvent.SIGN_IN_REFUSED
    _note_attempt(event, request, str(credentials.get("username") or ""))


def note_lockout(request: HttpRequest, username: str, **_: Any) -> None:
    """An attempt met, or brought about, the lock of django-axes."""
    _note_attempt(AuditEvent.LOCKED_OUT, request, username)


def note_account_event(*, event: str, user: User, by: User, origin: Origin) -> None:
    """What the room of the users tells about an account. Named in the settings, for that room knows no trail."""
    record(actor=actor_from(by, origin), event=AuditEvent(event), target=user)


def _note_attempt(event: AuditEvent, request: HttpRequest | None, email: str) -> None:
    user = User.objects.filter(email=User.objects.normalise(email)).first()
    actor = Actor.anonymous(origin_of(request) if request else None)
    record(actor=actor, event=event, target=user or User)

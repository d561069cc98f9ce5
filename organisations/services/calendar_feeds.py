"""The secret address of somebody's calendar: made, used and taken away."""

from datetime import date
from secrets import token_urlsafe
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts.enums import ProvenBy
from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.storing import store
from organisations.access import may_manage_memberships
from organisations.models import CalendarFeed
from organisations.selectors import fingerprint_of

SECRET_BYTES: Final = 32
"""256 random bits: more than anybody tries, so no slow hash is needed."""


@transaction.atomic
def make_feed(*, actor: Actor, proven_by: ProvenBy) -> tuple[CalendarFeed, str]:
    """Give the actor a new address for their calendar; the feed, and the secret that nobody can read again.

    The address before it works no more. `proven_by` is what the session showed beside the password. Raises
    PermissionDenied for who is no user.
    """
    if actor.user_id is None:
        raise PermissionDenied
    user = User.objects.select_for_update(of=("self",)).get(pk=actor.user_id)
    _take_away(actor, user)
    secret = token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed(user=user, fingerprint=fingerprint_of(secret), proven_by=proven_by)
    store(feed)
    record(actor=actor, event=AuditEvent.CREATED, target=feed)
    return feed, secret


@transaction.atomic
def revoke_feed(*, actor: Actor, user: User) -> bool:
    """Let the address of a user's calendar work no more, and return whether there was one.

    One's own, or anybody's for who says who acts for whom. Raises PermissionDenied.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not (user.pk == actor.user_id or may_manage_memberships(actor)):
        raise PermissionDenied
    return _take_away(actor, user)


def note_use(*, feed: CalendarFeed, day: date) -> None:
    """Write down that a calendar was fetched on `day`: once a day, whatever the number of times."""
    rows = CalendarFeed.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=day), pk=feed.pk)
    rows.update(last_used_on=day)


def _take_away(actor: Actor, user: User) -> bool:
    feed = CalendarFeed.objects.filter(user=user).first()
    if feed is None:
        return False
    record(actor=actor, event=AuditEvent.DELETED, target=feed)
    feed.delete()
    return True

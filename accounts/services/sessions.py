"""The browsers in which users are signed in."""

from contextlib import suppress
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.enums import AccountEvent
from accounts.models import User, UserSession
from accounts.rules import browser_in_words
from accounts.services.trail import tell
from core.actors import Origin
from core.crypto import DecryptionError
from core.storing import store


@transaction.atomic
def begin_session(*, user: User, key: str, user_agent: str) -> UserSession:
    """Write down that a user is signed in in one more browser, and forget those that ended by themselves."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    UserSession.objects.filter(user=user, last_used_at__lt=oldest).delete()
    session = UserSession(user=user, key=key, browser=browser_in_words(user_agent))
    store(session)
    return session


def note_use(*, session: UserSession, key: str) -> None:
    """Write down that a session is used now; its key changes with a new password."""
    session.last_used_at, session.key = timezone.now(), key
    session.save(update_fields=["last_used_at", "key"])


@transaction.atomic
def end_session(*, session: UserSession, by: User, origin: Origin) -> None:
    """End a session at once: its next request is that of a stranger."""
    _forget(session)
    tell(AccountEvent.SESSION_ENDED, user=session.user, by=by, origin=origin)


@transaction.atomic
def end_sessions(*, user: User, by: User, origin: Origin, keep: UserSession | None = None) -> int:
    """End all sessions of a user, or all but the one to keep, and return how many."""
    ended = [session for session in UserSession.objects.filter(user=user).defer("key") if session != keep]
    for session in ended:
        _forget(session)
    if ended:
        tell(AccountEvent.SESSION_ENDED, user=user, by=by, origin=origin)
    return len(ended)


def close_session(*, session: UserSession) -> None:
    """Forget a session whose user signed out."""
    UserSession.objects.filter(pk=session.pk).delete()


def _forget(session: UserSession) -> None:
    # Where the key cannot be read any more, the missing row is enough to end it.
    with suppress(DecryptionError):
        import_module(settings.SESSION_ENGINE).SessionStore(session_key=session.key).delete()
    UserSession.objects.filter(pk=session.pk).delete()

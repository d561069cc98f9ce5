"""The row that belongs to the session of a request: without it nobody is signed in."""

from time import time
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from accounts.models import User, UserSession
from accounts.selectors import has_second_factor
from accounts.services.sessions import begin_session, close_session

MARK = "user_session"
SEEN_AT = "seen_at"


def session_of(request: HttpRequest) -> UserSession | None:
    """The row of this session, asked for once per request; None when it was ended, or nobody is signed in."""
    if not hasattr(request, "user_session"):
        request.user_session = _found(request)  # type: ignore[attr-defined]
    row: UserSession | None = request.user_session  # type: ignore[attr-defined]
    return row


def is_proven(request: HttpRequest) -> bool:
    """Whether a second step was set in this session."""
    row = session_of(request)
    return row is not None and row.is_proven


def note_new_session(request: HttpRequest, user: User, **_: Any) -> None:
    """Somebody signed in: the session gets its row. Connected in `accounts.apps`."""
    old = session_of(request)
    if old is not None:
        close_session(session=old)
    if request.session.session_key is None:
        request.session.create()
    row = begin_session(
        user=user, key=str(request.session.session_key), user_agent=request.META.get("HTTP_USER_AGENT", "")
    )
    request.session[SEEN_AT] = int(time())
    request.session[MARK] = str(row.public_id)
    row.has_second_factor = has_second_factor(user)
    request.user_session = row  # type: ignore[attr-defined]


def note_end_of_session(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Somebody signed out: the row goes too. Connected in `accounts.apps`."""
    row = session_of(request)
    if row is not None:
        close_session(session=row)
    request.user_session = None  # type: ignore[attr-defined]


def _found(request: HttpRequest) -> UserSession | None:
    mark = request.session.get(MARK)
    user = getattr(request, "user", None)
    if not mark or not isinstance(user, User):
        return None
    rows = UserSession.objects.with_second_factor().defer("key")  # no request needs it, and it costs a decryption
    return rows.filter(public_id=UUID(mark), user=user).first()

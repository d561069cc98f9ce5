"""The page for a database that is busy: nothing was stored, and nothing that was typed is lost."""

from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.web.sent import what_was_sent

# PostgreSQL: serialization failure, deadlock, lock not available, cancelled by a time limit, shutting down.
PASSING_STATES: Final = frozenset({"40001", "40P01", "55P03", "57014", "57P01", "57P03"})
RETRY_AFTER_SECONDS: Final = 5


def is_busy(error: OperationalError) -> bool:
    """Whether the same request may well succeed in a moment."""
    state = getattr(error.__cause__, "pgcode", None)
    return state in PASSING_STATES or "database is locked" in str(error) or "database table is locked" in str(error)


def busy_page(request: HttpRequest) -> HttpResponse:
    """The page with status 503; what was sent goes back to the browser, ready to be sent once more.

    A password or a file does not: those are typed or chosen again.
    """
    response = render(request, "503.html", what_was_sent(request), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response

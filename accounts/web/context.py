"""What every page says about the way in which one is signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.web.sessions import session_of


def second_step(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `is_without_second_step`, for the notice of the demonstration."""
    if not settings.DEMO or not isinstance(getattr(request, "user", None), User):
        return {"is_without_second_step": False}
    session = session_of(request)
    return {"is_without_second_step": session is None or not session.is_proven}

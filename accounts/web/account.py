"""One's own account: what is known, and the browsers in which one is signed in."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.selectors import live_sessions, recovery_codes_left, second_factor_of
from accounts.services.sessions import end_session, end_sessions
from accounts.web.sessions import session_of
from core.web.origin import origin_of


@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Name, e-mail address, password, second step and sessions, each with the way to its page."""
    user = cast(User, request.user)
    context = {
        "account": user,
        "factor": second_factor_of(user),
        "codes_left": recovery_codes_left(user),
        "number": live_sessions(user).count(),
    }
    return render(request, "accounts/account.html", context)


@require_safe
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """In which browsers one is signed in."""
    context = {"sessions": list(live_sessions(cast(User, request.user))), "this": session_of(request)}
    return render(request, "accounts/sessions.html", context)


@require_POST
def end_one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End one of one's own sessions; another's does not exist."""
    user = cast(User, request.user)
    session = get_object_or_404(live_sessions(user), public_id=public_id)
    if session == session_of(request):
        return _leave(request, "U bent uitgelogd.")
    end_session(session=session, by=user, origin=origin_of(request))
    messages.success(request, "Op dat apparaat bent u uitgelogd.")
    return redirect("accounts:sessions")


@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions, this one too."""
    user = cast(User, request.user)
    end_sessions(user=user, by=user, origin=origin_of(request), keep=session_of(request))
    return _leave(request, "U bent op alle apparaten uitgelogd.")


def _leave(request: HttpRequest, words: str) -> HttpResponse:
    logout(request)
    messages.success(request, words)
    return redirect("accounts:sign_in")

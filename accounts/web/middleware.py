"""Ends a session that nobody used for a while, or that was ended elsewhere, and asks for the second step."""

from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.forms import SignInForm
from accounts.models import User
from accounts.selectors import demo_accounts, has_single_sign_on
from accounts.services.sessions import note_use
from accounts.web.held import hold
from accounts.web.second_step import with_next
from accounts.web.sessions import SEEN_AT, session_of
from core.web.autosaving import is_of_script

NOTED_EVERY_SECONDS = 60
UNAUTHORIZED = 401


class end_idle_session:  # noqa: N801 - named as the other middleware, and a class for `process_view`
    """Sign out whoever did nothing for `settings.IDLE_MINUTES`, and bring them back to where they were.

    The moment is noted at most once a minute, so that not every page that is read writes to the session. A session
    that was ended on another device ends here. Who has a second factor and did not show it in this session gets
    no page but that of the second step.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    # Here and not in __call__: the check of the form's token comes first, so that nobody can have a form of
    # their own held for somebody else.
    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Let the view go on, or answer in its place when the session ended or the second step is due."""
        if not isinstance(request.user, User):
            return None
        is_open = not getattr(view, "login_required", True)
        session = session_of(request)
        if session is None:
            return _end(request, request.user, is_open=is_open, why="Uw sessie is beëindigd.")
        now = int(time())
        seen_at = request.session.get(SEEN_AT, 0)
        if now - seen_at > settings.IDLE_MINUTES * 60:
            why = f"U was {settings.IDLE_MINUTES} minuten niet actief. Daarom bent u uitgelogd."
            return _end(request, request.user, is_open=is_open, why=why)
        if now - seen_at >= NOTED_EVERY_SECONDS:
            request.session[SEEN_AT] = now
            note_use(session=session, key=str(request.session.session_key))
        if session.has_second_factor and not session.is_proven and not is_open:
            return redirect(with_next("accounts:second_step", request))
        return None


def _end(request: HttpRequest, user: User, *, is_open: bool, why: str) -> HttpResponse | None:
    if is_of_script(request):
        # The script only asks. The session ends at the push of a button: then what was typed comes along.
        return HttpResponse(status=UNAUTHORIZED)
    if request.path == reverse("accounts:sign_out"):
        return None
    public_id = user.public_id
    logout(request)
    if is_open:
        return None
    if request.method != "POST":
        messages.info(request, f"{why} Log opnieuw in; daarna gaat u verder waar u was.")
        return redirect_to_login(request.get_full_path())
    context = {
        "form": SignInForm(request),
        "next": _page_before(request),
        "held": hold(request, public_id),
        "why": why,
        "demo": demo_accounts(),
        "has_single_sign_on": has_single_sign_on(),
    }
    response = render(request, "accounts/sign_in.html", context)
    add_never_cache_headers(response)
    return response


def _page_before(request: HttpRequest) -> str:
    """The page with the form: an address that only takes a POST cannot be returned to."""
    before = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if before and url_has_allowed_host_and_scheme(before, hosts, require_https=request.is_secure()):
        parts = urlsplit(before)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return ""

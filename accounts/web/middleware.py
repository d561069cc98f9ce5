"""Ends a session that nobody used for a while."""

from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.forms import SignInForm
from accounts.models import User
from accounts.selectors import demo_accounts
from accounts.web.held import hold

SEEN_AT = "seen_at"
NOTED_EVERY_SECONDS = 60


class end_idle_session:  # noqa: N801 - named as the other middleware, and a class for `process_view`
    """Sign out whoever did nothing for `settings.IDLE_MINUTES`, and bring them back to where they were.

    The moment is noted at most once a minute, so that not every page that is read writes to the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    # Here and not in __call__: the check of the form's token comes first, so that nobody can have a form of
    # their own held for somebody else.
    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Let the view go on, or answer in its place when the session was idle too long."""
        if not isinstance(request.user, User):
            return None
        now = int(time())
        seen_at = request.session.get(SEEN_AT, now)
        if now - seen_at <= settings.IDLE_MINUTES * 60:
            if SEEN_AT not in request.session or now - seen_at >= NOTED_EVERY_SECONDS:
                request.session[SEEN_AT] = now
            return None
        return _end(request, request.user, is_open=not getattr(view, "login_required", True))


def _end(request: HttpRequest, user: User, *, is_open: bool) -> HttpResponse | None:
    if request.path == reverse("accounts:sign_out"):
        return None
    public_id = user.public_id
    logout(request)
    if is_open:
        return None
    why = f"U was {settings.IDLE_MINUTES} minuten niet actief. Daarom bent u uitgelogd."
    if request.method != "POST":
        messages.info(request, f"{why} Log opnieuw in; daarna gaat u verder waar u was.")
        return redirect_to_login(request.get_full_path())
    context = {
        "form": SignInForm(request),
        "next": _page_before(request),
        "held": hold(request, public_id),
        "why": why,
        "demo": demo_accounts(),
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

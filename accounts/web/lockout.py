"""Whom django-axes counts failures for, and what it shows after too many. Named in the settings."""

from collections.abc import Mapping
from typing import Any, Final

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from accounts.models import User
from core.web.origin import origin_of

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - stands for an unknown visitor, nothing listens there


KEPT: Final = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT")
"""What an attempt is known by. Its address is left out: there a secret may stand."""


def may_try(request: HttpRequest, name: str) -> bool:
    """Whether this visitor may try another secret of what is called `name`: as many wrong ones lock as passwords."""
    return bool(AxesProxyHandler.is_allowed(_attempt(request), {"username": name}))


def note_failure(request: HttpRequest, name: str) -> None:
    """This visitor tried a wrong secret of what is called `name`."""
    AxesProxyHandler.user_login_failed(__name__, {"username": name}, _attempt(request))


def lock_seconds() -> int:
    """How long a lock lasts."""
    return round(settings.AXES_COOLOFF_TIME * 3600)


def _attempt(request: HttpRequest) -> HttpRequest:
    attempt = HttpRequest()
    attempt.META = {key: request.META[key] for key in KEPT if key in request.META}
    attempt.request_id = getattr(request, "request_id", "")  # type: ignore[attr-defined]
    return attempt


def email_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The e-mail address that is tried, so that writing it in another case gives no new attempts."""
    tried = (credentials or request.POST).get("username")
    return User.objects.normalise(str(tried or ""))[:255]


def address_of(request: HttpRequest) -> str:
    """The network address, found in the same way as for the trail."""
    return origin_of(request).address or NO_ADDRESS


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page that says how long to wait; the same for an address that does not exist."""
    minutes = lock_seconds() // 60
    page = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(lock_seconds())
    add_never_cache_headers(page)
    return page

"""Whom django-axes counts failures for, and what it shows after too many. Named in the settings."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from accounts.models import User
from core.web.origin import origin_of

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - stands for an unknown visitor, nothing listens there


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
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    page = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    add_never_cache_headers(page)
    return page

"""What stands about the API for people: its description to read, and what changed in it. For everybody."""

from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.api.middleware import keep_form
from core.api.sharing import SHARED

REDOC: Final = "drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js"
"""Part of a package that we install, with its licence (MIT)."""
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "style-src 'self' 'unsafe-inline'",  # Redoc writes its style sheets itself; no script does so
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page, made by Redoc in the browser from files of our own."""
    response = render(request, "api_docs.html", {"redoc": REDOC})
    response["Content-Security-Policy"] = POLICY
    return keep_form(response)


@login_not_required
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """What changed, version by version (rules changelog and deprecation-schedule)."""
    return HttpResponse(_changelog(), content_type="text/plain; charset=utf-8", headers=SHARED)


@cache
def _changelog() -> Any:
    return (settings.PROJECT / "docs" / "api-changelog.md").read_text(encoding="utf-8")

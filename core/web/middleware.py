"""Middleware that belongs to no room."""

import re
import uuid
from collections.abc import Callable
from typing import Final

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.shortcuts import render

from core.errors import Conflict
from core.web.busy import busy_page, is_busy
from core.web.logs import REQUEST

Handler = Callable[[HttpRequest], HttpResponse]

ACCEPTABLE_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id(get_response: Handler) -> Handler:
    """Give every request an id, taken from a proxy when it sent one; the answer and the log carry it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        offered = request.headers.get("X-Request-ID", "")
        identifier = offered if ACCEPTABLE_REQUEST_ID.fullmatch(offered) else str(uuid.uuid4())
        request.request_id = identifier  # type: ignore[attr-defined]
        place = REQUEST.set(identifier)
        try:
            response = get_response(request)
        finally:
            REQUEST.reset(place)
        response["X-Request-ID"] = identifier
        return response

    return middleware


PERMISSIONS_POLICY: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)
"""Nothing of the machine that a page could ask for; none of ours does."""
NO_DOCUMENT: Final = "default-src 'none'; frame-ancestors 'none'"
"""The content policy of what is no page of ours: a file, an error of the server itself."""


def security_headers(get_response: Handler) -> Handler:
    """Say to the browser what it must not allow, on every answer: page, file, API, error and static file.

    Stands outermost: other middleware answers in the place of a page, and Django's own would miss those answers.
    """
    of_django = SecurityMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = of_django.process_response(request, get_response(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Content-Security-Policy", NO_DOCUMENT)
        return response

    return middleware


class explain_refusals:  # noqa: N801 - named as the other middleware, and a class for `process_exception`
    """Turn what a service refused, and no page caught, into a page that says what to do.

    A `Conflict` becomes 409, a `ValidationError` 400, a database that is locked 503. The API has its own
    handler.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for an error of ours, and nothing for any other."""
        if isinstance(exception, Conflict):
            return render(request, "409.html", {"message": exception.message}, status=409)
        if isinstance(exception, ValidationError):
            return render(request, "400.html", {"messages_to_show": exception.messages}, status=400)
        if isinstance(exception, OperationalError) and is_busy(exception):
            return busy_page(request)
        return None

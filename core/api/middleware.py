"""What every answer under /api has, also when it never reached REST framework."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from core.api.limits import put_rate
from core.api.problems import PROBLEM_JSON, is_for_programs, problem_response

Handler = Callable[[HttpRequest], HttpResponseBase]

R = TypeVar("R", bound=HttpResponseBase)

KEPT: Final = ("Allow", "Retry-After", "WWW-Authenticate")


def answer_as_api(get_response: Handler) -> Handler:
    """Answer under /api with problems in the form of RFC 9457 and with the headers of the NL API Design Rules.

    Stands outside all other middleware, so that an unknown address, an unforeseen error and a refusal by
    other middleware get the same form as an answer of REST framework.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_for_programs(request):
            return get_response(request)
        request.COOKIES = {}  # a session means nothing here (rule stateless), also not when it ended
        response = get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and not _is_problem(response):
            told = problem_response(request, response.status_code)
            for name in KEPT:
                if name in response:
                    told[name] = response[name]
            response = told
        put_rate(request, response)
        response["API-Version"] = settings.API_VERSION
        response["Cache-Control"] = "no-store"
        if not getattr(response, "keeps_form", False) or response.status_code >= HTTPStatus.BAD_REQUEST:
            response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return middleware


def keep_form(response: R) -> R:
    """Let an answer be as it is: an error in the form of another standard, or a page with a policy of its own."""
    response.keeps_form = True  # type: ignore[attr-defined]
    return response


def _is_problem(response: HttpResponseBase) -> bool:
    if getattr(response, "keeps_form", False):
        return True
    return isinstance(response, HttpResponse) and response.headers.get("Content-Type") == PROBLEM_JSON

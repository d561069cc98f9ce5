"""Errors of the API as problem details (RFC 9457; NL API Design Rules, error-handling).

Status, title and detail are always there. `errors` names every fault of the input at once, each with where
it stands (`in` and `location`), a code for machines and a Dutch sentence for people.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final, cast

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.errors import Conflict
from core.web.busy import RETRY_AFTER_SECONDS, is_busy

PROBLEM_JSON: Final = "application/problem+json"
ROOT: Final = "/api"
UNEXPECTED: Final = HTTPStatus.INTERNAL_SERVER_ERROR

WORDS: Final[Mapping[int, tuple[str, str]]] = {
    400: ("Ongeldige aanvraag", "De aanvraag klopt niet. Verbeter wat bij ‘errors’ staat en probeer het opnieuw."),
    401: ("Niet aangemeld", "Stuur geldige toegangsgegevens mee."),
    403: ("Geen toegang", "U mag dit niet doen of zien."),
    404: ("Niet gevonden", "Op dit adres staat niets. Controleer het adres; het eindigt niet op een schuine streep."),
    405: ("Methode niet toegestaan", "Deze methode kan hier niet. De header ‘Allow’ noemt wat wel kan."),
    406: ("Vorm niet leverbaar", "Vraag om ‘application/json’ in de header ‘Accept’."),
    409: ("Intussen gewijzigd", "De gegevens zijn intussen gewijzigd. Haal ze opnieuw op."),
    412: (
        "Intussen gewijzigd",
        "Er staat nu iets anders dan u zag. Haal de gegevens opnieuw op en kijk of uw wijziging nog klopt.",
    ),
    413: ("Te groot", "De aanvraag is te groot. Stuur minder gegevens tegelijk."),
    415: ("Vorm niet leesbaar", "Stuur ‘application/json’ en noem dat in de header ‘Content-Type’."),
    428: ("Kenmerk ontbreekt", "Stuur in de header ‘If-Match’ de ‘ETag’ mee van wat u zag."),
    429: ("Te veel aanvragen", "Wacht even en probeer het dan opnieuw."),
    500: ("Fout bij ons", "Er ging bij ons iets mis. Probeer het later opnieuw."),
    503: ("Even niet bereikbaar", "Probeer het later opnieuw."),
}


class InvalidQuery(exceptions.ValidationError):
    """Query parameters that are unknown or wrong: all of them in one answer."""


class InvalidHeader(exceptions.ValidationError):
    """Headers that are lacking or wrong."""


def is_for_programs(request: HttpRequest) -> bool:
    """Whether this address is of the API, so that also an error is answered in its form."""
    return request.path_info == ROOT or request.path_info.startswith(f"{ROOT}/")


class PreconditionFailed(exceptions.APIException):
    """What stands there is not what `If-Match` names (RFC 9110 par. 13.1.1)."""

    status_code = 412


class PreconditionRequired(exceptions.APIException):
    """A write must say what it was made from, so that nobody overwrites what they did not see (RFC 6585 par. 3)."""

    status_code = 428


def problem(status: int, *, instance: str = "", detail: str = "", errors: Any = ()) -> dict[str, Any]:
    """The body of a problem. `instance` is the path that was asked for, never its query."""
    title, explained = WORDS.get(status) or WORDS[400 if status < UNEXPECTED else 500]
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail or explained,
    }
    if instance:
        body["instance"] = instance
    if errors:
        body["errors"] = list(errors)
    return body


def as_problem(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """REST framework's exception handler. Nothing for an error that nobody foresaw: that one is logged and
    becomes a 500 in `core.api.middleware`.
    """
    answer = _answer(exc)
    if answer is None:
        return None
    status, detail, errors, headers = answer
    set_rollback()
    request = context.get("request")
    path = request.path if request is not None else ""
    body = problem(status, instance=path, detail=detail, errors=errors)
    return Response(body, status=status, headers=headers, content_type=PROBLEM_JSON)


def problem_response(request: HttpRequest, status: int) -> JsonResponse:
    """The problem for a request that never reached REST framework, such as an unknown address."""
    body = problem(status, instance=request.path)
    return JsonResponse(body, status=status, content_type=PROBLEM_JSON)


def _answer(exc: Exception) -> tuple[int, str, list[dict[str, Any]], dict[str, str]] | None:
    """Status, detail, errors and headers."""
    answer: tuple[int, str, list[dict[str, Any]], dict[str, str]] | None = None
    match exc:
        case OperationalError() if is_busy(exc):
            answer = 503, "", [], {"Retry-After": str(RETRY_AFTER_SECONDS)}
        case Http404():
            answer = 404, "", [], {}
        case PermissionDenied():
            answer = 403, "", [], {}
        case Conflict():
            answer = 409, exc.message, [], {}
        case ValidationError():
            answer = 400, "", list(_django_faults(exc)), {}
        case exceptions.ValidationError():
            where = {InvalidQuery: "query", InvalidHeader: "header"}.get(type(exc), "body")
            answer = 400, "", list(_rest_faults(exc.detail, where, "")), {}
        case exceptions.APIException():
            answer = exc.status_code, _detail_of(exc), [], _headers_of(exc)
    return answer


def _detail_of(exc: exceptions.APIException) -> str:
    # What REST framework says about these may name a class or a parser; our own words do not.
    if isinstance(exc, exceptions.ParseError):
        return "De inhoud is geen geldige JSON. Verbeter de inhoud en probeer het opnieuw."
    return ""


def _headers_of(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if auth_header := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = str(auth_header)
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def _django_faults(exc: ValidationError) -> Iterator[dict[str, Any]]:
    if hasattr(exc, "error_dict"):
        for name, faults in exc.error_dict.items():
            field = "" if name == NON_FIELD_ERRORS else f"/{name}"
            yield from (_fault("body", field, fault) for fault in faults)
    else:
        yield from (_fault("body", "", fault) for fault in exc.error_list)


def _fault(where: str, pointer: str, fault: ValidationError) -> dict[str, Any]:
    return _described(where, pointer, fault.code or "invalid", " ".join(fault.messages))


def _rest_faults(detail: Any, where: str, pointer: str) -> Iterator[dict[str, Any]]:
    """The faults in REST framework's nested detail, each with the place where it stands."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _rest_faults(inner, where, pointer if name == "non_field_errors" else f"{pointer}/{name}")
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _rest_faults(inner, where, f"{pointer}/{place}" if nested else pointer)
    else:
        fault = cast(exceptions.ErrorDetail, detail)
        yield _described(where, pointer, str(fault.code), str(fault))


def _described(where: str, pointer: str, code: str, detail: str) -> dict[str, Any]:
    location = {"pointer": f"#{pointer}"} if where == "body" else {"name": pointer.lstrip("/")}
    return {"in": where, "location": location, "code": code, "detail": detail}

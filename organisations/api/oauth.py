"""The authorisation server: a token for a client that proves with its key who it is.

RFC 6749 par. 4.4 with RFC 7523, 7009 and 8414, along the NL GOV assurance profile for OAuth 2.0 1.1. Errors have the
form of RFC 6749 par. 5.2 and not that of the API, for that is what software for OAuth reads.
"""

from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import FormParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.actors import Origin
from core.api.access import CHALLENGE
from core.api.limits import count
from core.api.middleware import keep_form
from core.web.origin import origin_of
from organisations.enums import ApiScope
from organisations.models import ApiKey
from organisations.rules import ALGORITHMS
from organisations.services import Refused, authenticate_client, issue_token, revoke_token

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
GRANT: Final = "client_credentials"
UNAUTHORISED: Final = 401


class OAuthView(APIView):
    """A form that a program sends, with a signed assertion of who it is."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (FormParser,)
    http_method_names = ["post"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Count, for whoever does not know a key can still try."""
        super().initial(request, *args, **kwargs)
        address = origin_of(request._request).address
        count(request._request, f"tokens {address}", settings.API_TOKENS_PER_MINUTE)

    def handle_exception(self, exc: Exception) -> Response:
        """A refusal in the form of RFC 6749 par. 5.2; what it says nothing of, as the rest of the API."""
        if isinstance(exc, ParseError | UnsupportedMediaType):
            exc = Refused("invalid_request", "Stuur een formulier: application/x-www-form-urlencoded.")
        if not isinstance(exc, Refused):
            return super().handle_exception(exc)
        is_unknown = exc.error == "invalid_client"
        response = Response(
            {"error": exc.error, "error_description": exc.why},
            status=UNAUTHORISED if is_unknown else 400,
            headers={"Pragma": "no-cache"},
        )
        if is_unknown:
            response["WWW-Authenticate"] = CHALLENGE  # a 401 without one is none (RFC 9110 par. 15.5.2)
        response.exception = True
        return keep_form(response)


class Token(OAuthView):
    """Where a client gets a token."""

    @extend_schema(exclude=True)
    def post(self, request: Request) -> Response:
        """A token for what was asked, or for all that the client has."""
        form = _form(request)
        grant = form.get("grant_type", "")
        if not grant:
            raise Refused("invalid_request", "Het veld grant_type ontbreekt.")
        if grant != GRANT:
            raise Refused("unsupported_grant_type", "Alleen grant_type client_credentials kan hier.")
        origin = origin_of(request._request)
        issued = issue_token(key=_authenticated(request, form, origin), scope=form.get("scope", ""), origin=origin)
        body = {
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": issued.seconds,
            "scope": " ".join(issued.scopes),
        }
        return Response(body, headers={"Pragma": "no-cache"})


class Revoke(OAuthView):
    """Where a client hands in a token that it needs no more (RFC 7009)."""

    @extend_schema(exclude=True)
    def post(self, request: Request) -> Response:
        """Nothing, also when there was no such token: it is of no use now, and that is what was asked."""
        form = _form(request)
        origin = origin_of(request._request)
        key = _authenticated(request, form, origin)
        if "token" not in form:
            raise Refused("invalid_request", "Het veld token ontbreekt.")
        revoke_token(client=key.client, token=form["token"], origin=origin)
        return Response(status=200)


@login_not_required
@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    """What software for OAuth needs to know of us (RFC 8414)."""
    proof = {"auth_methods_supported": ["private_key_jwt"], "auth_signing_alg_values_supported": list(ALGORITHMS)}
    return JsonResponse(
        {
            "issuer": settings.SITE_URL,
            "token_endpoint": _address("oauth_token"),
            "revocation_endpoint": _address("oauth_revoke"),
            "grant_types_supported": [GRANT],
            "response_types_supported": [],
            "scopes_supported": ApiScope.values,
            **{f"token_endpoint_{name}": value for name, value in proof.items()},
            **{f"revocation_endpoint_{name}": value for name, value in proof.items()},
            "service_documentation": urljoin(settings.SITE_URL, reverse("api-v1:openapi")),
        }
    )


def _address(name: str) -> str:
    return urljoin(settings.SITE_URL, reverse(f"organisations:{name}"))


def _form(request: Request) -> dict[str, str]:
    """What was sent; what is empty was not (RFC 6749 par. 3.2). Raises Refused (`invalid_request`)."""
    if request._request.GET:
        raise Refused("invalid_request", "Zet niets in het adres: stuur alles in het formulier.")
    given: Any = request.data
    repeated = [name for name in given if len(given.getlist(name)) > 1]
    if repeated:
        raise Refused("invalid_request", "Stuur elk veld hoogstens een keer.")
    return {name: value for name, value in given.items() if value}


def _authenticated(request: Request, form: dict[str, str], origin: Origin) -> ApiKey:
    if "Authorization" in request.headers or "client_secret" in form:
        raise Refused("invalid_client", "Een client bewijst zich hier alleen met een client_assertion.")
    if form.get("client_assertion_type") != ASSERTION_TYPE or "client_assertion" not in form:
        raise Refused("invalid_client", "Stuur client_assertion en client_assertion_type (RFC 7523).")
    ours = (settings.SITE_URL, _address("oauth_token"))
    key = authenticate_client(assertion=form["client_assertion"], audiences=ours, origin=origin)
    if form.get("client_id", str(key.client.public_id)) != str(key.client.public_id):
        raise Refused("invalid_client", "Het client_id is een ander dan dat in de assertion.")
    return key

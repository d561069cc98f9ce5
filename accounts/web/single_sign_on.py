"""Signing in through one's own organisation (OpenID Connect, authorization code flow with PKCE).

mozilla-django-oidc fetches and verifies the signature; what it leaves open is checked here: for whom the token is, who
made it, that it ends, and that both answers are about the same person.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
import requests
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from accounts.enums import ProvenBy
from accounts.models import User
from accounts.selectors import has_single_sign_on
from accounts.services.second_factor import pass_second_step
from accounts.web.second_step import BACKEND, PENDING
from accounts.web.sessions import session_of
from core.web.origin import origin_of

log = logging.getLogger(__name__)

STATES = "oidc_states"
NEXT = "oidc_login_next"
FAILED = "Inloggen via uw organisatie is niet gelukt. Probeer het opnieuw. Lukt het weer niet? Vraag uw beheerder."
UNVERIFIED = "Uw organisatie gaf geen gecontroleerd e-mailadres door. Vraag uw beheerder om hulp."
Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Admission:
    """Who may come in; or nobody, and why not."""

    user: User | None
    refusal: str = ""


class Refused(Exception):
    """Nobody is let in. The message is for the user; the cause is only in the log, without what was sent."""

    def __init__(self, message: str = FAILED, *, cause: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cause = cause


@method_decorator([login_not_required, never_cache], name="dispatch")
class StartSingleSignOn(OIDCAuthenticationRequestView):  # type: ignore[misc]  # has no types
    """Send the visitor to the identity provider. Open to all: it is the door."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if has_single_sign_on():
            super().__init__(*args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Go there, with a state, a nonce and a challenge that only this browser's session knows."""
        if not has_single_sign_on():
            raise Http404
        response: HttpResponse = super().get(request)
        return response


@method_decorator([login_not_required, never_cache], name="dispatch")
class ReturnFromProvider(View):
    """Where the identity provider sends the visitor back to. A higher room says who is let in, and as what."""

    http_method_names = ["get"]

    def admit(self, claims: Claims) -> Admission:
        """Who these claims are about, and whether they may come in."""
        raise NotImplementedError

    def refused(self, user: User | None) -> None:
        """Somebody was not let in."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        """Let in whoever the provider vouches for."""
        if not has_single_sign_on():
            raise Http404
        try:
            claims = _claims(request)
        except Refused as refusal:
            log.warning("single sign-on refused: %s", refusal.cause)
            self.refused(None)
            messages.error(request, refusal.message)
            return redirect("accounts:sign_in")
        admission = self.admit(claims)
        if admission.user is None or admission.refusal:
            self.refused(admission.user)
            messages.error(request, admission.refusal)
            return redirect("accounts:sign_in")
        wanted = request.session.pop(NEXT, None)
        request.session.pop(PENDING, None)
        login(request, admission.user, backend=BACKEND)
        session = session_of(request)
        if session is not None and shows_second_factor(claims):
            pass_second_step(session=session, by=ProvenBy.SINGLE_SIGN_ON, origin=origin_of(request))
        return redirect(wanted or "home")


def verified_email(claims: Claims) -> str:
    """The e-mail address, when the provider says that it is this person's; raises Refused otherwise."""
    email = claims.get("email")
    is_verified = claims.get("email_verified", settings.OIDC_TRUST_EMAIL)
    if not isinstance(email, str) or "@" not in email or is_verified not in {True, "true"}:
        raise Refused(UNVERIFIED, cause="no verified e-mail address")
    return User.objects.normalise(email)


def shows_second_factor(claims: Claims) -> bool:
    """Whether the provider says, in its signed token, that a second factor was used (acr, or RFC 8176 amr)."""
    methods = claims.get("amr", [])
    said = {claims.get("acr"), *(methods if isinstance(methods, list) else [methods])}
    return bool(said & set(settings.OIDC_SECOND_FACTOR))


def _claims(request: HttpRequest) -> Claims:
    """What the provider says of the visitor: verified, and for this installation."""
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    known = request.session.get(STATES, {})
    expected = known.pop(state, None)
    request.session[STATES] = known
    if expected is None:
        raise Refused(cause="unknown state")
    if not code or "error" in request.GET:
        raise Refused(cause="the provider sent no code")
    try:
        return _fetched(request, code, expected)
    except (SuspiciousOperation, requests.RequestException, jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
        # Only the kind: what was sent holds names and addresses.
        raise Refused(cause=type(error).__name__) from None


def _fetched(request: HttpRequest, code: str, expected: Mapping[str, Any]) -> Claims:
    provider = OIDCAuthenticationBackend()
    tokens = provider.get_token(
        {
            "client_id": settings.OIDC_RP_CLIENT_ID,
            "client_secret": settings.OIDC_RP_CLIENT_SECRET,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": request.build_absolute_uri(reverse(settings.OIDC_AUTHENTICATION_CALLBACK_URL)),
            "code_verifier": expected["code_verifier"],
        }
    )
    token = provider.verify_token(tokens["id_token"], nonce=expected["nonce"])
    audience = token["aud"] if isinstance(token["aud"], list) else [token["aud"]]
    if settings.OIDC_RP_CLIENT_ID not in audience or token.get("azp", settings.OIDC_RP_CLIENT_ID) != (
        settings.OIDC_RP_CLIENT_ID
    ):
        raise Refused(cause="the token is for another application")
    if token["iss"] != settings.OIDC_ISSUER or "exp" not in token or not token["nonce"]:
        raise Refused(cause="the token is of another provider, or never ends")
    told = provider.get_userinfo(tokens["access_token"], tokens["id_token"], token)
    if told["sub"] != token["sub"]:
        raise Refused(cause="the two answers are about different people")
    # How somebody signed in counts only from the signed token.
    said = {name: value for name, value in told.items() if name not in {"acr", "amr"}}
    claims: Claims = said | token
    return claims

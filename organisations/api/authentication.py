"""Whose token it is. The token stands in the header `Authorization`, and nowhere else (RFC 6750 par. 2.1)."""

import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core.actors import Actor, Origin
from core.api.access import CHALLENGE, stand_for
from core.api.limits import count
from core.clock import now
from core.web.origin import origin_of
from organisations.api.outside_issuer import outside_token
from organisations.models import ApiClient
from organisations.rules import role_for
from organisations.selectors import actor_of_client, client_of_outside, token_with
from organisations.services import note_client_use

TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]{1,8000}=*")
"""The form of a token (RFC 6750 par. 2.1)."""
INVALID: Final = f'{CHALLENGE}, error="invalid_token"'


@dataclass(frozen=True, slots=True)
class ClientGrant:
    """What a token gives to an API client."""

    client: ApiClient
    scopes: frozenset[str]
    origin: Origin

    def actor_for(self, scope: str) -> Actor | None:
        """The client in the role of this scope; None when its organisation is not of a kind that has part in it."""
        role = role_for(scope, self.client.organisation.kind)
        return actor_of_client(self.client, self.origin, role) if role else None


class TokenAuthentication(BaseAuthentication):
    """An access token of ours, or of the other issuer in the settings.

    `request.auth` becomes the grant; there is no user. From here on the database shows the request what the
    organisation of the client may see. What a client lost since the token was given, the token no longer gives.
    """

    def authenticate(self, request: Request) -> tuple[None, ClientGrant] | None:
        """The grant; None without a token. Raises AuthenticationFailed for one that is not good (any more).

        Every request is counted here, for the client or else for its address. Raises Throttled for too many.
        """
        inner = request._request
        origin = origin_of(inner)
        token = _token_in(request)
        grant = _granted(token, origin) if token is not None else None
        if grant is None:
            count(inner, f"address {origin.address}", settings.API_OPEN_PER_MINUTE)
            if token is None:
                return None
            raise AuthenticationFailed
        count(inner, f"client {grant.client.public_id}", grant.client.rate_per_minute)
        stand_for(request, actor_of_client(grant.client, grant.origin))
        note_client_use(client=grant.client)
        return None, grant

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for (RFC 6750 par. 3): a token, or a better one."""
        return CHALLENGE if _token_in(request) is None else INVALID


def _token_in(request: Request) -> str | None:
    scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _granted(token: str, origin: Origin) -> ClientGrant | None:
    if not TOKEN.fullmatch(token):
        return None
    if "." in token:  # none of ours holds one, and a JWT always does
        outside = outside_token(token)
        client = client_of_outside(outside.client_id) if outside is not None else None
        scopes = outside.scopes if outside is not None else frozenset()
    else:
        row = token_with(token, now())
        client, scopes = (row.client, frozenset(row.scopes)) if row is not None else (None, frozenset())
    return ClientGrant(client, scopes & frozenset(client.scopes), origin) if client is not None else None

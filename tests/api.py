"""Programs that ask the API in tests: registered clients, their keys, and what they send."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import settings

from core.actors import Actor, Origin
from core.clock import now
from organisations.models import ApiClient, Organisation
from organisations.rules import as_pem
from organisations.services import issue_token, register_api_client

ADMINISTRATOR = Actor.system("beheer", is_administrator=True)
HERE = Origin("127.0.0.1", "test")
PURPOSE = "Gegevens overnemen in het dossier van de aanbieder"


@cache
def rsa_key(number: int = 0, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A private key; making one takes a while, so each is made once."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def new_key() -> ec.EllipticCurvePrivateKey:
    """A private key that nobody else has."""
    return ec.generate_private_key(ec.SECP256R1())


def client_of(organisation: Organisation, *scopes: str, key: Any = None, **fields: Any) -> ApiClient:
    """A registered client of this organisation with one key."""
    given = {"name": f"Koppeling {uuid4().hex[:8]}", "purpose": PURPOSE} | fields
    pem = as_pem((key or new_key()).public_key())
    return register_api_client(actor=ADMINISTRATOR, organisation=organisation, scopes=scopes, public_key=pem, **given)


def token_of(client: ApiClient, scope: str = "") -> str:
    """A token that works, for all that the client has or for what is named."""
    return issue_token(key=client.keys.get(), scope=scope, origin=HERE).token


def bearer(token: str) -> dict[str, Any]:
    """What a request carries: `browser.get(path, **bearer(token))`."""
    return {"headers": {"authorization": f"Bearer {token}"}}


def asking(organisation: Organisation, *scopes: str) -> dict[str, Any]:
    """What a new client of this organisation sends with every request under these scopes."""
    return bearer(token_of(client_of(organisation, *scopes)))


def assertion_of(client: ApiClient, key: Any, *, changes: Mapping[str, Any] | None = None, **how: Any) -> str:
    """A signed assertion of a client; `changes` says otherwise, and leaves out what is None."""
    moment = int(now().timestamp())
    claims = {
        "iss": str(client.public_id),
        "sub": str(client.public_id),
        "aud": f"{settings.SITE_URL}/api/oauth/token",
        "iat": moment,
        "exp": moment + 60,
        "jti": uuid4().hex,
        **(changes or {}),
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    algorithm = how.pop("algorithm", "RS256" if isinstance(key, rsa.RSAPrivateKey) else "ES256")
    return jwt.encode(claims, key, algorithm=algorithm, **how)

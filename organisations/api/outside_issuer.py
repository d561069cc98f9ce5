"""Access tokens of another issuer, when the settings name one: signed JWTs that are checked here (RFC 9068).

The issuer is asked for its keys and for nothing else. Which of our clients a token is of, an administrator says.
"""

import json
import logging
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings
from jwt import PyJWK, PyJWKClient, PyJWKSet
from rest_framework.exceptions import APIException

from organisations.rules import algorithms_of
from organisations.rules.public_keys import SMALLEST_RSA

SKEW: Final = 30
"""Seconds that the clock of the issuer may be off."""
KEYS_FOR: Final = 300
"""Seconds during which the keys of the issuer are not asked for again."""

logger = logging.getLogger(__name__)


class NoKeys(APIException):
    """The issuer does not say with which keys it signs: nobody can tell whether a token is good."""

    status_code = 503


@dataclass(frozen=True, slots=True)
class OutsideToken:
    """What a token of another issuer says that matters here."""

    client_id: str
    scopes: frozenset[str]


def outside_token(token: str) -> OutsideToken | None:
    """What a token of the other issuer says; None when it is not good, or when there is no other issuer.

    Raises NoKeys when the keys of the issuer are not to be had.
    """
    if not (settings.API_ISSUER and settings.API_ISSUER_AUDIENCE):
        return None
    try:
        header = jwt.get_unverified_header(token)
        key = _key(str(header.get("kid", ""))) if header.get("alg") in jwt.algorithms.requires_cryptography else None
        if key is None or not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
            return None
        if isinstance(key, RSAPublicKey) and key.key_size < SMALLEST_RSA:
            return None
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(algorithms_of(key)),
            audience=settings.API_ISSUER_AUDIENCE,
            issuer=settings.API_ISSUER,
            leeway=SKEW,
            options={"require": ["iss", "aud", "exp"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        return None
    # `azp` is what issuers said before RFC 9068 gave it a name.
    client_id = claims.get("client_id") or claims.get("azp")
    scope = claims.get("scope", "")
    scopes = scope.split() if isinstance(scope, str) else scope
    if not isinstance(client_id, str) or not isinstance(scopes, list):
        return None
    return OutsideToken(client_id, frozenset(one for one in scopes if isinstance(one, str)))


def _key(kid: str) -> Any:
    """The key of the issuer with this name; None when it has none."""
    if settings.API_ISSUER_JWKS_FILE:
        file = Path(settings.API_ISSUER_JWKS_FILE)
        try:
            keys = _keys_in(file, file.stat().st_mtime_ns)
        except (OSError, ValueError, jwt.PyJWTError):
            logger.exception("The file with the keys of the other issuer cannot be read.")
            raise NoKeys from None
        return next((row.key for row in keys if row.key_id == kid), None)
    try:
        return _client(settings.API_ISSUER_JWKS_URL).get_signing_key(kid).key
    except jwt.PyJWKClientConnectionError:
        logger.exception("The keys of the other issuer cannot be fetched.")
        raise NoKeys from None


@lru_cache(maxsize=1)
def _keys_in(file: Path, changed: int) -> list[PyJWK]:
    """The keys in a file, read again when it changed."""
    told = json.loads(file.read_text())
    if not isinstance(told, dict):
        raise ValueError("These are no keys.")
    return PyJWKSet.from_dict(told).keys


@cache
def _client(address: str) -> PyJWKClient:
    """Keeps the keys for a while, and asks anew for a key that it does not know, though not too often."""
    return PyJWKClient(address, lifespan=KEYS_FOR, timeout=5)

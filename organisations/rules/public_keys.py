"""Whether a text is a public key with which a client may sign: pure functions over values.

NL GOV assurance profile for OAuth 2.0 1.1 asks for RS256 and allows PS256; ES256 is in RFC 7518 beside them.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.core.exceptions import ValidationError
from jwt import PyJWK, PyJWTError

LONGEST: Final = 5000
SMALLEST_RSA: Final = 2048
LARGEST_RSA: Final = 8192
"""Larger ones only cost time, at every signature that somebody sends."""
PRIVATE_PARTS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
"""Members of a JWK that only a private or a shared key has (RFC 7518 par. 6)."""

RSA_ALGORITHMS: Final = ("RS256", "PS256")
EC_ALGORITHMS: Final = ("ES256",)
ALGORITHMS: Final = (*RSA_ALGORITHMS, *EC_ALGORITHMS)

PublicKey = RSAPublicKey | EllipticCurvePublicKey


def read_public_key(text: str) -> PublicKey:
    """The key in a PEM block or a JWK.

    Raises ValidationError: `private_key` when it is one that nobody else may have, `public_key` when it cannot be read,
    `key_kind` and `key_size` when it is not one with which a client may sign.
    """
    given = text.strip()
    key = _from_jwk(given) if given.startswith("{") else _from_pem(given)
    if isinstance(key, EllipticCurvePublicKey):
        if not isinstance(key.curve, SECP256R1):
            raise _refused("Deze kromme kan niet. Maak een sleutel met kromme P-256, of een RSA-sleutel.", "key_kind")
        return key
    if not isinstance(key, RSAPublicKey):
        raise _refused("Dit soort sleutel kan niet. Maak een RSA-sleutel van 2048 bits of meer.", "key_kind")
    if not SMALLEST_RSA <= key.key_size <= LARGEST_RSA:
        raise _refused(
            f"Deze sleutel heeft {key.key_size} bits. Maak er een van {SMALLEST_RSA} tot {LARGEST_RSA} bits.",
            "key_size",
        )
    return key


def as_pem(key: PublicKey) -> str:
    """The key as it is kept: always in the same form, whatever form it came in."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def fingerprint_of_key(key: PublicKey) -> str:
    """SHA-256 of the key in DER, in hex: what `openssl pkey -pubin -outform der | sha256sum` prints."""
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def algorithms_of(key: PublicKey) -> tuple[str, ...]:
    """The algorithms with which this key signs. The key decides, and never the header of what was signed."""
    return EC_ALGORITHMS if isinstance(key, EllipticCurvePublicKey) else RSA_ALGORITHMS


def _from_pem(text: str) -> Any:
    if "PRIVATE" in text.upper():
        raise _private()
    if "BEGIN CERTIFICATE" in text:
        raise _refused("Dit is een certificaat. Plak alleen de publieke sleutel die erin staat.", "public_key")
    return _read(lambda: load_pem_public_key(text.encode()))


def _from_jwk(text: str) -> Any:
    jwk = _read(lambda: json.loads(text))
    if not isinstance(jwk, dict):
        raise _unreadable()
    if PRIVATE_PARTS & jwk.keys():
        raise _private()
    return _read(lambda: PyJWK(jwk, algorithm="ES256" if jwk.get("kty") == "EC" else "RS256").key)


def _read(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except (ValueError, TypeError, PyJWTError, UnsupportedAlgorithm, RecursionError):
        raise _unreadable() from None


def _private() -> ValidationError:
    return _refused(
        "Dit is een geheime sleutel. Die mag niemand anders hebben, ook wij niet. Gebruik hem niet meer, maak een "
        "nieuw paar en plak hier alleen de publieke sleutel.",
        "private_key",
    )


def _unreadable() -> ValidationError:
    return _refused(
        "Dit is geen publieke sleutel. Plak een blok dat begint met -----BEGIN PUBLIC KEY-----, of een JWK.",
        "public_key",
    )


def _refused(message: str, code: str) -> ValidationError:
    return ValidationError(message, code=code)

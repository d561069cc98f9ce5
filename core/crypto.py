"""Encryption of single values, and an index by which an encrypted value can still be found.

`settings.FIELD_ENCRYPTION_KEYS` is a list of (key id, 32 bytes): the first key encrypts, every key
decrypts, so a key is replaced by putting a new one in front and saving the rows again.
`settings.BLIND_INDEX_KEY` is a separate key, for it cannot change without rebuilding the index.

The context ('app.Model.field') is bound to the value: a token copied to another field is refused.
No error here holds the plain text or the token.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = "v1"
KEY_BYTES = 32
# NIST SP 800-38D: 96 random bits, safe up to 2**32 values under one key.
NONCE_BYTES = 12


class DecryptionError(Exception):
    """A stored value cannot be read: unknown key, damaged, or taken from another field."""


def encrypt(text: str, context: str) -> str:
    """The token `v1:<key id>:<base64>` for `text`, AES-256-GCM under the first key of the ring."""
    key_id, key = _ring()[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return f"{VERSION}:{key_id}:{base64.b64encode(nonce + sealed).decode('ascii')}"


def decrypt(token: str, context: str) -> str:
    """The text in `token`; raises DecryptionError that says what is wrong, never what it says."""
    version, key_id, payload = _parts(token, context)
    if version != VERSION:
        raise DecryptionError(f"{context}: unknown version of an encrypted value.")
    key = dict(_ring()).get(key_id)
    if key is None:
        raise DecryptionError(f"{context}: the key '{key_id}' is not in FIELD_ENCRYPTION_KEYS. Put it back.")
    try:
        raw = base64.b64decode(payload, validate=True)
        plain = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
    except (InvalidTag, binascii.Error, ValueError):
        # `from None`: the cause may quote the value.
        raise DecryptionError(
            f"{context}: the value was changed, belongs to another field, or key '{key_id}' differs."
        ) from None
    return plain.decode()


def key_id_of(token: str) -> str:
    """The id of the key that sealed `token`: tells which rows still need the newest key."""
    return _parts(token, "key_id_of")[1]


def blind_index(text: str, context: str) -> str:
    """HMAC-SHA256 of `text` in `context` as 64 hex digits: equal texts, equal index, no way back."""
    key = settings.BLIND_INDEX_KEY
    _require_key("BLIND_INDEX_KEY", key)
    message = context.encode() + b"\0" + text.encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _parts(token: str, context: str) -> tuple[str, str, str]:
    match token.split(":"):
        case [version, key_id, payload]:
            return version, key_id, payload
    raise DecryptionError(f"{context}: the stored value is not an encrypted value.")


def _ring() -> Sequence[tuple[str, bytes]]:
    ring: Sequence[tuple[str, bytes]] = settings.FIELD_ENCRYPTION_KEYS
    if not ring:
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS is empty: nothing can be encrypted.")
    for key_id, key in ring:
        _require_key(f"FIELD_ENCRYPTION_KEYS['{key_id}']", key)
    return ring


def _require_key(name: str, key: object) -> None:
    if not isinstance(key, bytes) or len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name} must be {KEY_BYTES} bytes.")

"""Tokens of API clients: asked for with a signed assertion, given, used and taken back. ADR 19.

OAuth 2.0 client credentials (RFC 6749 par. 4.4) with `private_key_jwt` (RFC 7523), along the NL GOV assurance profile
for OAuth 2.0 1.1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from jwt.exceptions import InvalidSubjectError

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Origin
from core.clock import now
from core.storing import store
from organisations.models import ApiAssertion, ApiClient, ApiKey, ApiToken
from organisations.rules import algorithms_of, in_order
from organisations.selectors import actor_of_client, token_digest

SECRET_BYTES: Final = 32
"""256 random bits: more than anybody tries, so no slow hash is needed."""
LONGEST_ASSERTION: Final = 5000
LONGEST_JTI: Final = 255
SKEW: Final = timedelta(seconds=30)
"""How far the clock of a client may be off."""
ASSERTION_LIFE: Final = timedelta(minutes=5)
"""How far ahead an assertion may end. Its `jti` is kept so long, so that it counts once."""
NOTE_EVERY: Final = timedelta(minutes=1)


class Refused(Exception):
    """A request for a token that is not granted: an error code of RFC 6749 par. 5.2 and why, in plain ASCII."""

    def __init__(self, error: str, why: str) -> None:
        super().__init__(why)
        self.error = error
        self.why = why


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as it is handed over, once."""

    token: str
    scopes: list[str]
    seconds: int


def authenticate_client(*, assertion: str, audiences: Iterable[str], origin: Origin) -> ApiKey:
    """The key, with its client, that signed this assertion. From here on the assertion is used.

    `audiences` are the names under which we are asked. Raises Refused (`invalid_client`). A refusal of a known client
    is in the trail. It is not told apart from an unknown one before the signature is right.
    """
    client = _claimed(assertion)
    try:
        if client is None:
            raise _unproven()
        key, claims = _signed_by(client, assertion, tuple(audiences))
        _use(client, claims)
    except Refused:
        if client is not None:
            record(actor=actor_of_client(client, origin), event=AuditEvent.SIGN_IN_REFUSED, target=client)
        raise
    return key


@transaction.atomic
def issue_token(*, key: ApiKey, scope: str, origin: Origin) -> Issued:
    """A new token for the client of this key. `scope` as asked, empty for all that the client has.

    Raises Refused: `invalid_scope`, or `invalid_client` when the client was blocked or lost this key meanwhile.
    """
    client = ApiClient.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=key.client_id)
    if client.blocked_at is not None or not ApiKey.objects.filter(pk=key.pk).exists():
        raise _unproven()
    asked = scope.split(" ") if scope else list(client.scopes)
    if not set(asked) <= set(client.scopes):
        raise Refused("invalid_scope", "De client heeft niet alles waarom in scope is gevraagd.")
    moment = now()
    life = timedelta(minutes=settings.API_TOKEN_MINUTES)
    secret = token_urlsafe(SECRET_BYTES)
    token = ApiToken(
        client=client,
        key=key,
        digest=token_digest(secret),
        scopes=in_order(asked),
        issued_at=moment,
        expires_at=moment + life,
    )
    store(token)
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=moment)
    record(actor=actor_of_client(client, origin), event=AuditEvent.SIGNED_IN, target=client)
    return Issued(secret, token.scopes, int(life.total_seconds()))


@transaction.atomic
def revoke_token(*, client: ApiClient, token: str, origin: Origin) -> bool:
    """Let a token of this client work no more; whether there was one (RFC 7009). Another client's is left alone."""
    gone, _ = ApiToken.objects.filter(client=client, digest=token_digest(token)).delete()
    if gone:
        record(actor=actor_of_client(client, origin), event=AuditEvent.SIGNED_OUT, target=client)
    return bool(gone)


def note_client_use(*, client: ApiClient) -> None:
    """Write down that a client was busy: at most once a minute, whatever the number of requests."""
    moment = now()
    if client.last_used_at is None or client.last_used_at <= moment - NOTE_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=moment - NOTE_EVERY)
        ApiClient.objects.filter(stale, pk=client.pk).update(last_used_at=moment)


def remove_expired_tokens() -> int:
    """Remove tokens and used assertions that nobody can use any more; how many rows."""
    moment = now()
    tokens, _ = ApiToken.objects.filter(expires_at__lte=moment).delete()
    assertions, _ = ApiAssertion.objects.filter(expires_at__lte=moment).delete()
    return tokens + assertions


def _claimed(assertion: str) -> ApiClient | None:
    """The client that an assertion says it is from. Nothing is proven yet."""
    if len(assertion) > LONGEST_ASSERTION:
        return None
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False})
        client_id = UUID(str(claims.get("sub", "")))
    except (jwt.PyJWTError, ValueError, RecursionError):
        return None
    return ApiClient.objects.select_related("organisation").filter(public_id=client_id).first()


def _signed_by(client: ApiClient, assertion: str, audiences: tuple[str, ...]) -> tuple[ApiKey, dict[str, Any]]:
    """The key of the client that signed this, and what it says. Which algorithm is right, the key says."""
    for row in client.keys.all():
        key: Any = load_pem_public_key(row.pem.encode())
        try:
            claims: dict[str, Any] = jwt.decode(
                assertion,
                key,
                algorithms=list(algorithms_of(key)),
                audience=list(audiences),
                issuer=str(client.public_id),
                subject=str(client.public_id),
                leeway=SKEW,
                options={"require": ["iss", "sub", "aud", "exp", "jti"]},
            )
        except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError, jwt.InvalidKeyError):
            continue
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise Refused("invalid_client", _in_words(error)) from None
        if client.blocked_at is None:
            return row, claims
    raise _unproven()


def _use(client: ApiClient, claims: dict[str, Any]) -> None:
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) != 1:
        # One that is meant for others too can be handed on by them.
        raise Refused("invalid_client", "De assertion noemt meer dan een ontvanger in aud.")
    latest = now() + ASSERTION_LIFE + SKEW
    if int(claims["exp"]) > latest.timestamp():
        raise Refused("invalid_client", "De assertion is te lang geldig: hoogstens vijf minuten.")
    jti = claims["jti"]
    if not jti or len(jti) > LONGEST_JTI:
        raise Refused("invalid_client", "Het jti van de assertion is leeg of te lang.")
    used = ApiAssertion(client=client, digest=sha256(jti.encode()).hexdigest(), expires_at=latest + SKEW)
    try:
        store(used)
    except ValidationError:
        raise Refused("invalid_client", "De assertion is al gebruikt. Maak voor elk verzoek een nieuwe.") from None


def _unproven() -> Refused:
    return Refused("invalid_client", "De client is onbekend of geblokkeerd, of de handtekening klopt niet.")


def _in_words(error: Exception) -> str:
    """What a client whose signature is right should mend."""
    match error:
        case jwt.ExpiredSignatureError():
            return "De assertion is verlopen."
        case jwt.ImmatureSignatureError():
            return "De assertion geldt nog niet. Klopt de klok van de client?"
        case jwt.InvalidAudienceError():
            return "De assertion is niet voor ons: aud is het adres van deze uitgever of van dit eindpunt."
        case jwt.InvalidIssuerError() | InvalidSubjectError():
            return "In de assertion zijn iss en sub niet allebei het client_id."
        case jwt.MissingRequiredClaimError():
            return "In de assertion ontbreekt iss, sub, aud, exp of jti."
    return "De assertion is geen geldig JWT."

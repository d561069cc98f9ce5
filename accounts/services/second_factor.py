"""The second step of signing in: setting it up, showing a code, taking it away."""

import secrets
from base64 import b32encode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.enums import AccountEvent, ProvenBy
from accounts.models import RecoveryCode, SecondFactor, User, UserSession
from accounts.rules import RECOVERY_ALPHABET, RECOVERY_LENGTH, RECOVERY_NUMBER, is_app_code, plain_code
from accounts.services.sessions import end_sessions
from accounts.services.trail import tell
from core.actors import Origin
from core.crypto import blind_index
from core.storing import store

KEY_BYTES = 20
"""As long as the outcome of the hash, as RFC 4226 (4, R6) recommends."""
RECOVERY_CONTEXT = "accounts.RecoveryCode"
NAME = "Authenticator-app"


def new_key() -> str:
    """A key for an app, as it is typed over: 32 letters and figures."""
    return b32encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def fits(key: str, code: str) -> bool:
    """Whether this is the code of now of an app with this key, which is stored nowhere yet."""
    return is_app_code(plain_code(code)) and SecondFactor(key=key).matches(plain_code(code))


@transaction.atomic
def set_up_second_factor(
    *, user: User, key: str, code: str, origin: Origin, session: UserSession | None = None
) -> list[str]:
    """Begin to use the app that has `key`, in place of any other, and return new recovery codes.

    `code` shows that the app has the key. `session` is the one in which this is done: it counts as proven from
    now on, and all others end. Raises ValidationError (`code`) when the code is not of this key.
    """
    user = User.objects.get_queryset().select_for_update(of=("self",)).get(pk=user.pk)
    factor = SecondFactor(user=user, name=NAME, key=key)
    if not (is_app_code(plain_code(code)) and factor.matches(plain_code(code))):
        raise ValidationError({"code": ValidationError("Deze code klopt niet. Neem de code van nu.", code="code")})
    SecondFactor.objects.filter(user=user).delete()
    store(factor)
    tell(AccountEvent.SECOND_STEP_SET, user=user, by=user, origin=origin)
    end_sessions(user=user, by=user, origin=origin, keep=session)
    if session is not None:
        prove_session(session=session, by=ProvenBy.APP)
    return _new_codes(factor)


def check_code(*, user: User, code: str, origin: Origin) -> ProvenBy:
    """By what this code proves that it is the user; `NOTHING` when it does not. No code counts twice.

    It does not raise for a wrong code: that it was tried has to be kept, so that the next one has to wait.
    """
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update(of=("self",)).filter(user=user).first()
        if factor is None:
            return ProvenBy.NOTHING
        plain = plain_code(code)
        if is_app_code(plain):
            return ProvenBy.APP if factor.verify_token(plain) else ProvenBy.NOTHING
        may_try, _ = factor.verify_is_allowed()
        if not may_try:
            return ProvenBy.NOTHING
        used, _ = factor.recovery_codes.filter(fingerprint=_fingerprint(user, plain)).delete()
        if not used:
            factor.throttle_increment()
            return ProvenBy.NOTHING
        factor.accept()
        tell(AccountEvent.RECOVERY_USED, user=user, by=user, origin=origin)
        return ProvenBy.RECOVERY


@transaction.atomic
def pass_second_step(*, session: UserSession, by: ProvenBy, origin: Origin) -> None:
    """Let a session count as proven, and write that down."""
    prove_session(session=session, by=by)
    tell(AccountEvent.SECOND_STEP_PASSED, user=session.user, by=session.user, origin=origin)


def prove_session(*, session: UserSession, by: ProvenBy) -> None:
    """Let a session count as proven; the whole row is checked."""
    session.proven_by = by
    store(session, "proven_by")


@transaction.atomic
def renew_recovery_codes(*, user: User, origin: Origin) -> list[str]:
    """Ten new recovery codes; the old ones count no more. Raises PermissionDenied without a second factor."""
    factor = SecondFactor.objects.select_for_update(of=("self",)).filter(user=user).first()
    if factor is None:
        raise PermissionDenied
    factor.recovery_codes.all().delete()
    tell(AccountEvent.RECOVERY_RENEWED, user=user, by=user, origin=origin)
    return _new_codes(factor)


@transaction.atomic
def remove_second_factor(*, user: User, by: User, origin: Origin, session: UserSession | None = None) -> bool:
    """Take the second factor of a user away, and return whether there was one. Their other sessions end.

    `session` is that of the user themself and stays, unproven. Somebody else needs the right to change users;
    who has that right takes away nobody's own second step but on the page that asks for a code.
    """
    if by.pk != user.pk and not (by.is_active and by.has_perm("accounts.change_user")):
        raise PermissionDenied
    if by.pk == user.pk and session is None:
        raise PermissionDenied
    number, _ = SecondFactor.objects.filter(user=user).delete()
    if not number:
        return False
    tell(AccountEvent.SECOND_STEP_REMOVED, user=user, by=by, origin=origin)
    end_sessions(user=user, by=by, origin=origin, keep=session)
    if session is not None:
        prove_session(session=session, by=ProvenBy.NOTHING)
    return True


def _new_codes(factor: SecondFactor) -> list[str]:
    codes = ["".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_NUMBER)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(second_factor=factor, fingerprint=_fingerprint(factor.user, code)) for code in codes
    )
    return codes


def _fingerprint(user: User, code: str) -> str:
    """The keyed hash of a code. With 49 random bits and a key outside the database, no slow hash is needed."""
    return blind_index(f"{user.public_id}:{code}", RECOVERY_CONTEXT)

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import RecoveryCode, SecondFactor, User, UserSession

SHOWN = 30


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """Whom a visitor of the demonstration can sign in as, and the password of them all."""

    users: Sequence[User]
    password: str


def demo_accounts() -> DemoAccounts | None:
    """The users to choose from on the sign-in page of a demonstration; None anywhere else."""
    if not settings.DEMO:
        return None
    users = User.objects.active().order_by("name")[:SHOWN]
    return DemoAccounts(list(users), getattr(settings, "DEMO_PASSWORD", ""))


def has_second_factor(user: User) -> bool:
    """Whether the user set up a second step."""
    return SecondFactor.objects.filter(user=user).exists()


def second_factor_of(user: User) -> SecondFactor | None:
    """The app of the user; None when no second step was set up."""
    factor: SecondFactor | None = SecondFactor.objects.filter(user=user).first()
    return factor


def recovery_codes_left(user: User) -> int:
    """How many recovery codes the user has not used yet."""
    return RecoveryCode.objects.filter(second_factor__user=user).count()


def seconds_to_wait(user: User) -> int:
    """How many seconds a next code has to wait after wrong ones; 0 when it need not."""
    factor = second_factor_of(user)
    if factor is None:
        return 0
    may_try, why = factor.verify_is_allowed()  # type: ignore[no-untyped-call]
    return 0 if may_try else int((why["locked_until"] - timezone.now()).total_seconds()) + 1


def live_sessions(user: User) -> QuerySet[UserSession]:
    """The sessions of a user that have not ended by themselves, the one used last in front."""
    # The moment of use is noted at most once a minute.
    quiet = timedelta(minutes=settings.IDLE_MINUTES + 1)
    rows = UserSession.objects.filter(user=user).used_since(timezone.now() - quiet)
    return rows.defer("key").order_by("-last_used_at", "pk")


def has_single_sign_on() -> bool:
    """Whether one can sign in through one's own organisation."""
    return bool(settings.OIDC_RP_CLIENT_ID)

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from accounts.models import User

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

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import Exists, OuterRef, QuerySet

if TYPE_CHECKING:
    from accounts.models import User, UserSession  # noqa: F401


class UserQuerySet(QuerySet["User"]):
    """Users."""

    def active(self) -> Self:
        """Those who may sign in."""
        return self.filter(is_active=True)


class UserManager(BaseUserManager["User"]):
    """Makes users; addresses are kept in lower case so that nobody exists twice."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        """Those who may sign in."""
        return self.get_queryset().active()

    @staticmethod
    def normalise(email: str) -> str:
        """The address as it is stored and searched."""
        return email.strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this address, whatever its case."""
        return self.get(email=self.normalise(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without a password nobody can sign in as them."""
        user = self.model(email=self.normalise(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A technical administrator: opens the admin pages, sees no client file by that alone."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class UserSessionQuerySet(QuerySet["UserSession"]):
    """Sessions of users."""

    def with_second_factor(self) -> Self:
        """Each with whether its user has a second factor, in the same query."""
        factors = self.model._meta.apps.get_model("accounts", "SecondFactor")
        return self.annotate(has_second_factor=Exists(factors._default_manager.filter(user=OuterRef("user"))))

    def used_since(self, moment: datetime) -> Self:
        """Those that were used since then; older ones have ended by themselves."""
        return self.filter(last_used_at__gte=moment)

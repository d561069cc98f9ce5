from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.querysets import UserManager
from core.models import PublicModel


class User(PublicModel, AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in with an e-mail address. What a user may do follows from memberships elsewhere."""

    email = models.EmailField(
        "e-mailadres", unique=True, error_messages={"unique": "Er is al een gebruiker met dit e-mailadres."}
    )
    name = models.CharField("naam", max_length=200)
    is_active = models.BooleanField("actief", default=True, help_text="Zet uit om iemand niet meer toe te laten.")
    is_staff = models.BooleanField("beheerder", default=False, help_text="Mag de beheerpagina's openen.")
    joined_at = models.DateTimeField("toegevoegd op", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    audited_values = frozenset({"is_active", "is_staff", "is_superuser"})

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        ordering = ["name", "email"]
        constraints = [
            # Written in another case by whatever way, one address would be two people.
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="accounts_user_email_lower",
                violation_error_message="Schrijf het e-mailadres in kleine letters.",
                violation_error_code="email_case",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Addresses differ in more than case, or they are the same person."""
        self.email = type(self).objects.normalise(self.email)

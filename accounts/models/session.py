from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.enums import ProvenBy
from accounts.querysets import UserSessionQuerySet
from core.fields import EncryptedTextField
from core.models import PublicModel


class UserSession(PublicModel):
    """A browser in which a user is signed in. Without this row the session counts for nothing.

    The row is asked for in each request, so that ending a session works at once, whatever a cache still holds.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gebruiker", related_name="sessions", on_delete=models.CASCADE
    )
    key = EncryptedTextField("sleutel van de sessie", editable=False)
    browser = models.CharField("apparaat", max_length=100)
    proven_by = models.CharField(
        "tweede stap", max_length=10, choices=ProvenBy.choices, default=ProvenBy.NOTHING, blank=True
    )
    started_at = models.DateTimeField("ingelogd sinds", default=timezone.now)
    last_used_at = models.DateTimeField("laatst gebruikt", default=timezone.now)

    objects: ClassVar[UserSessionQuerySet] = UserSessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "sessie"
        verbose_name_plural = "sessies"
        ordering = ["-last_used_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proven_by__in=ProvenBy.values),
                name="accounts_usersession_proven_by",
                violation_error_message="Kies een tweede stap uit de lijst.",
                violation_error_code="proven_by",
            ),
        ]

    has_second_factor: bool
    """From `with_second_factor`: whether the user has an app to show a code of."""

    def __str__(self) -> str:
        return self.browser

    @property
    def is_proven(self) -> bool:
        """Whether a second step was set in this session."""
        return self.proven_by != ProvenBy.NOTHING

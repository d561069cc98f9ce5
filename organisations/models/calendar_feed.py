from django.conf import settings
from django.db import models

from accounts.enums import ProvenBy
from core.clock import now
from core.models import PublicModel


class CalendarFeed(PublicModel):
    """The address at which a calendar program fetches the dates of a user. Whoever knows the address reads them.

    The secret in the address is shown once and kept nowhere: here is only its keyed fingerprint. A new address is a
    new row, so that a program that still asks for the old one does not lock the new one out.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="gebruiker", related_name="calendar_feed", on_delete=models.CASCADE
    )
    fingerprint = models.CharField("vingerafdruk", max_length=64, unique=True, editable=False)
    proven_by = models.CharField(
        "tweede stap",
        max_length=10,
        choices=ProvenBy.choices,
        default=ProvenBy.NOTHING,
        blank=True,
        help_text="Wat er bij het maken van het adres was getoond naast het wachtwoord.",
    )
    made_at = models.DateTimeField("gemaakt op", default=now, editable=False)
    last_used_on = models.DateField("laatst opgehaald op", null=True, editable=False)

    audited_values = frozenset({"user", "proven_by", "made_at"})

    class Meta:
        verbose_name = "agenda-adres"
        verbose_name_plural = "agenda-adressen"
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="organisations_calendarfeed_proven_by",
                condition=models.Q(proven_by__in=ProvenBy.values),
                violation_error_message="Kies een tweede stap uit de lijst.",
                violation_error_code="proven_by",
            )
        ]

    def __str__(self) -> str:
        return f"Agenda-adres van {self.user}"

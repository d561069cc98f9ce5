from django.conf import settings
from django.db import models

from core.minutes import MinuteField, clock, in_order
from core.models import PublicModel
from delivery.models.group import Group
from delivery.querysets import SessionQuerySet
from plans.enums import Dagdeel


class Session(PublicModel):
    """One dagdeel of a group on one day: what was planned, and how it went.

    It is made ahead from opening times, placements and roster. Once `closed_at` is set the attendance is complete; what
    changes after that is a correction with a reason, and what stood there before is kept.
    """

    group = models.ForeignKey(Group, verbose_name="groep", related_name="sessions", on_delete=models.PROTECT)
    held_on = models.DateField("dag")
    dagdeel = models.CharField("dagdeel", max_length=9, choices=Dagdeel.choices)
    starts = MinuteField("van")
    ends = MinuteField("tot")
    cancelled_reason = models.CharField("gaat niet door omdat", max_length=200, blank=True, default="")
    closed_at = models.DateTimeField("aanwezigheid afgesloten", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="afgesloten door",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    note = models.TextField("overdracht", blank=True, default="", help_text="Voor wie na u in de groep werkt.")
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)
    """Also grows with each change of who is there, so that what was worked out from it can be seen to be old."""

    objects = SessionQuerySet["Session"].as_manager()

    audited_values = frozenset(
        {"group", "held_on", "dagdeel", "starts", "ends", "cancelled_reason", "closed_at", "closed_by"}
    )

    class Meta:
        verbose_name = "dagdeel van een groep"
        verbose_name_plural = "dagdelen van groepen"
        ordering = ["held_on", "starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="delivery_session_once",
                fields=["group", "held_on", "dagdeel"],
                violation_error_message="Dit dagdeel van deze groep is er al.",
                violation_error_code="session_twice",
            ),
            models.CheckConstraint(
                name="delivery_session_dagdeel",
                condition=models.Q(dagdeel__in=Dagdeel.values),
                violation_error_message="Kies een dagdeel uit de lijst.",
                violation_error_code="no_moment",
            ),
            in_order(
                "starts",
                "ends",
                "delivery_session_order",
                message="Een dagdeel eindigt later dan het begint. Pas de tijden aan.",
                code="opening_order",
            ),
            models.CheckConstraint(
                name="delivery_session_closed",
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False, cancelled_reason=""),
                violation_error_message="Wie een dagdeel afsluit, staat erbij. Wat niet doorging, sluit niemand af.",
                violation_error_code="closed_by_nobody",
            ),
        ]
        indexes = [models.Index(name="delivery_session_day", fields=["held_on", "group"])]

    def __str__(self) -> str:
        return f"{self.group}, {self.get_dagdeel_display()} van {self.held_on:%d-%m-%Y}, {self.times}"

    @property
    def times(self) -> str:
        """From when to when: "9:00 tot 12:30"."""
        return f"{clock(self.starts)} tot {clock(self.ends)}"

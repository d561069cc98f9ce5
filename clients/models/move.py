from collections.abc import Collection

from django.conf import settings
from django.db import models

from clients.models.client import Client
from clients.querysets import MoveQuerySet
from core.fields import EncryptedJSONField
from core.models import PublicModel
from organisations.models import Municipality


class Move(PublicModel):
    """A client moves to another municipality of the region.

    The old municipality keeps its file; the new one takes over who it is, and starts a file of its own.
    """

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="moves", on_delete=models.PROTECT)
    from_municipality = models.ForeignKey(
        Municipality, verbose_name="van", related_name="+", editable=False, on_delete=models.PROTECT
    )
    to_municipality = models.ForeignKey(
        Municipality, verbose_name="naar", related_name="moves_here", on_delete=models.PROTECT
    )
    moved_on = models.DateField("verhuisd op")
    has_consent = models.BooleanField("de cliënt vindt goed dat de nieuwe gemeente bericht krijgt", default=False)
    person = EncryptedJSONField("gegevens voor de nieuwe gemeente", null=True, editable=False)
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="overgenomen door",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    taken_over_at = models.DateTimeField("overgenomen op", null=True, editable=False)

    objects = MoveQuerySet["Move"].as_manager()

    client_path = "client"
    row_owners = ("from_municipality", "to_municipality")
    audited_values = frozenset({"from_municipality", "to_municipality", "moved_on", "taken_over_by", "taken_over_at"})

    class Meta:
        verbose_name = "verhuizing"
        verbose_name_plural = "verhuizingen"
        ordering = ["-moved_on"]
        constraints = [
            models.UniqueConstraint(
                name="clients_move_once",
                fields=["client", "moved_on"],
                violation_error_message="Deze verhuizing staat er al.",
                violation_error_code="moved_already",
            ),
            models.CheckConstraint(
                name="clients_move_away",
                condition=~models.Q(from_municipality=models.F("to_municipality")),
                violation_error_message="Kies een andere gemeente dan die waar de cliënt nu woont.",
                violation_error_code="move_nowhere",
            ),
            models.CheckConstraint(
                name="clients_move_consent",
                condition=models.Q(has_consent=True) | models.Q(person__isnull=True),
                violation_error_message=(
                    "Zonder toestemming van de cliënt gaan er geen gegevens naar de nieuwe gemeente."
                ),
                violation_error_code="move_without_consent",
            ),
            models.CheckConstraint(
                name="clients_move_taken_over",
                condition=models.Q(taken_over_by=None, taken_over_at=None)
                | models.Q(taken_over_by__isnull=False, taken_over_at__isnull=False, has_consent=True),
                violation_error_message="Een overgenomen verhuizing heeft een naam, een moment en toestemming.",
                violation_error_code="move_taken_over",
            ),
        ]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """The client of a stored move does not change; the new municipality may not read that file."""
        super().clean_fields({*(exclude or ()), *(["client"] if self.pk else [])})

    def __str__(self) -> str:
        return f"Verhuizing naar {self.to_municipality}"

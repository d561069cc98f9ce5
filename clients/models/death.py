from django.conf import settings
from django.db import models

from clients.models.client import Client
from clients.querysets import ClientPartQuerySet
from core.clock import now
from core.fields import EncryptedJSONField
from core.models import PublicModel


class Death(PublicModel):
    """That a client died was written down, with how things stood that ended with it; maybe it was a mistake.

    `ended` says of each case and allocation what it was before, so that a mistake can be undone exactly.
    `kept_ended` says what could not be reopened, and why.
    """

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="deaths", on_delete=models.PROTECT)
    died_on = models.DateField("overleden op")
    ended = EncryptedJSONField("wat ermee eindigde", editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        related_name="+",
        null=True,  # of a death from before this was kept; the trail knows who it was
        editable=False,
        on_delete=models.PROTECT,
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=now, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="teruggedraaid door",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    undone_at = models.DateTimeField("teruggedraaid op", null=True, editable=False)
    undo_reason = models.CharField("waarom teruggedraaid", max_length=500, blank=True)
    kept_ended = EncryptedJSONField("wat beëindigd bleef", null=True, editable=False)

    objects = ClientPartQuerySet["Death"].as_manager()

    client_path = "client"
    audited_values = frozenset({"died_on", "recorded_by", "recorded_at", "undone_by", "undone_at"})

    class Meta:
        verbose_name = "vastgelegd overlijden"
        verbose_name_plural = "vastgelegde overlijdens"
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="clients_death_once",
                fields=["client"],
                condition=models.Q(undone_at=None),
                violation_error_message="Het overlijden van deze cliënt is al vastgelegd.",
                violation_error_code="death_twice",
            ),
            models.CheckConstraint(
                name="clients_death_undone",
                condition=models.Q(undone_by=None, undone_at=None, undo_reason="")
                | (models.Q(undone_by__isnull=False, undone_at__isnull=False) & ~models.Q(undo_reason="")),
                violation_error_message="Schrijf op waarom het overlijden niet klopt.",
                violation_error_code="undo_unexplained",
            ),
        ]

    def __str__(self) -> str:
        return "Vastgelegd overlijden"

from django.conf import settings
from django.db import models

from contracts.models.contract import ContractedProduct
from core.clock import now
from core.models import PublicModel

LONGEST_WEEKS = 260


class WaitingTime(PublicModel):
    """How long somebody waits for a product at a provider, as reported on a day. Never changed: a newer one follows.

    Contractstandaarden Wmo art. 3.5: the provider reports its waiting times.
    """

    contracted_product = models.ForeignKey(
        ContractedProduct,
        verbose_name="gecontracteerd product",
        related_name="waiting_times",
        on_delete=models.PROTECT,
    )
    weeks = models.PositiveSmallIntegerField("wachttijd in weken")
    reported_on = models.DateField("gemeld op")
    source = models.CharField("wie het meldde", max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="ingevoerd door", related_name="+", on_delete=models.PROTECT
    )
    entered_at = models.DateTimeField("ingevoerd op", default=now, editable=False)

    audited_values = frozenset({"contracted_product", "weeks", "reported_on", "source"})

    class Meta:
        verbose_name = "wachttijd"
        verbose_name_plural = "wachttijden"
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contracts_waitingtime_weeks",
                condition=models.Q(weeks__lte=LONGEST_WEEKS),
                violation_error_message=f"Vul hoogstens {LONGEST_WEEKS} weken in.",
                violation_error_code="waiting_weeks",
            ),
            models.CheckConstraint(
                name="contracts_waitingtime_source",
                condition=~models.Q(source=""),
                violation_error_message="Vul in wie de wachttijd meldde.",
                violation_error_code="waiting_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weeks} {'week' if self.weeks == 1 else 'weken'}"

from django.db import models

from contracts.models.contract import ContractedProduct
from contracts.querysets import RateQuerySet
from core.clock import now
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order


class Rate(PublicModel, DatedModel):
    """A dated rate: euros per unit of a contracted product. A rate is never changed, a new one follows it.

    A rate that was wrong is superseded by its correction, and stays to be read.
    """

    contracted_product = models.ForeignKey(
        ContractedProduct,
        verbose_name="gecontracteerd product",
        related_name="rates",
        on_delete=models.PROTECT,
    )
    amount = models.DecimalField("tarief in euro", max_digits=9, decimal_places=2)
    is_fictional = models.BooleanField("fictief", default=False, help_text="Verzonnen tarief voor de demo.")
    recorded_at = models.DateTimeField(
        "vastgelegd op", default=now, null=True, editable=False, help_text="Leeg: voordat dit werd bijgehouden."
    )
    superseded_at = models.DateTimeField("vervangen op", null=True, blank=True, editable=False)
    corrects = models.OneToOneField(
        "self",
        verbose_name="in plaats van",
        related_name="correction",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    correction_reason = models.TextField("reden van de correctie", blank=True)

    objects = RateQuerySet["Rate"].as_manager()

    audited_values = frozenset(
        {
            *("contracted_product", "amount", "starts_on", "ends_on", "is_fictional"),
            *("superseded_at", "corrects", "correction_reason"),
        }
    )

    class Meta:
        verbose_name = "tarief"
        verbose_name_plural = "tarieven"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            period_order("contracts_rate_period_order"),
            NoOverlap(
                name="contracts_rate_no_overlap",
                scope=["contracted_product"],
                condition=models.Q(superseded_at__isnull=True),
                violation_error_message="In een deel van deze periode geldt al een tarief.",
                violation_error_code="rate_overlap",
            ),
            models.CheckConstraint(
                name="contracts_rate_positive",
                condition=models.Q(amount__gt=0),
                violation_error_message="Een tarief is hoger dan nul.",
                violation_error_code="rate_positive",
            ),
            models.CheckConstraint(
                name="contracts_rate_correction",
                condition=models.Q(corrects=None, correction_reason="")
                | (models.Q(corrects__isnull=False) & ~models.Q(correction_reason="")),
                violation_error_message="Een correctie van een tarief heeft een reden.",
                violation_error_code="rate_correction",
            ),
        ]

    def __str__(self) -> str:
        return f"€ {self.amount} vanaf {self.starts_on:%d-%m-%Y}"

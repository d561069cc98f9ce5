from django.db import models

from contracts.enums import IndicatorKind
from contracts.models.contract import Contract
from contracts.querysets import OfContractQuerySet
from contracts.rules.indicators import in_unit, is_met
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order


class Indicator(PublicModel, DatedModel):
    """What is measured under a contract, and the target that was agreed, from one day to another."""

    contract = models.ForeignKey(Contract, verbose_name="contract", related_name="indicators", on_delete=models.PROTECT)
    kind = models.CharField("wat", max_length=16, choices=IndicatorKind.choices)
    target = models.DecimalField("norm", max_digits=9, decimal_places=2)
    is_fictional = models.BooleanField("fictief", default=False)

    objects = OfContractQuerySet["Indicator"].as_manager()

    audited_values = frozenset({"contract", "kind", "target", "starts_on", "ends_on", "is_fictional"})

    class Meta:
        verbose_name = "prestatie-indicator"
        verbose_name_plural = "prestatie-indicatoren"
        ordering = ["contract__number", "kind", "-starts_on"]
        constraints = [
            period_order("contracts_indicator_period_order"),
            models.CheckConstraint(
                name="contracts_indicator_kind",
                condition=models.Q(kind__in=IndicatorKind.values, target__gte=0),
                violation_error_message="Een indicator komt uit de lijst, en de norm is nul of meer.",
                violation_error_code="indicator_kind",
            ),
            NoOverlap(
                name="contracts_indicator_no_overlap",
                scope=["contract", "kind"],
                violation_error_message="Voor een deel van deze tijd staat deze indicator al bij dit contract.",
                violation_error_code="indicator_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} bij {self.contract.number}"

    @property
    def target_text(self) -> str:
        """The target with its unit, such as "ten minste 90%"."""
        return in_unit(self.kind, self.target, is_target=True)


class Measurement(PublicModel):
    """What an indicator came to over some days, and where that was found. Never changed."""

    indicator = models.ForeignKey(
        Indicator, verbose_name="indicator", related_name="measurements", on_delete=models.PROTECT
    )
    starts_on = models.DateField("van")
    ends_on = models.DateField("tot en met")
    measured = models.DecimalField("gemeten", max_digits=9, decimal_places=2)
    source = models.CharField("bron", max_length=200)

    audited_values = frozenset({"indicator", "starts_on", "ends_on", "measured", "source"})

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        ordering = ["indicator", "ends_on", "pk"]
        constraints = [
            period_order("contracts_measurement_period_order"),
            models.CheckConstraint(
                name="contracts_measurement_source",
                condition=models.Q(measured__gte=0) & ~models.Q(source=""),
                violation_error_message="Een meting is nul of meer en heeft een bron.",
                violation_error_code="measurement_source",
            ),
            NoOverlap(
                name="contracts_measurement_no_overlap",
                scope=["indicator"],
                violation_error_message="Over een deel van deze dagen is er al een meting.",
                violation_error_code="measurement_overlap",
            ),
        ]

    def __str__(self) -> str:
        return in_unit(self.indicator.kind, self.measured)

    @property
    def is_met(self) -> bool:
        """Whether the target was reached."""
        return is_met(self.indicator.kind, self.measured, self.indicator.target)

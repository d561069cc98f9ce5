from datetime import date
from decimal import Decimal

from django.db import models

from contracts.enums import CeilingStepKind
from contracts.models.contract import Contract
from contracts.querysets import CeilingQuerySet
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import in_words, period_order


class SpendingCeiling(PublicModel, DatedModel):
    """What may be spent at most under a contract in a year (bestedingsruimte, Contractstandaarden Wmo art. 1.5).

    How much that is stands in its amounts: each holds from the day on which it was agreed until the next one.
    """

    contract = models.ForeignKey(Contract, verbose_name="contract", related_name="ceilings", on_delete=models.PROTECT)

    objects = CeilingQuerySet["SpendingCeiling"].as_manager()

    audited_values = frozenset({"contract", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "bestedingsruimte"
        verbose_name_plural = "bestedingsruimtes"
        ordering = ["-starts_on", "contract__number"]
        constraints = [
            period_order("contracts_ceiling_period_order"),
            models.CheckConstraint(
                name="contracts_ceiling_end",
                condition=models.Q(ends_on__isnull=False),
                violation_error_message="Een bestedingsruimte heeft een laatste dag.",
                violation_error_code="ceiling_without_end",
            ),
            NoOverlap(
                name="contracts_ceiling_no_overlap",
                scope=["contract"],
                violation_error_message="Voor een deel van deze tijd heeft dit contract al een bestedingsruimte.",
                violation_error_code="ceiling_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"Bestedingsruimte {self.period}"

    @property
    def last_day(self) -> date:
        """Its last day; the database has none without."""
        assert self.ends_on is not None  # noqa: S101
        return self.ends_on

    def amount_on(self, day: date) -> "CeilingAmount":
        """The amount that was agreed last by `day`; before the first was agreed, that one. Reads `amounts`."""
        rows = sorted(self.amounts.all(), key=lambda one: one.agreed_on)
        return next((row for row in reversed(rows) if row.agreed_on <= day), rows[0])


class CeilingAmount(PublicModel):
    """How much a spending ceiling is, as it was agreed on a day. Never changed: a newer one follows."""

    ceiling = models.ForeignKey(
        SpendingCeiling, verbose_name="bestedingsruimte", related_name="amounts", on_delete=models.PROTECT
    )
    amount = models.DecimalField("bedrag in euro", max_digits=12, decimal_places=2)
    agreed_on = models.DateField("afgesproken op")
    reason = models.CharField("waarom", max_length=300, blank=True, default="")
    is_fictional = models.BooleanField("fictief", default=False)

    audited_values = frozenset({"ceiling", "amount", "agreed_on", "reason", "is_fictional"})

    class Meta:
        verbose_name = "bedrag van een bestedingsruimte"
        verbose_name_plural = "bedragen van bestedingsruimtes"
        ordering = ["ceiling", "agreed_on"]
        constraints = [
            models.UniqueConstraint(
                name="contracts_ceilingamount_day",
                fields=["ceiling", "agreed_on"],
                violation_error_message="Op deze dag is al een bedrag afgesproken.",
                violation_error_code="ceiling_amount_day",
            ),
            models.CheckConstraint(
                name="contracts_ceilingamount_positive",
                condition=models.Q(amount__gt=Decimal(0)),
                violation_error_message="Vul een bedrag boven nul in.",
                violation_error_code="ceiling_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"€ {self.amount}, afgesproken op {in_words(self.agreed_on)}"


class CeilingStep(PublicModel):
    """Something that was done about a spending ceiling, and when: a notice, the warning, the meeting, the decision."""

    ceiling = models.ForeignKey(
        SpendingCeiling, verbose_name="bestedingsruimte", related_name="steps", on_delete=models.PROTECT
    )
    kind = models.CharField("wat", max_length=9, choices=CeilingStepKind.choices)
    done_on = models.DateField("gedaan op")
    note = models.CharField("toelichting", max_length=500, blank=True, default="")

    audited_values = frozenset({"ceiling", "kind", "done_on"})

    class Meta:
        verbose_name = "stap bij een bestedingsruimte"
        verbose_name_plural = "stappen bij bestedingsruimtes"
        ordering = ["ceiling", "done_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="contracts_ceilingstep_once",
                fields=["ceiling", "kind"],
                violation_error_message="Deze stap is al vastgelegd.",
                violation_error_code="ceiling_step_twice",
            ),
            models.CheckConstraint(
                name="contracts_ceilingstep_kind",
                condition=models.Q(kind__in=CeilingStepKind.values),
                violation_error_message="Kies een stap uit de lijst.",
                violation_error_code="ceiling_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {in_words(self.done_on)}"

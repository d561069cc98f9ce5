from django.db import models

from contracts.enums import ContractParameter
from core.constraints import NoOverlap
from core.models import DatedModel, ReferenceModel
from core.periods import period_order
from core.querysets import DatedQuerySet


class ContractSetting(ReferenceModel, DatedModel):
    """A limit about contracts that holds from one day to another, and the article that sets it."""

    parameter = models.CharField("wat", max_length=24, choices=ContractParameter.choices)
    value = models.PositiveSmallIntegerField("waarde")
    source = models.CharField("artikel of bron", max_length=200)

    objects = DatedQuerySet["ContractSetting"].as_manager()

    class Meta:
        verbose_name = "grens in contracten"
        verbose_name_plural = "grenzen in contracten"
        ordering = ["parameter", "-starts_on"]
        constraints = [
            period_order("contracts_setting_period_order"),
            models.CheckConstraint(
                name="contracts_setting_value",
                condition=models.Q(parameter__in=ContractParameter.values, value__gt=0) & ~models.Q(source=""),
                violation_error_message="Een grens heeft een waarde van 1 of meer en een bron.",
                violation_error_code="contract_setting",
            ),
            NoOverlap(
                name="contracts_setting_no_overlap",
                scope=["parameter"],
                violation_error_message="Voor een deel van deze tijd staat deze grens er al.",
                violation_error_code="contract_setting_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_parameter_display()}: {self.value} ({self.source})"

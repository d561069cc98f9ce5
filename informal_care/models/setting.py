"""The numbers of informal care that no law gives."""

from django.db import models

from core.constraints import NoOverlap
from core.models import DatedModel, ReferenceModel
from core.periods import period_order
from core.querysets import DatedQuerySet
from informal_care.enums import CareParameter


class CareSetting(ReferenceModel, DatedModel):
    """A number about informal care that holds from one day to another, and who says so."""

    parameter = models.CharField("wat", max_length=20, choices=CareParameter.choices)
    value = models.PositiveSmallIntegerField("waarde")
    source = models.CharField("bron", max_length=200)

    objects = DatedQuerySet["CareSetting"].as_manager()

    class Meta:
        verbose_name = "instelling van informele zorg"
        verbose_name_plural = "instellingen van informele zorg"
        ordering = ["parameter", "-starts_on"]
        constraints = [
            period_order("informal_care_caresetting_period_order"),
            models.CheckConstraint(
                name="informal_care_caresetting_value",
                condition=models.Q(parameter__in=CareParameter.values, value__gt=0) & ~models.Q(source=""),
                violation_error_message="Een instelling heeft een waarde van 1 of meer en een bron.",
                violation_error_code="care_setting",
            ),
            NoOverlap(
                name="informal_care_caresetting_no_overlap",
                scope=["parameter"],
                violation_error_message="Voor een deel van deze tijd staat deze instelling er al.",
                violation_error_code="care_setting_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_parameter_display()}: {self.value} ({self.source})"

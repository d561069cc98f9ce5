from django.db import models

from core.models import DatedModel, PublicModel
from core.periods import period_order
from core.querysets import DatedQuerySet
from organisations.models import Region


class FrameworkAgreement(PublicModel, DatedModel):
    """The agreement (raamovereenkomst) of the region under which it contracts providers."""

    region = models.ForeignKey(
        Region, verbose_name="zorgregio", related_name="framework_agreements", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=200)
    reference = models.CharField("kenmerk", max_length=50, unique=True)

    objects = DatedQuerySet["FrameworkAgreement"].as_manager()

    audited_values = frozenset({"region", "name", "reference", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "raamovereenkomst"
        verbose_name_plural = "raamovereenkomsten"
        ordering = ["-starts_on"]
        constraints = [period_order("contracts_framework_period_order")]

    def __str__(self) -> str:
        return self.name

from django.db import models

from contracts.enums import LotDomain, OptionState
from contracts.querysets import FrameworkQuerySet
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from core.querysets import DatedQuerySet
from organisations.models import Municipality, Region


class FrameworkAgreement(PublicModel, DatedModel):
    """The agreement (raamovereenkomst) of the region under which it contracts providers."""

    region = models.ForeignKey(
        Region, verbose_name="zorgregio", related_name="framework_agreements", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=200)
    reference = models.CharField("kenmerk", max_length=50, unique=True)
    duration_reason = models.TextField("motivering van de duur", blank=True)

    objects = FrameworkQuerySet["FrameworkAgreement"].as_manager()

    audited_values = frozenset({"region", "name", "reference", "starts_on", "ends_on", "duration_reason"})

    class Meta:
        verbose_name = "raamovereenkomst"
        verbose_name_plural = "raamovereenkomsten"
        ordering = ["-starts_on"]
        constraints = [period_order("contracts_framework_period_order")]

    def __str__(self) -> str:
        return self.name


class Lot(PublicModel):
    """A part (perceel) of a framework agreement for which providers tender by itself."""

    framework = models.ForeignKey(
        FrameworkAgreement, verbose_name="raamovereenkomst", related_name="lots", on_delete=models.PROTECT
    )
    number = models.PositiveSmallIntegerField("nummer")
    domain = models.CharField("domein", max_length=8, choices=LotDomain.choices)
    name = models.CharField("naam", max_length=200)

    audited_values = frozenset({"framework", "number", "domain", "name"})

    class Meta:
        verbose_name = "perceel"
        verbose_name_plural = "percelen"
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(
                name="contracts_lot_number",
                fields=["framework", "number"],
                violation_error_message="Dit nummer heeft al een perceel van deze raamovereenkomst.",
                violation_error_code="lot_number",
            ),
            models.CheckConstraint(
                name="contracts_lot_domain",
                condition=models.Q(domain__in=LotDomain.values, number__gt=0),
                violation_error_message="Een perceel heeft een nummer vanaf 1 en is van Jeugd, Wmo of MO/BW.",
                violation_error_code="lot_domain",
            ),
        ]

    def __str__(self) -> str:
        return f"Perceel {self.number}: {self.name}"


class Participation(PublicModel, DatedModel):
    """A municipality takes part in a framework agreement. Until the first is named, all of the region do."""

    framework = models.ForeignKey(
        FrameworkAgreement, verbose_name="raamovereenkomst", related_name="participations", on_delete=models.PROTECT
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="participations", on_delete=models.PROTECT
    )

    objects = DatedQuerySet["Participation"].as_manager()

    audited_values = frozenset({"framework", "municipality", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "deelname van een gemeente"
        verbose_name_plural = "deelnames van gemeenten"
        ordering = ["municipality__name", "starts_on"]
        constraints = [
            period_order("contracts_participation_period_order"),
            NoOverlap(
                name="contracts_participation_no_overlap",
                scope=["framework", "municipality"],
                violation_error_message="Deze gemeente doet in een deel van deze periode al mee.",
                violation_error_code="participation_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.period}"


class ExtensionOption(PublicModel):
    """An option to extend a framework agreement by some months, and whether it was used.

    Contractstandaarden Wmo art. 1.3: the number of extensions times months; told in time before the end.
    """

    framework = models.ForeignKey(
        FrameworkAgreement, verbose_name="raamovereenkomst", related_name="options", on_delete=models.PROTECT
    )
    number = models.PositiveSmallIntegerField("nummer")
    months = models.PositiveSmallIntegerField("maanden")
    state = models.CharField("besluit", max_length=8, choices=OptionState.choices, default=OptionState.OPEN)
    decided_on = models.DateField("besloten op", null=True, blank=True)
    former_ends_on = models.DateField("einddatum tot dan", null=True, blank=True)

    audited_values = frozenset({"framework", "number", "months", "state", "decided_on", "former_ends_on"})

    class Meta:
        verbose_name = "verlengingsoptie"
        verbose_name_plural = "verlengingsopties"
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(
                name="contracts_option_number",
                fields=["framework", "number"],
                violation_error_message="Deze verlengingsoptie staat er al.",
                violation_error_code="option_number",
            ),
            models.CheckConstraint(
                name="contracts_option_months",
                condition=models.Q(months__gt=0, number__gt=0),
                violation_error_message="Een verlenging duurt een maand of langer.",
                violation_error_code="option_months",
            ),
            models.CheckConstraint(
                name="contracts_option_state",
                condition=models.Q(state="open", decided_on=None, former_ends_on=None)
                | models.Q(state="declined", decided_on__isnull=False, former_ends_on=None)
                | models.Q(state="used", decided_on__isnull=False, former_ends_on__isnull=False),
                violation_error_message="Het besluit over verlengen past niet bij de datum ervan.",
                violation_error_code="option_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}e verlenging met {self.months} maanden"

from django.conf import settings
from django.db import models

from core.constraints import NoOverlap
from core.identifiers import search_key
from core.models import DatedModel, PublicModel
from core.periods import period_order
from organisations.models.organisation import CareProvider
from organisations.querysets import EmploymentQuerySet, ProfessionalQuerySet


class Professional(PublicModel):
    """Somebody who carries out care for one or more providers, with or without an account of their own."""

    name = models.CharField("naam", max_length=200)
    search_name = models.CharField("zoeknaam", max_length=450, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="gebruiker",
        related_name="professional",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = ProfessionalQuerySet["Professional"].as_manager()

    audited_values = frozenset({"user"})

    class Meta:
        verbose_name = "professional"
        verbose_name_plural = "professionals"
        ordering = ["search_name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the search column in step with the name."""
        self.name = " ".join(self.name.split())
        self.search_name = search_key(self.name)


class Employment(PublicModel, DatedModel):
    """The period in which a professional works for a provider."""

    professional = models.ForeignKey(
        Professional, verbose_name="professional", related_name="employments", on_delete=models.PROTECT
    )
    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="employments", on_delete=models.PROTECT
    )

    objects = EmploymentQuerySet["Employment"].as_manager()

    audited_values = frozenset({"professional", "provider", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "dienstverband"
        verbose_name_plural = "dienstverbanden"
        ordering = ["-starts_on"]
        constraints = [
            period_order("organisations_employment_period_order"),
            NoOverlap(
                name="organisations_employment_no_overlap",
                scope=["professional", "provider"],
                violation_error_message=("Deze professional werkt in een deel van deze periode al bij deze aanbieder."),
                violation_error_code="employment_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional} bij {self.provider}"

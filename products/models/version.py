from datetime import date

from django.db import models

from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from products.enums import LifeCycle, VersionStatus
from products.models.product import ProductVariant
from products.querysets import VersionQuerySet


class ProductVersion(PublicModel, DatedModel):
    """What is demanded of a variant during a period. A number is changed by adopting a new version."""

    variant = models.ForeignKey(
        ProductVariant, verbose_name="product", related_name="versions", on_delete=models.PROTECT
    )
    number = models.PositiveSmallIntegerField("versie")
    status = models.CharField("status", max_length=12, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    summary = models.TextField("samenvatting", help_text="Voor wie is dit product bedoeld, in gewone taal.")
    source = models.CharField("bron", max_length=300, help_text="Waar de eisen vandaan komen.")
    is_fictional = models.BooleanField("fictief", default=False, help_text="Verzonnen voor de demo; geen bron.")
    consultation_starts_on = models.DateField("marktconsultatie vanaf", null=True, blank=True)
    consultation_ends_on = models.DateField("marktconsultatie tot en met", null=True, blank=True)
    adopted_at = models.DateTimeField("vastgesteld op", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True, editable=False)

    objects = VersionQuerySet["ProductVersion"].as_manager()

    audited_values = frozenset(
        {
            "variant",
            "number",
            "status",
            "source",
            "is_fictional",
            "starts_on",
            "ends_on",
            "consultation_starts_on",
            "consultation_ends_on",
            "adopted_at",
            "withdrawn_at",
        }
    )

    class Meta:
        verbose_name = "productversie"
        verbose_name_plural = "productversies"
        ordering = ["variant__position", "-number"]
        constraints = [
            period_order("products_version_period_order"),
            period_order(
                "products_version_consultation_order",
                starts_on="consultation_starts_on",
                ends_on="consultation_ends_on",
            ),
            models.UniqueConstraint(
                name="products_version_one_open",
                fields=["variant"],
                condition=models.Q(status__in=["draft", "consultation"]),
                violation_error_message=("Er is al een nieuwe versie van dit product in de maak. Werk die af."),
                violation_error_code="version_one_open",
            ),
            models.UniqueConstraint(
                name="products_version_number",
                fields=["variant", "number"],
                violation_error_message="Dit versienummer bestaat al voor dit product.",
                violation_error_code="version_number",
            ),
            NoOverlap(
                name="products_version_no_overlap",
                scope=["variant"],
                condition=models.Q(status__in=["adopted", "withdrawn"]),
                violation_error_message=(
                    "In deze periode geldt al een andere versie van dit product. Kies andere datums."
                ),
                violation_error_code="version_overlap",
            ),
            models.CheckConstraint(
                name="products_version_status_moment",
                condition=models.Q(status__in=["draft", "consultation"], adopted_at=None, withdrawn_at=None)
                | models.Q(status="adopted", adopted_at__isnull=False, withdrawn_at=None)
                | models.Q(
                    status="withdrawn",
                    adopted_at__isnull=False,
                    withdrawn_at__isnull=False,
                    ends_on__isnull=False,
                ),
                violation_error_message="De status past niet bij de datum van vaststellen of intrekken.",
                violation_error_code="version_status_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} versie {self.number}"

    def life_cycle_on(self, day: date) -> LifeCycle:
        """Where the version stands on `day`. One that was withdrawn is in force up to its last day."""
        counts = self.status in {VersionStatus.ADOPTED, VersionStatus.WITHDRAWN}
        return LifeCycle.IN_FORCE if counts and self.period.contains(day) else LifeCycle(self.status)

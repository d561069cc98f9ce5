from datetime import date
from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models

from contracts.enums import Unit
from contracts.models.framework import FrameworkAgreement
from contracts.querysets import ContractedProductQuerySet, ContractQuerySet
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from core.querysets import DatedQuerySet
from organisations.models import CareProvider
from products.models import ProductVariant

validate_product_code = RegexValidator(
    r"^\d{2}[A-Z0-9]{3}$",
    "Een productcode heeft twee cijfers en dan drie hoofdletters of cijfers, zoals 07A16.",
    code="product_code",
)


class Contract(PublicModel, DatedModel):
    """What a provider agreed to under a framework agreement."""

    framework = models.ForeignKey(
        FrameworkAgreement,
        verbose_name="raamovereenkomst",
        related_name="contracts",
        on_delete=models.PROTECT,
    )
    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="contracts", on_delete=models.PROTECT
    )
    number = models.CharField("contractnummer", max_length=50, unique=True)

    objects = ContractQuerySet["Contract"].as_manager()

    audited_values = frozenset({"framework", "provider", "number", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "contract"
        verbose_name_plural = "contracten"
        ordering = ["number"]
        constraints = [
            period_order("contracts_contract_period_order"),
            NoOverlap(
                name="contracts_contract_no_overlap",
                scope=["framework", "provider"],
                violation_error_message="Deze aanbieder heeft in een deel van deze periode al een contract.",
                violation_error_code="contract_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.provider})"


class ContractedProduct(PublicModel):
    """A product that a provider may be allocated under a contract, with the code used in iWmo messages."""

    contract = models.ForeignKey(
        Contract, verbose_name="contract", related_name="contracted_products", on_delete=models.PROTECT
    )
    variant = models.ForeignKey(
        ProductVariant, verbose_name="product", related_name="contracted_products", on_delete=models.PROTECT
    )
    product_code = models.CharField("productcode", max_length=5, validators=[validate_product_code])
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices, default=Unit.DAGDEEL)

    objects = ContractedProductQuerySet["ContractedProduct"].as_manager()

    audited_values = frozenset({"contract", "variant", "product_code", "unit"})

    class Meta:
        verbose_name = "gecontracteerd product"
        verbose_name_plural = "gecontracteerde producten"
        ordering = ["contract__number", "variant__position"]
        constraints = [
            models.UniqueConstraint(
                name="contracts_contractedproduct_variant",
                fields=["contract", "variant"],
                violation_error_message="Dit product staat al in dit contract.",
                violation_error_code="contracted_twice",
            ),
            models.CheckConstraint(
                name="contracts_contractedproduct_unit",
                condition=models.Q(unit__in=Unit.values),
                violation_error_message="Kies een eenheid uit de lijst.",
                violation_error_code="unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} bij {self.contract.provider}"

    @property
    def unit_name(self) -> str:
        """The unit as it stands in a sentence, such as "dagdeel"."""
        return self.get_unit_display().partition(" (")[0].lower()

    def rate_on(self, day: date) -> Decimal | None:
        """The rate in euros per unit on `day`, or None when none was agreed."""
        return self.rates.active_on(day).values_list("amount", flat=True).first()


class Rate(PublicModel, DatedModel):
    """A dated rate: euros per unit of a contracted product. A rate is never changed, a new one follows it."""

    contracted_product = models.ForeignKey(
        ContractedProduct,
        verbose_name="gecontracteerd product",
        related_name="rates",
        on_delete=models.PROTECT,
    )
    amount = models.DecimalField("tarief in euro", max_digits=9, decimal_places=2)
    is_fictional = models.BooleanField("fictief", default=False, help_text="Verzonnen tarief voor de demo.")

    objects = DatedQuerySet["Rate"].as_manager()

    audited_values = frozenset({"contracted_product", "amount", "starts_on", "ends_on", "is_fictional"})

    class Meta:
        verbose_name = "tarief"
        verbose_name_plural = "tarieven"
        ordering = ["-starts_on"]
        constraints = [
            period_order("contracts_rate_period_order"),
            NoOverlap(
                name="contracts_rate_no_overlap",
                scope=["contracted_product"],
                violation_error_message="In een deel van deze periode geldt al een tarief.",
                violation_error_code="rate_overlap",
            ),
            models.CheckConstraint(
                name="contracts_rate_positive",
                condition=models.Q(amount__gt=0),
                violation_error_message="Een tarief is hoger dan nul.",
                violation_error_code="rate_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"€ {self.amount} vanaf {self.starts_on:%d-%m-%Y}"

from datetime import date
from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models

from contracts.enums import Unit
from contracts.models.framework import FrameworkAgreement, Lot
from contracts.querysets import ContractedProductQuerySet, ContractQuerySet
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import PERIOD_ORDER_MESSAGE, Period, period_order
from core.querysets import DatedQuerySet
from organisations.models import CareProvider, Municipality
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
    signed_on = models.DateField("ondertekend op", null=True, blank=True)

    objects = ContractQuerySet["Contract"].as_manager()

    audited_values = frozenset({"framework", "provider", "number", "starts_on", "ends_on", "signed_on"})

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
    lot = models.ForeignKey(
        Lot, verbose_name="perceel", related_name="products", null=True, blank=True, on_delete=models.PROTECT
    )
    starts_on = models.DateField("in het contract vanaf", null=True, blank=True, help_text="Leeg: vanaf het begin.")
    ends_on = models.DateField("in het contract tot en met", null=True, blank=True, help_text="Leeg: tot het einde.")

    objects = ContractedProductQuerySet["ContractedProduct"].as_manager()

    audited_values = frozenset({"contract", "variant", "product_code", "unit", "lot", "starts_on", "ends_on"})

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
            models.CheckConstraint(
                name="contracts_contractedproduct_period_order",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=PERIOD_ORDER_MESSAGE,
                violation_error_code="product_period_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} bij {self.contract.provider}"

    @property
    def unit_name(self) -> str:
        """The unit as it stands in a sentence, such as "dagdeel"."""
        return self.get_unit_display().partition(" (")[0].lower()

    @property
    def period(self) -> Period:
        """The days on which this product stands in the contract, within those of the contract."""
        return Period(self.starts_on or self.contract.starts_on, self.ends_on or self.contract.ends_on)

    def stands_on(self, day: date) -> bool:
        """Whether the product stands in the contract on `day`; of the contract's own period it says nothing."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)

    def rate_on(self, day: date) -> Decimal | None:
        """The rate in euros per unit on `day`, or None when none was agreed."""
        return self.rates.active_on(day).values_list("amount", flat=True).first()


class AllowedMunicipality(PublicModel, DatedModel):
    """A municipality that may allocate this product. Until the first is named, all that take part may."""

    contracted_product = models.ForeignKey(
        ContractedProduct,
        verbose_name="gecontracteerd product",
        related_name="allowed",
        on_delete=models.PROTECT,
    )
    municipality = models.ForeignKey(Municipality, verbose_name="gemeente", related_name="+", on_delete=models.PROTECT)

    objects = DatedQuerySet["AllowedMunicipality"].as_manager()

    audited_values = frozenset({"contracted_product", "municipality", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "gemeente van een product"
        verbose_name_plural = "gemeenten van producten"
        ordering = ["municipality__name", "starts_on"]
        constraints = [
            period_order("contracts_allowed_period_order"),
            NoOverlap(
                name="contracts_allowed_no_overlap",
                scope=["contracted_product", "municipality"],
                violation_error_message="Deze gemeente mag dit product in een deel van deze periode al toewijzen.",
                violation_error_code="allowed_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.period}"


class CallOff(PublicModel, DatedModel):
    """A call-off (nadere overeenkomst) under a contract: what is ordered on top of it, for a time."""

    contract = models.ForeignKey(Contract, verbose_name="contract", related_name="call_offs", on_delete=models.PROTECT)
    number = models.CharField("nummer", max_length=50, unique=True)
    title = models.CharField("titel", max_length=200)
    description = models.TextField("wat is afgesproken")
    signed_on = models.DateField("ondertekend op")

    objects = DatedQuerySet["CallOff"].as_manager()

    audited_values = frozenset({"contract", "number", "title", "description", "signed_on", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "nadere overeenkomst"
        verbose_name_plural = "nadere overeenkomsten"
        ordering = ["contract", "starts_on", "number"]
        constraints = [period_order("contracts_calloff_period_order")]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class Clause(PublicModel, DatedModel):
    """The words of one article that hold for this contract. Other words are another row that follows."""

    contract = models.ForeignKey(Contract, verbose_name="contract", related_name="clauses", on_delete=models.PROTECT)
    article = models.CharField("artikel", max_length=20)
    text = models.TextField("tekst")

    objects = DatedQuerySet["Clause"].as_manager()

    audited_values = frozenset({"contract", "article", "text", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "bepaling"
        verbose_name_plural = "bepalingen"
        ordering = ["contract", "article", "starts_on"]
        constraints = [
            period_order("contracts_clause_period_order"),
            NoOverlap(
                name="contracts_clause_no_overlap",
                scope=["contract", "article"],
                violation_error_message="Dit artikel heeft in een deel van deze periode al een tekst.",
                violation_error_code="clause_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"Artikel {self.article}"

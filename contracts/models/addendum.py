"""What changes a contract that was signed."""

from django.conf import settings
from django.db import models

from contracts.enums import AddendumStatus, LineKind, Unit
from contracts.models.contract import Contract, ContractedProduct, validate_product_code
from contracts.models.framework import Lot
from contracts.querysets import AddendumQuerySet
from core.models import PublicModel
from organisations.models import Municipality
from products.models import ProductVariant


class Addendum(PublicModel):
    """An amendment of one contract: what it changes are its lines, from one day on, once it is adopted."""

    contract = models.ForeignKey(Contract, verbose_name="contract", related_name="addenda", on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=200)
    reason = models.TextField("reden")
    starts_on = models.DateField("gaat in op")
    signed_on = models.DateField("ondertekend op", null=True, blank=True)
    status = models.CharField("status", max_length=9, choices=AddendumStatus.choices, default=AddendumStatus.DRAFT)
    adopted_at = models.DateTimeField("vastgesteld op", null=True, blank=True, editable=False)
    former_ends_on = models.DateField("einddatum van het contract tot dan", null=True, blank=True, editable=False)
    changes_end = models.BooleanField("verandert de einddatum", default=False, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="geschreven door", related_name="+", on_delete=models.PROTECT
    )

    objects = AddendumQuerySet["Addendum"].as_manager()

    audited_values = frozenset(
        {"contract", "number", "title", "starts_on", "signed_on", "status", "adopted_at", "former_ends_on"}
    )

    class Meta:
        verbose_name = "addendum"
        verbose_name_plural = "addenda"
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(
                name="contracts_addendum_number",
                fields=["contract", "number"],
                violation_error_message="Dit nummer heeft al een addendum van dit contract.",
                violation_error_code="addendum_number",
            ),
            models.CheckConstraint(
                name="contracts_addendum_status",
                condition=models.Q(status__in=["draft", "withdrawn"], adopted_at=None, signed_on=None)
                | models.Q(status="adopted", adopted_at__isnull=False, signed_on__isnull=False),
                violation_error_message="De status van het addendum past niet bij de dag van ondertekenen.",
                violation_error_code="addendum_status",
            ),
        ]

    def __str__(self) -> str:
        return f"Addendum {self.number}: {self.title}"


class AddendumLine(PublicModel):
    """One change of an addendum. Which fields it has follows from its kind."""

    addendum = models.ForeignKey(Addendum, verbose_name="addendum", related_name="lines", on_delete=models.PROTECT)
    kind = models.CharField("wat verandert", max_length=14, choices=LineKind.choices)
    contracted_product = models.ForeignKey(
        ContractedProduct,
        verbose_name="product in het contract",
        related_name="addendum_lines",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    variant = models.ForeignKey(
        ProductVariant, verbose_name="product", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    lot = models.ForeignKey(
        Lot, verbose_name="perceel", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    product_code = models.CharField("productcode", max_length=5, blank=True, validators=[validate_product_code])
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices, blank=True)
    amount = models.DecimalField("tarief in euro", max_digits=9, decimal_places=2, null=True, blank=True)
    is_fictional = models.BooleanField("fictief", default=False)
    ends_on = models.DateField("einddatum", null=True, blank=True)
    article = models.CharField("artikel", max_length=20, blank=True)
    text = models.TextField("tekst", blank=True)
    municipalities = models.ManyToManyField(Municipality, verbose_name="gemeenten", related_name="+", blank=True)

    audited_values = frozenset(
        {
            *("addendum", "kind", "contracted_product", "variant", "lot", "product_code", "unit", "amount"),
            *("is_fictional", "ends_on", "article", "text"),
        }
    )

    class Meta:
        verbose_name = "regel van een addendum"
        verbose_name_plural = "regels van addenda"
        ordering = ["addendum", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contracts_addendumline_kind",
                condition=models.Q(kind="rate", contracted_product__isnull=False, amount__gt=0)
                | (models.Q(kind="product_added", variant__isnull=False, amount__gt=0) & ~models.Q(product_code=""))
                | models.Q(kind__in=["product_ended", "municipalities"], contracted_product__isnull=False)
                | (models.Q(kind="clause") & ~models.Q(article=""))
                | models.Q(kind="end"),
                violation_error_message="Deze regel is niet volledig voor wat hij verandert.",
                violation_error_code="line_incomplete",
            ),
            models.UniqueConstraint(
                name="contracts_addendumline_once",
                fields=["addendum", "kind", "contracted_product"],
                violation_error_message="Dit addendum verandert dit al van dit product.",
                violation_error_code="line_twice",
            ),
            models.UniqueConstraint(
                name="contracts_addendumline_end",
                fields=["addendum"],
                condition=models.Q(kind="end"),
                violation_error_message="Dit addendum verandert de einddatum al.",
                violation_error_code="line_end_twice",
            ),
            models.UniqueConstraint(
                name="contracts_addendumline_clause",
                fields=["addendum", "article"],
                condition=models.Q(kind="clause"),
                violation_error_message="Dit addendum verandert dit artikel al.",
                violation_error_code="line_clause_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.addendum})"

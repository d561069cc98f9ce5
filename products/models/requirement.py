from django.core.exceptions import ValidationError
from django.db import models

from core.models import PublicModel
from products.enums import REPEATABLE, Checkable, Consequence, RequirementCategory, RuleKind
from products.models.version import ProductVersion
from products.querysets import RequirementQuerySet
from products.rules import parse, sentence

SINGLE_KINDS = sorted(kind.value for kind in RuleKind if kind not in REPEATABLE)


class Requirement(PublicModel):
    """One demand of a product version, with its source and, when a machine can help, a rule with a value."""

    version = models.ForeignKey(
        ProductVersion, verbose_name="productversie", related_name="requirements", on_delete=models.PROTECT
    )
    code = models.CharField("code", max_length=20)
    category = models.CharField("onderdeel", max_length=12, choices=RequirementCategory.choices)
    statement = models.TextField("eis")
    source = models.CharField("bron", max_length=300)
    checkable = models.CharField("controle door", max_length=8, choices=Checkable.choices)
    how_checked = models.TextField("hoe gecontroleerd")
    evidence = models.CharField("bewijs", max_length=200, blank=True)
    consequence = models.CharField("gevolg", max_length=12, choices=Consequence.choices)
    rule_kind = models.CharField("regel", max_length=40, choices=RuleKind.choices, blank=True)
    rule_value = models.JSONField("waarde van de regel", null=True, blank=True)
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = RequirementQuerySet["Requirement"].as_manager()

    audited_values = frozenset(
        {
            "version",
            "code",
            "category",
            "statement",
            "source",
            "checkable",
            "how_checked",
            "evidence",
            "consequence",
            "rule_kind",
            "rule_value",
        }
    )

    class Meta:
        verbose_name = "eis"
        verbose_name_plural = "eisen"
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                name="products_requirement_code",
                fields=["version", "code"],
                violation_error_message="Deze code bestaat al in deze versie.",
                violation_error_code="requirement_code",
            ),
            models.UniqueConstraint(
                name="products_requirement_single_rule",
                fields=["version", "rule_kind"],
                condition=models.Q(rule_kind__in=SINGLE_KINDS),
                violation_error_message=(
                    "Deze versie heeft al een eis met deze regel. Wijzig die eis, of kies een andere regel."
                ),
                violation_error_code="rule_twice",
            ),
            models.CheckConstraint(
                name="products_requirement_rule",
                condition=models.Q(rule_kind="", rule_value__isnull=True)
                | (~models.Q(rule_kind="") & models.Q(rule_value__isnull=False)),
                violation_error_message="Een regel heeft een soort en een waarde, of geen van beide.",
                violation_error_code="requirement_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.statement}"

    def clean(self) -> None:
        """The value fits its kind of rule, so that nothing is stored that `products.rules` cannot read."""
        if self.rule_kind and self.rule_value is not None:
            try:
                parse(self.rule_kind, self.rule_value)
            except ValidationError as error:
                raise ValidationError({"rule_value": error}) from error

    @property
    def rule_sentence(self) -> str:
        """The rule in one sentence; empty when a person judges."""
        return sentence(self.rule_kind, self.rule_value) if self.rule_kind else ""

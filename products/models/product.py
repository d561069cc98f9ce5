from django.db import models

from core.models import PublicModel
from products.querysets import VariantQuerySet


class ProductFamily(PublicModel):
    """A group of variants that one page of the product book describes, such as Begeleiding Groep."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("naam", max_length=200)

    audited_values = frozenset({"code", "name"})

    class Meta:
        verbose_name = "productfamilie"
        verbose_name_plural = "productfamilies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductVariant(PublicModel):
    """A product that can be contracted and allocated, such as Begeleiding Groep Duurzaam."""

    family = models.ForeignKey(
        ProductFamily, verbose_name="productfamilie", related_name="variants", on_delete=models.PROTECT
    )
    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("naam", max_length=200)
    position = models.PositiveSmallIntegerField("volgorde", default=0)

    objects = VariantQuerySet["ProductVariant"].as_manager()

    audited_values = frozenset({"family", "code", "name", "position"})

    class Meta:
        verbose_name = "product"
        verbose_name_plural = "producten"
        ordering = ["family__name", "position"]

    def __str__(self) -> str:
        return self.name

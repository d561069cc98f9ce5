"""What a purchaser types about addenda, and on which days a contract is read."""

from collections.abc import Mapping
from typing import Any

from django import forms

from contracts.enums import LineKind
from contracts.forms.fields import amount_field, choose, code_field, fictional_field, tick, unit_field
from contracts.models import Contract
from core.web.forms import PageForm
from organisations.models import Municipality
from products.models import ProductVariant


class ReadingForm(PageForm):
    """On which day to read the contract, and beside which other day."""

    layout = (("peildatum", "vergelijk"),)

    peildatum = forms.DateField(label="Stand op", required=False)
    vergelijk = forms.DateField(label="Vergelijken met", required=False)


class AddendumForm(PageForm):
    """A new addendum."""

    layout = ("title", "reason", "starts_on")
    field_of = {"outside_contract": "starts_on"}

    title = forms.CharField(label="Titel", max_length=200)
    reason = forms.CharField(label="Reden", widget=forms.Textarea(attrs={"rows": 3}))
    starts_on = forms.DateField(label="Gaat in op")


class AdoptForm(PageForm):
    """On which day both signed the addendum."""

    signed_on = forms.DateField(
        label="Ondertekend op", help_text="Het contract verandert dan vanaf de dag waarop het addendum ingaat."
    )


class LineForm(PageForm):
    """One thing that an addendum changes."""

    field_of = {
        "line_twice": "contracted_product",
        "line_clause_twice": "article",
        "line_end_twice": "ends_on",
        "line_municipalities": "municipalities",
        "product_other": "contracted_product",
    }

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contract = contract
        for name, field in self.rows().items():
            self.fields[name] = field
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])

    def rows(self) -> dict[str, forms.Field]:
        """The fields whose answers depend on the contract."""
        return {}

    def product(self) -> forms.ModelChoiceField[Any]:
        """A product that stands in the contract."""
        rows = self.contract.contracted_products.select_related("variant", "contract__provider")
        return choose("Product", rows)

    def of_region(self) -> Any:
        """The municipalities of the region."""
        return Municipality.objects.filter(region=self.contract.framework.region_id).order_by("name")


class RateLineForm(LineForm):
    """A new rate."""

    layout = ("contracted_product", "amount", "is_fictional")

    amount = amount_field("Nieuw tarief in euro per eenheid")
    is_fictional = fictional_field()

    def rows(self) -> dict[str, forms.Field]:
        """The product."""
        return {"contracted_product": self.product()}


class AddedLineForm(LineForm):
    """A product that comes in."""

    layout = ("variant", "lot", ("product_code", "unit"), "amount", "is_fictional", "municipalities")

    product_code = code_field()
    unit = unit_field()
    amount = amount_field("Tarief in euro per eenheid")
    is_fictional = fictional_field()

    def rows(self) -> dict[str, forms.Field]:
        """Product, lot and municipalities."""
        variants = ProductVariant.objects.order_by("position", "name")
        return {
            "variant": choose("Product", variants),
            "lot": choose("Perceel", self.contract.framework.lots.all(), required=False, empty="Geen perceel"),
            "municipalities": tick(
                "Alleen voor deze gemeenten",
                self.of_region(),
                help_text="Kies niets als alle gemeenten die meedoen dit product mogen toewijzen.",
            ),
        }


class EndedLineForm(LineForm):
    """A product that goes out."""

    layout = ("contracted_product",)

    def rows(self) -> dict[str, forms.Field]:
        """The product."""
        return {"contracted_product": self.product()}


class MunicipalitiesLineForm(LineForm):
    """Which municipalities may allocate a product."""

    layout = ("contracted_product", "municipalities")

    def rows(self) -> dict[str, forms.Field]:
        """Product and municipalities."""
        return {
            "contracted_product": self.product(),
            "municipalities": tick(
                "Gemeenten die dit product mogen toewijzen",
                self.of_region(),
                required=True,
                error_messages={"required": "Kies minstens één gemeente."},
            ),
        }


class ClauseLineForm(LineForm):
    """Other words of an article."""

    layout = ("article", "text")

    article = forms.CharField(label="Artikel", max_length=20, help_text="Bijvoorbeeld 3.7.")
    text = forms.CharField(
        label="Nieuwe tekst",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Laat leeg als het artikel vervalt.",
    )


class EndLineForm(LineForm):
    """Another last day of the contract."""

    layout = ("ends_on",)

    ends_on = forms.DateField(
        label="Nieuwe laatste dag", required=False, help_text="Laat leeg als het contract geen einddatum heeft."
    )


FORM_OF: Mapping[LineKind, type[LineForm]] = {
    LineKind.RATE: RateLineForm,
    LineKind.PRODUCT_ADDED: AddedLineForm,
    LineKind.PRODUCT_ENDED: EndedLineForm,
    LineKind.MUNICIPALITIES: MunicipalitiesLineForm,
    LineKind.CLAUSE: ClauseLineForm,
    LineKind.END: EndLineForm,
}

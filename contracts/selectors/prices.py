"""What was calculated beside what was agreed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.models import PriceSheet, Rate
from contracts.querysets import offered_on
from contracts.rules.price import Gap, Price, gap_of, price_of
from core.actors import Actor
from core.querysets import holds_on


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed with a provider, and how far that lies from the calculated price."""

    rate: Rate
    gap: Gap


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet with its price, and what was agreed with each provider."""

    sheet: PriceSheet
    price: Price
    agreed: list[Agreed]

    @property
    def lower(self) -> int:
        """With how many providers less was agreed than was calculated."""
        return sum(one.gap.is_lower for one in self.agreed)

    @property
    def lowest(self) -> Decimal | None:
        """The lowest rate that was agreed."""
        return min((one.rate.amount for one in self.agreed), default=None)

    @property
    def highest(self) -> Decimal | None:
        """The highest rate that was agreed."""
        return max((one.rate.amount for one in self.agreed), default=None)


def sheet_rows(actor: Actor, day: date) -> list[SheetRow]:
    """The sheets of the own region that hold on `day`, beside the rates of that day. Three queries."""
    sheets = list(
        PriceSheet.objects.visible_to(actor)
        .active_on(day)
        .select_related("version__variant")
        .prefetch_related("levels")
        .order_by("version__variant__position", "pk")
    )
    rates = _rates_by_variant(sheets, day)
    return [_row(sheet, rates.get(sheet.version.variant_id, [])) for sheet in sheets]


def sheet_row(sheet: PriceSheet, day: date) -> SheetRow:
    """A sheet beside the rates of `day`. Two queries."""
    return _row(sheet, _rates_by_variant([sheet], day).get(sheet.version.variant_id, []))


def _row(sheet: PriceSheet, rates: list[Rate]) -> SheetRow:
    price = price_of(sheet.as_input())
    return SheetRow(sheet, price, [Agreed(rate, gap_of(rate.amount, price.total)) for rate in rates])


def _rates_by_variant(sheets: list[PriceSheet], day: date) -> dict[int, list[Rate]]:
    rows = (
        Rate.objects.active_on(day)
        .filter(
            holds_on(day, "contracted_product__contract__"),
            offered_on(day, "contracted_product__"),
            contracted_product__variant__in={sheet.version.variant_id for sheet in sheets},
            contracted_product__contract__framework__region__in={sheet.region_id for sheet in sheets},
        )
        .select_related("contracted_product__contract__provider")
        .order_by("contracted_product__contract__provider__name", "pk")
    )
    found: dict[int, list[Rate]] = {}
    for rate in rows:
        found.setdefault(rate.contracted_product.variant_id, []).append(rate)
    return found

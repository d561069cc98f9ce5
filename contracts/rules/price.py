"""The real price of a product: pure arithmetic over six cost elements, with every step in words.

Source: Uitvoeringsbesluit Wmo 2015 art. 5.4 names what a price counts at least: (a) the professional, (b) reasonable
overhead, (c) non-productive hours, (d) travel and training, (e) indexation, (f) what the municipality demands. How they
are added up is not in that article. Here (a) and (c) together are hours x gross hourly cost / productive share /
clients per professional; overhead is a share of the cost of staff, and indexation one of everything before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.core.exceptions import ValidationError

from core.templatetags.pages import euro, nl_number

CENT: Final = Decimal("0.01")
HUNDRED: Final = Decimal(100)
MINUTES: Final = Decimal(60)
ELEMENTS: Final = ("a", "b", "c", "d", "e", "f")
"""The letters of the cost elements of art. 5.4."""


@dataclass(frozen=True, slots=True)
class LevelShare:
    """Which part of the hours, in percent, is worked at a level, and what an hour of that costs in euros, gross."""

    name: str
    share: Decimal
    hourly_cost: Decimal


@dataclass(frozen=True, slots=True)
class PriceInput:
    """All that a price follows from. Hours of a year are those of one professional."""

    clients_per_professional: Decimal
    hours_per_unit: Decimal
    levels: tuple[LevelShare, ...]
    year_hours: Decimal
    leave_hours: Decimal
    illness_hours: Decimal
    training_hours: Decimal
    meeting_hours: Decimal
    overhead_percentage: Decimal
    travel_costs: Decimal
    training_costs: Decimal
    index_percentage: Decimal
    demand_minutes: Decimal

    @property
    def unproductive_hours(self) -> Decimal:
        """Hours of a year that are paid and in which nobody is helped."""
        return self.leave_hours + self.illness_hours + self.training_hours + self.meeting_hours


@dataclass(frozen=True, slots=True)
class Element:
    """One cost element: its letter in art. 5.4, what it is, the amount in euros per unit, and how that came about."""

    letter: str
    name: str
    amount: Decimal
    formula: str


@dataclass(frozen=True, slots=True)
class Price:
    """The elements, and their sum in euros per unit: what stands on the page adds up to the cent."""

    elements: tuple[Element, ...]
    hourly_cost: Decimal
    productive_share: Decimal

    @property
    def total(self) -> Decimal:
        """The price in euros per unit."""
        return sum((element.amount for element in self.elements), Decimal(0))


def check_input(wish: PriceInput) -> None:
    """What cannot be a price. Codes: `level_mix`, `ratio`, `unit_hours`, `unproductive`, `price_negative`."""
    faults: dict[str, list[ValidationError]] = {}
    total = sum((level.share for level in wish.levels), Decimal(0))
    if total != HUNDRED or any(level.share < 0 for level in wish.levels):
        faults["levels"] = [
            ValidationError(
                f"De niveaus zijn samen {nl_number(total)} procent. Maak er samen 100 procent van.", code="level_mix"
            )
        ]
    if any(level.share > 0 and level.hourly_cost <= 0 for level in wish.levels):
        faults.setdefault("levels", []).append(
            ValidationError("Vul van elk niveau dat u gebruikt in wat een uur kost.", code="level_mix")
        )
    if wish.clients_per_professional <= 0:
        faults["clients_per_professional"] = [ValidationError("Vul een aantal van meer dan 0 in.", code="ratio")]
    if wish.hours_per_unit <= 0:
        faults["hours_per_unit"] = [ValidationError("Vul een aantal uren van meer dan 0 in.", code="unit_hours")]
    if not 0 <= wish.unproductive_hours < wish.year_hours:
        faults["year_hours"] = [
            ValidationError(
                "Verlof, ziekte, scholing en overleg zijn samen minder uren dan een jaar heeft.", code="unproductive"
            )
        ]
    amounts = ("overhead_percentage", "travel_costs", "training_costs", "demand_minutes")
    for name in amounts:
        if getattr(wish, name) < 0:
            faults[name] = [ValidationError("Vul 0 of meer in.", code="price_negative")]
    if faults:
        raise ValidationError(faults)


def hourly_cost(levels: Sequence[LevelShare]) -> Decimal:
    """What an hour of this mix of levels costs in euros, gross and not rounded."""
    return sum((level.share * level.hourly_cost for level in levels), Decimal(0)) / HUNDRED


def productive_share(wish: PriceInput) -> Decimal:
    """The part of the paid hours in which somebody is helped: between 0 and 1, not rounded."""
    return (wish.year_hours - wish.unproductive_hours) / wish.year_hours


def price_of(wish: PriceInput) -> Price:
    """The price and how it came about. Each element is rounded to cents, halves up, and the total is their sum.

    Raises ValidationError as `check_input`.
    """
    check_input(wish)
    hour, share = hourly_cost(wish.levels), productive_share(wish)
    unit, clients = wish.hours_per_unit, wish.clients_per_professional
    professional = cents(unit * hour / clients)
    unproductive = cents(unit * hour / clients / share) - professional
    overhead = cents((professional + unproductive) * wish.overhead_percentage / HUNDRED)
    travel = cents(wish.travel_costs + wish.training_costs)
    demands = cents(wish.demand_minutes / MINUTES * hour / share)
    before = professional + unproductive + overhead + travel + demands
    index = cents(before * wish.index_percentage / HUNDRED)
    mix = " + ".join(
        f"{nl_number(level.share)}% {level.name} van {euro(level.hourly_cost)}" for level in wish.levels if level.share
    )
    share_words = f"{nl_number((share * HUNDRED).quantize(CENT))}%"
    return Price(
        elements=(
            Element(
                "a",
                "Kosten van de professional",
                professional,
                f"{nl_number(unit)} uur × {euro(cents(hour))} per uur ÷ {nl_number(clients)} cliënten. "
                f"Een uur kost {mix}.",
            ),
            Element(
                "b",
                "Redelijke overhead",
                overhead,
                f"{nl_number(wish.overhead_percentage)}% van a en c samen, {euro(professional + unproductive)}",
            ),
            Element(
                "c",
                "Uren waarin niet wordt geholpen: verlof, ziekte, scholing en overleg",
                unproductive,
                f"{nl_number(unit)} uur × {euro(cents(hour))} ÷ {nl_number(clients)} cliënten ÷ {share_words} is "
                f"{euro(professional + unproductive)}, min a. Van {nl_number(wish.year_hours)} uur per jaar zijn er "
                f"{nl_number(wish.unproductive_hours)} niet voor cliënten.",
            ),
            Element(
                "d",
                "Reizen en scholing",
                travel,
                f"{euro(wish.travel_costs)} reizen + {euro(wish.training_costs)} scholing",
            ),
            Element(
                "e",
                "Indexering",
                index,
                f"{nl_number(wish.index_percentage)}% van a, b, c, d en f samen, {euro(before)}",
            ),
            Element(
                "f",
                "Wat de gemeente vraagt, zoals verslagen en administratie",
                demands,
                f"{nl_number(wish.demand_minutes)} minuten per cliënt × {euro(cents(hour))} per uur ÷ {share_words}",
            ),
        ),
        hourly_cost=hour,
        productive_share=share,
    )


def what_if(wish: PriceInput, *, clients: Decimal | None = None, shares: Sequence[Decimal | None] = ()) -> PriceInput:
    """The same with another number of clients per professional, or another mix of the same levels."""
    levels = wish.levels
    if any(share is not None for share in shares):
        levels = tuple(
            replace(level, share=share or Decimal(0)) for level, share in zip(wish.levels, shares, strict=True)
        )
    return replace(
        wish, levels=levels, clients_per_professional=wish.clients_per_professional if clients is None else clients
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a contracted rate lies from the calculated price: in euros and in percent of the price."""

    euros: Decimal
    percentage: Decimal

    @property
    def is_lower(self) -> bool:
        """Whether less was agreed than was calculated."""
        return self.euros < 0


def gap_of(rate: Decimal, price: Decimal) -> Gap:
    """What was agreed less what was calculated; the percentage to one decimal."""
    return Gap(rate - price, ((rate - price) * HUNDRED / price).quantize(Decimal("0.1"), ROUND_HALF_UP))


def cents(amount: Decimal) -> Decimal:
    """Rounded to cents, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)

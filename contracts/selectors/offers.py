"""What can be allocated, at what rate and after how long; what filters and lists of contracts show."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from contracts.models import AllowedMunicipality, Contract, ContractedProduct, Participation, Rate, WaitingTime
from contracts.querysets import offered_on
from core.actors import Actor
from core.querysets import holds_on
from organisations.models import Location, Municipality
from products.models import ProductVariant, ProductVersion

REMEMBERED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class ProductOffer:
    """A contracted product that can be allocated, with its rate in euros per unit."""

    contracted_product: ContractedProduct
    rate: Decimal
    is_fictional: bool

    @property
    def public_id(self) -> UUID:
        """The public id of the contracted product."""
        return self.contracted_product.public_id


def products_to_allocate(municipality: Municipality, day: date) -> list[ProductOffer]:
    """What the municipality can allocate on `day`, by product and then by provider. One query.

    The framework agreement is of its region and holds, the contract holds, a version of the product is in
    force, a rate is agreed, and the municipality takes part and may allocate this product.
    """
    in_force = ProductVersion.objects.in_force_on(day).filter(variant=OuterRef("contracted_product__variant"))
    rates = (
        Rate.objects.active_on(day)
        .filter(
            Exists(in_force),
            holds_on(day, "contracted_product__contract__"),
            holds_on(day, "contracted_product__contract__framework__"),
            _takes_part(municipality.pk, day),
            offered_on(day, "contracted_product__"),
            contracted_product__contract__framework__region=municipality.region_id,
        )
        .select_related(
            "contracted_product__variant",
            "contracted_product__contract__provider",
            "contracted_product__contract__framework",
        )
        .order_by(
            "contracted_product__variant__position",
            "contracted_product__variant__name",
            "contracted_product__contract__provider__name",
            "contracted_product__contract__number",
        )
    )
    return [ProductOffer(rate.contracted_product, rate.amount, rate.is_fictional) for rate in rates]


def _takes_part(municipality: int, day: date) -> Q:
    """Of rates: the municipality takes part in the framework agreement on `day`, and may allocate the product."""
    framework = OuterRef("contracted_product__contract__framework")
    taking_part = Participation.objects.filter(framework=framework)
    allowed = AllowedMunicipality.objects.filter(contracted_product=OuterRef("contracted_product"))
    return Q(_nobody_or(taking_part, municipality, day)) & Q(_nobody_or(allowed, municipality, day))


def _nobody_or(rows: Any, municipality: int, day: date) -> Q:
    """No municipality was named by then, so all count; or this one is among those that are named."""
    return Q(~Exists(rows.filter(starts_on__lte=day))) | Q(
        Exists(rows.active_on(day).filter(municipality=municipality))
    )


def is_open_to(product: ContractedProduct, municipality: Municipality, day: date) -> bool:
    """Whether the municipality takes part on `day` and may allocate this product."""
    return all(
        named_among(list(rows), municipality.pk, day)
        for rows in (product.contract.framework.participations.all(), product.allowed.all())
    )


def named_among(rows: Iterable[Participation | AllowedMunicipality], municipality: int, day: date) -> bool:
    """Whether the municipality counts on `day`: all do until the first is named."""
    begun = [row for row in rows if row.starts_on <= day]
    return not begun or any(row.municipality_id == municipality and row.period.contains(day) for row in begun)


def municipalities_of(rows: Iterable[Participation | AllowedMunicipality], day: date) -> list[Municipality] | None:
    """Who are named on `day`, by name; None when all count."""
    begun = [row for row in rows if row.starts_on <= day]
    if not begun:
        return None
    return sorted((row.municipality for row in begun if row.period.contains(day)), key=lambda one: one.name)


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """A provider from whom a product can be had: where, at what rate, and after how long."""

    offer: ProductOffer
    locations: list[Location]
    waiting: WaitingTime | None
    """What was reported last; None when nobody ever did."""
    waiting_age_days: int | None


def providers_to_choose(
    municipality: Municipality, day: date, *, as_of: date, variant: ProductVariant | None = None
) -> list[ProviderChoice]:
    """Who can be allocated `variant`, or any product, on `day`, with what is known `as_of` about waiting.

    Three queries, whatever the number of providers.
    """
    offers = products_to_allocate(municipality, day)
    if variant is not None:
        offers = [offer for offer in offers if offer.contracted_product.variant_id == variant.pk]
    waiting = latest_waiting_times([offer.contracted_product.pk for offer in offers], as_of)
    locations: dict[int, list[Location]] = {}
    for location in Location.objects.filter(
        provider__in={offer.contracted_product.contract.provider_id for offer in offers}
    ):
        locations.setdefault(location.provider_id, []).append(location)
    return [
        ProviderChoice(
            offer,
            locations.get(offer.contracted_product.contract.provider_id, []),
            reported := waiting.get(offer.contracted_product.pk),
            (as_of - reported.reported_on).days if reported else None,
        )
        for offer in offers
    ]


def latest_waiting_times(products: Collection[int], day: date) -> dict[int, WaitingTime]:
    """What was reported last, up to and including `day`, by the key of the contracted product. One query."""
    rows = WaitingTime.objects.filter(contracted_product__in=products, reported_on__lte=day)
    return {row.contracted_product_id: row for row in rows.order_by("reported_on", "pk")}


def waiting_times_of(contracted_product: ContractedProduct) -> QuerySet[WaitingTime]:
    """What was reported about a product, the newest first."""
    return WaitingTime.objects.filter(contracted_product=contracted_product)[:20]


class Choice(NamedTuple):
    """One answer of a filter."""

    value: str
    label: str


def parties_and_products(actor: Actor) -> tuple[list[Choice], list[Choice]]:
    """The providers and the products in the contracts that the actor sees, by name.

    One query, and none within a minute of it: this is what filters offer, and nothing depends on it.
    """
    key = f"contracts.parties_and_products.{actor.organisation_uuid}"
    found: tuple[list[Choice], list[Choice]] | None = cache.get(key)
    if found is None:
        found = _parties_and_products(actor)
        cache.set(key, found, REMEMBERED_SECONDS)
    return found


def _parties_and_products(actor: Actor) -> tuple[list[Choice], list[Choice]]:
    rows = (
        ContractedProduct.objects.visible_to(actor)
        .order_by("variant__position", "variant__name")
        .values_list(
            "contract__provider__public_id",
            "contract__provider__name",
            "variant__code",
            "variant__name",
        )
    )
    providers: dict[str, Choice] = {}
    products: dict[str, Choice] = {}
    for provider, name, code, variant in rows:
        providers.setdefault(str(provider), Choice(str(provider), name))
        products.setdefault(code, Choice(code, variant))
    return sorted(providers.values(), key=lambda choice: choice.label), list(products.values())


def with_waiting_times(products: QuerySet[ContractedProduct], day: date) -> QuerySet[ContractedProduct]:
    """Contracted products under contracts that hold, by provider and product, without their rates.

    `reported` of each holds what was reported about waiting up to `day`, the newest first. Two queries.
    """
    reported = Prefetch("waiting_times", WaitingTime.objects.filter(reported_on__lte=day), to_attr="reported")
    return (
        products.filter(holds_on(day, "contract__"), offered_on(day))
        .select_related("variant", "contract__provider", "contract__framework")
        .prefetch_related(reported)
        .order_by("contract__provider__name", "variant__position", "variant__name", "contract__number")
    )


def with_rates(contracts: QuerySet[Contract], day: date) -> QuerySet[Contract]:
    """These contracts with their products; `rates_now` of each product holds the rate of `day`.

    `reported` holds what was reported about waiting, the newest first. Four queries, whatever the number of contracts.
    """
    rates = Prefetch("rates", Rate.objects.active_on(day), to_attr="rates_now")
    reported = Prefetch("waiting_times", WaitingTime.objects.filter(reported_on__lte=day), to_attr="reported")
    products = ContractedProduct.objects.filter(offered_on(day)).select_related("variant").order_by("variant__position")
    return (
        contracts.select_related("provider", "framework")
        .prefetch_related(Prefetch("contracted_products", products.prefetch_related(rates, reported)))
        .order_by("provider__name", "number")
    )

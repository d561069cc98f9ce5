"""Contracts by the thousand: four products in each, ten rates of a product one after another."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from bin.tools.bench.bulk import insert_rows
from bin.tools.bench.data.region import PROVIDERS, SINCE
from contracts.models import Contract, ContractedProduct, FrameworkAgreement, Rate
from organisations.models import CareProvider, Region
from products.models import ProductVariant

RATES = 10
"""Of each product, half a year each."""
HALF_A_YEAR = timedelta(days=182)
TOGETHER = 100_000


def products_of(size: int) -> int:
    """How many products there are in contracts for so many rates."""
    return max(PROVIDERS, -(-size // RATES))


def make_contracts(size: int, within: Callable[[float], None]) -> None:
    """A framework agreement for each forty contracts, one with each provider."""
    variants = list(ProductVariant.objects.order_by("pk").values_list("pk", flat=True))
    providers = list(CareProvider.objects.order_by("pk").values_list("pk", flat=True))
    contracts = -(-products_of(size) // len(variants))
    region = Region.objects.get().pk
    numbers = range(1, -(-contracts // len(providers)) + 1)
    insert_rows(
        FrameworkAgreement,
        ["region_id", "name", "reference", "starts_on"],
        ([region, f"Raamovereenkomst {number}", f"BENCH-API-{number}", SINCE.isoformat()] for number in numbers),
    )
    frameworks = list(
        FrameworkAgreement.objects.filter(reference__startswith="BENCH-API").order_by("pk").values_list("pk", flat=True)
    )
    insert_rows(
        Contract,
        ["framework_id", "provider_id", "number", "starts_on"],
        (
            [frameworks[n // len(providers)], providers[n % len(providers)], f"BENCH-API-{n:06}", SINCE.isoformat()]
            for n in range(contracts)
        ),
    )
    within(0.5)
    found = Contract.objects.filter(number__startswith="BENCH-API").order_by("pk").values_list("pk", flat=True)
    insert_rows(
        ContractedProduct,
        ["contract_id", "variant_id", "product_code", "unit"],
        ([contract, variant, f"07A{place + 10}", "16"] for contract in found for place, variant in enumerate(variants)),
    )


def make_rates(size: int, within: Callable[[float], None]) -> None:
    """The rates."""
    products = ContractedProduct.objects.filter(contract__number__startswith="BENCH-API").order_by("pk")
    keys = list(products.values_list("pk", flat=True))
    step = TOGETHER // RATES
    for first in range(0, len(keys), step):
        insert_rows(
            Rate, ["contracted_product_id", "amount", "starts_on", "ends_on"], _rates(keys[first : first + step])
        )
        within(min(1.0, (first + step) / len(keys)))


def _rates(products: list[int]) -> Iterator[list[Any]]:
    for product in products:
        for number in range(RATES):
            starts_on: date = SINCE + number * HALF_A_YEAR
            ends_on = None if number == RATES - 1 else (starts_on + HALF_A_YEAR - timedelta(days=1)).isoformat()
            yield [product, f"{45 + number}.{product % 100:02}", starts_on.isoformat(), ends_on]

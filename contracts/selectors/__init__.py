"""Reads over contracts, by subject."""

from contracts.selectors.offers import (
    ProductOffer,
    ProviderChoice,
    is_open_to,
    latest_waiting_times,
    municipalities_of,
    parties_and_products,
    products_to_allocate,
    providers_to_choose,
    waiting_times_of,
    with_rates,
    with_waiting_times,
)

__all__ = [
    "ProductOffer",
    "ProviderChoice",
    "is_open_to",
    "latest_waiting_times",
    "municipalities_of",
    "parties_and_products",
    "products_to_allocate",
    "providers_to_choose",
    "waiting_times_of",
    "with_rates",
    "with_waiting_times",
]

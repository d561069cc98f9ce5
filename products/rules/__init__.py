"""Rules of the product book: pure functions over values, without a single number of a product."""

from products.rules.demands import Demand, PlanContentDemand
from products.rules.terms import (
    PARAMETERS,
    RequirementLike,
    RequirementReference,
    Terms,
    parse,
    sentence,
    terms_from,
)

__all__ = [
    "PARAMETERS",
    "Demand",
    "PlanContentDemand",
    "RequirementLike",
    "RequirementReference",
    "Terms",
    "parse",
    "sentence",
    "terms_from",
]

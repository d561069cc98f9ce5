"""Reads over groups and placements, by subject."""

from delivery.selectors.groups import (
    GroupRow,
    Occupied,
    dagdeel_minutes,
    group_rows,
    hours_of,
    occupation,
    offer_of,
    open_moments,
)
from delivery.selectors.placements import (
    advice_on,
    allocations_to_place,
    effect_of,
    number_hidden,
    others_in,
    placements_in,
    placements_under,
)

__all__ = [
    "GroupRow",
    "Occupied",
    "advice_on",
    "allocations_to_place",
    "dagdeel_minutes",
    "effect_of",
    "group_rows",
    "hours_of",
    "number_hidden",
    "occupation",
    "offer_of",
    "open_moments",
    "others_in",
    "placements_in",
    "placements_under",
]

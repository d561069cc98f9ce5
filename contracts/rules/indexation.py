"""Indexation of rates: pure arithmetic, with every step in words.

Source: Contractstandaarden Wmo v1.2 art. 3.2 and its explanation: the percentage is forecast(t+1) + (definite(t) -
forecast(t)), split in a share of staff and one of material. In the first year after a new price only the forecast
counts. When that year is over is our reading of it: twelve months after the first day of the new price.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.core.exceptions import ValidationError

from core.calendar import add_months
from core.templatetags.pages import nl_number

CENT: Final = Decimal("0.01")
HUNDRED: Final = Decimal(100)
A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Index:
    """Three figures of one series, in percent: for year t+1 the forecast, for year t the forecast and the definite."""

    forecast_next: Decimal
    forecast: Decimal
    definite: Decimal

    @property
    def correction(self) -> Decimal:
        """What year t turned out to be more than was forecast."""
        return self.definite - self.forecast

    def rise(self, *, is_first_year: bool) -> Decimal:
        """By how much this part of the price rises, in percent."""
        return self.forecast_next if is_first_year else self.forecast_next + self.correction


@dataclass(frozen=True, slots=True)
class Indices:
    """Staff and material, and the share of staff in percent; the rest is material."""

    staff: Index
    material: Index
    staff_share: Decimal

    def percentage(self, *, is_first_year: bool) -> Decimal:
        """By how much a rate rises, in percent and not rounded."""
        staff = self.staff.rise(is_first_year=is_first_year) * self.staff_share
        material = self.material.rise(is_first_year=is_first_year) * (HUNDRED - self.staff_share)
        return (staff + material) / HUNDRED

    def formula(self, *, is_first_year: bool) -> str:
        """How that percentage came about."""
        parts = (
            ("personeel", self.staff, self.staff_share),
            ("materiaal", self.material, HUNDRED - self.staff_share),
        )
        words = " + ".join(
            f"{nl_number(share)}% {name} × {_of(index, is_first_year=is_first_year)}" for name, index, share in parts
        )
        total = self.percentage(is_first_year=is_first_year).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        return f"{words} = {nl_number(total)}%"


def _of(index: Index, *, is_first_year: bool) -> str:
    if is_first_year:
        return f"{nl_number(index.forecast_next)}%"
    return f"({nl_number(index.forecast_next)}% + ({nl_number(index.definite)}% − {nl_number(index.forecast)}%))"


def is_first_year(price_since: date, starts_on: date) -> bool:
    """Whether the price that was agreed anew on `price_since` is no more than a year old on `starts_on`."""
    return price_since >= add_months(starts_on, -A_YEAR)


def indexed(amount: Decimal, percentage: Decimal) -> Decimal:
    """The rate after indexation, in euros, rounded to cents with halves up."""
    return (amount * (HUNDRED + percentage) / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def check_indices(indices: Indices) -> None:
    """The share of staff is a part of the whole. Code: `staff_share`."""
    if not 0 <= indices.staff_share <= HUNDRED:
        raise ValidationError(
            {"staff_share": ValidationError("Vul een deel van 0 tot 100 procent in.", code="staff_share")}
        )

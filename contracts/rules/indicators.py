"""Indicators of contracts: in what they are measured, and which way is good. Pure functions over values."""

from decimal import Decimal
from typing import Final

from contracts.enums import IndicatorKind

PERCENT, DAYS, MARK, NUMBER, WEEKS = "%", " dagen", "", "", " weken"

UNITS: Final = {
    IndicatorKind.START: DAYS,
    IndicatorKind.WAITING: WEEKS,
    IndicatorKind.RATING: MARK,
    IndicatorKind.CALAMITIES: NUMBER,
    IndicatorKind.CALAMITY_DAYS: DAYS,
    IndicatorKind.WLZ_OUTFLOW: NUMBER,
    IndicatorKind.WLZ_DAYS: DAYS,
    IndicatorKind.BURDEN: MARK,
}
"""All others are in percent."""

AT_MOST: Final = frozenset(
    {
        IndicatorKind.START,
        IndicatorKind.WAITING,
        IndicatorKind.CALAMITIES,
        IndicatorKind.CALAMITY_DAYS,
        IndicatorKind.WLZ_DAYS,
        IndicatorKind.SPENT,
    }
)
"""Of these less is better; of the others more."""


def is_met(kind: str, measured: Decimal, target: Decimal) -> bool:
    """Whether what was measured reaches the target."""
    return measured <= target if kind in AT_MOST else measured >= target


def in_unit(kind: str, value: Decimal, *, is_target: bool = False) -> str:
    """The value as it is read: "90%", "5 dagen"; a target with "ten minste" or "hoogstens"."""
    number = f"{value.normalize():f}".replace(".", ",")
    text = f"{number}{UNITS.get(IndicatorKind(kind), PERCENT)}"
    return f"{'hoogstens' if kind in AT_MOST else 'ten minste'} {text}" if is_target else text

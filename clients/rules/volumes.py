"""Volumes of several allocations against what was decided: pure functions over values."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from clients.enums import Frequency
from core.periods import Period


@dataclass(frozen=True, slots=True)
class Allocated:
    """An allocation under a decision: its number, its days, and its volume in the measure of the decision."""

    number: int
    period: Period
    volume: int


def together(period: Period, others: Iterable[Allocated], frequency: str) -> list[Allocated]:
    """Those of `others` that count most with an allocation for `period`.

    Per week or month that is the largest sum on one and the same day; of a volume for the whole period every
    allocation takes its part, whenever it runs.
    """
    rows = list(others)
    if frequency == Frequency.TOTAL:
        return rows
    meeting = [one for one in rows if one.period.overlaps(period)]
    # The sum only grows on a day on which one begins.
    days = {period.starts_on} | {one.period.starts_on for one in meeting if period.contains(one.period.starts_on)}
    on_days = [[one for one in meeting if one.period.contains(day)] for day in sorted(days)]
    return max(on_days, key=lambda ones: sum(one.volume for one in ones))


def check_sum(volume: int, period: Period, others: Iterable[Allocated], *, decided: int, frequency: str) -> None:
    """All that is allocated at once under a decision is no more than was decided. Code: `outside_decision`."""
    counted = together(period, others, frequency)
    given = sum(one.volume for one in counted)
    if not counted or given + volume <= decided:
        return
    numbers = " en ".join(str(one.number) for one in sorted(counted, key=lambda one: one.number))
    often = Frequency(frequency).label
    left = max(decided - given, 0)
    raise ValidationError(
        f"Het besluit geeft {_dagdelen(decided)} {often}. Daarvan {'is' if given == 1 else 'zijn'} al "
        f"{_dagdelen(given)} toegewezen (toewijzing {numbers}). "
        + (f"U kunt hier nog {_dagdelen(left)} toewijzen." if left else "Er is niets meer over."),
        code="outside_decision",
    )


def _dagdelen(number: int) -> str:
    return f"{number} {'dagdeel' if number == 1 else 'dagdelen'}"

"""By when a provider reports what, and how long a document counts: pure functions over values."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError

from contracts.enums import ContractParameter, EvidenceKind
from core.calendar import add_months
from core.periods import in_words

VALID_FOR: Final = {
    EvidenceKind.GVA: ContractParameter.GVA_VALID,
    EvidenceKind.TAX: ContractParameter.TAX_VALID,
    EvidenceKind.KVK: ContractParameter.KVK_VALID,
}
"""For how many months a document counts from its own date; an insurance says itself until when."""


def check_stop(starts_on: date, ends_on: date | None, today: date, days_ahead: int | None) -> None:
    """A client stop is asked so many days before it begins (Contractstandaarden Wmo art. 3.6).

    Codes: `stop_too_soon`, `period_order`.
    """
    if ends_on is not None and ends_on < starts_on:
        raise _beside("ends_on", "De cliëntenstop eindigt voor hij begint. Kies een latere dag.", "period_order")
    earliest = today + timedelta(days=days_ahead or 0)
    if starts_on < earliest:
        raise _beside(
            "starts_on",
            f"Een cliëntenstop vraagt u {days_ahead or 0} dagen vooraf aan. Kies een dag vanaf {in_words(earliest)}.",
            "stop_too_soon",
        )


def check_happened(happened_at: datetime, now: datetime, field: str) -> None:
    """What is reported has happened. Code: `happened_in_future`."""
    if happened_at > now:
        raise _beside(field, "Dit moment moet nog komen. Vul in wanneer het was.", "happened_in_future")


def report_measure_before(imposed_on: datetime, days: int | None) -> datetime | None:
    """The end of the last day to report a measure that was imposed on this day (art. 3.10)."""
    return None if days is None else imposed_on + timedelta(days=days + 1)


def report_breach_before(discovered_at: datetime, hours: int | None) -> datetime | None:
    """The last moment to report a data breach (art. 3.31)."""
    return None if hours is None else discovered_at + timedelta(hours=hours)


def valid_until(kind: str, issued_on: date, typed: date | None, limits: Mapping[str, int]) -> date:
    """Until which day a document counts: what its kind says, or for insurance what was typed.

    Raises ValidationError with code `validity_missing`.
    """
    parameter = VALID_FOR.get(EvidenceKind(kind))
    months = limits.get(parameter) if parameter else None
    found = add_months(issued_on, months) if months else typed
    if found is None:
        raise _beside("valid_until", "Vul in tot en met welke dag dit stuk geldt.", "validity_missing")
    return found


def _beside(field: str, message: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})

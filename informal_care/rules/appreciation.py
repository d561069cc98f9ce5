"""Whether what somebody tells fits what a municipality asks; a person decides."""

from collections.abc import Sequence
from datetime import date

from core.calendar import add_months
from informal_care.enums import Bond


def unmet_conditions(
    *,
    bond: str,
    least_hours: int,
    least_months: int,
    hours_per_week: int,
    cares_since: date,
    lives_here: bool,
    cared_for_lives_here: bool,
    applied_on: date,
) -> Sequence[str]:
    """In words, what the applicant does not meet; nothing when all is met."""
    found = []
    fits = {
        Bond.CARES: cared_for_lives_here,
        Bond.LIVES: lives_here,
        Bond.EITHER: lives_here or cared_for_lives_here,
    }
    if not fits[Bond(bond)]:
        found.append(f"Niet zo: {Bond(bond).label}.")
    if hours_per_week < least_hours:
        found.append(f"{hours_per_week} uur zorg per week; {least_hours} is nodig.")
    if add_months(cares_since, least_months) > applied_on:
        found.append(f"Zorgt korter dan {least_months} maanden.")
    return found

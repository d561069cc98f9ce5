"""What a finding place still lacks."""

from dataclasses import dataclass
from datetime import date

from core.calendar import add_months


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a finding place lacks on a day (Mezzo Model VRB-A-2 to 4, TG4-2)."""

    agreement: bool
    training: bool
    contact: bool
    """Nobody spoke with the place in the months of the setting."""

    def __bool__(self) -> bool:
        return self.agreement or self.training or self.contact


def lacking(
    *, agreed_on: date | None, trained_on: date | None, spoken_on: date | None, day: date, contact_months: int
) -> Lacking:
    """What is missing on `day`, from the last training and the last time that somebody spoke with the place."""
    return Lacking(
        agreement=agreed_on is None,
        training=trained_on is None,
        contact=spoken_on is None or add_months(spoken_on, contact_months) < day,
    )

"""Who may be responsible for a plan."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError

from core.periods import ONE_DAY, Period
from organisations.enums import Level
from organisations.rules import meets


@dataclass(frozen=True, slots=True)
class Standing:
    """When somebody works for a provider, when which level is proven, and whether the account was closed."""

    employed: tuple[Period, ...] = ()
    proven: tuple[tuple[str, Period], ...] = ()
    is_closed: bool = False

    def fits(self, demanded: str | None, day: date) -> bool:
        """Whether this person may be finally responsible on `day`. Source: as of `check_responsible`."""
        is_proven = demanded is None or any(
            meets(level, demanded) and period.contains(day) for level, period in self.proven
        )
        return is_proven and not self.is_closed and any(period.contains(day) for period in self.employed)


def unfit_periods(standing: Standing, demanded: str | None, window: Period) -> list[Period]:
    """The days of a window with an end on which somebody may not be finally responsible, in order.

    Nothing changes between two days on which a period begins or has ended, so only those days are looked at.
    """
    if window.ends_on is None:
        raise ValueError("A window of days has an end.")
    days = {window.starts_on}
    for period in (*standing.employed, *(period for _, period in standing.proven)):
        days |= {period.starts_on, *([period.ends_on + ONE_DAY] if period.ends_on else [])}
    found: list[Period] = []
    inside = sorted(day for day in days if window.contains(day))
    for day, following in pairwise([*inside, window.ends_on + ONE_DAY]):
        if standing.fits(demanded, day):
            continue
        begins = found.pop().starts_on if found and found[-1].ends_on == day - ONE_DAY else day
        found.append(Period(begins, following - ONE_DAY))
    return found


def check_responsible(
    *, name: str, is_employed: bool, level: str | None, demanded: str | None, day: date, is_closed: bool = False
) -> None:
    """Somebody may be finally responsible on `day` when employed and proven at the demanded level.

    Unknown or unverified is not met. Source: product sheet Duurzaam, demands on content, point 3.
    Raises `ValidationError` with the codes `not_employed`, `level_too_low` and `account_closed` of what is so.
    """
    params = {"name": name, "day": f"{day:%d-%m-%Y}"}
    found = []
    if not is_employed:
        found.append(
            ValidationError(
                "%(name)s werkt op %(day)s niet bij deze aanbieder. Kies iemand anders.",
                code="not_employed",
                params=params,
            )
        )
    if is_closed:
        found.append(
            ValidationError(
                "Het account van %(name)s is gesloten. Kies iemand anders.", code="account_closed", params=params
            )
        )
    if demanded is not None and not meets(level, demanded):
        found.append(
            ValidationError(
                "%(name)s heeft op %(day)s geen gecontroleerd diploma op niveau %(level)s of hoger. "
                "Laat het diploma controleren bij Medewerkers, of kies een andere eindverantwoordelijke.",
                code="level_too_low",
                params=params | {"level": Level(demanded).label},
            )
        )
    if found:
        raise ValidationError(found)

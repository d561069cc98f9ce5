"""Who may be responsible for a plan."""

from datetime import date

from django.core.exceptions import ValidationError

from organisations.enums import Level
from organisations.rules import meets


def check_responsible(*, name: str, is_employed: bool, level: str | None, demanded: str | None, day: date) -> None:
    """Somebody may be finally responsible on `day` when employed and proven at the demanded level.

    Unknown or unverified is not met. Source: product sheet Duurzaam, demands on content, point 3.
    Raises `ValidationError` with code `not_employed` or `level_too_low`, both when both are so.
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

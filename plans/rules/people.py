"""Who may be responsible for a plan, and who may agree to it."""

from datetime import date

from django.core.exceptions import ValidationError

from organisations.enums import Level
from organisations.rules import meets
from plans.enums import AgreedAs


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


def check_agreement_day(agreed_on: date, *, earliest: date, today: date) -> None:
    """Nobody agrees in the future, nor before there was anything to plan: the clock starts on this day.

    `earliest` is the day on which the care was allocated, or on which it begins when that is earlier.
    """
    fault = None
    if agreed_on > today:
        fault = ValidationError("Vul een datum in tot en met vandaag.", code="agreed_in_future")
    elif agreed_on < earliest:
        fault = ValidationError(
            "Op die dag was de zorg nog niet toegewezen. Vul een datum in vanaf %(earliest)s.",
            code="agreed_before_allocation",
            params={"earliest": f"{earliest:%d-%m-%Y}"},
        )
    if fault:
        raise ValidationError({"agreed_on": fault})


def check_client_side(*, agreed_as: str, has_member: bool, is_representative: bool, holds_on_day: bool) -> None:
    """For the client's side agrees the client, or somebody of the client system in the role that they have."""
    if agreed_as == AgreedAs.CLIENT:
        return
    fault = None
    if not has_member:
        fault = ("Kies wie er akkoord geeft.", "member_missing")
    elif not holds_on_day:
        fault = ("Deze persoon hoorde op die dag niet bij het cliëntsysteem.", "member_not_active")
    elif agreed_as == AgreedAs.REPRESENTATIVE and not is_representative:
        fault = (
            "Deze persoon is geen vertegenwoordiger. Kies een ander of leg de grond vast.",
            "not_representative",
        )
    if fault:
        raise ValidationError({"member": ValidationError(fault[0], code=fault[1])})

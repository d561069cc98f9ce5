"""When a version may begin and end. Days that have passed keep the terms that they had."""

from datetime import date

from django.core.exceptions import ValidationError


def check_start(starts_on: date, *, today: date, replaces: date | None) -> None:
    """A version that replaces another one begins today or later, and after the other one began.

    `replaces` is the first day of the version that held on `starts_on`. Without one, a start in the past
    fills days that had no terms, which changes nothing that anybody relied on.
    """
    if replaces is None:
        return
    if starts_on < today:
        raise ValidationError(
            "De nieuwe versie kan niet in het verleden ingaan: op die dagen golden andere eisen. "
            "Kies vandaag of een latere dag.",
            code="starts_in_past",
        )
    if starts_on <= replaces:
        raise ValidationError(
            "Op deze dag gaat al een andere versie van dit product in. Kies een latere dag.",
            code="version_overlap",
        )


def check_last_day(last_day: date, *, today: date, starts_on: date, ends_on: date | None) -> None:
    """A version is withdrawn from tomorrow on at the earliest, and never past the end that it already has."""
    if last_day < today:
        raise ValidationError(
            "De laatste dag ligt in het verleden. Kies vandaag of een latere dag.", code="withdrawn_in_past"
        )
    if last_day < starts_on:
        raise ValidationError(
            "De laatste dag ligt voor de dag waarop deze versie ingaat. Kies een latere dag.",
            code="withdrawn_before_start",
        )
    if ends_on is not None and last_day > ends_on:
        raise ValidationError(
            "Deze versie eindigt al eerder. Kies een dag op of voor de einddatum.", code="withdrawn_after_end"
        )

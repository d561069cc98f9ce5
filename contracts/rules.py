"""Rules of contracts and rates: pure functions over values."""

from datetime import date

from django.core.exceptions import ValidationError

from core.periods import Period, in_words


def check_inside_framework(contract: Period, framework: Period) -> None:
    """A contract holds only while its framework agreement does. Code: `contract_outside_framework`."""
    if not framework.covers(contract):
        raise ValidationError(
            f"Dit contract valt buiten de raamovereenkomst. Die geldt {framework}. Kies andere datums.",
            code="contract_outside_framework",
        )


def check_new_rate(
    new: Period, *, contract: Period, former: Period | None, next_starts_on: date | None, today: date
) -> None:
    """A rate follows the former one and never changes what was due on a day that has passed.

    Source: a new rate does not make a new product, and what was delivered is paid at the rate of that day
    (iWmo 3.2, process on changes of product codes). Codes: `rate_outside_contract`, `rate_later`,
    `rate_of_the_past`.
    """
    if not contract.contains(new.starts_on):
        raise ValidationError(
            f"Dit tarief begint buiten het contract. Dat geldt {contract}. Kies een andere begindatum.",
            code="rate_outside_contract",
        )
    if next_starts_on is not None and (new.ends_on is None or new.ends_on >= next_starts_on):
        raise ValidationError(
            f"Er is al een tarief afgesproken dat ingaat op {in_words(next_starts_on)}. "
            "Laat dit tarief voor die dag eindigen.",
            code="rate_later",
        )
    if former is not None and former.contains(new.starts_on) and new.starts_on <= today:
        raise ValidationError(
            "Er geldt al een tarief, en een tarief van dagen die voorbij zijn verandert niet. "
            "Kies een begindatum vanaf morgen.",
            code="rate_of_the_past",
        )


def check_reported_on(reported_on: date, *, today: date) -> None:
    """What was reported was so today or before. Code: `reported_in_future`."""
    if reported_on > today:
        raise ValidationError(
            "Deze dag moet nog komen. Vul in op welke dag de wachttijd is gemeld.", code="reported_in_future"
        )

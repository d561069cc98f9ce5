"""Rules of contracts and rates: pure functions over values."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from core.calendar import add_months
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


def check_duration(framework: Period, *, most_months: int | None, reason: str) -> None:
    """A framework agreement that lasts longer than the limit says why. Code: `framework_duration`.

    Nothing is checked while no limit is set. Source: the limit names it (`contracts.ContractSetting`).
    """
    if most_months is None or reason.strip():
        return
    if framework.ends_on is None or framework.ends_on >= add_months(framework.starts_on, most_months):
        raise ValidationError(
            f"Deze raamovereenkomst duurt, met de verlengingen, langer dan {most_months} maanden. "
            "Schrijf op waarom dat nodig is.",
            code="framework_duration",
        )


def last_day_after(last_day: date, months: int) -> date:
    """The last day of an agreement that ended on `last_day`, when it goes on for so many months."""
    return add_months(last_day + timedelta(days=1), months) - timedelta(days=1)


def tell_before(last_day: date, months: int) -> date:
    """The day before which the provider is told whether the agreement goes on (Contractstandaarden Wmo art. 1.3)."""
    return add_months(last_day, -months)


def check_inside_contract(part: Period, contract: Period) -> None:
    """A call-off holds only while its contract does. Code: `outside_contract`."""
    if not contract.covers(part):
        raise ValidationError(
            f"Dit valt buiten het contract. Dat geldt {contract}. Kies andere datums.", code="outside_contract"
        )


def check_unsigned(signed_on: date | None) -> None:
    """What was signed changes by an addendum and in no other way. Code: `needs_addendum`."""
    if signed_on is not None:
        raise ValidationError(
            f"Dit contract is op {in_words(signed_on)} ondertekend. Maak een addendum om het te veranderen.",
            code="needs_addendum",
        )


def check_correction(*, old: Decimal, new: Decimal, reason: str) -> None:
    """A correction changes the amount and says why. Codes: `same_amount`, `correction_reason`."""
    faults = []
    if old == new:
        faults.append(ValidationError({"amount": ValidationError("Dit bedrag staat er al.", code="same_amount")}))
    if not reason.strip():
        faults.append(
            ValidationError(
                {"reason": ValidationError("Schrijf op wat er fout was aan het tarief.", code="correction_reason")}
            )
        )
    if faults:
        merged: dict[str, list[ValidationError]] = {}
        for fault in faults:
            fault.update_error_dict(merged)
        raise ValidationError(merged)

"""When somebody can judge, and of which product."""

from datetime import date

from django.core.exceptions import ValidationError

from core.periods import Period, in_words


def check_day(judged_on: date, today: date, in_force: Period) -> None:
    """Nobody judged tomorrow, nor before the requirement was there. Codes: `judged_in_future`, `judged_before_…`."""
    if judged_on > today:
        raise ValidationError("Vul een datum in tot en met vandaag.", code="judged_in_future")
    if judged_on < in_force.starts_on:
        message = f"Deze eis geldt vanaf {in_words(in_force.starts_on)}. Kies die dag of later."
        raise ValidationError(message, code="judged_before_requirement")


def check_variant(of_requirement: int, of_allocation: int) -> None:
    """A file is judged by the requirements of its own product. Code: `requirement_of_other`."""
    if of_requirement != of_allocation:
        raise ValidationError("Deze eis hoort bij een ander product dan is toegewezen.", code="requirement_of_other")

"""When somebody may write about a finding: pure functions over values."""

from datetime import date

from django.core.exceptions import ValidationError


def check_improvement_day(due_on: date, *, today: date) -> None:
    """An improvement is ready on a day that is still to come. Code: `due_in_past`."""
    if due_on < today:
        message = "Deze dag is al voorbij. Kies de dag waarop het beter gaat."
        raise ValidationError({"due_on": ValidationError(message, code="due_in_past")})


def is_late(answer_before: date, *, is_answered: bool, today: date) -> bool:
    """Whether the provider should have answered by now, and did not."""
    return not is_answered and answer_before < today

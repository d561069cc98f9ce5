"""What a finding says, and when somebody may write about it: pure functions over values."""

import re
from datetime import date
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError

from compliance.rules.results import Result

LONGEST: Final = 300
TIME: Final = re.compile(r"\d+ dag(?:en)?|\d{1,2} [a-z]+ \d{4}")
"""What changes in the words of a check by time alone: a number of days, and a day."""


class Words(NamedTuple):
    """What a check said, as a person reads it."""

    measured: str
    demanded: str
    to_do: str
    """What would mend it, or what somebody has to write down before anybody can tell."""


def words_of(result: Result) -> Words:
    """The words of a result, cut to what a finding holds."""
    when = f", {result.worst}" if result.worst else ""
    to_do = " ".join([*result.missing, *([result.advice] if result.advice else [])])
    return Words(f"{result.measured}{when}"[:LONGEST], result.demanded[:LONGEST], to_do)


def only_time_passed(one: Words, other: Words) -> bool:
    """Whether the two say the same, but for how long ago it was and until when."""
    return [TIME.sub("", text) for text in one] == [TIME.sub("", text) for text in other]


def check_improvement_day(due_on: date, *, today: date) -> None:
    """An improvement is ready on a day that is still to come. Code: `due_in_past`."""
    if due_on < today:
        message = "Deze dag is al voorbij. Kies de dag waarop het beter gaat."
        raise ValidationError({"due_on": ValidationError(message, code="due_in_past")})


def is_late(answer_before: date, *, is_answered: bool, today: date) -> bool:
    """Whether the provider should have answered by now, and did not."""
    return not is_answered and answer_before < today

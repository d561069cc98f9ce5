"""What a poll gave, as it may be seen: by the panel, by everybody, and by the municipality itself."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from informal_care.models import Poll
from informal_care.rules.anonymity import may_show, shown, shown_counts
from informal_care.selectors.settings import least_people


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What was answered to one question: by answer how many did; None stays inside."""

    text: str
    counts: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class PollResult:
    """What a poll gave. Without enough answers there are no figures, and no remarks."""

    least: int
    """From how many people on a figure is shown."""
    answers: int | None
    questions: Sequence[QuestionResult]
    hides: bool
    remarks: Sequence[str]
    """In any order, and for the municipality only."""


def result_of(poll: Poll, day: date) -> PollResult | None:
    """What the poll gave; None as long as it is not closed."""
    if not poll.is_over(day):
        return None
    least = least_people(day)
    questions, hides = [], False
    for question in poll.questions.prefetch_related("options"):
        counted: dict[str, int] = {}
        for option in question.options.all():
            counted[option.shown_as] = counted.get(option.shown_as, 0) + option.count
        found = shown_counts(counted, least)
        questions.append(QuestionResult(question.text, found.cells))
        hides |= found.hides
    is_enough = may_show(poll.answers, least)
    remarks = list(poll.remarks) if is_enough else []
    secrets.SystemRandom().shuffle(remarks)
    return PollResult(least, shown(poll.answers, least), questions if is_enough else [], hides, remarks)

"""What a poll may ask: short, in few words, so that anybody answers it on a phone within a minute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError

from informal_care.enums import QuestionKind

SCALE: Final[Mapping[str, str]] = {
    "Heel slecht": "Slecht",
    "Slecht": "Slecht",
    "Gaat wel": "Gaat wel",
    "Goed": "Goed",
    "Heel goed": "Goed",
}
"""The answers of a scale, each with the wider group under which it is counted: the fewer groups, the sooner each is
large enough to be shown."""

FEWEST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is typed: its text, and the answers to choose from; without answers it is a scale."""

    text: str
    options: Sequence[str] = ()

    @property
    def kind(self) -> QuestionKind:
        """How it is answered."""
        return QuestionKind.CHOICE if self.options else QuestionKind.SCALE

    @property
    def answers(self) -> Mapping[str, str]:
        """Each answer with the words under which it is counted."""
        return {option: option for option in self.options} if self.options else SCALE


def check_questions(asked: Sequence[Asked], *, most_questions: int, most_words: int) -> None:
    """Raises ValidationError with all faults at once, beside the question (`question_1`...) or its answers
    (`options_1`...).
    """
    faults: dict[str, ValidationError] = {}
    if not asked:
        faults["question_1"] = ValidationError("Stel minstens één vraag.", code="no_question")
    if len(asked) > most_questions:
        message = f"Stel hoogstens {most_questions} vragen: een peiling duurt korter dan een minuut."
        faults[f"question_{most_questions + 1}"] = ValidationError(message, code="many_questions")
    for number, one in enumerate(asked, start=1):
        words = len(one.text.split())
        if words > most_words:
            message = f"Deze vraag heeft {words} woorden. Houd het bij {most_words}."
            faults[f"question_{number}"] = ValidationError(message, code="long_question")
        if one.options and not FEWEST_OPTIONS <= len(one.options) <= MOST_OPTIONS:
            message = f"Geef {FEWEST_OPTIONS} tot {MOST_OPTIONS} antwoorden, elk op een eigen regel."
            faults[f"options_{number}"] = ValidationError(message, code="options")
        elif len({option.casefold() for option in one.options}) < len(one.options):
            faults[f"options_{number}"] = ValidationError("Hier staat een antwoord twee keer.", code="options")
    if faults:
        raise ValidationError(faults)

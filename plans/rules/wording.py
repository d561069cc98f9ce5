"""Help with writing a SMART goal: advice that stands beside a field and never keeps anybody from saving."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plans.rules.content import GoalContent

READ_FOR_VAGUENESS = ("statement", "measure", "why_realistic")
"""The fields in which vague words are pointed out; the client's own words stay as they are."""


@dataclass(frozen=True, slots=True)
class VagueWord:
    """A word or a few words that say too little, and what to write instead."""

    words: str
    ask: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A hint for one field of a goal."""

    field: str
    text: str
    is_about_words: bool = False


def vague_words_in(text: str, words: Iterable[VagueWord]) -> list[VagueWord]:
    """Those of `words` that stand in the text as whole words, whatever their capitals, in the order of the text."""
    found = []
    for one in words:
        spaced = r"\s+".join(re.escape(part) for part in one.words.split())
        match = re.search(rf"(?<!\w){spaced}(?!\w)", text, re.IGNORECASE)
        if match:
            found.append((match.start(), -len(one.words), one))
    taken: list[tuple[int, int]] = []
    kept = []
    for start, length, one in sorted(found, key=lambda row: row[:2]):
        # "minder vaak" says it already: the "minder" in it is no second hint.
        if not any(begin <= start < end for begin, end in taken):
            taken.append((start, start - length))
            kept.append(one)
    return kept


def smart_advice(goal: GoalContent, words: Iterable[VagueWord]) -> list[Advice]:
    """What would make this goal easier to measure and to understand; empty when there is nothing to say.

    Source: product sheet Begeleiding Groep Duurzaam, demands on content, point 6 (SMART). Whether a goal is
    specific and realistic a person judges: this is advice about form and words.
    """
    given = [
        Advice("measure", "Schrijf op wat u meet. Zo ziet iedereen of het lukt.") if not goal.measure.strip() else None,
        Advice("unit", "Noem de eenheid, bijvoorbeeld: keer per week.") if not goal.unit.strip() else None,
        Advice("start_value", "Vul als getal in hoe het nu is.") if goal.start_value is None else None,
        _about_target(goal),
        Advice("due_on", "Kies een dag waarop het doel bereikt is.") if goal.due_on is None else None,
        None
        if goal.client_words.strip()
        else Advice("client_words", "Vraag hoe de cliënt dit zelf zegt, en schrijf dat zo op."),
    ]
    advice = [one for one in given if one is not None]
    known = tuple(words)
    for field in READ_FOR_VAGUENESS:
        for word in vague_words_in(getattr(goal, field), known):
            advice.append(Advice(field, f"‘{word.words}’ kan duidelijker. {word.ask}", is_about_words=True))
    return advice


def _about_target(goal: GoalContent) -> Advice | None:
    if goal.target_value is None:
        return Advice("target_value", "Vul als getal in waar u naartoe wilt.")
    if goal.target_value == goal.start_value:
        return Advice(
            "target_value", "Dit is gelijk aan de beginwaarde. Bij vasthouden wat er is klopt dat; anders niet."
        )
    return None

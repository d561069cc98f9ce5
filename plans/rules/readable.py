"""The plan as the client reads it: which picture goes with a goal, and which words still fit beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plans.enums import GoalDomain


@dataclass(frozen=True, slots=True)
class Picture:
    """A pictogram of `static/img/pictograms`, what it is about in a few words, and what one sees on it."""

    name: str
    title: str
    shows: str


PICTURES: Final = {
    GoalDomain.STRUCTURE: Picture("structure", "Uw dag en week", "een weekkalender met vinkjes"),
    GoalDomain.ACTIVITIES: Picture("activities", "Meedoen", "een schilderij en een kwast"),
    GoalDomain.DAILY_LIVING: Picture("daily_living", "Thuis en elke dag", "een pan op het vuur"),
    GoalDomain.SOCIAL_CONTACTS: Picture("social_contacts", "Andere mensen", "twee mensen die praten"),
    GoalDomain.MENTAL_WELLBEING: Picture("mental_wellbeing", "Hoe u zich voelt", "een zon die lacht"),
    GoalDomain.SUPERVISION_PROXIMITY: Picture(
        "supervision_proximity", "Iemand in de buurt", "iemand met een arm om een ander heen"
    ),
}
OTHER_GOAL: Final = Picture("goal", "Uw doel", "een ster")

MORE: Final = "…"
SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")

# Widths of letters of Source Sans 3 in halves of the size of the type, each group by the widest in it.
WIDTHS: Final = {
    0.55: "ijlI.,:;'’|",
    0.72: "f!()[]-tr/",
    0.86: "sz“”",
    1.0: "xcvyYJLekF0123456789éëèêç–",
    1.12: "agVXESToZhnuAbdpqöóòüúûáàäâñ",
    1.36: "PCRKBDGNUHOQ&",
    1.7: "wMWm%@—",
    1.95: "…",
}
WIDTH_OF: Final = {letter: width for width, letters in WIDTHS.items() for letter in letters}
SPACE: Final = 0.42
LATIN_WIDTH: Final = 1.5
FOREIGN_WIDTH: Final = 2.4
LATIN_ENDS: Final = 0x250
WIDEST: Final = max(WIDTHS)


def picture_of(domain: str) -> Picture:
    """The pictogram of a domain of life; a star for one that has none."""
    return PICTURES.get(GoalDomain(domain), OTHER_GOAL) if domain in GoalDomain.values else OTHER_GOAL


def lines_needed(text: str, width: float) -> int:
    """How many lines the text takes, at most, where a line holds `width` halves of the size of the type."""
    lines, left = 1, width
    for number, word in enumerate(text.split()):
        needed = width_of(word)
        if number and SPACE + needed <= left:
            left -= SPACE + needed
            continue
        if number:
            lines, left = lines + 1, width
        while needed > left:  # a word of more than a line goes on in the next, and its last letter may not fit here
            lines, needed, left = lines + 1, needed - max(left - WIDEST, 1), width
        left -= needed
    return lines


def fitted(text: str, width: float, lines: int) -> str:
    """The text when it fits in so many lines, else as many words of it as do, and "…"."""
    words = text.split()
    candidate = " ".join(words)
    while lines_needed(candidate, width) > lines and len(words) > 1:
        words.pop()
        candidate = " ".join(words).rstrip(".,:;!?") + MORE
    if lines_needed(candidate, width) <= lines:
        return candidate
    word = words[0]
    while word and lines_needed(word + MORE, width) > lines:
        word = word[:-1]
    return word + MORE


def one_sentence(text: str, width: float, lines: int) -> str:
    """The text when it fits, else its first sentence, else the beginning of that."""
    whole = " ".join(text.split())
    return whole if lines_needed(whole, width) <= lines else fitted(SENTENCE.split(whole)[0], width, lines)


def width_of(word: str) -> float:
    """How wide a word is at most, in halves of the size of the type."""
    return sum(WIDTH_OF.get(letter) or (LATIN_WIDTH if ord(letter) < LATIN_ENDS else FOREIGN_WIDTH) for letter in word)


def columns_for(goals: Sequence[object]) -> int:
    """In how many columns so many goals stand on one page."""
    return 1 if len(goals) <= ONE_COLUMN else 2


ONE_COLUMN: Final = 4
MOST_PICTURES: Final = 8
"""Goals that one page has room for, in type that everybody can read."""

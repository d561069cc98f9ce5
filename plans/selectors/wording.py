"""The words that say too little in a goal, as the software brings them."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml

from plans.models import Goal
from plans.rules import Advice, VagueWord, smart_advice
from plans.selectors.reading import goal_content

VAGUE_WORDS: Final = Path(__file__).resolve().parent.parent / "data" / "vague_words.yaml"


@cache
def vague_words(file: Path = VAGUE_WORDS) -> tuple[VagueWord, ...]:
    """Every vague word of the list, each with what to write instead; read once in a process."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))["words"]
    return tuple(VagueWord(word, row["ask"]) for row in rows for word in row["say"])


def advice_on(goal: Goal) -> list[Advice]:
    """What would make this goal clearer, as advice: see `plans.rules.smart_advice`."""
    return smart_advice(goal_content(goal), vague_words())

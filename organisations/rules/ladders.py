"""What a reminder says, whatever it is about."""

from collections.abc import Mapping
from dataclasses import dataclass

WEEK = 7


@dataclass(frozen=True, slots=True)
class Things:
    """What a ladder of reminders is about, in words: one of them, and several."""

    one: str
    many: str


def rung_in_words(things: Things, days: int, number: int) -> str:
    """What is the case with so many things that reached this rung: days after the last day, below zero before."""
    what = f"1 {things.one} moet" if number == 1 else f"{number} {things.many} moeten"
    if days < 0:
        return f"{what} binnen {_span(-days)} klaar zijn."
    if days == 0:
        return f"{what} vandaag klaar zijn."
    late = f"1 {things.one} is" if number == 1 else f"{number} {things.many} zijn"
    return f"{late} {_span(days)} of meer te laat."


def reminder_lines(things: Things, numbers: Mapping[int, int]) -> list[str]:
    """A line for each rung, the most urgent first. `numbers`: by rung how many reached it."""
    return [rung_in_words(things, days, numbers[days]) for days in sorted(numbers, reverse=True) if numbers[days]]


def _span(days: int) -> str:
    weeks, rest = divmod(days, WEEK)
    if rest:
        return "1 dag" if days == 1 else f"{days} dagen"
    return "1 week" if weeks == 1 else f"{weeks} weken"

"""What a reminder of evaluations says."""

from collections.abc import Mapping

WEEK = 7


def rung_in_words(days: int, number: int) -> str:
    """What is the case with so many evaluations that reached this rung: days after the last day, below zero before."""
    what = "1 evaluatie moet" if number == 1 else f"{number} evaluaties moeten"
    if days < 0:
        return f"{what} binnen {_span(-days)} klaar zijn."
    if days == 0:
        return f"{what} vandaag klaar zijn."
    late = "1 evaluatie is" if number == 1 else f"{number} evaluaties zijn"
    return f"{late} {_span(days)} of meer te laat."


def reminder_lines(numbers: Mapping[int, int]) -> list[str]:
    """A line for each rung, the most urgent first. `numbers`: by rung how many evaluations reached it."""
    return [rung_in_words(days, numbers[days]) for days in sorted(numbers, reverse=True) if numbers[days]]


def _span(days: int) -> str:
    weeks, rest = divmod(days, WEEK)
    if rest:
        return "1 dag" if days == 1 else f"{days} dagen"
    return "1 week" if weeks == 1 else f"{weeks} weken"

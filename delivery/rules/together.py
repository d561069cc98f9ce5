"""Nobody is with two groups at once: what of many wishes about one person on one day can be. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from delivery.rules.attending import Elsewhere, Span, meets


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody was with a group, as a line says; and what stands there when the line is not taken."""

    number: int
    group: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]


def clashes(wishes: Sequence[Wish], fixed: Sequence[Elsewhere]) -> dict[int, list[Elsewhere]]:
    """The wishes that cannot be, by number, each with what it meets; the first in order go before the later ones.

    The wishes are of one person on one day, each about another dagdeel; `fixed` is where the person is in the others. A
    wish that is not taken leaves what stood there, which others may meet in turn.
    """
    refused: dict[int, list[Elsewhere]] = {}
    while True:
        standing = [*fixed]
        for wish in wishes:
            if wish.number in refused:
                standing += (Elsewhere(span, wish.group) for span in wish.before)
        found = _first_clash([wish for wish in wishes if wish.number not in refused], standing)
        if found is None:
            return refused
        refused[found[0]] = found[1]


def _first_clash(wishes: Sequence[Wish], standing: list[Elsewhere]) -> tuple[int, list[Elsewhere]] | None:
    for wish in wishes:
        met = [other for other in standing if meets(wish.after, other)]
        if met:
            return wish.number, met
        standing += (Elsewhere(span, wish.group) for span in wish.after)
    return None

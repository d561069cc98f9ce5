"""Hours of relief: how long a client was in a group, and so how long who cares for them was free."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.templatetags.pages import nl_number


@dataclass(frozen=True, slots=True)
class Relief:
    """The dagdelen in which a client was in a group, by their length."""

    parts: tuple[tuple[int, int], ...]
    """The number of dagdelen and the minutes of each, the longest first."""

    @property
    def dagdelen(self) -> int:
        """How many there were."""
        return sum(number for number, _ in self.parts)

    @property
    def hours(self) -> Decimal:
        """How many hours together, to the minute."""
        return Decimal(sum(number * minutes for number, minutes in self.parts)) / 60

    @property
    def formula(self) -> str:
        """How the hours were found: so many dagdelen times so many hours, for each length."""
        return " + ".join(
            f"{number} {'dagdeel' if number == 1 else 'dagdelen'} × {hours_in_words(Decimal(minutes) / 60)}"
            for number, minutes in self.parts
        )


def relief_of(facts: Iterable[tuple[int, int]]) -> Relief:
    """The relief that numbers of dagdelen, each with its minutes, give together."""
    together: dict[int, int] = {}
    for number, minutes in facts:
        together[minutes] = together.get(minutes, 0) + number
    return Relief(
        tuple((together[minutes], minutes) for minutes in sorted(together, reverse=True) if together[minutes])
    )


def hours_in_words(hours: Decimal) -> str:
    """Hours as the Dutch write them, to a hundredth: "3,5 uur"."""
    return f"{nl_number(round(hours, 2))} uur"

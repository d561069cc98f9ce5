"""Which numbers about people may be shown."""

from typing import Final

FEWEST_SHOWN: Final = 10
"""Below this a number could tell something of one person; own choice, as for the panel (Mezzo Model names none)."""


def may_be_shown(number: int) -> bool:
    """Whether a number of people tells nothing of one of them: none at all, or enough."""
    return number == 0 or number >= FEWEST_SHOWN


def in_words(number: int) -> str:
    """A number of people as it may be printed for everybody."""
    return str(number) if may_be_shown(number) else f"minder dan {FEWEST_SHOWN}"

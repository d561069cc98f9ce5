"""Which numbers about people may be shown."""

from informal_care.rules.anonymity import LEAST


def may_be_shown(number: int) -> bool:
    """Whether a number of people tells nothing of one of them: none at all, or enough."""
    return number == 0 or number >= LEAST


def in_words(number: int) -> str:
    """A number of people as it may be printed for everybody."""
    return str(number) if may_be_shown(number) else f"minder dan {LEAST}"

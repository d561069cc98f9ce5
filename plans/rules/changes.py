"""What changed between two versions of a plan, side by side and word by word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Final

PART: Final = re.compile(r"\s+|\w+|[^\w\s]")
"""Words, the white space between them, and marks one by one: joined they are the text again."""


class Fate(Enum):
    """What happened to a part of a plan from one version to the next."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, and whether they are only in this one of the two texts."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text of a plan under its name, as it was and as it is, cut in pieces."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether a word differs."""
        return any(piece.is_marked for piece in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class GoalText:
    """A goal as its texts by name, with what it does as one text for each activity."""

    key: int
    continues: int | None
    number: int
    domain: str
    texts: Mapping[str, str]
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalChange:
    """One goal in two versions; None where it is not there."""

    before: GoalText | None
    after: GoalText | None
    texts: tuple[TextChange, ...]

    @property
    def fate(self) -> Fate:
        """Whether the goal came, went, changed or stayed."""
        if self.before is None:
            return Fate.ADDED
        if self.after is None:
            return Fate.GONE
        return Fate.CHANGED if any(text.is_changed for text in self.texts) else Fate.SAME


def compare_text(name: str, before: str, after: str) -> TextChange:
    """Both texts in pieces: what is marked in the first is gone, what is marked in the second is new.

    The pieces of each side together are the whole text, whatever changed.
    """
    old, new = PART.findall(before), PART.findall(after)
    were: list[Piece] = []
    are: list[Piece] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_marked = kind != "equal"
        _add(were, "".join(old[start:end]), is_marked=is_marked)
        _add(are, "".join(new[begin:stop]), is_marked=is_marked)
    return TextChange(name, tuple(were), tuple(are))


def compare_texts(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[TextChange, ...]:
    """Each text that is in one of the two, by name, in the order of the newer version."""
    names = dict.fromkeys([*after, *before])
    return tuple(compare_text(name, before.get(name, ""), after.get(name, "")) for name in names)


def compare_goals(before: Sequence[GoalText], after: Sequence[GoalText]) -> tuple[GoalChange, ...]:
    """Each goal of both versions once: those of the newer one in its order, then those that are gone.

    A goal goes with the one that it continues. Where that was never written down, it goes with one of the same
    domain and the same words, or else of the same domain and number.
    """
    partners = _partners(before, after)
    rows = [_goal(partners.get(goal.key), goal) for goal in after]
    met = {old.key for old in partners.values()}
    return (*rows, *(_goal(goal, None) for goal in before if goal.key not in met))


def _partners(before: Sequence[GoalText], after: Sequence[GoalText]) -> dict[int, GoalText]:
    """By key of a newer goal the older one that it goes with."""
    free = {goal.key: goal for goal in before}
    found = {new.key: free.pop(new.continues) for new in after if new.continues in free}
    for is_same in (_same_words, _same_place):
        for new in after:
            if new.key in found or new.continues is not None:
                continue
            old = next((old for old in free.values() if is_same(old, new)), None)
            if old is not None:
                found[new.key] = free.pop(old.key)
    return found


def _same_words(old: GoalText, new: GoalText) -> bool:
    return old.domain == new.domain and old.texts == new.texts


def _same_place(old: GoalText, new: GoalText) -> bool:
    return old.domain == new.domain and old.number == new.number


def _goal(before: GoalText | None, after: GoalText | None) -> GoalChange:
    texts = compare_texts(before.texts if before else {}, after.texts if after else {})
    activities = compare_lists("Wat we doen", before.activities if before else (), after.activities if after else ())
    return GoalChange(before, after, (*texts, activities))


def compare_lists(name: str, before: Iterable[str], after: Iterable[str]) -> TextChange:
    """A list as one text with a line for each: a line that changed is marked word by word."""
    return compare_text(name, "\n".join(before), "\n".join(after))


def _add(pieces: list[Piece], text: str, *, is_marked: bool) -> None:
    if not text:
        return
    last = pieces[-1] if pieces else None
    if last is not None and last.is_marked == is_marked:
        pieces[-1] = Piece(last.text + text, is_marked)
    else:
        pieces.append(Piece(text, is_marked))

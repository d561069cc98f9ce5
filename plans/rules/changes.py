"""What changed between two versions of a plan, side by side and word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from core.texts import TextChange, compare_lists, compare_text


class Fate(Enum):
    """What happened to a part of a plan from one version to the next."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


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

"""Which product fits a client, and why: requirement by requirement. Pure functions over values.

Source: the client requirements of the product sheet (Duurzaam: part "Cliënt"). Whether a fault or only a
warning follows from an unmet one stands in the requirement itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clients.enums import ProfileAnswer, ProfileFit


@dataclass(frozen=True, slots=True)
class Wish:
    """One client requirement of a product version: the traits it asks for, and whether it must be met."""

    code: str
    statement: str
    traits: tuple[str, ...]
    is_hard: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """A requirement with the answer of the client's profile."""

    wish: Wish
    answer: ProfileAnswer


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a product fits, and what that follows from."""

    verdict: ProfileFit
    weighed: tuple[Weighed, ...]

    @property
    def met(self) -> int:
        """How many requirements are met."""
        return sum(one.answer == ProfileAnswer.YES for one in self.weighed)

    @property
    def at_most_met(self) -> int:
        """How many could be met when every open answer turns out to be yes."""
        return sum(one.answer != ProfileAnswer.NO for one in self.weighed)


def weigh(wishes: Iterable[Wish], answers: Mapping[str, str]) -> Fit:
    """How a product with these client requirements fits a client with these answers by trait.

    All met: it fits. A hard one not met, or fewer than half met: it does not. In between: partly. As long as
    open answers could turn the verdict, it is unknown.
    """
    weighed = tuple(Weighed(wish, _answer(wish, answers)) for wish in wishes)
    if not weighed:
        return Fit(ProfileFit.NO_PROFILE, ())
    best, worst = (_verdict(weighed, unknown_counts=counts) for counts in (True, False))
    return Fit(best if best == worst else ProfileFit.UNKNOWN, weighed)


def _answer(wish: Wish, answers: Mapping[str, str]) -> ProfileAnswer:
    given = {answers.get(trait, ProfileAnswer.UNKNOWN) for trait in wish.traits}
    if ProfileAnswer.NO in given:
        return ProfileAnswer.NO
    return ProfileAnswer.UNKNOWN if ProfileAnswer.UNKNOWN in given else ProfileAnswer.YES


def _verdict(weighed: tuple[Weighed, ...], *, unknown_counts: bool) -> ProfileFit:
    def is_met(one: Weighed) -> bool:
        return one.answer == ProfileAnswer.YES or (unknown_counts and one.answer == ProfileAnswer.UNKNOWN)

    if any(one.wish.is_hard and not is_met(one) for one in weighed):
        return ProfileFit.NOT
    met = sum(is_met(one) for one in weighed)
    if met == len(weighed):
        return ProfileFit.FITS
    return ProfileFit.PARTLY if 2 * met >= len(weighed) else ProfileFit.NOT


def best_of(fits: Mapping[int, Fit]) -> int | None:
    """The key of the product that is advised: the one that fits, else the one that fits most in part.

    None when no product with a profile fits, when two fit equally well, or when open answers could still point to
    another one: an advice never turns by answering what was unknown.
    """
    if any(fit.verdict == ProfileFit.UNKNOWN for fit in fits.values()):
        return None
    for verdict in (ProfileFit.FITS, ProfileFit.PARTLY):
        keys = [key for key, fit in fits.items() if fit.verdict == verdict]
        if not keys:
            continue
        top = max(keys, key=lambda key: fits[key].met)
        is_sure = all(fits[top].met > fits[key].at_most_met for key in keys if key != top)
        return top if is_sure else None
    return None

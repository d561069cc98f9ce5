"""Looking for help in plain words: what somebody types is compared with texts, and with the kinds of help it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from core.identifiers import search_key


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Plain words by the kind of help that they mean, and words that say nothing by themselves."""

    kinds: Mapping[str, tuple[str, ...]]
    idle: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sought:
    """One word that somebody looks for, with the kinds of help that it means."""

    word: str
    kinds: frozenset[str]

    def fits(self, kind: str, text: str) -> bool:
        """Whether help of this kind, with this search text, has to do with the word."""
        return kind in self.kinds or self.word in text


def sought_in(query: str, synonyms: Synonyms) -> tuple[Sought, ...]:
    """What is looked for, word by word. A word means a kind when either begins with the other, from three letters on;
    an expression of two words when both stand in the query in a row. Only idle words: those, so that nothing is lost.
    """
    typed = search_key(query).split()
    pairs = {f"{first} {second}" for first, second in pairwise(typed)}
    words = [word for word in typed if word not in synonyms.idle] or typed
    return tuple(Sought(word, _meant(word, pairs, synonyms.kinds)) for word in words)


def closeness(sought: Iterable[Sought], kind: str, text: str) -> int:
    """How many of the words have to do with this help; 0 for none."""
    return sum(one.fits(kind, text) for one in sought)


def _meant(word: str, pairs: Iterable[str], kinds: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    expressions = [pair for pair in pairs if word in pair.split()]
    return frozenset(
        kind for kind, known in kinds.items() if any(_begins(word, one) or one in expressions for one in known)
    )


def _begins(word: str, known: str) -> bool:
    return len(word) >= len("was") and " " not in known and (word.startswith(known) or known.startswith(word))

"""Two texts side by side, word by word, and words in a row."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

PART: Final = re.compile(r"\s+|\w+|[^\w\s]")
"""Words, the white space between them, and marks one by one: joined they are the text again."""


WORD: Final = re.compile(r"\w+")
ALIKE: Final = 0.6
"""The share of its words that a line keeps when it is still the same line, by our own eye."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, and whether they are only in this one of the two texts."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text under its name, as it was and as it is, cut in pieces."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether a word differs."""
        return any(piece.is_marked for piece in (*self.before, *self.after))


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


def compare_lists(name: str, before: Iterable[str], after: Iterable[str]) -> TextChange:
    """A list as one text with a line for each. Of a line that became another one whole lines are marked.

    A line that is much the same goes with the one it was, and only its words are marked.
    """
    old, new = [f"{line}\n" for line in before], [f"{line}\n" for line in after]
    were: list[Piece] = []
    are: list[Piece] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[start:end], new[begin:stop]
        if kind == "equal":
            _add(were, "".join(gone), is_marked=False)
            _add(are, "".join(come), is_marked=False)
            continue
        if len(gone) == len(come) and all(map(_is_much_the_same, gone, come)):
            for line, other in zip(gone, come, strict=True):
                change = compare_text(name, line, other)
                for pieces, side in ((were, change.before), (are, change.after)):
                    for piece in side:
                        _add(pieces, piece.text, is_marked=piece.is_marked)
            continue
        _add(were, "".join(gone), is_marked=True)
        _add(are, "".join(come), is_marked=True)
    return TextChange(name, _without_last_end(were), _without_last_end(are))


def _is_much_the_same(line: str, other: str) -> bool:
    return SequenceMatcher(None, WORD.findall(line), WORD.findall(other), autojunk=False).ratio() >= ALIKE


def _without_last_end(pieces: list[Piece]) -> tuple[Piece, ...]:
    if not pieces:
        return ()
    last = Piece(pieces[-1].text.removesuffix("\n"), pieces[-1].is_marked)
    return (*pieces[:-1], last) if last.text else tuple(pieces[:-1])


def _add(pieces: list[Piece], text: str, *, is_marked: bool) -> None:
    if not text:
        return
    last = pieces[-1] if pieces else None
    if last is not None and last.is_marked == is_marked:
        pieces[-1] = Piece(last.text + text, is_marked)
    else:
        pieces.append(Piece(text, is_marked))


def in_a_row(words: Sequence[str]) -> str:
    """Words as in a sentence: "maandag, dinsdag en vrijdag"; empty for none."""
    return " en ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)

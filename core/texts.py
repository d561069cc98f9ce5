"""Two texts side by side, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

PART: Final = re.compile(r"\s+|\w+|[^\w\s]")
"""Words, the white space between them, and marks one by one: joined they are the text again."""


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


def _add(pieces: list[Piece], text: str, *, is_marked: bool) -> None:
    if not text:
        return
    last = pieces[-1] if pieces else None
    if last is not None and last.is_marked == is_marked:
        pieces[-1] = Piece(last.text + text, is_marked)
    else:
        pieces.append(Piece(text, is_marked))

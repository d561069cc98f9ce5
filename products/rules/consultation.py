"""Market consultations: when they may be held, who is named in a text, and what became of a draft."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from core.identifiers import search_key
from core.texts import TextChange, compare_text
from products.enums import Fate


def check_window(opens_at: datetime, closes_at: datetime, *, day_begins: datetime, now: datetime) -> None:
    """A consultation opens today or later, and closes after that and after now.

    Raises ValidationError by field with code `opens_in_past`, `consultation_window` or `closes_in_past`.
    """
    if opens_at < day_begins:
        raise _fault("opens_on", "De marktconsultatie kan niet in het verleden openen.", "opens_in_past")
    if closes_at <= opens_at:
        raise _fault(
            "closes_on",
            "De marktconsultatie sluit voor zij opent. Kies een later einde.",
            "consultation_window",
        )
    if closes_at <= now:
        raise _fault("closes_on", "Dit moment is al voorbij. Kies een later moment om te sluiten.", "closes_in_past")


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that stand in the text, whatever their case and accents; in the order in which they came."""
    words = f" {_words(text)} "
    return [name for name in names if (plain := _words(name)) and f" {plain} " in words]


@dataclass(frozen=True, slots=True)
class Wording:
    """A requirement as people read it."""

    code: str
    statement: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One requirement in both texts: what became of it, and of which words."""

    code: str
    fate: Fate
    statement: TextChange
    rule: TextChange


def differences(before: Iterable[Wording], after: Iterable[Wording]) -> list[Difference]:
    """Per requirement what became of it, in the order of the new text; what went stands after what came before it."""
    old = {one.code: one for one in before}
    new = {one.code: one for one in after}
    return [_difference(code, old, new) for code in _in_order(list(old), list(new))]


def _difference(code: str, old: Mapping[str, Wording], new: Mapping[str, Wording]) -> Difference:
    nothing = Wording(code, "")
    was, now = old.get(code, nothing), new.get(code, nothing)
    statement = compare_text("Eis", was.statement, now.statement)
    rule = compare_text("Regel", was.rule, now.rule)
    if code not in new:
        fate = Fate.REMOVED
    elif code not in old:
        fate = Fate.ADDED
    else:
        fate = Fate.CHANGED if statement.is_changed or rule.is_changed else Fate.SAME
    return Difference(code, fate, statement, rule)


def _in_order(old: list[str], new: list[str]) -> list[str]:
    order = list(new)
    for place, code in enumerate(old):
        if code not in order:
            order.insert(order.index(old[place - 1]) + 1 if place else 0, code)
    return order


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", search_key(text)))


def _fault(field: str, message: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})

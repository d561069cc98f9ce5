"""Two people at one form: what each of them wrote, side by side, and the choice between them, without script.

A form that is shown carries what it began with, as a fingerprint of each field. So after a conflict it is known who
changed what: a field that only the other changed is theirs unless the writer says otherwise, and one that only the
writer changed needs no choice at all.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.http import QueryDict

from core.texts import Piece, TextChange, compare_lists, compare_text
from core.web.forms import NOTHING, in_words
from core.web.sent import TAKE

THEIRS: Final = "opgeslagen"
DIGITS: Final = 10

Part = Any
"""A form, or a formset of rows."""


@dataclass(frozen=True, slots=True)
class LastSaved:
    """Who saved last, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """One field, or one list of rows, that two people left different."""

    key: str
    label: str
    mine: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    takes_theirs: bool

    @property
    def name(self) -> str:
        """What the buttons of this choice are called in the form."""
        return f"{TAKE}{self.key}"


@dataclass(frozen=True, slots=True)
class Clash:
    """What a page shows after a conflict."""

    choices: tuple[Choice, ...]
    last: LastSaved | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one field, or one list of rows, says in words."""

    label: str
    words: str
    is_list: bool = False

    @property
    def digest(self) -> str:
        """A fingerprint of the words, for a comparison later."""
        return sha256(self.words.encode()).hexdigest()[:DIGITS]


def said_in(form: Any, parts: Iterable[Part]) -> dict[str, Said]:
    """By key what a form and its parts say now: as typed once they were checked, as stored before."""
    return {key: said for part in (form, *parts) for key, said in _said(part)}


def begun_with(form: Any, parts: Iterable[Part]) -> str:
    """The fingerprints that a page carries of what it began with."""
    return json.dumps({key: said.digest for key, said in said_in(form, parts).items()}, separators=(",", ":"))


def clash_between(
    typed: Mapping[str, Said], stored: Mapping[str, Said], begun: str, last: LastSaved | None
) -> Clash | None:
    """The choices that are left after a conflict; None when whatever differs was changed by the writer alone."""
    began = _read(begun)
    choices = []
    for key, theirs in stored.items():
        mine = typed.get(key)
        if mine is None or mine.words == theirs.words or began.get(key) == theirs.digest:
            continue
        change = _compared(theirs, mine)
        choices.append(Choice(key, theirs.label, change.after, change.before, began.get(key) == mine.digest))
    return Clash(tuple(choices), last) if choices else None


def taken_over(sent: QueryDict) -> set[str]:
    """The keys of what the writer leaves to the other."""
    return {name.removeprefix(TAKE) for name in sent if name.startswith(TAKE) and sent[name] == THEIRS}


def with_theirs(sent: QueryDict, keys: Iterable[str], form: Any, parts: Sequence[Part]) -> QueryDict:
    """What was sent, with the stored values in place of those of `keys`. Form and parts show what is stored."""
    wanted, data = set(keys), sent.copy()
    for part in (form, *parts):
        if isinstance(part, BaseFormSet):
            if part.prefix in wanted:
                _replace_rows(data, part)
            continue
        for field in part.visible_fields():
            if field.html_name in wanted:
                data.setlist(field.html_name, _as_sent(field))
    return data


def _compared(theirs: Said, mine: Said) -> TextChange:
    if theirs.is_list:
        return compare_lists(theirs.label, theirs.words.splitlines(), mine.words.splitlines())
    return compare_text(theirs.label, theirs.words, mine.words)


def _said(part: Part) -> Iterator[tuple[str, Said]]:
    if part.is_bound and not _is_checked(part):
        return  # another form of the page, that was not sent
    if isinstance(part, BaseFormSet):
        # Without any beginning there is nothing stored: all rows are new.
        if part.initial is not None or part.is_bound:
            label = str(getattr(part, "items_label", "Regels"))
            yield str(part.prefix), Said(label, "\n".join(_row(form) for form in _rows(part)), is_list=True)
        return
    about = getattr(part, "item_label", "")
    for field in part.visible_fields():
        label = f"{about}: {str(field.label).lower()}" if about else str(field.label)
        yield field.html_name, Said(label, _words(field))


def _is_checked(part: Part) -> bool:
    forms_of_it = part.forms if isinstance(part, BaseFormSet) else [part]
    return all(hasattr(form, "cleaned_data") for form in forms_of_it)


def _rows(formset: Any) -> Any:
    return formset.kept if formset.is_bound else formset.initial_forms


def _row(form: Any) -> str:
    fields = [field for field in form.visible_fields() if field.name != "DELETE"]
    said = [(str(field.label), words) for field in fields if (words := _words(field)) not in {NOTHING, "nee"}]
    return "; ".join(words if place == 0 else f"{_asked(label)} {words}" for place, (label, words) in enumerate(said))


def _asked(label: str) -> str:
    return label if label.endswith(("?", ":")) else f"{label}:"


def _words(field: BoundField) -> str:
    # A browser sends other ends of lines than those that are stored.
    return in_words(field.field, _value(field)).replace("\r\n", "\n").strip()


def _value(field: BoundField) -> Any:
    return field.form.cleaned_data.get(field.name) if field.form.is_bound else field.initial


def _as_sent(field: BoundField) -> list[str]:
    """As the browser sends the value that this field shows."""
    value = field.value()
    if isinstance(field.field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = field.field.widget.format_value(value)
    if shown is None:
        return []
    return [str(one) for one in shown] if isinstance(shown, list | tuple) else [str(shown)]


def _replace_rows(data: QueryDict, formset: Any) -> None:
    for name in [name for name in data if name.startswith(f"{formset.prefix}-")]:
        del data[name]
    rows = formset.initial_forms
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        data[f"{formset.prefix}-{name}"] = str(len(rows))
    for form in rows:
        for field in (*form.visible_fields(), *form.hidden_fields()):
            if field.name != "DELETE":
                data.setlist(field.html_name, _as_sent(field))


def _read(begun: str) -> dict[str, str]:
    """The fingerprints as they came back; nothing when somebody made something else of them."""
    try:
        read = json.loads(begun)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in read.items()} if isinstance(read, dict) else {}

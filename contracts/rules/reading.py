"""A contract read line by line, and two readings side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from contracts.enums import DocumentKind

ORDER_OF_PRECEDENCE = tuple(DocumentKind)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was agreed: under which heading it stands, what it is about, and what it says."""

    topic: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing in two readings: None where it is not in one of them."""

    topic: str
    subject: str
    before: str | None
    after: str | None

    @property
    def is_changed(self) -> bool:
        """Whether the two readings differ here."""
        return self.before != self.after

    @property
    def change(self) -> str:
        """What happened, in a word; nothing when nothing did."""
        if not self.is_changed:
            return ""
        if self.before is None:
            return "nieuw"
        return "vervallen" if self.after is None else "gewijzigd"


def side_by_side(before: Sequence[Line], after: Sequence[Line]) -> list[Pair]:
    """Both readings line by line: in the order of the second, what is only in the first at the end of its topic.

    Within a reading each subject stands once under its topic.
    """
    old = {(line.topic, line.subject): line.text for line in before}
    new = {(line.topic, line.subject): line.text for line in after}
    topics = list(dict.fromkeys([line.topic for line in after] + [line.topic for line in before]))
    keys = [*new, *(key for key in old if key not in new)]
    keys.sort(key=lambda key: topics.index(key[0]))
    return [Pair(topic, subject, old.get((topic, subject)), new.get((topic, subject))) for topic, subject in keys]


class Paper(Protocol):
    """A document as far as its place among the others goes."""

    @property
    def kind(self) -> Any: ...
    @property
    def title(self) -> Any: ...
    @property
    def version(self) -> Any: ...
    @property
    def dated_on(self) -> Any: ...


P = TypeVar("P", bound=Paper)


def in_order_of_precedence(papers: Iterable[P], day: date) -> list[P]:
    """The documents that were there on `day`, of each the latest version, the one that goes first at the top.

    Agreement, call-off, nota van inlichtingen with a later one first, purchasing documents, offer; of equal kind the
    later goes first (Contractstandaarden Wmo art. 1.2).
    """
    latest: dict[tuple[str, str], P] = {}
    for paper in sorted(papers, key=lambda one: (one.dated_on, one.version)):
        if paper.dated_on <= day:
            latest[paper.kind, paper.title] = paper
    by_date = sorted(latest.values(), key=lambda one: (one.dated_on, one.title), reverse=True)
    return sorted(by_date, key=lambda one: ORDER_OF_PRECEDENCE.index(DocumentKind(one.kind)))


@dataclass(frozen=True, slots=True)
class EndChange:
    """From `starts_on` the agreement ends on another day than `former_ends_on`."""

    starts_on: date
    former_ends_on: date | None


def end_on(day: date, ends_on: date | None, changes: Iterable[EndChange]) -> date | None:
    """The last day of an agreement as it was read on `day`: `ends_on` is that of after all changes."""
    later = [change for change in changes if change.starts_on > day]
    return min(later, key=lambda change: change.starts_on).former_ends_on if later else ends_on

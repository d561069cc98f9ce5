"""How rows become answers: a serializer says which columns are read and what they are called, and the rows are read as
plain tuples. No model and no serializer is made for each row; that is what makes long lists quick (ADR 21).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, Final, cast
from uuid import UUID, uuid4

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Field, ForeignObjectRel, Model, QuerySet
from rest_framework import serializers

from core.api.prepared import Prepared
from core.models import DatedModel
from core.querysets import holds_on

Answer = dict[str, Any]
Convert = Callable[[Any], Any]
Found = list[tuple[Any, Answer]]
"""Answers with the primary keys of their rows."""

AT_ONCE: Final = 2000
"""Rows that are in memory together when a whole collection is sent."""

KEPT: Final = 500
"""Shapes that are kept: as many as there are choices of fields that clients make, within bounds."""

NOWHERE: Final = -(2**62)
"""A primary key of nothing."""


class Derived(serializers.Field[Any, Any, Any, Any]):
    """A field that is made of several columns, with no query of its own."""

    def __init__(self, *columns: str, make: Callable[..., Any], **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self.columns = columns
        self.make = make

    def get_attribute(self, instance: Any) -> Any:
        """What REST framework itself would show: the same."""
        values = []
        for column in self.columns:
            value = instance
            for name in column.split("__"):
                value = getattr(value, name)
            values.append(value)
        return self.make(*values)

    def to_representation(self, value: Any) -> Any:
        """As it was made."""
        return value


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column, or some of them, that become one field."""

    name: str
    places: tuple[int, ...]
    convert: Convert | None


@dataclass(frozen=True, slots=True)
class Branch:
    """Fields that stand together under a name; null when the row that they are of is not there."""

    name: str
    present: int
    inner: "Fields"


@dataclass(frozen=True, slots=True)
class Fields:
    """What is made of one row."""

    leaves: tuple[Leaf, ...]
    branches: tuple[Branch, ...]

    def of(self, row: Sequence[Any]) -> Answer:
        """The answer of a row of columns."""
        answer: Answer = {}
        for leaf in self.leaves:
            if leaf.convert is None:
                answer[leaf.name] = row[leaf.places[0]]
            else:
                answer[leaf.name] = leaf.convert(*(row[place] for place in leaf.places))
        for branch in self.branches:
            answer[branch.name] = None if row[branch.present] is None else branch.inner.of(row)
        return answer


@dataclass(frozen=True, slots=True)
class Children:
    """Rows that stand under each row as a list, read in one query for all of them."""

    name: str
    accessor: str
    """The name of the relation in a query."""
    rows: QuerySet[Any]
    parent: str
    """The column that says under which row."""
    shape: "Shape"


class Shape:
    """How the rows of a model become answers of a serializer.

    `wanted` limits the answer to these fields, as a client may ask. A field's `source` is a column, also of another row
    that the row refers to (`contract.provider.name`). Serializers that stand in it take the columns of what they are
    about; with `many` they are the rows that refer here, and `rows` of that serializer says which of them count.
    """

    def __init__(self, serializer: type[serializers.Serializer[Any]], model: type[Model], wanted: Iterable[str] = ()):
        self.model = model
        self._columns: list[str] = []
        chosen = set(wanted)
        fields = {name: field for name, field in serializer().fields.items() if not chosen or name in chosen}
        self._children = [self._listed(name, field) for name, field in fields.items() if _is_list(field)]
        self._fields = self._plan({name: field for name, field in fields.items() if not _is_list(field)}, "")
        self._key = self._place("pk")
        self._by_public_id: tuple[Hashable, Prepared] | None = None
        self._by_parent: Prepared | None = None
        self.flat_names = _flat_names(self._fields)
        """The way to each value that is no list."""

    def page(self, rows: QuerySet[Any], day: date | None = None) -> Found:
        """The rows with their primary keys: one query, and one for each kind of list in them.

        With a day only what holds on it stands in lists of dated rows.
        """
        return self._answers(list(rows.values_list(*self._columns)), day)

    def one(self, rows: Callable[[], QuerySet[Any]], public_id: UUID, known_by: Hashable) -> Found:
        """The row with this public id, or none: as many queries as a page, of which the text is made once.

        `known_by` says when it is made anew: with the same name the rows follow from the same conditions.
        """
        if self._by_public_id is None or self._by_public_id[0] != known_by:
            stand_in = uuid4()
            asked = rows().filter(public_id=stand_in).order_by().values_list(*self._columns)
            field = self.model._meta.get_field("public_id")
            self._by_public_id = known_by, Prepared(asked, cast("Field[Any, Any]", field), stand_in)
        found = self._by_public_id[1].of(public_id)
        answers = [(row[self._key], self._fields.of(row)) for row in found]
        for child in self._children:
            for pk, answer in answers:
                answer[child.name] = child.shape._of_one(child, pk)
        return answers

    def stream(self, rows: QuerySet[Any], day: date | None = None) -> Iterator[Answer]:
        """All rows, however many: a part of them is in memory at a time."""
        found = iter(rows.values_list(*self._columns).iterator(chunk_size=AT_ONCE))
        while some := list(islice(found, AT_ONCE)):
            for _, answer in self._answers(some, day):
                yield answer

    def rests_on(self, aliases: Mapping[str, str]) -> dict[str, set[str]]:
        """By label of a model the ways from a row of ours to the rows of it that an answer tells of.

        A way is what goes before a column in a query, and empty for the row itself. `aliases` names the relation behind
        a name that only a query has.
        """
        ways: dict[str, set[str]] = defaultdict(set)
        for column in self._columns:
            parts = [aliases.get(part, part) for part in column.split("__")[:-1]]
            for depth in range(len(parts) + 1):
                ways[_model_at(self.model, parts[:depth])._meta.label_lower].add(
                    "".join(f"{one}__" for one in parts[:depth])
                )
        for child in self._children:
            for label, inner in child.shape.rests_on({}).items():
                # The way back to our own row tells nothing new.
                ways[label] |= {f"{child.accessor}__{way}" for way in inner if not way.startswith(f"{child.parent}__")}
        return ways

    def _answers(self, rows: Sequence[Sequence[Any]], day: date | None) -> Found:
        key, make = self._key, self._fields.of
        answers = [(row[key], make(row)) for row in rows]
        for child in self._children:
            under = child.shape._under(child, [pk for pk, _ in answers], day)
            for pk, answer in answers:
                answer[child.name] = under.get(pk, [])
        return answers

    def _under(self, child: Children, keys: Sequence[Any], day: date | None) -> dict[Any, list[Answer]]:
        """By primary key of the row that they refer to."""
        found: dict[Any, list[Answer]] = defaultdict(list)
        of, rows = self._place(child.parent), child.rows.filter(**{f"{child.parent}__in": keys})
        if day is not None and issubclass(self.model, DatedModel):
            rows = rows.filter(holds_on(day))
        children = list(rows.values_list(*self._columns))
        for row, (_, answer) in zip(children, self._answers(children, day), strict=True):
            found[row[of]].append(answer)
        return found

    def _of_one(self, child: Children, key: Any) -> list[Answer]:
        if self._by_parent is None:
            found = child.rows.filter(**{child.parent: NOWHERE}).values_list(*self._columns)
            self._by_parent = Prepared(found, self.model._meta.pk, NOWHERE)
        return [answer for _, answer in self._answers(self._by_parent.of(key), None)]

    def _plan(self, fields: Mapping[str, Any], prefix: str) -> Fields:
        leaves, branches = [], []
        for name, field in fields.items():
            if isinstance(field, serializers.Serializer):
                path = f"{prefix}{_path(field.source)}__"
                inner = self._plan(field.fields, path)
                branches.append(Branch(name, self._place(f"{path}pk"), inner))
            elif isinstance(field, Derived):
                places = tuple(self._place(f"{prefix}{column}") for column in field.columns)
                leaves.append(Leaf(name, places, field.make))
            elif isinstance(field, serializers.SerializerMethodField) or _is_list(field):
                raise ImproperlyConfigured(f"{name}: only columns, and lists at the top, can be read at once.")
            else:
                leaves.append(Leaf(name, (self._place(f"{prefix}{_path(field.source)}"),), _convert(field)))
        return Fields(tuple(leaves), tuple(branches))

    def _place(self, column: str) -> int:
        if column not in self._columns:
            self._columns.append(column)
        return self._columns.index(column)

    def _listed(self, name: str, field: Any) -> Children:
        relation = self.model._meta.get_field(_path(field.source))
        if not isinstance(relation, ForeignObjectRel):
            raise ImproperlyConfigured(f"{name}: {field.source} are no rows that refer to {self.model.__name__}.")
        related = relation.related_model
        child = type(field.child)
        rows = getattr(child, "rows", None)
        rows = related._default_manager.all() if rows is None else rows
        return Children(name, relation.name, rows, relation.field.name, Shape(child, related))


@lru_cache(maxsize=KEPT)
def shape_of(serializer: type[serializers.Serializer[Any]], model: type[Model], wanted: tuple[str, ...]) -> Shape:
    """The shape of a serializer, worked out once."""
    return Shape(serializer, model, wanted)


def _model_at(model: type[Model], way: Iterable[str]) -> type[Model]:
    for name in way:
        model = cast("type[Model]", model._meta.get_field(name).related_model)
    return model


def _flat_names(fields: Fields) -> list[tuple[str, ...]]:
    names: list[tuple[str, ...]] = [(leaf.name,) for leaf in fields.leaves]
    return names + [(branch.name, *rest) for branch in fields.branches for rest in _flat_names(branch.inner)]


def _is_list(field: Any) -> bool:
    return isinstance(field, serializers.ListSerializer)


def _path(source: str | None) -> str:
    return (source or "").replace(".", "__")


def _convert(field: Any) -> Convert | None:
    """What the writer of JSON does not know how to write."""
    if isinstance(field, serializers.DecimalField):
        places = field.decimal_places or 0
        return lambda value: None if value is None else f"{value:.{places}f}"
    return None

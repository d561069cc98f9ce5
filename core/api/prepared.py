"""A query of which the text is made once. For one row Django is longer at making the text than PostgreSQL is at the
answer (ADR 21), and between two rows of a resource only the one value differs by which they are found.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import Field, QuerySet


class Prepared:
    """Rows as tuples, found by a value of `field`; `rows` are those of `stand_in`, a value that stands nowhere else."""

    def __init__(self, rows: QuerySet[Any], field: Field[Any, Any], stand_in: Any):
        compiler: Any = rows.query.get_compiler(rows.db)
        self._text, params = compiler.as_sql()
        self._field, self._alias = field, rows.db
        marked = self._prepared(stand_in)
        self._params = tuple(params)
        self._places = [place for place, value in enumerate(self._params) if value == marked]
        if not self._places:
            raise ValueError("The query does not ask for the value that stands in.")
        shown = [expression for expression, *_ in compiler.select]
        self._converters = [
            (place, convert, expression)
            for place, (converts, expression) in compiler.get_converters(shown).items()
            for convert in converts
        ]

    def of(self, value: Any) -> list[Sequence[Any]]:
        """The rows of this value. One query."""
        params = list(self._params)
        for place in self._places:
            params[place] = self._prepared(value)
        connection = connections[self._alias]
        with connection.cursor() as cursor:
            cursor.execute(self._text, params)
            rows: list[Sequence[Any]] = cursor.fetchall()
        if not self._converters:
            return rows
        converted = [list(row) for row in rows]
        for place, convert, expression in self._converters:
            for row in converted:
                row[place] = convert(row[place], expression, connection)
        return converted  # type: ignore[return-value]

    def _prepared(self, value: Any) -> Any:
        return self._field.get_db_prep_value(value, connections[self._alias])

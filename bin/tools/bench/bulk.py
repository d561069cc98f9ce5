"""Filling tables by the hundred thousand: rows that follow from other rows are made by the database itself."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connection, models

from core.clock import now


def insert_select(model: type[models.Model], source: str, /, **values: str) -> int:
    """Insert a row of `model` for each row of `source` (what follows FROM), and return how many.

    `values` are SQL expressions by column. Every other column gets its default as Django would give it, so a
    new field with a default needs nothing here. Write a percent sign twice.
    """
    columns: list[str] = []
    expressions: list[str] = []
    parameters: list[Any] = []
    for field in model._meta.local_concrete_fields:
        if field.column in values:
            expression = values.pop(field.column)
        elif isinstance(field, models.AutoField):
            continue
        elif isinstance(field, models.UUIDField) and field.has_default():
            expression = _random_uuid()
        else:
            expression = "%s"
            parameters.append(_default(field))
        columns.append(connection.ops.quote_name(str(field.column)))
        expressions.append(expression)
    if values:
        raise ValueError(f"{model.__name__} has no column {', '.join(values)}.")
    table = connection.ops.quote_name(model._meta.db_table)
    # Nothing here comes from outside: names of columns and expressions that stand in this folder.
    statement = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(expressions)} FROM {source}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of text values for `columns`, ready for the database; every other column gets its default.

    With COPY on PostgreSQL: a million rows in about the time that it takes to make them up.
    """
    others = [
        field
        for field in model._meta.local_concrete_fields
        if field.column not in columns and not isinstance(field, models.AutoField)
    ]
    defaults = [None if isinstance(field, models.UUIDField) else _default(field) for field in others]
    uuids = [place for place, field in enumerate(others) if isinstance(field, models.UUIDField) and field.has_default()]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(name)) for name in (*columns, *(field.column for field in others)))

    def whole() -> Iterator[list[Any]]:
        for row in rows:
            rest = list(defaults)
            for place in uuids:
                rest[place] = uuid4().hex
            yield [*row, *rest]

    table = quote(model._meta.db_table)
    if connection.vendor == "postgresql":
        text = io.StringIO()
        for row in whole():
            text.write("\t".join("\\N" if value is None else str(value) for value in row) + "\n")
        text.seek(0)
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", text)
        return
    marks = ", ".join(["%s"] * (len(columns) + len(others)))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(whole()))  # noqa: S608


@contextmanager
def indexes_afterwards(model: type[models.Model]) -> Iterator[None]:
    """On PostgreSQL build the indexes of a table that guard nothing when it is full, and not row by row."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i JOIN pg_index x ON x.indexrelid = "
            "quote_ident(i.indexname)::regclass WHERE i.tablename = %s AND NOT x.indisunique AND NOT x.indisexclusion",
            [model._meta.db_table],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in found:
            cursor.execute(definition)


def day(start: date, plus: str = "0") -> str:
    """The SQL of the day that lies `plus` days (SQL, whole number) after `start`."""
    return days_after(f"DATE '{start}'" if connection.vendor == "postgresql" else f"'{start}'", plus)


def days_after(start: str, plus: str) -> str:
    """The SQL of the day that lies `plus` days after `start`, both SQL."""
    if connection.vendor == "postgresql":
        return f"({start} + ({plus})::int)"
    return f"date({start}, ({plus}) || ' days')"


def moment() -> str:
    """The SQL of this moment, as a column of moments holds it."""
    text = now().strftime("%Y-%m-%d %H:%M:%S")
    return f"TIMESTAMPTZ '{text}+00'" if connection.vendor == "postgresql" else f"'{text}'"


def yes() -> str:
    """True in SQL."""
    return "TRUE" if connection.vendor == "postgresql" else "1"


def _random_uuid() -> str:
    return "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"


def _default(field: models.Field[Any, Any]) -> Any:
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        value: Any = now()
    elif field.has_default():
        value = field.get_default()
    elif field.null:
        value = None
    elif isinstance(field, models.CharField | models.TextField):
        value = ""
    else:
        raise ValueError(f"{field} has no default: say what to put in {field.column}.")
    return field.get_db_prep_save(value, connection)

"""The one way in which services write rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from django.core.exceptions import EmptyResultSet, FieldError, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, QuerySet

from core.constraints import as_validation_error
from core.fields import with_blind_indexes
from core.models import DatedModel

M = TypeVar("M", bound=models.Model)


class NewPublicId(models.Func):
    """A fresh public id for each row that a query makes, as `uuid4` gives one to a row that Python makes."""

    output_field = models.UUIDField()
    template = "gen_random_uuid()"
    arity = 0

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite has no such function: put together as version 4 of RFC 9562 says."""
        parts = "hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) || substr('89AB', 1 + (random() & 3), 1)"
        template = f"lower({parts} || substr(hex(randomblob(2)), 2) || hex(randomblob(6)))"
        return self.as_sql(compiler, connection, template=template, **extra)


def store(row: models.Model, *fields: str) -> None:
    """Check the whole row, then write it, or only the named fields.

    Raises `ValidationError` with all faults at once. A fault that only the database can see, because
    somebody else wrote in between, comes back as the same error with the constraint's own message.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save(update_fields=with_blind_indexes(type(row), fields) or None)
    except IntegrityError as error:
        raise as_validation_error(error) or _without_row(error) from None


def store_new(model: type[M], rows: Sequence[M], batch_size: int = 500) -> None:
    """Write many new rows at once; the caller checked them. Errors of the database as of `store`."""
    try:
        with transaction.atomic():
            model._default_manager.bulk_create(rows, batch_size=batch_size)
    except IntegrityError as error:
        raise as_validation_error(error) or _without_row(error) from None


def store_changed(model: type[M], rows: Sequence[M], fields: Iterable[str], batch_size: int = 200) -> None:
    """Write these columns of many rows at once; the caller checked them. Errors as of `store_new`.

    Raises FieldError for a column with a blind index: only `store` keeps the two together.
    """
    names = set(fields)
    if with_blind_indexes(model, names) != names:
        raise FieldError(f"{model._meta.label}: write columns with a blind index by store().")
    try:
        with transaction.atomic():
            model._default_manager.bulk_update(rows, sorted(names), batch_size=batch_size)
    except IntegrityError as error:
        raise as_validation_error(error) or _without_row(error) from None


def claim(due: QuerySet[M], at_once: int, *, until: datetime, **values: Any) -> QuerySet[M]:
    """Make at most so many of the `due` rows the caller's own until a moment, and give them in no order.

    For work that stands in rows with `claim`, `claimed_until` and `attempts`: several workers at once never get the
    same row. `values` are written along. It is committed when this returns, unless the caller is in a transaction.
    """
    token = uuid4()
    with transaction.atomic():
        free = due
        if connection.features.has_select_for_update_skip_locked:
            free = due.select_for_update(skip_locked=True, no_key=True)
        chosen = list(free.values_list("pk", flat=True)[:at_once])
        # Where rows cannot be skipped, the condition once more is what keeps two workers apart.
        mine: dict[str, Any] = {"claim": token, "claimed_until": until, "attempts": F("attempts") + 1}
        due.order_by().filter(pk__in=chosen).update(**mine, **values)
    return due.model._default_manager.filter(pk__in=chosen, claim=token)


def store_missing(model: type[M], rows: QuerySet[Any, Any], fields: Sequence[str]) -> int:
    """Write what a query finds as new rows, except those that are there already; the number of new ones.

    One statement whatever the number of rows. The query gives, by `values_list`, the columns of `fields` in this
    order, all that the model needs; the constraints of the database are what checks them.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(_column(model, name)) for name in fields)
    try:
        select, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return 0  # the conditions contradict each other
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {select} ON CONFLICT DO NOTHING", parameters)
        return int(cursor.rowcount)


def store_dated(wanted: DatedModel, *, key: str, values: Sequence[str]) -> bool:
    """Write a dated row of reference data that a file asks for, or its end; whether there was anything to write.

    Rows of one `key` follow each other. What is in the database already was worked with, so its `values` never change:
    ValidationError `reference_changed` when the file says otherwise.
    """
    rows = type(wanted)._default_manager.filter(**{key: getattr(wanted, key)}, starts_on=wanted.starts_on)
    known = rows.first()
    if known is None:
        store(wanted)
        return True
    if any(getattr(known, name) != getattr(wanted, name) for name in values):
        raise ValidationError(
            f"{known} staat al in de database en verschilt van het bestand: {wanted}. Geef wat nieuw is een nieuwe "
            "begindatum.",
            code="reference_changed",
        )
    if known.ends_on == wanted.ends_on:
        return False
    known.ends_on = wanted.ends_on
    store(known, "ends_on")
    return True


@transaction.atomic
def store_all_dated(wanted: Iterable[DatedModel], *, key: str, values: Sequence[str]) -> int:
    """Write the dated rows that a file asks for, as `store_dated` does each; how many were added or ended.

    Raises ValidationError with the faults of all of them, and writes none then.
    """
    changed, faults = 0, []
    for row in wanted:
        try:
            changed += store_dated(row, key=key, values=values)
        except ValidationError as error:
            faults.append(error)
    if faults:
        raise ValidationError(faults)
    return changed


def _column(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.column)


def _without_row(error: IntegrityError) -> IntegrityError:
    """The same error without the row: PostgreSQL quotes the whole of it, and errors end up in logs."""
    diagnosis: Any = getattr(error.__cause__, "diag", None)
    return error if diagnosis is None else IntegrityError(diagnosis.message_primary or type(error).__name__)

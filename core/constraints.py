"""Constraints with a Dutch message that hold in the database itself, on PostgreSQL and on SQLite alike."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, NotSupportedError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.models import BaseConstraint, Exists, Q, UniqueConstraint
from django.db.models.sql import Query

OVERLAP_FAILED: Final = "NoOverlap constraint failed: "
OVERLAP_CODE: Final = "period_overlap"
OVERLAP_MESSAGE: Final = (
    "Deze periode overlapt met een periode die er al is. Kies andere datums, of beëindig eerst de andere periode."
)

# On SQLite. AFTER and not BEFORE: only then the new row has its id and its columns stand in the table.
TRIGGER: Final = """CREATE TRIGGER %(name)s AFTER %(event)s ON %(table)s
BEGIN
    SELECT RAISE(ABORT, %(message)s)
    WHERE EXISTS (SELECT 1 FROM %(table)s WHERE %(pk)s = NEW.%(pk)s AND %(counts)s)
    AND EXISTS (
        SELECT 1 FROM %(table)s
        WHERE %(pk)s <> NEW.%(pk)s AND %(same)s AND %(meets)s AND %(counts)s
    );
END"""

# Rows that were there before the triggers. Touching the ones that overlap wakes the trigger, which refuses
# them by name, as PostgreSQL refuses a new constraint. One sort, so a large table stays cheap.
RECHECK: Final = """UPDATE %(table)s SET %(start)s = %(start)s WHERE %(pk)s IN (
    SELECT %(pk)s FROM (
        SELECT %(pk)s, %(first_day)s AS first_day, MAX(%(last_day)s) OVER (
            PARTITION BY %(scope)s ORDER BY %(first_day)s, %(pk)s
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS taken_until
        FROM %(table)s WHERE %(known)s AND %(counts)s
    ) WHERE first_day <= taken_until
)"""


class NoOverlap(BaseConstraint):
    """No two rows that agree in every field of `scope` hold on the same day.

    The ends are inclusive, an empty end is open. A row with NULL in a scope field is compared with none, and
    a row outside `condition` neither (leave pattern look-ups out of it). A row that ends before it starts
    holds on no day: `core.periods.period_order` refuses it.

    PostgreSQL: an exclusion constraint. SQLite: triggers after insert and update. Django rebuilds a SQLite
    table on most alterations, and its triggers fall with the old table. So they are not made once, but
    belong to the definition of the table: whoever creates it, for the first time or as the rebuilt copy,
    also queues its triggers, which follow the table through its renaming.
    """

    default_violation_error_message = OVERLAP_MESSAGE

    def __init__(
        self,
        *,
        name: str,
        scope: Sequence[str],
        condition: Q | None = None,
        starts_on: str = "starts_on",
        ends_on: str = "ends_on",
        violation_error_message: str | None = None,
        violation_error_code: str = OVERLAP_CODE,
    ) -> None:
        if isinstance(scope, str) or not scope:
            raise ValueError("NoOverlap.scope must name at least one field, in a list or tuple.")
        if condition is not None and not isinstance(condition, Q):
            raise ValueError("NoOverlap.condition must be a Q.")
        self.scope = tuple(scope)
        self.condition = condition
        self.starts_on = starts_on
        self.ends_on = ends_on
        super().__init__(
            name=name,
            violation_error_message=violation_error_message,
            violation_error_code=violation_error_code,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NoOverlap):
            return NotImplemented
        return self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.scope))

    def __repr__(self) -> str:
        condition = "" if self.condition is None else f" condition={self.condition}"
        return (
            f"<NoOverlap: name={self.name!r} scope={self.scope!r} period=({self.starts_on}, {self.ends_on}){condition}>"
        )

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs["scope"] = self.scope
        if self.condition is not None:
            kwargs["condition"] = self.condition
        if self.starts_on != "starts_on":
            kwargs["starts_on"] = self.starts_on
        if self.ends_on != "ends_on":
            kwargs["ends_on"] = self.ends_on
        return path, args, kwargs

    @property
    def _fields(self) -> tuple[str, ...]:
        return (*self.scope, self.starts_on, self.ends_on)

    def _check(self, model: type[models.Model], connection: BaseDatabaseWrapper) -> list[checks.CheckMessage]:
        references: set[tuple[str, ...]] = {(name,) for name in self._fields}
        if self.condition is not None:
            references.update(model._get_expr_references(self.condition))  # type: ignore[attr-defined]
        found: list[checks.CheckMessage] = self._check_references(model, references)  # type: ignore[attr-defined]
        return found or [
            checks.Error(f"{self.name}: '{name}' must be a DateField.", obj=model, id="core.E001")
            for name in (self.starts_on, self.ends_on)
            if _field(model, name).get_internal_type() != "DateField"
        ]

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ValidationError when `instance` overlaps a stored row, before the database does."""
        if exclude and exclude.intersection(self._fields):
            return
        fields = [_field(model, name) for name in self._fields]
        values = {field.name: field.to_python(getattr(instance, field.attname)) for field in fields}
        starts, ends = values[self.starts_on], values[self.ends_on]
        if starts is None or any(values[name] is None for name in self.scope):
            return
        if ends is not None and ends < starts:
            return
        others = model._base_manager.using(using).filter(
            Q((f"{self.ends_on}__isnull", True)) | Q((f"{self.ends_on}__gte", starts)),
            Q((f"{self.ends_on}__isnull", True)) | Q((f"{self.ends_on}__gte", models.F(self.starts_on))),
            *(Q((name, values[name])) for name in self.scope),
        )
        if ends is not None:
            others = others.filter(Q((f"{self.starts_on}__lte", ends)))
        if not instance._state.adding and instance.pk is not None:
            others = others.exclude(pk=instance.pk)
        if self._counts(model, instance, others, exclude, using):
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def _counts(
        self,
        model: type[models.Model],
        instance: models.Model,
        others: models.QuerySet[models.Model],
        exclude: set[str] | None,
        using: str,
    ) -> bool:
        if self.condition is None:
            return others.exists()
        values = instance._get_field_expression_map(meta=model._meta, exclude=exclude)  # type: ignore[attr-defined]
        try:
            return (self.condition & Q(Exists(others.filter(self.condition)))).check(values, using=using)
        except FieldError:
            # The condition needs a field that is not checked now.
            return False

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        vendor = schema_editor.connection.vendor
        if vendor == "postgresql":
            # Here as well as in a migration of core, so that no room has to remember to depend on that one.
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            return self._exclusion(model, schema_editor)
        if vendor == "sqlite":
            # Queued: the table is not there yet. The queue runs at the end of a rebuild or of the migration.
            schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
            return None
        raise NotSupportedError(f"NoOverlap does not know {vendor}.")

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        constraint = self.constraint_sql(model, schema_editor)
        if constraint is None:
            return None
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            constraint=constraint,
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        if schema_editor.connection.vendor == "sqlite":
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {quote(f'{self.name}_{event}')}")
            schema_editor.execute(f"DROP INDEX IF EXISTS {quote(f'{self.name}_scope')}")
            return None
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
        )

    def _exclusion(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        *scope, start, end = (quote(_column(model, name)) for name in self._fields)
        equal = ", ".join(f"{column} WITH =" for column in scope)
        return (
            f"CONSTRAINT {quote(self.name)} EXCLUDE USING gist "
            f"({equal}, daterange({start}, {end}, '[]') WITH &&) "
            f"WHERE ({self._condition_sql(model, schema_editor, start, end)})"
        )

    def _triggers(self, model: Any, schema_editor: Any) -> Iterator[Statement]:
        quote = schema_editor.quote_name
        table = model._meta.db_table
        columns = [_column(model, name) for name in self._fields]
        *scope, start, end = (quote(column) for column in columns)
        first_day = "COALESCE({}" + start + ", '0000-00-00')"
        last_day = "COALESCE({}" + end + ", '9999-99-99')"
        parts: dict[str, Any] = {
            "pk": quote(model._meta.pk.column),
            "start": start,
            "scope": ", ".join(scope),
            "same": " AND ".join(f"{column} = NEW.{column}" for column in scope),
            "known": " AND ".join(f"{column} IS NOT NULL" for column in scope),
            "meets": f"{first_day.format('')} <= {last_day.format('NEW.')} "
            f"AND {first_day.format('NEW.')} <= {last_day.format('')}",
            "first_day": first_day.format(""),
            "last_day": last_day.format(""),
            "counts": self._condition_sql(model, schema_editor, start, end),
            "message": schema_editor.quote_value(f"{OVERLAP_FAILED}{self.name}"),
        }

        def statement(template: str, **more: Any) -> Statement:
            # Its own Table and Columns: the schema editor renames them in place.
            return Statement(
                template,
                table=Table(table, quote),
                columns=Columns(table, list(columns), quote),
                **parts,
                **more,
            )

        index = "CREATE INDEX %(name)s ON %(table)s (%(columns)s)"
        yield statement(index, name=quote(f"{self.name}_scope"))
        for event in ("INSERT", "UPDATE"):
            yield statement(TRIGGER, event=event, name=quote(f"{self.name}_{event.lower()}"))
        yield statement(RECHECK)

    def _condition_sql(self, model: Any, schema_editor: Any, start: str, end: str) -> str:
        # An end before a start is not a period; daterange() would fail on it with an unclear error.
        in_order = f"({end} IS NULL OR {start} IS NULL OR {end} >= {start})"
        if self.condition is None:
            return in_order
        query = Query(model=model, alias_cols=False)
        compiler = query.get_compiler(connection=schema_editor.connection)
        sql, params = query.build_where(self.condition).as_sql(compiler, schema_editor.connection)
        condition: str = sql % tuple(schema_editor.quote_value(value) for value in params)
        if "%" in condition:
            raise ValueError(f"{self.name}: no % in the condition of NoOverlap.")
        return f"{in_order} AND ({condition})"


def constraint_of(error: IntegrityError, *, registry: Apps = installed_apps) -> BaseConstraint | None:
    """The constraint of a model that `error` comes from; None for other faults, such as a missing row.

    SQLite names only the columns of most unique constraints. Where two of a model have the same columns
    under different conditions, the first is returned.
    """
    constraints = [
        (model, constraint)
        for model in registry.get_models(include_auto_created=True)
        for constraint in model._meta.constraints
    ]
    name, columns = _named_in(error)
    for model, constraint in constraints:
        if name and constraint.name == name:
            return constraint
        if columns and isinstance(constraint, UniqueConstraint) and constraint.fields:
            table = model._meta.db_table
            own = {f"{table}.{_column(model, field)}" for field in constraint.fields}
            if own == columns:
                return constraint
    return None


def as_validation_error(error: IntegrityError, *, registry: Apps = installed_apps) -> ValidationError | None:
    """The Dutch message and code of the constraint behind `error`; None when no constraint is."""
    constraint = constraint_of(error, registry=registry)
    if constraint is None:
        return None
    code = constraint.violation_error_code
    if code is None and isinstance(constraint, UniqueConstraint):
        code = "unique"
    return ValidationError(constraint.get_violation_error_message(), code=code)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldError(f"'{name}' of {model._meta.label} has no column.")
    return field


def _column(model: type[models.Model], name: str) -> str:
    column: str | None = _field(model, name).column
    if column is None:
        raise FieldError(f"'{name}' of {model._meta.label} has no column.")
    return column


def _named_in(error: IntegrityError) -> tuple[str, frozenset[str]]:
    """The name of the constraint in the driver's error, or else the columns it is about."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or "", frozenset()
    text = str(error)
    named = re.fullmatch(r"\w+ constraint failed: (\w+)", text) or re.fullmatch(
        r"UNIQUE constraint failed: index '(\w+)'", text
    )
    if named:
        return named[1], frozenset()
    unique = re.fullmatch(r"UNIQUE constraint failed: (.+)", text)
    return "", frozenset(unique[1].split(", ")) if unique else frozenset()

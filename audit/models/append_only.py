from collections.abc import Iterator
from typing import Any, Final

from django.db import NotSupportedError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint

REFUSAL: Final = "audit_entry_is_append_only"
"""The text with which the database refuses; out of Django comes an `IntegrityError`."""

POSTGRESQL_FUNCTION: Final = """CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%(refusal)s' USING ERRCODE = 'integrity_constraint_violation';
END $$"""
POSTGRESQL_TRIGGER: Final = """CREATE TRIGGER %(name)s BEFORE UPDATE OR DELETE OR TRUNCATE ON %(table)s
FOR EACH STATEMENT EXECUTE FUNCTION %(name)s()"""

SQLITE_TRIGGER: Final = """CREATE TRIGGER %(name)s BEFORE %(event)s ON %(table)s %(when)s
BEGIN
    SELECT RAISE(ABORT, '%(refusal)s');
END"""
# INSERT OR REPLACE removes the row in its way without waking the DELETE trigger: hence the third.
SQLITE_EVENTS: Final = {
    "update": "",
    "delete": "",
    "insert": "WHEN EXISTS (SELECT 1 FROM %(table)s WHERE %(same)s)",
}


class AppendOnly(BaseConstraint):
    """Rows of the table are added and then stay as they are: UPDATE, DELETE and TRUNCATE are refused.

    Triggers on both databases. On SQLite they belong to the definition of the table, so that they come
    along when a later migration rebuilds it; `unique` are the columns by which INSERT OR REPLACE could
    push a row out.
    """

    def __init__(self, *, name: str, unique: tuple[tuple[str, ...], ...]) -> None:
        super().__init__(name=name)
        self.unique = tuple(tuple(columns) for columns in unique)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AppendOnly):
            return NotImplemented
        return (self.name, self.unique) == (other.name, other.unique)

    def __hash__(self) -> int:
        return hash((self.name, self.unique))

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "unique": self.unique}

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None = None,
        using: str = "default",
    ) -> None:
        """Nothing to check in a new row."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        # Queued: the table is not there yet. The queue runs after a rebuild or at the end of the migration.
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        return self.constraint_sql(model, schema_editor)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        if schema_editor.connection.vendor == "postgresql":
            name, table = quote(self.name), quote(model._meta.db_table)
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            return None
        for trigger in self.trigger_names(schema_editor.connection):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {quote(trigger)}")
        return None

    def trigger_names(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The triggers that stand in this database."""
        if connection.vendor == "postgresql":
            return [self.name]
        return [f"{self.name}_{event}" for event in SQLITE_EVENTS]

    def is_in_place(self, connection: BaseDatabaseWrapper, table: str) -> bool:
        """Whether all triggers are there and switched on."""
        if connection.vendor == "postgresql":
            query = (
                "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(quote_ident(%s)) AND tgenabled IN ('O', 'A')"
            )
        else:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        with connection.cursor() as cursor:
            cursor.execute(query, [table])
            return {row[0] for row in cursor.fetchall()} >= set(self.trigger_names(connection))

    def _statements(self, model: Any, schema_editor: Any) -> Iterator[Statement]:
        quote = schema_editor.quote_name
        vendor = schema_editor.connection.vendor

        def statement(template: str, name: str, **more: str) -> Statement:
            # Its own Table: the schema editor renames it in place when it rebuilds on SQLite.
            table = Table(model._meta.db_table, quote)
            return Statement(template, table=table, name=quote(name), refusal=REFUSAL, **more)

        if vendor == "postgresql":
            yield statement(POSTGRESQL_FUNCTION, self.name)
            yield statement(POSTGRESQL_TRIGGER, self.name)
        elif vendor == "sqlite":
            same = " OR ".join(
                "(" + " AND ".join(f"{quote(column)} = NEW.{quote(column)}" for column in columns) + ")"
                for columns in ((model._meta.pk.column,), *self.unique)
            )
            for event, when in SQLITE_EVENTS.items():
                template = SQLITE_TRIGGER.replace("%(when)s", when)
                yield statement(template, f"{self.name}_{event}", event=event.upper(), same=same)
        else:
            raise NotSupportedError(f"AppendOnly does not know {vendor}.")

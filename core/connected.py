"""A constraint by which periods follow each other without a day between them, on PostgreSQL and on SQLite alike."""

from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint

from core.periods import ONE_DAY

CONNECTED_FAILED: Final = "Connected constraint failed: "
CONNECTED_CODE: Final = "period_gap"
CONNECTED_MESSAGE: Final = (
    "Er zit een gat tussen twee periodes. Laat de ene beginnen op de dag na het einde van de andere."
)

# Somebody comes before the row, and nobody ends on the day before it.
GAP: Final = """SELECT 1 FROM %(table)s one WHERE one.%(scope)s = NEW.%(scope)s
        AND EXISTS (SELECT 1 FROM %(table)s former
            WHERE former.%(scope)s = one.%(scope)s AND former.%(start)s < one.%(start)s)
        AND NOT EXISTS (SELECT 1 FROM %(table)s former
            WHERE former.%(scope)s = one.%(scope)s AND former.%(end)s = %(day_before)s)"""

ON_SQLITE: Final = f"""CREATE TRIGGER %(name)s AFTER %(event)s ON %(table)s
BEGIN
    SELECT RAISE(ABORT, %(message)s) WHERE EXISTS ({GAP});
END"""

ON_POSTGRESQL: Final = f"""CREATE FUNCTION %(function)s() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS ({GAP}) THEN
        RAISE EXCEPTION %(message)s USING ERRCODE = 'check_violation', CONSTRAINT = %(text)s;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER %(name)s AFTER INSERT OR UPDATE OF %(scope)s, %(start)s, %(end)s ON %(table)s
FOR EACH ROW EXECUTE FUNCTION %(function)s()"""


class Connected(BaseConstraint):
    """Of the rows that agree in `scope`, each but the first begins on the day after another one ends.

    Both ends are inclusive. The last row may have an end: then nothing follows yet. Beside it stands a
    `core.constraints.NoOverlap`. Looked at after each insert and update; a row in the middle is not deleted by itself.

    Triggers on both databases: on PostgreSQL with a function of its own, on SQLite made again whenever Django rebuilds
    the table, as those of `NoOverlap`. Rows that were there before are looked at when they change.
    """

    default_violation_error_message = CONNECTED_MESSAGE

    def __init__(
        self,
        *,
        name: str,
        scope: str,
        violation_error_message: str | None = None,
        violation_error_code: str = CONNECTED_CODE,
    ) -> None:
        self.scope = scope
        super().__init__(
            name=name, violation_error_message=violation_error_message, violation_error_code=violation_error_code
        )

    def __eq__(self, other: object) -> bool:
        return self.deconstruct() == other.deconstruct() if isinstance(other, Connected) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.scope))

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"scope": self.scope}

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ValidationError when the stored rows, with this one among them, leave a day open."""
        if exclude and exclude.intersection((self.scope, "starts_on", "ends_on")):
            return
        row: Any = instance
        others = model._base_manager.using(using).filter(**{self.scope: getattr(row, f"{self.scope}_id")})
        stored = others.exclude(pk=row.pk).values_list("starts_on", "ends_on")
        starts, ends = zip(*stored, (row.starts_on, row.ends_on), strict=True)
        if any(day - ONE_DAY not in ends for day in starts if day != min(starts)):
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing within the table: the triggers are queued until it is there."""
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """As `constraint_sql`, for a table that is there already."""
        self.constraint_sql(model, schema_editor)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Take the triggers away, and on PostgreSQL their function."""
        quote = schema_editor.quote_name
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {quote(self.name)}() CASCADE")
            return
        for event in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {quote(f'{self.name}_{event}')}")

    def _triggers(self, model: Any, schema_editor: Any) -> Iterator[Statement]:
        vendor, quote = schema_editor.connection.vendor, schema_editor.quote_name
        if vendor not in {"sqlite", "postgresql"}:
            raise NotSupportedError(f"Connected does not know {vendor}.")
        columns = {"scope": self.scope, "start": "starts_on", "end": "ends_on"}
        parts = {key: quote(model._meta.get_field(name).column) for key, name in columns.items()}
        start = f"one.{parts['start']}"
        parts |= {
            "day_before": f"date({start}, '-1 day')" if vendor == "sqlite" else f"{start} - 1",
            "message": f"'{CONNECTED_FAILED}{self.name}'",
            "text": f"'{self.name}'",
            "function": quote(self.name),
        }

        def statement(template: str, **more: str) -> Statement:
            # Its own Table: the schema editor renames it in place.
            return Statement(template, table=Table(model._meta.db_table, quote), **parts, **more)

        if vendor == "postgresql":
            yield statement(ON_POSTGRESQL, name=quote(f"{self.name}_trigger"))
            return
        for event in ("INSERT", "UPDATE"):
            yield statement(ON_SQLITE, event=event, name=quote(f"{self.name}_{event.lower()}"))

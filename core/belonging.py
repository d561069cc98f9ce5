"""A constraint by which a row keeps the owner of the row it is part of, on PostgreSQL and on SQLite alike."""

from typing import Any, Final

from django.core import checks
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.models import BaseConstraint

OTHER_OWNER_CODE: Final = "other_owner"
OTHER_OWNER_MESSAGE: Final = "Dit hoort bij een andere organisatie."

# Looked at when the transaction ends, as the foreign keys of Django are: the order of writing is free until then.
FOREIGN_KEY: Final = (
    "CONSTRAINT %(name)s FOREIGN KEY (%(own)s) REFERENCES %(parent)s (%(theirs)s) DEFERRABLE INITIALLY DEFERRED"
)


class SameOwner(BaseConstraint):
    """The `owner` of a row is that of the row at the other end of its foreign key `through`.

    For a column that is copied from a parent, as for row security (ADR 7). A row without a parent may have any owner.
    It is a foreign key over two columns, so the database refuses both a row with another owner and a parent that
    changes owner while rows are part of it. The parent needs a `UniqueConstraint` over its primary key and `owner`.
    """

    default_violation_error_message = OTHER_OWNER_MESSAGE

    def __init__(
        self,
        *,
        name: str,
        through: str,
        owner: str,
        violation_error_message: str | None = None,
        violation_error_code: str = OTHER_OWNER_CODE,
    ) -> None:
        self.through, self.owner = through, owner
        super().__init__(
            name=name, violation_error_message=violation_error_message, violation_error_code=violation_error_code
        )

    def __eq__(self, other: object) -> bool:
        return self.deconstruct() == other.deconstruct() if isinstance(other, SameOwner) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.through, self.owner))

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"through": self.through, "owner": self.owner}

    def _check(self, model: type[models.Model], connection: BaseDatabaseWrapper) -> list[checks.CheckMessage]:
        parent = _parent(model, self.through)
        pair = {_name_of_key(parent), self.owner}
        if any(set(unique) == pair for unique in _unique_in(parent)):
            return []
        words = f"{self.name}: {parent._meta.label} needs a UniqueConstraint over its primary key and '{self.owner}'."
        return [checks.Error(words, obj=model, id="core.E002")]

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ValidationError when the parent has another owner, before the database does."""
        if exclude and exclude.intersection((self.through, self.owner)):
            return
        meta: Any = model._meta
        key, column = (meta.get_field(name).attname for name in (self.through, self.owner))
        if getattr(instance, key) is None:
            return
        if getattr(getattr(instance, self.through), column) != getattr(instance, column):
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """The foreign key, for the definition of the table."""
        quote = schema_editor.quote_name
        parent, through = _parent(model, self.through), model._meta.get_field(self.through).column
        owner, theirs = model._meta.get_field(self.owner).column, parent._meta.get_field(self.owner).column
        return Statement(
            FOREIGN_KEY,
            name=quote(self.name),
            own=Columns(model._meta.db_table, [through, owner], quote),
            parent=Table(parent._meta.db_table, quote),
            theirs=Columns(parent._meta.db_table, [parent._meta.pk.column, theirs], quote),
        )

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """The foreign key, for a table that is there: PostgreSQL looks at its rows at once."""
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Take it away; SQLite makes the table again without it."""
        quote = schema_editor.quote_name
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
        )


def _parent(model: Any, through: str) -> Any:
    return model._meta.get_field(through).remote_field.model


def _name_of_key(model: Any) -> str:
    return str(model._meta.pk.name)


def _unique_in(model: Any) -> list[tuple[str, ...]]:
    return [one.fields for one in model._meta.total_unique_constraints]

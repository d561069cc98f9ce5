"""Row security of PostgreSQL: the second line of defence around client files. ADR 0007 says why and how.

The web server works as the role `APP_ROLE`, which sees a row only when the organisation on whose behalf somebody
acts owns it (`row_owners` of a model), or when it sees the row that this one is part of (`client_path`). What the
policies say follows from the models, so `manage.py migrate` protects the table of a new model by itself.
SQLite knows no such thing: there the scopes in the query sets are the only line.
"""

# Statements are put together from names of tables and columns; nothing in them comes from outside.
# ruff: noqa: S608

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

from core.personal_data import is_about_client, models_about_clients, models_about_others, parent_of

APP_ROLE: Final = "zorgregio_app"
"""Who the web server is while it answers: bound by the policies."""

ADMIN_ROLE: Final = "zorgregio_admin"
"""Who the web server is on the pages of the administration: sees every row, and may not change the trail either."""

POLICY: Final = "zorgregio_acting"
ADMIN_POLICY: Final = "zorgregio_administration"

ORGANISATION: Final = "zorgregio.organisation"
USER: Final = "zorgregio.user"
MOMENT: Final = "zorgregio.now"
"""The time by the clock of the program, so that what is open until some time ends for both at once."""

OPENED: Final = "zorgregio_opened_files"
"""A function that gives the ids of the clients whose file somebody may see by an exception, such as a supervisor with
a recorded reason. It gives none until a migration of the room that records those exceptions replaces it."""

# In brackets with SELECT: asked once for a query, and not once for a row.
ACTING: Final = f"(SELECT NULLIF(current_setting('{ORGANISATION}', true), '')::bigint)"
AMONG_OPENED: Final = f"ANY ((SELECT {OPENED}())::bigint[])"

MAKE_ROLE: Final = """DO $$ BEGIN
    CREATE ROLE {role} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$"""
MAKE_OPENED: Final = f"""CREATE FUNCTION {OPENED}() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT ARRAY[]::bigint[]'"""

GRANTS_CAN_WITHHOLD_SET: Final = 16_00_00
"""Since this version of PostgreSQL a member may be one without the right to work as the role."""

STATE: Final = """
SELECT c.relname, c.relrowsecurity, obj_description(p.oid, 'pg_policy')
FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = %s
WHERE c.relnamespace = current_schema()::regnamespace
"""

WITHOUT_RIGHTS: Final = """
SELECT name FROM unnest(%s::text[]) AS name WHERE NOT (
    has_table_privilege(%s, quote_ident(name), 'INSERT') AND has_table_privilege(%s, quote_ident(name), 'INSERT'))
"""


@dataclass(frozen=True, slots=True)
class Protection:
    """The policy of one table: the condition on which the acting organisation sees and writes a row."""

    table: str
    condition: str

    @property
    def mark(self) -> str:
        """Tells this policy from an older one; it stands in the database as the comment of the policy."""
        return sha256(self.condition.encode()).hexdigest()


def protections() -> Iterator[Protection]:
    """What must stand in the database: one policy for each model about somebody."""
    models = [*models_about_clients(), *models_about_others()]
    return (Protection(model._meta.db_table, " OR ".join(_conditions(model))) for model in models)


def unprotected(connection: BaseDatabaseWrapper) -> list[Protection]:
    """The policies that the database lacks, or has in an older form; none on a database without row security."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(STATE, [POLICY])
        marks = {table: mark if is_on else None for table, is_on, mark in cursor.fetchall()}
    existing = set(connection.introspection.table_names())
    return [one for one in protections() if one.table in existing and marks.get(one.table) != one.mark]


def protect(connection: BaseDatabaseWrapper) -> None:
    """Bring roles, rights and policies in step with the models. Does nothing twice, and nothing on SQLite."""
    if connection.vendor != "postgresql":
        return
    make_roles(connection)
    missing = unprotected(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure(%s) IS NULL", [f"{OPENED}()"])
        if cursor.fetchone()[0]:
            cursor.execute(MAKE_OPENED)
        for one in missing:
            for statement in _policy(connection, one):
                cursor.execute(statement)
        # Last: a table can be reached only when its policy is there.
        _grant(connection, cursor)


def make_roles(connection: BaseDatabaseWrapper) -> None:
    """Make the two roles where they are missing, and let the current login work as them.

    Roles belong to the whole server, so another database may have made them, even at this moment. Raises
    ImproperlyConfigured, with what an administrator of the server must do, when this login may not.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for role in (APP_ROLE, ADMIN_ROLE):
            try:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if cursor.fetchone() is None:
                    cursor.execute(MAKE_ROLE.format(role=role))
                if not _may_become(connection, cursor, role):
                    cursor.execute(f"GRANT {role} TO CURRENT_USER")
            except ProgrammingError as error:
                raise ImproperlyConfigured(_refusal(connection)) from error


def _may_become(connection: Any, cursor: Any, role: str) -> bool:
    how = "SET" if connection.pg_version >= GRANTS_CAN_WITHHOLD_SET else "MEMBER"
    cursor.execute("SELECT pg_has_role(%s, %s)", [role, how])
    return bool(cursor.fetchone()[0])


def _refusal(connection: BaseDatabaseWrapper) -> str:
    login = connection.ops.quote_name(connection.settings_dict["USER"] or "the login of this installation")
    return (
        "This database login may not make roles. As an administrator of the server, run once:\n"
        f"CREATE ROLE {APP_ROLE} NOLOGIN; CREATE ROLE {ADMIN_ROLE} NOLOGIN;\n"
        f"GRANT {APP_ROLE}, {ADMIN_ROLE} TO {login};\n"
        "and then run migrate again. Words in this that exist already may be left out."
    )


def _grant(connection: BaseDatabaseWrapper, cursor: Any) -> None:
    """Let both roles use every table of ours; what is only added to, they may not change."""
    quote = connection.ops.quote_name
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    cursor.execute(WITHOUT_RIGHTS, [tables, APP_ROLE, ADMIN_ROLE])
    lacking = {row[0] for row in cursor.fetchall()}
    if not lacking:
        return
    append_only = {model._meta.db_table for model in _append_only()}
    roles = f"{APP_ROLE}, {ADMIN_ROLE}"
    cursor.execute("SELECT quote_ident(current_schema())")
    cursor.execute(f"GRANT USAGE ON SCHEMA {cursor.fetchone()[0]} TO {roles}")
    for table in sorted(lacking):
        rights = "SELECT, INSERT" if table in append_only else "SELECT, INSERT, UPDATE, DELETE"
        cursor.execute(f"GRANT {rights} ON {quote(table)} TO {roles}")


def _append_only() -> Iterator[type[Model]]:
    from django.apps import apps  # noqa: PLC0415 - the registry is filled only now

    return (model for model in apps.get_models() if getattr(model, "is_append_only", False))


def _policy(connection: BaseDatabaseWrapper, one: Protection) -> Iterator[str]:
    quote = connection.ops.quote_name
    table = quote(one.table)
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for policy, role, condition in ((POLICY, APP_ROLE, one.condition), (ADMIN_POLICY, ADMIN_ROLE, "true")):
        yield f"DROP POLICY IF EXISTS {policy} ON {table}"
        yield f"CREATE POLICY {policy} ON {table} TO {role} USING ({condition}) WITH CHECK ({condition})"
    yield f"COMMENT ON POLICY {POLICY} ON {table} IS '{one.mark}'"


def owners_of(model: type[Model]) -> tuple[str, ...]:
    """Where a row names the organisations that see it; empty when it is seen by who sees what it is part of."""
    named: tuple[str, ...] = getattr(model, "row_owners", ())
    return named


def _conditions(model: type[Model]) -> Iterator[str]:
    """Each a reason for which the acting organisation sees a row; only names of tables and columns are in them."""
    table = f'"{model._meta.db_table}"'
    parent = parent_of(model)
    owners = owners_of(model)
    for path in owners:
        yield _owned(model, table, path)
    if parent is None:
        # What is opened with a reason is the file of a client, never that of somebody else.
        if is_about_client(model):
            yield f'{table}."{_key(model)}" = {AMONG_OPENED}'
    elif not owners:
        above = parent.related_model
        yield (
            f'EXISTS (SELECT 1 FROM "{above._meta.db_table}" above '
            f'WHERE above."{_key(above)}" = {table}."{parent.column}")'
        )
    elif parent_of(parent.related_model) is None and is_about_client(model):
        yield f'{table}."{parent.column}" = {AMONG_OPENED}'


def _owned(model: type[Model], table: str, path: str) -> str:
    """`field`: this column names the organisation. `rows__field`: a row that refers to this one does."""
    first, _, second = path.partition("__")
    field: Any = model._meta.get_field(first)
    if not second:
        return f'{table}."{field.column}" = {ACTING}'
    other = field.related_model
    owner: Field[Any, Any] = other._meta.get_field(second)
    return (
        f'EXISTS (SELECT 1 FROM "{other._meta.db_table}" given '
        f'WHERE given."{field.field.column}" = {table}."{_key(model)}" AND given."{owner.column}" = {ACTING})'
    )


def _key(model: type[Model]) -> str:
    key = model._meta.pk
    return str(key.column) if key is not None else "id"

"""Row security asks once for a query which files somebody opened with a reason, and no longer once for each row.

What was asked for each row answered yes or no; now it is a list of clients. The policies that name the old function go
with it, and `migrate` makes them anew at its end: in between their tables show nothing to the web server.
"""

# Put together from our own names only.
# ruff: noqa: S608

from django.db import migrations

from core.row_security import ADMIN_ROLE, APP_ROLE

OLD, NEW = "zorgregio_opened(bigint)", "zorgregio_opened_files()"

# With the rights of the owner, for the openings themselves are rows of a file; temporary tables last, so that nobody
# slips one in under the name of ours. By the moment at which they began to act (core.acting), or by the clock of the
# database where nobody told it.
BY_NOW = "COALESCE(NULLIF(current_setting('zorgregio.now', true), '')::timestamptz, now())"
OF_THEM = f"""o.user_id = NULLIF(current_setting('zorgregio.user', true), '')::bigint
    AND o.organisation_id IS NOT DISTINCT FROM NULLIF(current_setting('zorgregio.organisation', true), '')::bigint
    AND o.expires_at > {BY_NOW}"""
MAKE_NEW = f"""CREATE OR REPLACE FUNCTION {NEW} RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = {{schema}}, pg_temp AS $$
    SELECT COALESCE(array_agg(DISTINCT o.client_id), '{{empty}}') FROM clients_fileopening o WHERE {OF_THEM}
$$"""
MAKE_OLD = f"""CREATE OR REPLACE FUNCTION zorgregio_opened(client bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = {{schema}}, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM clients_fileopening o WHERE o.client_id = $1 AND {OF_THEM})
$$"""
NAMING = """
SELECT DISTINCT quote_ident(p.polname), quote_ident(c.relname) FROM pg_depend d
JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND p.oid = d.objid JOIN pg_class c ON c.oid = p.polrelid
WHERE d.refclassid = 'pg_proc'::regclass AND d.refobjid = to_regprocedure(%s)
"""


def ask_once(apps, schema_editor):
    _replace(schema_editor.connection, OLD, NEW, MAKE_NEW)


def ask_for_each_row(apps, schema_editor):
    _replace(schema_editor.connection, NEW, OLD, MAKE_OLD)


def _replace(connection, old, new, make):
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        cursor.execute(make.replace("{schema}", cursor.fetchone()[0]).replace("{empty}", "{}"))
        cursor.execute(f"REVOKE ALL ON FUNCTION {new} FROM PUBLIC")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {new} TO {APP_ROLE}, {ADMIN_ROLE}")
        cursor.execute(NAMING, [old])
        for policy, table in cursor.fetchall():
            cursor.execute(f"DROP POLICY {policy} ON {table}")
        cursor.execute(f"DROP FUNCTION IF EXISTS {old}")


class Migration(migrations.Migration):
    dependencies = [("clients", "0013_signals"), ("core", "0002_roles")]

    operations = [migrations.RunPython(ask_once, ask_for_each_row)]

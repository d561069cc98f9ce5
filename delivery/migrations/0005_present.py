"""A function that finds clients in groups on many days at once, for attendance that comes in by the thousand.

It follows the one of the migration `attending`, which stays: servers of the version before still ask it.
"""

from django.db import migrations

from core.row_security import ADMIN_ROLE, APP_ROLE

NAME = "zorgregio_clients_present(bigint[], date[])"
FUNCTION = """
CREATE FUNCTION zorgregio_clients_present(clients bigint[], days date[])
RETURNS TABLE (client_id bigint, held_on date, session_id bigint, group_id bigint, arrived smallint,
    departed smallint, ends smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    acting bigint := NULLIF(current_setting('zorgregio.organisation', true), '')::bigint;
    is_bound boolean := acting IS NOT NULL OR current_setting('role') = 'zorgregio_app';
BEGIN
    RETURN QUERY SELECT a.client_id, s.held_on, s.id, s.group_id, c.arrived, c."left", s.ends
        FROM clients_allocation a
        JOIN delivery_clientattendance c ON c.allocation_id = a.id
        JOIN delivery_session s ON s.id = c.session_id
        WHERE a.client_id = ANY (clients) AND s.held_on = ANY (days)
            AND c.superseded_at IS NULL AND c.presence = 'present'
            AND (NOT is_bound OR EXISTS (SELECT FROM clients_allocation own
                WHERE own.client_id = a.client_id AND acting IN (own.provider_id, own.municipality_id)));
END $$
"""


def add_function(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        # Temporary tables last: nobody slips one in under the name of ours.
        cursor.execute(FUNCTION.replace("{schema}", cursor.fetchone()[0]))
        cursor.execute(f"REVOKE ALL ON FUNCTION {NAME} FROM PUBLIC")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {NAME} TO {APP_ROLE}, {ADMIN_ROLE}")


def remove_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}")


class Migration(migrations.Migration):

    dependencies = [("delivery", "0004_whole_minutes")]

    operations = [migrations.RunPython(add_function, remove_function, elidable=False)]

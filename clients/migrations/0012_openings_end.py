from django.db import migrations

# Row security lets through what somebody opened with a reason for as long as it is open: by the moment at which they
# began to act (core.acting), or by the clock of the database where nobody told it.
WHILE_OPEN = """CREATE OR REPLACE FUNCTION zorgregio_opened(client bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (
        SELECT 1 FROM clients_fileopening o WHERE o.client_id = $1
        AND o.user_id = NULLIF(current_setting('zorgregio.user', true), '')::bigint
        AND o.organisation_id IS NOT DISTINCT FROM NULLIF(current_setting('zorgregio.organisation', true), '')::bigint
        AND o.expires_at > COALESCE(NULLIF(current_setting('zorgregio.now', true), '')::timestamptz, now())
    )
$$"""
ONCE_OPENED = """CREATE OR REPLACE FUNCTION zorgregio_opened(client bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (
        SELECT 1 FROM clients_fileopening o WHERE o.client_id = $1
        AND o.user_id = NULLIF(current_setting('zorgregio.user', true), '')::bigint
        AND o.organisation_id IS NOT DISTINCT FROM NULLIF(current_setting('zorgregio.organisation', true), '')::bigint
    )
$$"""


def close_in_time(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(WHILE_OPEN, params=None)


def leave_open(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ONCE_OPENED, params=None)


class Migration(migrations.Migration):

    dependencies = [("clients", "0011_search_at_size")]

    operations = [migrations.RunPython(close_in_time, leave_open)]

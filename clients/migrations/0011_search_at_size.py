"""Searching among a million clients: indexes, and on PostgreSQL a function that finds parts of names.

Under row security PostgreSQL first applies the policy and only then what might tell something through an error, LIKE
among it: the index on parts of names could not be used, and half a million rows would be read for each search. So a
function with the rights of the owner looks in the index. It finds whom the policy would let through because of that
organisation, answers the one for which somebody acts only, gives ids only, and the query around it is still bound.
"""

from django.db import migrations, models

from core.row_security import ADMIN_ROLE, APP_ROLE

NAME = "zorgregio_clients_named(bigint, text[], bigint)"
FUNCTION = """
CREATE FUNCTION zorgregio_clients_named(organisation bigint, words text[], most bigint)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 500 SET search_path = {schema}, pg_temp AS $$
DECLARE
    acting bigint := NULLIF(current_setting('zorgregio.organisation', true), '')::bigint;
    named text;
BEGIN
    IF organisation IS NULL OR acting IS DISTINCT FROM organisation
            AND (acting IS NOT NULL OR current_setting('role') = 'zorgregio_app') THEN
        RETURN;
    END IF;
    SELECT string_agg(format('c.search_name LIKE %L', '%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%'),
        ' AND ') INTO named FROM unnest(words) AS word;
    -- Put together, and not with parameters: only so does the planner know how many there are of a name.
    IF EXISTS (SELECT FROM organisations_municipality m WHERE m.organisation_id = organisation) THEN
        RETURN QUERY EXECUTE format('SELECT c.id FROM clients_client c WHERE c.municipality_id = %s AND %s '
            'ORDER BY c.search_name, c.id LIMIT %s', organisation, COALESCE(named, 'true'), COALESCE(most::text, 'ALL'));
    ELSE
        RETURN QUERY EXECUTE format('SELECT c.id FROM clients_client c WHERE %s AND EXISTS (SELECT '
            'FROM clients_allocation a WHERE a.client_id = c.id AND a.provider_id = %s)',
            COALESCE(named, 'true'), organisation);
    END IF;
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

    dependencies = [
        ('clients', '0010_rights'),
        ('core', '0002_roles'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='allocation',
            index=models.Index(fields=['number'], name='clients_allocation_by_number'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(fields=['search_name', 'id'], name='clients_client_all_by_name'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(fields=['birth_date'], name='clients_client_birth_date'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(fields=['postcode'], name='clients_client_postcode', opclasses=['varchar_pattern_ops']),
        ),
        migrations.RunPython(add_function, remove_function, elidable=False),
    ]

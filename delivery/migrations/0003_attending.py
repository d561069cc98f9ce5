"""Receipts of what was sent with a key; and on PostgreSQL a function that finds clients in other groups.

Nobody is with two groups at once, also not of two providers. Row security hides from one provider what another wrote
down, so a function with the rights of the owner looks for it. It answers only about clients of whom the acting
organisation has an allocation, and only when and where they were: the page names no group of another provider.
"""

import core.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.row_security import ADMIN_ROLE, APP_ROLE


NAME = "zorgregio_clients_elsewhere(bigint[], date, bigint)"
FUNCTION = """
CREATE FUNCTION zorgregio_clients_elsewhere(clients bigint[], day date, but_session bigint)
RETURNS TABLE (client_id bigint, group_id bigint, arrived smallint, departed smallint, ends smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    acting bigint := NULLIF(current_setting('zorgregio.organisation', true), '')::bigint;
    is_bound boolean := acting IS NOT NULL OR current_setting('role') = 'zorgregio_app';
BEGIN
    RETURN QUERY SELECT a.client_id, s.group_id, c.arrived, c."left", s.ends
        FROM clients_allocation a
        JOIN delivery_clientattendance c ON c.allocation_id = a.id
        JOIN delivery_session s ON s.id = c.session_id
        WHERE a.client_id = ANY (clients) AND s.held_on = day AND s.id <> but_session
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

    dependencies = [
        ('core', '0002_roles'),
        ('delivery', '0002_sessions'),
        ('organisations', '0005_calendar_feeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, verbose_name='sleutel')),
                ('digest', models.CharField(max_length=64, verbose_name='kenmerk van de inhoud')),
                ('answer', models.JSONField(default=dict, verbose_name='antwoord')),
                ('made_at', models.DateTimeField(db_index=True, default=core.clock.now, verbose_name='ontvangen')),
                ('organisation', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='namens')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='afzender')),
            ],
            options={
                'verbose_name': 'ontvangstbewijs',
                'verbose_name_plural': 'ontvangstbewijzen',
                'ordering': ['made_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'organisation', 'key'), name='delivery_receipt_once', violation_error_code='key_twice', violation_error_message='Met deze sleutel is al iets verstuurd. Gebruik een nieuwe.'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='delivery_receipt_key', violation_error_code='no_key', violation_error_message='Stuur een sleutel mee.')],
            },
        ),
        migrations.RunPython(add_function, remove_function, elidable=False),
    ]

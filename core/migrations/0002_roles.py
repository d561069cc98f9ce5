"""The roles of the database as which the web server works: see core/row_security.py. First, so that a login that may
not make them is told before anything else happens."""

from django.db import migrations

from core.row_security import make_roles


def roles(apps, schema_editor):
    make_roles(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_extensions")]
    # Backwards nothing: roles belong to the whole server, and another database may use them.
    operations = [migrations.RunPython(roles, migrations.RunPython.noop, elidable=False)]

"""PostgreSQL needs btree_gist to compare ids and periods in one exclusion constraint."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    # Does nothing on other databases.
    operations = [BtreeGistExtension()]

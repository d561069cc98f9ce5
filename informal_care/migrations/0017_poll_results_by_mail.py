from typing import Any

from django.db import migrations, models

from core.clock import today


def leave_closed_ones(apps: Any, schema_editor: Any) -> None:
    """Of what closed before this version nobody gets a mail any more."""
    polls = apps.get_model("informal_care", "Poll").objects.filter(closes_on__lt=today())
    polls.update(results_mailed_on=models.F("closes_on"))


class Migration(migrations.Migration):

    dependencies = [
        ('informal_care', '0015_nothing_unknown_passes'),
    ]

    operations = [
        migrations.AddField(
            model_name='poll',
            name='results_mailed_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='uitslag gemaild op'),
        ),
        migrations.RunPython(leave_closed_ones, migrations.RunPython.noop),
    ]

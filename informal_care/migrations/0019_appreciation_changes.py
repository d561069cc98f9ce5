from typing import Any

import core.fields
import core.identifiers
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


def keep_what_was_relied_upon(apps: Any, schema_editor: Any) -> None:
    """Of what was granted before this version the conditions hold as well."""
    for scheme in apps.get_model("informal_care", "AppreciationScheme").objects.filter(kinds__granted__gt=0).distinct():
        scheme.relied_on = f"{scheme.bond}|{scheme.least_hours}|{scheme.least_months}"
        scheme.save(update_fields=["relied_on"])


class Migration(migrations.Migration):

    dependencies = [
        ('informal_care', '0018_offer_reminders'),
        ('organisations', '0009_mail_without_account'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='appreciationapplication',
            name='informal_care_appreciationapplication_emptied',
        ),
        migrations.AddField(
            model_name='appreciationapplication',
            name='iban',
            field=core.fields.EncryptedTextField(blank=True, null=True, validators=[core.identifiers.validate_iban], verbose_name='rekening'),
        ),
        migrations.AddField(
            model_name='appreciationscheme',
            name='relied_on',
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name='voorwaarden bij het toekennen'),
        ),
        migrations.AddField(
            model_name='appreciationscheme',
            name='revision',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='wijziging'),
        ),
        migrations.AddConstraint(
            model_name='appreciationapplication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('emptied_on', None), models.Q(('name', ''), _negated=True), ('birth_date__isnull', False)), models.Q(('birth_date', None), ('email', ''), ('emptied_on__isnull', False), ('name', ''), ('phone', ''), ('street', ''), ('iban__isnull', True)), _connector='OR'), name='informal_care_appreciationapplication_emptied', violation_error_code='application_emptied', violation_error_message='Vul een naam en een geboortedatum in.'),
        ),
        migrations.RunPython(keep_what_was_relied_upon, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='appreciationscheme',
            constraint=models.CheckConstraint(condition=models.Q(('relied_on', ''), ('relied_on', django.db.models.functions.text.Concat('bond', models.Value('|'), django.db.models.functions.comparison.Cast('least_hours', models.CharField()), models.Value('|'), django.db.models.functions.comparison.Cast('least_months', models.CharField()))), _connector='OR'), name='informal_care_appreciationscheme_relied', violation_error_code='scheme_relied', violation_error_message='Er is al waardering toegekend. De voorwaarden kunt u niet meer wijzigen.'),
        ),
    ]

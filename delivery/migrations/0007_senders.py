"""Programs send attendance too: a receipt is of a sender, which is a user or an API client; and so is a run."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_senders(apps, schema_editor):
    receipts = apps.get_model("delivery", "Receipt").objects
    users = apps.get_model("accounts", "User").objects.filter(pk=models.OuterRef("user"))
    receipts.update(sender=models.Subquery(users.values("public_id")))


def name_users(apps, schema_editor):
    receipts = apps.get_model("delivery", "Receipt").objects
    users = apps.get_model("accounts", "User").objects.filter(public_id=models.OuterRef("sender"))
    # What a program sent has no user: it goes, and is then known no longer when it is sent again.
    receipts.annotate(of=models.Subquery(users.values("pk"))).filter(of=None).delete()
    receipts.update(user=models.Subquery(users.values("pk")))


class Migration(migrations.Migration):

    dependencies = [
        ("delivery", "0006_attendance_run"),
        ("organisations", "0006_api_clients"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="receipt", name="delivery_receipt_once"),
        migrations.AddField(
            model_name="receipt",
            name="sender",
            field=models.UUIDField(editable=False, null=True, verbose_name="afzender"),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="afzender",
            ),
        ),
        migrations.RunPython(name_senders, name_users, elidable=True),
        migrations.RemoveField(model_name="receipt", name="user"),
        migrations.AlterField(
            model_name="receipt",
            name="sender",
            field=models.UUIDField(editable=False, verbose_name="afzender"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                fields=("sender", "organisation", "key"),
                name="delivery_receipt_once",
                violation_error_code="key_twice",
                violation_error_message="Met deze sleutel is al iets verstuurd. Gebruik een nieuwe.",
            ),
        ),
    ]

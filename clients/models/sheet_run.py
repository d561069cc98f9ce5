from django.conf import settings
from django.db import models

from clients.enums import ImportStatus
from core.clock import now
from core.fields import EncryptedJSONField, EncryptedTextField
from core.models import PublicModel

ENDED = ("refused", "done", "cancelled", "expired")


class SheetRun(PublicModel):
    """A spreadsheet on its way in: sent, looked through, confirmed, carried out.

    What it holds, encrypted, lives in the row and not in a folder: so web server and worker share it, nothing can be
    left behind, and it goes in the same transaction in which the run ends. Models that follow from this one name with
    `ended_empty` and `one_at_a_time` what the database guards.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="aangeleverd door", related_name="+", on_delete=models.PROTECT
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="geïmporteerd door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    status = models.CharField(
        "stand", max_length=10, choices=ImportStatus.choices, default=ImportStatus.UPLOADED, editable=False
    )
    file_name = EncryptedTextField("bestandsnaam", editable=False)
    content = EncryptedTextField("bestand", null=True, blank=True, editable=False)
    sha256 = models.CharField("vingerafdruk van het bestand", max_length=64, editable=False)
    rows = models.PositiveIntegerField("rijen", default=0, editable=False)
    fault_count = models.PositiveIntegerField("fouten", default=0, editable=False)
    faults = EncryptedJSONField("wat er fout is", default=list, blank=True, editable=False)
    uploaded_at = models.DateTimeField("aangeleverd", default=now, editable=False)
    moved_at = models.DateTimeField("stand sinds", default=now, editable=False)
    claimed_at = models.DateTimeField("begonnen", null=True, blank=True, editable=False)
    finished_at = models.DateTimeField("klaar", null=True, blank=True, editable=False)

    audited_values = frozenset({"user", "confirmed_by", "status", "sha256", "rows", "fault_count"})

    class Meta:
        abstract = True


def ended_empty(model: str) -> list[models.BaseConstraint]:
    """The constraints that a run is in a state that there is, and holds no file once it has ended."""
    return [
        models.CheckConstraint(
            name=f"{model}_status",
            condition=models.Q(status__in=ImportStatus.values),
            violation_error_message="Deze stand bestaat niet.",
            violation_error_code="import_status",
        ),
        models.CheckConstraint(
            name=f"{model}_file_gone",
            condition=~models.Q(status__in=ENDED) | models.Q(content__isnull=True),
            violation_error_message="Een import die klaar is, bewaart geen bestand.",
            violation_error_code="import_file_kept",
        ),
    ]


def one_at_a_time(model: str, owner: str, message: str) -> models.UniqueConstraint:
    """The constraint that an organisation has one file at a time carried out."""
    return models.UniqueConstraint(
        name=f"{model}_one_at_a_time",
        fields=[owner],
        condition=models.Q(status__in=["confirmed", "importing"]),
        violation_error_message=message,
        violation_error_code="import_running",
    )

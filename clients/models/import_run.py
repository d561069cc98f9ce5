from django.conf import settings
from django.db import models

from clients.enums import ImportStatus
from clients.querysets import ImportRunQuerySet
from core.clock import now
from core.fields import EncryptedJSONField, EncryptedTextField
from core.models import PublicModel
from organisations.models import Municipality

ENDED = ("refused", "done", "cancelled", "expired")


class ImportRun(PublicModel):
    """One spreadsheet with clients and allocations on its way into the files of a municipality.

    It is about many clients and part of nobody's file: what it did stands in the trail of each of them. The
    file, encrypted, lives in the row and not in a folder: so web server and worker share it, nothing can be
    left behind, and it goes in the same transaction in which the run ends.
    """

    municipality = models.ForeignKey(Municipality, verbose_name="gemeente", related_name="+", on_delete=models.PROTECT)
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
    clients_new = models.PositiveIntegerField("nieuwe cliënten", default=0, editable=False)
    clients_changed = models.PositiveIntegerField("gewijzigde cliënten", default=0, editable=False)
    clients_unchanged = models.PositiveIntegerField("ongewijzigde cliënten", default=0, editable=False)
    allocations_new = models.PositiveIntegerField("nieuwe toewijzingen", default=0, editable=False)
    allocations_unchanged = models.PositiveIntegerField("ongewijzigde toewijzingen", default=0, editable=False)
    fault_count = models.PositiveIntegerField("fouten", default=0, editable=False)
    faults = EncryptedJSONField("wat er fout is", default=list, blank=True, editable=False)
    uploaded_at = models.DateTimeField("aangeleverd", default=now, editable=False)
    moved_at = models.DateTimeField("stand sinds", default=now, editable=False)
    claimed_at = models.DateTimeField("begonnen", null=True, blank=True, editable=False)
    finished_at = models.DateTimeField("klaar", null=True, blank=True, editable=False)

    objects = ImportRunQuerySet["ImportRun"].as_manager()

    audited_values = frozenset(
        {
            "municipality",
            "user",
            "confirmed_by",
            "status",
            "sha256",
            "rows",
            "clients_new",
            "clients_changed",
            "clients_unchanged",
            "allocations_new",
            "allocations_unchanged",
            "fault_count",
        }
    )

    class Meta:
        verbose_name = "import van cliënten"
        verbose_name_plural = "imports van cliënten"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="clients_importrun_status",
                condition=models.Q(status__in=ImportStatus.values),
                violation_error_message="Deze stand bestaat niet.",
                violation_error_code="import_status",
            ),
            models.CheckConstraint(
                name="clients_importrun_file_gone",
                condition=~models.Q(status__in=ENDED) | models.Q(content__isnull=True),
                violation_error_message="Een import die klaar is, bewaart geen bestand.",
                violation_error_code="import_file_kept",
            ),
            models.UniqueConstraint(
                name="clients_importrun_one_at_a_time",
                fields=["municipality"],
                condition=models.Q(status__in=["confirmed", "importing"]),
                violation_error_message=(
                    "Uw gemeente is al een ander bestand aan het importeren. Wacht tot dat klaar is."
                ),
                violation_error_code="import_running",
            ),
        ]
        indexes = [models.Index(name="clients_importrun_recent", fields=["municipality", "-uploaded_at"])]

    def __str__(self) -> str:
        return f"Import van {self.municipality} ({self.get_status_display()})"

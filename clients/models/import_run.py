from django.db import models

from clients.models.sheet_run import SheetRun, ended_empty, one_at_a_time
from clients.querysets import ImportRunQuerySet
from organisations.models import Municipality


class ImportRun(SheetRun):
    """One spreadsheet with clients and allocations on its way into the files of a municipality.

    It is about many clients and part of nobody's file: what it did stands in the trail of each of them.
    """

    municipality = models.ForeignKey(Municipality, verbose_name="gemeente", related_name="+", on_delete=models.PROTECT)
    clients_new = models.PositiveIntegerField("nieuwe cliënten", default=0, editable=False)
    clients_changed = models.PositiveIntegerField("gewijzigde cliënten", default=0, editable=False)
    clients_unchanged = models.PositiveIntegerField("ongewijzigde cliënten", default=0, editable=False)
    allocations_new = models.PositiveIntegerField("nieuwe toewijzingen", default=0, editable=False)
    allocations_unchanged = models.PositiveIntegerField("ongewijzigde toewijzingen", default=0, editable=False)

    objects = ImportRunQuerySet["ImportRun"].as_manager()

    audited_values = SheetRun.audited_values | {
        "municipality",
        "clients_new",
        "clients_changed",
        "clients_unchanged",
        "allocations_new",
        "allocations_unchanged",
    }

    class Meta:
        verbose_name = "import van cliënten"
        verbose_name_plural = "imports van cliënten"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            *ended_empty("clients_importrun"),
            one_at_a_time(
                "clients_importrun",
                "municipality",
                "Uw gemeente is al een ander bestand aan het importeren. Wacht tot dat klaar is.",
            ),
        ]
        indexes = [models.Index(name="clients_importrun_recent", fields=["municipality", "-uploaded_at"])]

    def __str__(self) -> str:
        return f"Import van {self.municipality} ({self.get_status_display()})"

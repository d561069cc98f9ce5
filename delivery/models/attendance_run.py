from django.db import models

from clients.models import SheetRun
from clients.models.sheet_run import ended_empty
from delivery.enums import Source
from delivery.querysets import AttendanceRunQuerySet
from organisations.enums import Role
from organisations.models import CareProvider


class AttendanceRun(SheetRun):
    """Attendance that came in from outside, in a spreadsheet or from another program: by whom, when, and how it went.

    What waits for somebody to confirm it stands in `content`: only the columns that are read, encrypted, for at most a
    day. It is about many people and part of nobody's file: what it did stands in the trail of each client.
    """

    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="+", editable=False, on_delete=models.PROTECT
    )
    source = models.CharField("kwam binnen", max_length=5, choices=Source.choices, default=Source.SHEET, editable=False)
    role = models.CharField("in welke rol", max_length=50, choices=Role.choices, editable=False)
    takes_good = models.BooleanField("alleen de goede rijen", default=False, editable=False)
    stored = models.PositiveIntegerField("opgeslagen", default=0, editable=False)
    same = models.PositiveIntegerField("stond er al zo", default=0, editable=False)

    objects = AttendanceRunQuerySet["AttendanceRun"].as_manager()

    audited_values = SheetRun.audited_values | {"provider", "source", "role", "takes_good", "stored", "same"}

    class Meta:
        verbose_name = "aangeleverde aanwezigheid"
        verbose_name_plural = "aangeleverde aanwezigheid"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            *ended_empty("delivery_attendancerun"),
            models.CheckConstraint(
                name="delivery_attendancerun_source",
                condition=models.Q(source__in=Source.values),
                violation_error_message="Kies een bestand of een koppeling.",
                violation_error_code="run_source",
            ),
        ]
        indexes = [models.Index(name="delivery_attendancerun_recent", fields=["provider", "-uploaded_at"])]

    def __str__(self) -> str:
        return f"{self.get_source_display()} van {self.uploaded_at:%d-%m-%Y}"

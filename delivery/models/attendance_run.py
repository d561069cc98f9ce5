from django.conf import settings
from django.db import models

from clients.models import SheetRun
from clients.models.sheet_run import ended_empty
from delivery.enums import Source
from delivery.querysets import AttendanceRunQuerySet
from organisations.enums import Role
from organisations.models import ApiClient, CareProvider


class AttendanceRun(SheetRun):
    """Attendance that came in from outside, in a spreadsheet or from another program: by whom, when, and how it went.

    What waits for somebody to confirm it stands in `content`: only the columns that are read, encrypted, for at most a
    day. It is about many people and part of nobody's file: what it did stands in the trail of each client.
    """

    user = models.ForeignKey(  # type: ignore[assignment] # a program sends without a user
        settings.AUTH_USER_MODEL,
        verbose_name="aangeleverd door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    api_client = models.ForeignKey(
        ApiClient,
        verbose_name="aangeleverd door programma",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="+", editable=False, on_delete=models.PROTECT
    )
    source = models.CharField("kwam binnen", max_length=5, choices=Source.choices, default=Source.SHEET, editable=False)
    role = models.CharField("in welke rol", max_length=50, choices=Role.choices, editable=False)
    takes_good = models.BooleanField("alleen de goede rijen", default=False, editable=False)
    stored = models.PositiveIntegerField("opgeslagen", default=0, editable=False)
    same = models.PositiveIntegerField("stond er al zo", default=0, editable=False)

    objects = AttendanceRunQuerySet["AttendanceRun"].as_manager()

    audited_values = SheetRun.audited_values | {
        "provider",
        "api_client",
        "source",
        "role",
        "takes_good",
        "stored",
        "same",
    }

    class Meta:
        verbose_name = "aangeleverde aanwezigheid"
        verbose_name_plural = "aangeleverde aanwezigheid"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            *ended_empty("delivery_attendancerun"),
            models.CheckConstraint(
                name="delivery_attendancerun_sender",
                condition=models.Q(source=Source.SHEET, user__isnull=False, api_client__isnull=True)
                | models.Q(source=Source.API, user__isnull=True, api_client__isnull=False),
                violation_error_message="Een bestand komt van een gebruiker, een koppeling van een programma.",
                violation_error_code="run_sender",
            ),
        ]
        indexes = [models.Index(name="delivery_attendancerun_recent", fields=["provider", "-uploaded_at"])]

    @property
    def sender(self) -> str:
        """The name of the user or the program."""
        return str(self.api_client if self.api_client is not None else self.user)

    def __str__(self) -> str:
        return f"{self.get_source_display()} van {self.uploaded_at:%d-%m-%Y}"

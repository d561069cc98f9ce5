from django.conf import settings
from django.db import models

from core.clock import now
from core.fields import EncryptedTextField
from core.models import PublicModel
from organisations.models import Organisation
from plans.enums import BatchStatus, ItemState, PrintKind
from plans.models.plan import PlanVersion
from plans.querysets import BatchQuerySet, ItemQuerySet


class PrintBatch(PublicModel):
    """Plans that somebody has printed together, in the background. It is about many files and part of nobody's."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="voor", related_name="+", on_delete=models.PROTECT)
    organisation = models.ForeignKey(
        Organisation, verbose_name="namens", related_name="+", editable=False, on_delete=models.PROTECT
    )
    role = models.CharField("in de rol", max_length=30, editable=False)
    kind = models.CharField("wat", max_length=8, choices=PrintKind.choices, default=PrintKind.PLAN)
    status = models.CharField("stand", max_length=9, choices=BatchStatus.choices, default=BatchStatus.WAITING)
    created_at = models.DateTimeField("gevraagd op", default=now, editable=False)
    woken_at = models.DateTimeField("laatst aan het werk", default=now, editable=False)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True, editable=False)

    objects = BatchQuerySet["PrintBatch"].as_manager()

    audited_values = frozenset({"user", "organisation", "role", "kind", "status"})

    class Meta:
        verbose_name = "bundel met plannen"
        verbose_name_plural = "bundels met plannen"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_printbatch_one_at_a_time",
                fields=["user"],
                condition=models.Q(status="waiting"),
                violation_error_message="Er worden al plannen voor u afgedrukt. Wacht tot dat klaar is, of stop het.",
                violation_error_code="batch_running",
            ),
            models.CheckConstraint(
                name="plans_printbatch_finished",
                condition=models.Q(kind__in=PrintKind.values)
                & (
                    models.Q(status="waiting", finished_at=None)
                    | models.Q(status__in=["done", "cancelled", "expired"], finished_at__isnull=False)
                ),
                violation_error_message="Een bundel die klaar is heeft een moment.",
                violation_error_code="batch_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"Bundel van {self.created_at:%d-%m-%Y}"


class PrintItem(models.Model):
    """One plan in a batch, and its PDF until that is removed.

    A worker claims the row, commits, makes the PDF, and keeps it only while the claim is still its own. The PDF is
    encrypted and lives in the row: web server and worker share it, and it goes with the file when that is destroyed.
    """

    batch = models.ForeignKey(PrintBatch, verbose_name="bundel", related_name="items", on_delete=models.PROTECT)
    version = models.ForeignKey(PlanVersion, verbose_name="planversie", related_name="+", on_delete=models.PROTECT)
    state = models.CharField("stand", max_length=9, choices=ItemState.choices, default=ItemState.WAITING)
    fault = models.CharField("waarom niet", max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    claim = models.UUIDField("wie ermee bezig is", null=True, blank=True)
    claimed_until = models.DateTimeField("bezig tot", null=True, blank=True)
    sealed_pdf = EncryptedTextField("pdf", null=True, blank=True, editable=False)

    objects = ItemQuerySet["PrintItem"].as_manager()

    client_path = "version__plan__allocation__client"

    class Meta:
        verbose_name = "plan in een bundel"
        verbose_name_plural = "plannen in een bundel"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_printitem_once",
                fields=["batch", "version"],
                violation_error_message="Dit plan staat al in de bundel.",
                violation_error_code="item_twice",
            ),
            models.CheckConstraint(
                name="plans_printitem_state",
                condition=(
                    models.Q(state="waiting", sealed_pdf__isnull=True)
                    | models.Q(state="done", claim=None, fault="", sealed_pdf__isnull=False)
                    | models.Q(state__in=["refused", "failed"], claim=None, sealed_pdf__isnull=True)
                    & ~models.Q(fault="")
                ),
                violation_error_message="Een plan dat niet is afgedrukt heeft een reden, en geen pdf.",
                violation_error_code="item_state",
            ),
            models.CheckConstraint(
                name="plans_printitem_claim",
                condition=models.Q(claim=None, claimed_until=None)
                | models.Q(claim__isnull=False, claimed_until__isnull=False),
                violation_error_message="Wie ermee bezig is, is dat tot een moment.",
                violation_error_code="item_claim",
            ),
        ]
        indexes = [models.Index(name="plans_printitem_waiting", fields=["batch"], condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.version} ({self.get_state_display().lower()})"

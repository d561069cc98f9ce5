from django.conf import settings
from django.db import models

from contracts.enums import ReportKind, ReportState
from contracts.models.contract import Contract
from contracts.querysets import OfContractQuerySet
from core.clock import now
from core.models import PublicModel


class ProviderReport(PublicModel):
    """What a provider reports to the region under its contract: a client stop, a measure, or a data breach.

    `due_at` is the last moment to report it, by the limit that held then. It says nothing about a single client.
    """

    contract = models.ForeignKey(Contract, verbose_name="contract", related_name="reports", on_delete=models.PROTECT)
    kind = models.CharField("soort", max_length=11, choices=ReportKind.choices)
    happened_at = models.DateTimeField("wanneer")
    ends_on = models.DateField("tot en met", null=True, blank=True)
    text = models.TextField("wat er is")
    source = models.CharField("welke toezichthouder", max_length=200, blank=True, default="")
    data_kinds = models.CharField("welke gegevens", max_length=500, blank=True, default="")
    affected = models.CharField("wie het betreft", max_length=500, blank=True, default="")
    affected_count = models.PositiveIntegerField("hoeveel mensen", null=True, blank=True)
    due_at = models.DateTimeField("melden voor", null=True, blank=True, editable=False)
    reported_at = models.DateTimeField("gemeld", default=now, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gemeld door", related_name="+", on_delete=models.PROTECT
    )
    state = models.CharField("stand", max_length=9, choices=ReportState.choices, default=ReportState.OPEN)
    answer = models.TextField("antwoord", blank=True, default="")
    answered_at = models.DateTimeField("beantwoord", null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="beantwoord door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = OfContractQuerySet["ProviderReport"].as_manager()

    audited_values = frozenset({"contract", "kind", "happened_at", "ends_on", "due_at", "state", "answered_at"})

    class Meta:
        verbose_name = "melding van een aanbieder"
        verbose_name_plural = "meldingen van aanbieders"
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contracts_report_kind",
                condition=~models.Q(text="")
                & (
                    models.Q(kind=ReportKind.CLIENT_STOP, source="", data_kinds="", affected="")
                    | models.Q(kind=ReportKind.MEASURE, ends_on=None, data_kinds="", affected="") & ~models.Q(source="")
                    | models.Q(kind=ReportKind.BREACH, source="", ends_on=None, affected_count__isnull=False)
                    & ~models.Q(data_kinds="")
                    & ~models.Q(affected="")
                ),
                violation_error_message="Deze melding is niet volledig. Vul alles in wat bij deze soort hoort.",
                violation_error_code="report_incomplete",
            ),
            models.CheckConstraint(
                name="contracts_report_answer",
                condition=models.Q(state=ReportState.OPEN, answered_at=None, answered_by=None)
                | models.Q(
                    state__in=[ReportState.CONSENTED, ReportState.REFUSED],
                    kind=ReportKind.CLIENT_STOP,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                )
                | models.Q(
                    state=ReportState.SEEN,
                    kind__in=[ReportKind.MEASURE, ReportKind.BREACH],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                violation_error_message="Dit antwoord past niet bij deze melding.",
                violation_error_code="report_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} bij {self.contract.number}"

    @property
    def is_late(self) -> bool:
        """Whether it was reported after the last moment."""
        return self.due_at is not None and self.reported_at > self.due_at

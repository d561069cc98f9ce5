from django.db import models

from compliance.enums import Basis, State
from compliance.querysets import OutcomeQuerySet
from compliance.rules.outcome import CHECKS
from core.clock import now
from core.models import ReferenceModel
from delivery.models import Session


def state_field(name: str) -> "models.CharField[str, str]":
    """A column for what one check says."""
    return models.CharField(name, max_length=14, choices=State.choices)


class SessionOutcome(models.Model):
    """What the checks say of one session, as planned or as it went. It is worked out anew whenever something changes.

    An outcome that changed is kept, with the moment from which it no longer stood: what was reported stays readable.
    """

    session = models.ForeignKey(Session, verbose_name="dagdeel", related_name="outcomes", on_delete=models.PROTECT)
    basis = models.CharField("volgens", max_length=8, choices=Basis.choices)
    ratio = state_field("cliënten per professional")
    cover = state_field("toezicht zonder gaten")
    volunteers = state_field("vrijwilligers naast professionals")
    gathering = state_field("in een groep")
    care = state_field("bekwaam in persoonlijke verzorging")
    levels = state_field("niveau van wie het uitvoert")
    short = models.PositiveSmallIntegerField("professionals te weinig")
    short_minutes = models.PositiveIntegerField("minuten van professionals te weinig")
    revision = models.PositiveIntegerField("van wijziging")
    """The revision of the session that it was worked out from."""
    computed_at = models.DateTimeField("vastgesteld", default=now)
    superseded_at = models.DateTimeField("vervangen", null=True, blank=True)

    objects = OutcomeQuerySet["SessionOutcome"].as_manager()

    class Meta:
        verbose_name = "uitkomst van een dagdeel"
        verbose_name_plural = "uitkomsten van dagdelen"
        ordering = ["session", "basis", "computed_at"]
        constraints = [
            models.UniqueConstraint(
                name="compliance_sessionoutcome_once",
                fields=["session", "basis"],
                condition=models.Q(superseded_at__isnull=True),
                violation_error_message="Van dit dagdeel staat er al een uitkomst.",
                violation_error_code="outcome_twice",
            ),
            models.CheckConstraint(
                name="compliance_sessionoutcome_states",
                condition=models.Q(basis__in=Basis.values, **{f"{name}__in": State.values for name in CHECKS}),
                violation_error_message="Kies wat een controle zegt uit de lijst.",
                violation_error_code="states",
            ),
            models.CheckConstraint(
                name="compliance_sessionoutcome_superseded",
                condition=models.Q(superseded_at__isnull=True) | models.Q(superseded_at__gte=models.F("computed_at")),
                violation_error_message="Een uitkomst wordt vervangen nadat zij is vastgesteld.",
                violation_error_code="superseded_before",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} ({self.get_basis_display()})"


class CheckRun(ReferenceModel):
    """One time that all sessions were checked anew. What it found different should have been none."""

    started_at = models.DateTimeField("begonnen", default=now)
    finished_at = models.DateTimeField("klaar", null=True, blank=True)
    sessions = models.PositiveIntegerField("dagdelen", default=0)
    outcomes = models.PositiveIntegerField("nieuwe uitkomsten", default=0)
    differences = models.PositiveIntegerField("verschillen", default=0)
    """Outcomes that stood otherwise, although nothing that was said to change them had changed."""

    class Meta:
        verbose_name = "controle van alles"
        verbose_name_plural = "controles van alles"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"Controle van {self.started_at:%d-%m-%Y %H:%M}"

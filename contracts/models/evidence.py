from django.conf import settings
from django.db import models

from contracts.enums import EvidenceKind, EvidenceState
from contracts.querysets import OfProviderQuerySet
from core.clock import now
from core.models import PublicModel
from organisations.models import CareProvider
from organisations.models.qualification import evidence_path


class Evidence(PublicModel):
    """A document with which a provider shows that it may be contracted, and until when that counts."""

    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="evidence", on_delete=models.PROTECT
    )
    kind = models.CharField("soort", max_length=9, choices=EvidenceKind.choices)
    issued_on = models.DateField("datum van het stuk")
    valid_until = models.DateField("telt tot en met")
    file = models.FileField("bestand", upload_to=evidence_path)
    file_name = models.CharField("naam van het bestand", max_length=255, editable=False)
    uploaded_at = models.DateTimeField("toegevoegd", default=now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="toegevoegd door", related_name="+", on_delete=models.PROTECT
    )
    state = models.CharField("stand", max_length=8, choices=EvidenceState.choices, default=EvidenceState.WAITING)
    remark = models.CharField("opmerking", max_length=300, blank=True, default="")
    checked_on = models.DateField("gecontroleerd op", null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gecontroleerd door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = OfProviderQuerySet["Evidence"].as_manager()

    audited_values = frozenset({"provider", "kind", "issued_on", "valid_until", "state", "checked_on"})

    class Meta:
        verbose_name = "bewijsstuk"
        verbose_name_plural = "bewijsstukken"
        ordering = ["provider__name", "kind", "-valid_until", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contracts_evidence_kind",
                condition=models.Q(kind__in=EvidenceKind.values) & ~models.Q(file=""),
                violation_error_message="Een bewijsstuk heeft een soort uit de lijst en een bestand.",
                violation_error_code="evidence_kind",
            ),
            models.CheckConstraint(
                name="contracts_evidence_validity",
                condition=models.Q(valid_until__gte=models.F("issued_on")),
                violation_error_message="Een bewijsstuk telt niet voor zijn eigen datum.",
                violation_error_code="evidence_validity",
            ),
            models.CheckConstraint(
                name="contracts_evidence_checked",
                condition=models.Q(state=EvidenceState.WAITING, checked_on=None, checked_by=None)
                | models.Q(state=EvidenceState.ACCEPTED, checked_on__isnull=False, checked_by__isnull=False)
                | models.Q(state=EvidenceState.REFUSED, checked_on__isnull=False, checked_by__isnull=False)
                & ~models.Q(remark=""),
                violation_error_message="Een controle heeft een naam en een datum, en een afkeuring een reden.",
                violation_error_code="evidence_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} van {self.provider}"

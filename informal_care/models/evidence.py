"""What shows that a task of a board was done: a document, a link, or a figure as it was at that moment."""

import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models

from core.clock import now
from core.models import PublicModel
from informal_care.enums import ProofKind
from informal_care.models.board import BoardTask
from informal_care.querysets import TaskPartQuerySet


def proof_path(row: models.Model, filename: str) -> str:
    """Where a document is kept: under a name that nobody can guess and that says nothing."""
    return f"board/{uuid.uuid4()}"


class TaskEvidence(PublicModel):
    """One thing that shows what came of a task. It is added and taken away, never changed."""

    task = models.ForeignKey(BoardTask, verbose_name="taak", related_name="evidence", on_delete=models.PROTECT)
    kind = models.CharField("soort", max_length=8, choices=ProofKind.choices)
    title = models.CharField("wat het laat zien", max_length=200)
    file = models.FileField("document", upload_to=proof_path, blank=True)
    file_name = models.CharField("naam van het bestand", max_length=255, blank=True, editable=False)
    link = models.CharField("link", max_length=500, blank=True, validators=[URLValidator(schemes=["https"])])
    figure = models.CharField("cijfer", max_length=40, blank=True)
    value = models.PositiveIntegerField("waarde", null=True, blank=True)
    added_at = models.DateTimeField("toegevoegd op", default=now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="toegevoegd door", related_name="+", on_delete=models.PROTECT
    )

    objects = TaskPartQuerySet["TaskEvidence"].as_manager()

    audited_values = frozenset({"task", "kind", "figure", "value"})

    class Meta:
        verbose_name = "bewijs bij een taak"
        verbose_name_plural = "bewijs bij taken"
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_taskevidence_kind",
                condition=models.Q(kind="document", link="", figure="", value=None) & ~models.Q(file="")
                | models.Q(kind="link", link__startswith="https://", file="", figure="", value=None)
                | models.Q(kind="figure", link="", file="", value__isnull=False) & ~models.Q(figure=""),
                violation_error_message="Bewijs is een document, een link die met https:// begint, of een cijfer.",
                violation_error_code="evidence_kind",
            ),
            models.CheckConstraint(
                name="informal_care_taskevidence_title",
                condition=~models.Q(title=""),
                violation_error_message="Schrijf op wat dit laat zien.",
                violation_error_code="evidence_title",
            ),
        ]

    def __str__(self) -> str:
        return self.title

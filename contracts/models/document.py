import uuid

from django.db import models

from contracts.enums import DocumentKind
from contracts.models.contract import Contract
from contracts.models.framework import FrameworkAgreement
from contracts.querysets import DocumentQuerySet
from core.models import PublicModel


def document_path(document: models.Model, filename: str) -> str:
    """Where a document is kept: under a name that nobody can guess and that says nothing."""
    return f"agreements/{uuid.uuid4()}"


class AgreementDocument(PublicModel):
    """A document that belongs to a framework agreement, or to one contract under it, in one version.

    The document stands here as a file, or in the case system of the region; `location` says where.
    """

    framework = models.ForeignKey(
        FrameworkAgreement, verbose_name="raamovereenkomst", related_name="documents", on_delete=models.PROTECT
    )
    contract = models.ForeignKey(
        Contract,
        verbose_name="alleen voor contract",
        related_name="documents",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    kind = models.CharField("soort", max_length=10, choices=DocumentKind.choices)
    title = models.CharField("titel", max_length=200)
    version = models.CharField("versie", max_length=20)
    dated_on = models.DateField("datum")
    location = models.CharField("waar het staat", max_length=300, blank=True)
    file = models.FileField("bestand", upload_to=document_path, blank=True)
    file_name = models.CharField("naam van het bestand", max_length=255, blank=True, editable=False)

    objects = DocumentQuerySet["AgreementDocument"].as_manager()

    audited_values = frozenset(
        {"framework", "contract", "kind", "title", "version", "dated_on", "location", "file_name"}
    )

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ["framework", "title", "dated_on"]
        constraints = [
            models.CheckConstraint(
                name="contracts_document_kind",
                condition=models.Q(kind__in=DocumentKind.values),
                violation_error_message="Kies een soort document uit de lijst.",
                violation_error_code="document_kind",
            ),
            models.UniqueConstraint(
                name="contracts_document_version",
                fields=["framework", "kind", "title", "version"],
                condition=models.Q(contract=None),
                violation_error_message="Deze versie van dit document staat er al.",
                violation_error_code="document_version",
            ),
            models.UniqueConstraint(
                name="contracts_document_of_contract",
                fields=["contract", "kind", "title", "version"],
                condition=models.Q(contract__isnull=False),
                violation_error_message="Deze versie van dit document staat er al.",
                violation_error_code="document_of_contract",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, versie {self.version}"

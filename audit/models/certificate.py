from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from audit.enums import DestructionGround
from audit.models.append_only import AppendOnly
from audit.querysets import CertificateQuerySet
from audit.rules import certificate_hash
from core.clock import now
from core.models import PublicModel

CERTIFICATE_APPEND_ONLY = AppendOnly(
    name="audit_destructioncertificate_append_only", unique=(("public_id",), ("organisation", "number"))
)


class DestructionCertificate(PublicModel):
    """Proof that a file or a part of it was destroyed, without anything about the person whose file it was.

    It stands in this room because it outlives what it is about, as an entry of the trail does: by label and
    public id, without a foreign key. The entry `destroyed` in the trail holds its hash, so that the chain
    vouches for it too.
    """

    organisation = models.UUIDField("kenmerk organisatie")
    organisation_label = models.CharField("organisatie", max_length=200)
    number = models.PositiveIntegerField("nummer")
    ground = models.CharField("grond", max_length=10, choices=DestructionGround.choices)
    proposed_on = models.DateField("voorgesteld op")
    proposed_by = models.UUIDField("kenmerk van wie voorstelde")
    proposed_by_label = models.CharField("voorgesteld door", max_length=200)
    approved_by = models.UUIDField("kenmerk van wie goedkeurde")
    approved_by_label = models.CharField("goedgekeurd door", max_length=200)
    destroyed_at = models.DateTimeField("vernietigd op", default=now)
    rows = models.JSONField("aantal gegevens per soort")
    files = models.PositiveIntegerField("aantal bestanden")
    hash = models.CharField("hash", max_length=64)

    is_append_only = True

    objects: ClassVar[CertificateQuerySet] = CertificateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "verklaring van vernietiging"
        verbose_name_plural = "verklaringen van vernietiging"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="audit_destructioncertificate_number",
                fields=["organisation", "number"],
                violation_error_message="Dit nummer van een verklaring bestaat al.",
                violation_error_code="certificate_number",
            ),
            models.CheckConstraint(
                name="audit_destructioncertificate_two_people",
                condition=~Q(proposed_by=F("approved_by")),
                violation_error_message="Vernietigen doen twee verschillende mensen.",
                violation_error_code="two_people",
            ),
            models.CheckConstraint(
                name="audit_destructioncertificate_ground",
                condition=Q(ground__in=DestructionGround.values),
                violation_error_message="Kies een grond uit de lijst.",
                violation_error_code="destruction_ground",
            ),
            CERTIFICATE_APPEND_ONLY,
        ]

    def __str__(self) -> str:
        return f"Verklaring {self.number}"

    @property
    def total(self) -> int:
        """How many rows there were, of all kinds together."""
        return sum(kind["rows"] for kind in self.rows)

    @property
    def is_whole(self) -> bool:
        """Whether its content still has the hash that it was given."""
        return self.hash == self.content_hash()

    def content_hash(self) -> str:
        """The hash of what it says now."""
        columns: dict[str, Any] = {field.name: getattr(self, field.name) for field in self._meta.concrete_fields}
        return certificate_hash(columns)

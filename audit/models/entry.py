from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.enums import AuditEvent
from audit.models.append_only import AppendOnly
from audit.querysets import AuditQuerySet

APPEND_ONLY = AppendOnly(name="audit_auditentry_append_only", unique=(("lane", "position"),))


class AuditEntry(models.Model):
    """One act: who, on whose behalf, what, to what, when and from where (NEN 7513).

    It refers to things by label and public id and has no foreign key, so that it outlives them. It says
    which fields were touched, not what stands in a client's file. The database itself refuses to change
    or delete a row.
    """

    lane = models.PositiveSmallIntegerField("baan")
    position = models.PositiveBigIntegerField("plaats")
    previous_hash = models.CharField("hash van de vorige", max_length=64)
    hash = models.CharField("hash", max_length=64)
    at = models.DateTimeField("tijdstip", default=timezone.now)
    event = models.CharField("gebeurtenis", max_length=20, choices=AuditEvent)
    actor = models.UUIDField("kenmerk gebruiker", null=True)
    actor_label = models.CharField("gebruiker", max_length=200)
    organisation = models.UUIDField("kenmerk organisatie", null=True)
    organisation_label = models.CharField("namens", max_length=200, blank=True)
    role = models.CharField("rol", max_length=50, blank=True)
    target_label = models.CharField("soort gegeven", max_length=100, blank=True)
    target = models.UUIDField("kenmerk gegeven", null=True)
    client = models.UUIDField("kenmerk cliënt", null=True)
    address = models.CharField("netwerkadres", max_length=45, blank=True)
    request_id = models.CharField("kenmerk verzoek", max_length=64, blank=True)
    fields = models.JSONField("velden", default=list, blank=True)

    is_append_only = True

    objects: ClassVar[AuditQuerySet] = AuditQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "regel in het spoor"
        verbose_name_plural = "spoor"
        ordering = ["-id"]
        constraints = [
            # The last guard of the chain: two transactions that took the same place cannot both commit.
            models.UniqueConstraint(fields=["lane", "position"], name="audit_auditentry_place"),
            models.CheckConstraint(condition=Q(position__gte=1), name="audit_auditentry_position"),
            APPEND_ONLY,
        ]
        indexes = [
            models.Index(fields=["client", "at"], name="audit_auditentry_client", condition=Q(client__isnull=False)),
            models.Index(fields=["target"], name="audit_auditentry_target", condition=Q(target__isnull=False)),
            models.Index(fields=["at"], name="audit_auditentry_at"),
            models.Index(fields=["actor"], name="audit_auditentry_actor", condition=Q(actor__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.target_label}".strip()

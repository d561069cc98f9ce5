from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.enums import DestructionGround
from clients.models.case import Case
from clients.models.client import Client
from clients.models.rights import RightsRequest
from clients.querysets import DestructionPartQuerySet, DestructionQuerySet
from core.clock import now
from core.models import PublicModel, ReferenceModel


class FilePart(models.TextChoices):
    """What of a closed case can be destroyed by itself. Decisions and allocations are kept (Wmo 2015 art. 5.3.4)."""

    PERSONAL_PLAN = "personal_plan", "Het persoonlijk plan, met de bijlage"
    INVESTIGATION = "investigation", "De teksten van het onderzoek, en het verslag"
    CARER_TALKS = "carer_talks", "De gesprekken met mantelzorgers, en het verslag waarin die staan"
    CASE = "case", "De hele aanvraag, waarop geen besluit is genomen"


class Destruction(PublicModel):
    """A proposal to destroy a file, or parts of it. One person proposes, another approves; then it goes as well.

    What stays is a certificate (`audit.DestructionCertificate`).
    """

    client = models.OneToOneField(Client, verbose_name="cliënt", related_name="destruction", on_delete=models.PROTECT)
    ground = models.CharField("grond", max_length=10, choices=DestructionGround.choices)
    request = models.OneToOneField(
        RightsRequest,
        verbose_name="verzoek",
        related_name="destruction",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    retained_until = models.DateField("bewaard tot en met", null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="voorgesteld door",
        related_name="+",
        editable=False,
        on_delete=models.PROTECT,
    )
    proposed_at = models.DateTimeField("voorgesteld op", default=now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="goedgekeurd door",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = DestructionQuerySet["Destruction"].as_manager()

    client_path = "client"
    audited_values = frozenset({"ground", "retained_until", "proposed_by", "approved_by"})

    class Meta:
        verbose_name = "voorstel tot vernietiging"
        verbose_name_plural = "voorstellen tot vernietiging"
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="clients_destruction_two_people",
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                violation_error_message="Iemand anders dan wie het voorstelde keurt de vernietiging goed.",
                violation_error_code="two_people",
            ),
            models.CheckConstraint(
                name="clients_destruction_ground",
                condition=Q(ground="request", request__isnull=False, retained_until=None)
                | Q(ground="retention", request=None, retained_until__isnull=False),
                violation_error_message="Vernietigen kan op verzoek, of als de bewaartermijn voorbij is.",
                violation_error_code="destruction_ground",
            ),
        ]

    def __str__(self) -> str:
        return "Voorstel tot vernietiging"


class DestructionPart(PublicModel):
    """A part of the file that a proposal is about: what of which case. A proposal without parts is about all."""

    destruction = models.ForeignKey(
        Destruction, verbose_name="voorstel", related_name="parts", editable=False, on_delete=models.PROTECT
    )
    part = models.CharField("deel", max_length=13, choices=FilePart.choices)
    case = models.ForeignKey(Case, verbose_name="aanvraag", related_name="+", on_delete=models.PROTECT)

    objects = DestructionPartQuerySet["DestructionPart"].as_manager()

    client_path = "destruction__client"
    audited_values = frozenset({"destruction", "part", "case"})

    class Meta:
        verbose_name = "deel dat vernietigd wordt"
        verbose_name_plural = "delen die vernietigd worden"
        ordering = ["case__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="clients_destructionpart_once",
                fields=["destruction", "part", "case"],
                violation_error_message="Dit deel staat al in het voorstel.",
                violation_error_code="part_twice",
            ),
            models.CheckConstraint(
                name="clients_destructionpart_part",
                condition=Q(part__in=FilePart.values),
                violation_error_message="Kies een deel uit de lijst.",
                violation_error_code="destruction_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_part_display()}"


class DiscardedFile(ReferenceModel):
    """A stored file whose row is gone: it is still to be removed from the disk. About nobody: its name says nothing."""

    name = models.CharField("bestand", max_length=500)
    discarded_at = models.DateTimeField("weg sinds", default=now)

    class Meta:
        verbose_name = "weg te halen bestand"
        verbose_name_plural = "weg te halen bestanden"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

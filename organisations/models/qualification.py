import uuid

from django.conf import settings
from django.db import models

from core.models import DatedModel, PublicModel
from core.periods import period_order
from organisations.enums import Level
from organisations.models.professional import Professional
from organisations.querysets import ProfessionalPartQuerySet, QualificationQuerySet


def evidence_path(qualification: models.Model, filename: str) -> str:
    """Where a file with evidence is kept: under a name that nobody can guess and that says nothing."""
    return f"evidence/{uuid.uuid4()}"


class Qualification(PublicModel, DatedModel):
    """A diploma of a professional. It counts from the day on which somebody verified the evidence."""

    professional = models.ForeignKey(
        Professional, verbose_name="professional", related_name="qualifications", on_delete=models.PROTECT
    )
    level = models.CharField("niveau", max_length=4, choices=Level.choices)
    title = models.CharField("opleiding", max_length=200)
    evidence = models.FileField("bewijs", upload_to=evidence_path, blank=True)
    evidence_name = models.CharField("naam van het bestand", max_length=255, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gecontroleerd door",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    verified_on = models.DateField("gecontroleerd op", null=True, blank=True, editable=False)

    objects = QualificationQuerySet["Qualification"].as_manager()

    audited_values = frozenset({"professional", "level", "starts_on", "ends_on", "verified_by", "verified_on"})

    class Meta:
        verbose_name = "diploma"
        verbose_name_plural = "diploma's"
        ordering = ["-starts_on"]
        constraints = [
            period_order("organisations_qualification_period_order"),
            models.CheckConstraint(
                name="organisations_qualification_level",
                condition=models.Q(level__in=Level.values),
                violation_error_message="Kies een niveau uit de lijst.",
                violation_error_code="level",
            ),
            models.CheckConstraint(
                name="organisations_qualification_verified",
                condition=models.Q(verified_by=None, verified_on=None)
                | models.Q(verified_by__isnull=False, verified_on__isnull=False) & ~models.Q(evidence=""),
                violation_error_message="Een diploma is pas gecontroleerd met bewijs, een naam en een datum.",
                violation_error_code="verified_without_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_level_display()})"


class TargetGroup(PublicModel):
    """A group of clients that asks for experience of its own, such as people with dementia."""

    name = models.CharField("naam", max_length=200, unique=True, error_messages={"unique": "Deze doelgroep is er al."})

    audited_values = frozenset({"name"})

    class Meta:
        verbose_name = "doelgroep"
        verbose_name_plural = "doelgroepen"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TargetGroupExperience(PublicModel, DatedModel):
    """Demonstrable experience with a target group (product sheet Duurzaam, demands on the professional)."""

    professional = models.ForeignKey(
        Professional, verbose_name="professional", related_name="experience", on_delete=models.PROTECT
    )
    target_group = models.ForeignKey(TargetGroup, verbose_name="doelgroep", on_delete=models.PROTECT)
    position = models.CharField("functie", max_length=200)
    evidence_reference = models.CharField("bewijs", max_length=200, help_text="Bijvoorbeeld een getuigschrift.")

    objects = ProfessionalPartQuerySet["TargetGroupExperience"].as_manager()

    audited_values = frozenset({"professional", "target_group", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "ervaring met doelgroep"
        verbose_name_plural = "ervaring met doelgroepen"
        ordering = ["-starts_on"]
        constraints = [period_order("organisations_experience_period_order")]

    def __str__(self) -> str:
        return f"{self.professional}: {self.target_group}"


class PersonalCareCompetence(PublicModel, DatedModel):
    """The professional can give the personal care that is needed (product sheet Duurzaam)."""

    professional = models.ForeignKey(
        Professional, verbose_name="professional", related_name="competences", on_delete=models.PROTECT
    )
    evidence_reference = models.CharField("bewijs", max_length=200)

    objects = ProfessionalPartQuerySet["PersonalCareCompetence"].as_manager()

    audited_values = frozenset({"professional", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "bekwaamheid persoonlijke verzorging"
        verbose_name_plural = "bekwaamheid persoonlijke verzorging"
        ordering = ["-starts_on"]
        constraints = [period_order("organisations_competence_period_order")]

    def __str__(self) -> str:
        return f"Persoonlijke verzorging: {self.professional}"

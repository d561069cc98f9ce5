from django.conf import settings
from django.db import models

from clients.models import Allocation
from compliance.enums import Verdict
from compliance.querysets import FileJudgementQuerySet, JudgementQuerySet
from core.clock import now
from core.models import PublicModel
from delivery.models import Group
from organisations.models import CareProvider, Organisation
from products.models import Requirement


class JudgementFields(PublicModel):
    """What a person judged of one requirement. It is never changed: a later judgement stands beside it."""

    requirement = models.ForeignKey(Requirement, verbose_name="eis", related_name="+", on_delete=models.PROTECT)
    verdict = models.CharField("oordeel", max_length=14, choices=Verdict.choices)
    explanation = models.TextField("uitleg")
    basis = models.TextField("waarop het oordeel rust")
    judged_on = models.DateField("beoordeeld op")
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="beoordeeld door",
        related_name="+",
        editable=False,
        on_delete=models.PROTECT,
    )
    judge_name = models.CharField("naam van de beoordelaar", max_length=200, editable=False)
    on_behalf_of = models.ForeignKey(
        Organisation, verbose_name="namens", related_name="+", editable=False, on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=now, editable=False)

    class Meta:
        abstract = True
        ordering = ["-judged_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.requirement.code}: {self.get_verdict_display().lower()}"


def complete(name: str) -> models.CheckConstraint:
    """The constraint that a judgement has a verdict, an explanation, what it rests on, and a name."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(verdict__in=Verdict.values)
        & ~(models.Q(explanation="") | models.Q(basis="") | models.Q(judge_name="")),
        violation_error_message="Kies een oordeel, leg het uit en schrijf op waarop het rust.",
        violation_error_code="judgement_complete",
    )


AUDITED = frozenset({"requirement", "verdict", "judged_on", "judged_by", "on_behalf_of"})


class Judgement(JudgementFields):
    """A judgement on a provider, or on one of its groups."""

    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="judgements", on_delete=models.PROTECT
    )
    group = models.ForeignKey(
        Group, verbose_name="groep", related_name="judgements", null=True, blank=True, on_delete=models.PROTECT
    )

    objects = JudgementQuerySet["Judgement"].as_manager()

    audited_values = AUDITED | {"provider", "group"}

    class Meta(JudgementFields.Meta):
        verbose_name = "oordeel"
        verbose_name_plural = "oordelen"
        constraints = [complete("compliance_judgement_complete")]
        indexes = [models.Index(name="compliance_judgement_of", fields=["provider", "requirement"])]


class FileJudgement(JudgementFields):
    """A judgement on what is in the file of a client, under one allocation."""

    allocation = models.ForeignKey(
        Allocation, verbose_name="toewijzing", related_name="judgements", on_delete=models.PROTECT
    )

    objects = FileJudgementQuerySet["FileJudgement"].as_manager()

    client_path = "allocation__client"
    audited_values = AUDITED | {"allocation"}

    class Meta(JudgementFields.Meta):
        verbose_name = "oordeel over een dossier"
        verbose_name_plural = "oordelen over dossiers"
        constraints = [complete("compliance_filejudgement_complete")]
        indexes = [models.Index(name="compliance_filejudgement_of", fields=["allocation", "requirement"])]

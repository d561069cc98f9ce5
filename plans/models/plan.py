from django.db import models

from clients.models import Allocation
from core.clock import now
from core.connected import Connected
from core.constraints import NoOverlap
from core.fields import EncryptedJSONField
from core.models import DatedModel, PublicModel
from core.periods import Period, period_order
from organisations.models import Professional
from plans.enums import PlanStatus
from plans.models.week import WeekField, within_a_week
from plans.querysets import OfPlanQuerySet, OfVersionQuerySet, PlanQuerySet, PlanVersionQuerySet


class Plan(PublicModel):
    """The execution plan (uitvoeringsplan) under one allocation, with its versions and its evaluation clock."""

    allocation = models.OneToOneField(
        Allocation, verbose_name="toewijzing", related_name="plan", on_delete=models.PROTECT
    )
    clock_starts_on = models.DateField(
        "klok loopt vanaf",
        null=True,
        editable=False,
        help_text="Dag van het akkoord, van de start als die eerder was, of van de laatste volledige evaluatie.",
    )
    next_evaluation_due_on = models.DateField("volgende evaluatie uiterlijk", null=True, editable=False, db_index=True)
    nobody_else_from = models.DateField("geen andere professionals vanaf", null=True, editable=False)
    nobody_else_until = models.DateField("geen andere professionals tot en met", null=True, editable=False)
    """The last time that somebody said so; it ends where a `CareContact` begins."""

    objects = PlanQuerySet["Plan"].as_manager()

    client_path = "allocation__client"
    audited_values = frozenset(
        {"allocation", "clock_starts_on", "next_evaluation_due_on", "nobody_else_from", "nobody_else_until"}
    )

    class Meta:
        verbose_name = "uitvoeringsplan"
        verbose_name_plural = "uitvoeringsplannen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="plans_plan_clock",
                condition=models.Q(next_evaluation_due_on=None)
                | models.Q(clock_starts_on__isnull=False, next_evaluation_due_on__gt=models.F("clock_starts_on")),
                violation_error_message="De volgende evaluatie ligt na het begin van de klok.",
                violation_error_code="evaluation_clock",
            ),
            models.CheckConstraint(
                name="plans_plan_nobody_else",
                condition=models.Q(nobody_else_until=None)
                | models.Q(nobody_else_from__isnull=False, nobody_else_until__gte=models.F("nobody_else_from")),
                violation_error_message="Dat er niemand anders betrokken is, houdt niet op voor het begon.",
                violation_error_code="nobody_else",
            ),
        ]

    @property
    def nobody_else(self) -> Period | None:
        """When no other professionals were involved with the client, as somebody of the provider said expressly."""
        return Period(self.nobody_else_from, self.nobody_else_until) if self.nobody_else_from else None

    def __str__(self) -> str:
        return f"Uitvoeringsplan bij toewijzing {self.allocation.number}"


class PlanVersion(PublicModel, DatedModel):
    """One version of a plan. Once agreed its content does not change; a change is a new version."""

    plan = models.ForeignKey(Plan, verbose_name="uitvoeringsplan", related_name="versions", on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField("versie", editable=False)
    status = models.CharField(
        "status", max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT, editable=False
    )
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)
    situation = models.TextField("situatie", blank=True)
    needed_support = models.TextField("benodigd toezicht en nabijheid", blank=True)
    taken_over = models.TextField("wat de aanbieder overneemt", blank=True)
    evaluation_interval_months = models.PositiveSmallIntegerField("evalueren na (maanden)", null=True, blank=True)
    attends = WeekField("komt naar de groep")
    drafted_at = models.DateTimeField("concept gemaakt op", default=now, editable=False)
    agreed_on = models.DateField("vastgesteld op", null=True, editable=False)
    agreed_at = models.DateTimeField("vaststelling vastgelegd op", null=True, editable=False)
    started_at = models.DateTimeField("uitvoering gestart op", null=True, editable=False)
    ended_at = models.DateTimeField("beëindigd op", null=True, editable=False)
    end_reason = models.CharField("reden van einde", max_length=300, blank=True, editable=False)
    agreed_document = EncryptedJSONField("vastgesteld document", null=True, editable=False)
    document_sha256 = models.CharField("vingerafdruk van het document", max_length=64, blank=True, editable=False)
    pdf_sha256 = models.CharField("vingerafdruk van de pdf", max_length=64, blank=True, editable=False)

    objects = PlanVersionQuerySet["PlanVersion"].as_manager()

    client_path = "plan__allocation__client"
    audited_values = frozenset(
        {
            "plan",
            "number",
            "status",
            "revision",
            "starts_on",
            "ends_on",
            "evaluation_interval_months",
            "drafted_at",
            "agreed_on",
            "agreed_at",
            "started_at",
            "ended_at",
            "document_sha256",
            "pdf_sha256",
        }
    )

    class Meta:
        verbose_name = "planversie"
        verbose_name_plural = "planversies"
        ordering = ["-number"]
        constraints = [
            period_order("plans_version_period_order"),
            models.UniqueConstraint(
                name="plans_version_number",
                fields=["plan", "number"],
                violation_error_message="Dit versienummer bestaat al in dit plan.",
                violation_error_code="plan_version_number",
            ),
            *(
                models.UniqueConstraint(
                    name=f"plans_version_one_{status}",
                    fields=["plan"],
                    condition=models.Q(status=status),
                    violation_error_message="Er is al een versie van dit plan met deze status.",
                    violation_error_code=f"second_{status}",
                )
                for status in ("draft", "agreed", "in_execution")
            ),
            models.CheckConstraint(
                name="plans_version_status_moment",
                condition=models.Q(status="draft", agreed_on=None, agreed_at=None, started_at=None, ended_at=None)
                | models.Q(
                    status="agreed",
                    agreed_on__isnull=False,
                    agreed_at__isnull=False,
                    started_at=None,
                    ended_at=None,
                )
                | models.Q(
                    status="in_execution",
                    agreed_on__isnull=False,
                    agreed_at__isnull=False,
                    started_at__isnull=False,
                    ended_at=None,
                )
                | (models.Q(status="ended", ended_at__isnull=False) & ~models.Q(end_reason="")),
                violation_error_message="De status past niet bij de momenten van akkoord, start en einde.",
                violation_error_code="plan_status_moment",
            ),
            models.CheckConstraint(
                name="plans_version_interval",
                condition=models.Q(evaluation_interval_months=None) | models.Q(evaluation_interval_months__gt=0),
                violation_error_message="Evalueer na minstens 1 maand.",
                violation_error_code="plan_interval",
            ),
            within_a_week("attends", "plans_version_week"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, versie {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether the content may still change."""
        return self.status == PlanStatus.DRAFT


class EvaluationMoment(PublicModel):
    """A day on which the plan itself says that it will be evaluated."""

    version = models.ForeignKey(
        PlanVersion, verbose_name="planversie", related_name="evaluation_moments", on_delete=models.PROTECT
    )
    planned_on = models.DateField("datum")

    objects = OfVersionQuerySet["EvaluationMoment"].as_manager()

    client_path = "version__plan__allocation__client"
    audited_values = frozenset({"version", "planned_on"})

    class Meta:
        verbose_name = "evaluatiemoment"
        verbose_name_plural = "evaluatiemomenten"
        ordering = ["planned_on"]
        constraints = [
            models.UniqueConstraint(
                name="plans_moment_once",
                fields=["version", "planned_on"],
                violation_error_message="Dit evaluatiemoment staat al in het plan.",
                violation_error_code="moment_twice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.planned_on:%d-%m-%Y}"


class Responsibility(PublicModel, DatedModel):
    """Who is finally responsible for drawing up and carrying out the plan, and when: one at any time."""

    plan = models.ForeignKey(
        Plan, verbose_name="uitvoeringsplan", related_name="responsibilities", on_delete=models.PROTECT
    )
    professional = models.ForeignKey(
        Professional, verbose_name="professional", related_name="responsibilities", on_delete=models.PROTECT
    )

    objects = OfPlanQuerySet["Responsibility"].as_manager()

    client_path = "plan__allocation__client"
    audited_values = frozenset({"plan", "professional", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "eindverantwoordelijkheid"
        verbose_name_plural = "eindverantwoordelijkheden"
        ordering = ["-starts_on"]
        constraints = [
            period_order("plans_responsibility_period_order"),
            NoOverlap(
                name="plans_responsibility_no_overlap",
                scope=["plan"],
                violation_error_message="Dit plan heeft in een deel van deze periode al een eindverantwoordelijke.",
                violation_error_code="second_responsible",
            ),
            Connected(
                name="plans_responsibility_connected",
                scope="plan",
                violation_error_message="Dan is een tijd lang niemand eindverantwoordelijk. Kies aansluitende dagen.",
                violation_error_code="nobody_responsible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional} voor {self.plan}"

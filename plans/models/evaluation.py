from django.conf import settings
from django.db import models

from core.models import PublicModel
from plans.enums import ParticipantKind, Progress, WmoFit
from plans.models.goal import Goal
from plans.models.plan import PlanVersion
from plans.querysets import EvaluationQuerySet, OfEvaluationQuerySet


class Evaluation(PublicModel):
    """An evaluation of progress and effectiveness. It counts for the clock once it is complete."""

    version = models.ForeignKey(
        PlanVersion, verbose_name="planversie", related_name="evaluations", on_delete=models.PROTECT
    )
    held_on = models.DateField("datum van de evaluatie")
    effectiveness = models.TextField("doelmatigheid", blank=True)
    report = models.TextField("verslag", blank=True)
    changes = models.TextField("wat verandert er", blank=True)
    wmo_fit = models.CharField("past de hulpvraag nog bij de Wmo?", max_length=5, choices=WmoFit.choices, blank=True)
    wmo_reason = models.TextField("waarom", blank=True)
    client_absence_reason = models.TextField("waarom de cliënt er niet bij was", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    author_name = models.CharField("naam van de auteur", max_length=200, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)
    completed_at = models.DateTimeField("afgerond op", null=True, editable=False)

    objects = EvaluationQuerySet["Evaluation"].as_manager()

    client_path = "version__plan__allocation__client"
    audited_values = frozenset({"version", "held_on", "author", "revision", "completed_at"})

    class Meta:
        verbose_name = "evaluatie"
        verbose_name_plural = "evaluaties"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_evaluation_one_open",
                fields=["version"],
                condition=models.Q(completed_at=None),
                violation_error_message="Er staat al een evaluatie open voor dit plan. Rond die eerst af.",
                violation_error_code="evaluation_open",
            ),
            models.CheckConstraint(
                name="plans_evaluation_complete",
                condition=models.Q(completed_at=None)
                | ~(
                    models.Q(report="")
                    | models.Q(effectiveness="")
                    | models.Q(wmo_fit="")
                    | models.Q(wmo_reason="")
                    | models.Q(author_name="")
                ),
                violation_error_message="Een evaluatie is pas af met verslag, doelmatigheid en antwoord over de Wmo.",
                violation_error_code="evaluation_incomplete",
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluatie van {self.held_on:%d-%m-%Y}"

    @property
    def is_complete(self) -> bool:
        """Whether this evaluation counts."""
        return self.completed_at is not None


class Participant(PublicModel):
    """Somebody who took part in an evaluation, with what they brought in."""

    evaluation = models.ForeignKey(
        Evaluation, verbose_name="evaluatie", related_name="participants", on_delete=models.PROTECT
    )
    kind = models.CharField("als", max_length=14, choices=ParticipantKind.choices)
    name = models.CharField("naam", max_length=200)
    contribution = models.TextField("inbreng", blank=True)

    objects = OfEvaluationQuerySet["Participant"].as_manager()

    client_path = "evaluation__version__plan__allocation__client"
    audited_values = frozenset({"evaluation", "kind"})

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display().lower()})"


class GoalProgress(PublicModel):
    """How far one goal has come at an evaluation."""

    evaluation = models.ForeignKey(
        Evaluation, verbose_name="evaluatie", related_name="goal_progress", on_delete=models.PROTECT
    )
    goal = models.ForeignKey(Goal, verbose_name="doel", related_name="progress", on_delete=models.PROTECT)
    progress = models.CharField("voortgang", max_length=8, choices=Progress.choices)
    measured_value = models.DecimalField("gemeten waarde", max_digits=9, decimal_places=2, null=True, blank=True)
    explanation = models.TextField("toelichting", blank=True)

    objects = OfEvaluationQuerySet["GoalProgress"].as_manager()

    client_path = "evaluation__version__plan__allocation__client"
    audited_values = frozenset({"evaluation", "goal"})

    class Meta:
        verbose_name = "voortgang op doel"
        verbose_name_plural = "voortgang op doelen"
        ordering = ["goal__position"]
        constraints = [
            models.UniqueConstraint(
                name="plans_progress_once",
                fields=["evaluation", "goal"],
                violation_error_message="De voortgang op dit doel staat er al.",
                violation_error_code="progress_twice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.get_progress_display().lower()}"

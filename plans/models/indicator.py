from django.db import models

from core.models import PublicModel
from plans.models.evaluation import Evaluation
from plans.models.plan import PlanVersion
from plans.querysets import ScoreQuerySet
from products.enums import Indicator

HIGHEST_SCORE = 4


class IndicatorScore(PublicModel):
    """How much of one thing the client needs: at the start of a version of a plan, or at an evaluation of it.

    Source: product sheet Duurzaam, client and assignment: what is needed is expected to grow.
    """

    version = models.ForeignKey(PlanVersion, verbose_name="planversie", related_name="scores", on_delete=models.PROTECT)
    evaluation = models.ForeignKey(
        Evaluation,
        verbose_name="evaluatie",
        related_name="scores",
        null=True,
        blank=True,
        help_text="Leeg: aan het begin van het plan.",
        on_delete=models.PROTECT,
    )
    indicator = models.CharField("indicator", max_length=18, choices=Indicator.choices)
    score = models.PositiveSmallIntegerField("hoeveel nodig is")
    is_carried_over = models.BooleanField(
        "overgenomen",
        default=False,
        editable=False,
        help_text="Overgenomen van de laatste evaluatie of de vorige versie; niemand keek er bij dit begin naar.",
    )

    objects = ScoreQuerySet["IndicatorScore"].as_manager()

    client_path = "version__plan__allocation__client"
    audited_values = frozenset({"version", "evaluation", "indicator", "is_carried_over"})

    class Meta:
        verbose_name = "score van een indicator"
        verbose_name_plural = "scores van indicatoren"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="plans_score_scale",
                condition=models.Q(indicator__in=Indicator.values, score__gte=0, score__lte=HIGHEST_SCORE),
                violation_error_message="Kies een antwoord van 0 tot en met 4.",
                violation_error_code="score_scale",
            ),
            models.CheckConstraint(
                name="plans_score_carried_over",
                condition=models.Q(is_carried_over=False) | models.Q(evaluation=None),
                violation_error_message="Alleen wat aan het begin van een plan nodig is, wordt overgenomen.",
                violation_error_code="score_carried_over",
            ),
            models.UniqueConstraint(
                name="plans_score_start_once",
                fields=["version", "indicator"],
                condition=models.Q(evaluation=None),
                violation_error_message="Voor het begin van dit plan staat dit er al.",
                violation_error_code="score_twice",
            ),
            models.UniqueConstraint(
                name="plans_score_evaluation_once",
                fields=["evaluation", "indicator"],
                condition=models.Q(evaluation__isnull=False),
                violation_error_message="Bij deze evaluatie staat dit er al.",
                violation_error_code="score_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()}: {self.score}"

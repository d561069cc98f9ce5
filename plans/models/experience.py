from django.conf import settings
from django.db import models

from core.clock import now
from core.models import PublicModel
from plans.enums import AnsweredHow, Asker, Cooperation, Respondent, Satisfaction
from plans.models.evaluation import Evaluation
from plans.models.plan import Plan
from plans.querysets import OfEvaluationQuerySet, RequestQuerySet


class Experience(PublicModel):
    """What the client, a carer or the referrer answered before an evaluation.

    Source: product sheet Duurzaam, demands on professionals: works well together with everybody concerned. People say
    so; nothing follows from it by itself.
    """

    evaluation = models.ForeignKey(
        Evaluation, verbose_name="evaluatie", related_name="experiences", on_delete=models.PROTECT
    )
    respondent = models.CharField("wie", max_length=8, choices=Respondent.choices)
    name = models.CharField("naam", max_length=200, blank=True)
    answered_how = models.CharField("hoe", max_length=8, choices=AnsweredHow.choices)
    satisfaction = models.PositiveSmallIntegerField(
        "tevreden",
        choices=Satisfaction.choices,
        null=True,
        blank=True,
    )
    cooperation = models.PositiveSmallIntegerField("samenwerking", choices=Cooperation.choices, null=True, blank=True)
    goes_well = models.TextField("wat goed gaat", blank=True)
    could_be_better = models.TextField("wat beter kan", blank=True)

    objects = OfEvaluationQuerySet["Experience"].as_manager()

    client_path = "evaluation__version__plan__allocation__client"
    audited_values = frozenset({"evaluation", "respondent", "answered_how"})

    class Meta:
        verbose_name = "ervaring"
        verbose_name_plural = "ervaringen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_experience_once",
                fields=["evaluation", "respondent"],
                violation_error_message="De antwoorden van deze persoon staan er al.",
                violation_error_code="experience_twice",
            ),
            models.CheckConstraint(
                name="plans_experience_respondent",
                condition=models.Q(respondent__in=Respondent.values, answered_how__in=AnsweredHow.values)
                & (~models.Q(respondent="referrer") | models.Q(satisfaction=None)),
                violation_error_message="Kies wie antwoordde en hoe. De verwijzer krijgt geen vraag over tevredenheid.",
                violation_error_code="experience_respondent",
            ),
            models.CheckConstraint(
                name="plans_experience_scale",
                condition=(models.Q(satisfaction=None) | models.Q(satisfaction__gte=1, satisfaction__lte=5))
                & (models.Q(cooperation=None) | models.Q(cooperation__gte=1, cooperation__lte=5)),
                violation_error_message="Kies een antwoord uit de lijst.",
                violation_error_code="experience_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"Antwoorden van de {self.get_respondent_display().lower()}"


class EvaluationRequest(PublicModel):
    """Somebody asked to evaluate before it is due, and why. It waits until an evaluation is started.

    Source: product sheet Duurzaam, demands on content, point 4: every six months, or more often when needed.
    """

    plan = models.ForeignKey(
        Plan, verbose_name="uitvoeringsplan", related_name="evaluation_requests", on_delete=models.PROTECT
    )
    asked_by = models.CharField("wie vroeg het", max_length=14, choices=Asker.choices)
    name = models.CharField("naam", max_length=200)
    asked_on = models.DateField("gevraagd op")
    reason = models.TextField("waarom")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=now, editable=False)
    evaluation = models.ForeignKey(
        Evaluation,
        verbose_name="evaluatie",
        related_name="requests",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )

    objects = RequestQuerySet["EvaluationRequest"].as_manager()

    client_path = "plan__allocation__client"
    audited_values = frozenset({"plan", "asked_by", "asked_on", "evaluation"})

    class Meta:
        verbose_name = "verzoek om een evaluatie"
        verbose_name_plural = "verzoeken om een evaluatie"
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_evaluationrequest_one_open",
                fields=["plan"],
                condition=models.Q(evaluation=None),
                violation_error_message="Er is al om een evaluatie gevraagd. Die staat op de werkvoorraad.",
                violation_error_code="evaluation_asked",
            ),
            models.CheckConstraint(
                name="plans_evaluationrequest_complete",
                condition=models.Q(asked_by__in=Asker.values) & ~models.Q(name="") & ~models.Q(reason=""),
                violation_error_message="Vul in wie om de evaluatie vroeg, en waarom.",
                violation_error_code="evaluation_request",
            ),
        ]

    def __str__(self) -> str:
        return f"Verzoek van {self.asked_on:%d-%m-%Y} om een evaluatie"

from django.db import models

from plans.enums import GoalDomain, Per
from plans.models.goal_parts import FREQUENCY_MESSAGE, POSITION_MESSAGE, ActivityFields, GoalFields
from plans.models.plan import PlanVersion
from plans.models.result import AgreedResult
from plans.models.template import PlanTemplate
from plans.models.week import within_a_week
from plans.querysets import OfGoalQuerySet, OfVersionQuerySet


class Goal(GoalFields):
    """A SMART goal: specific, measurable, acceptable, realistic and bound to a day."""

    version = models.ForeignKey(PlanVersion, verbose_name="planversie", related_name="goals", on_delete=models.PROTECT)
    client_words = models.TextField("in de woorden van de cliënt", blank=True)
    has_consent = models.BooleanField("de cliënt wil dit doel", default=False)
    due_on = models.DateField("bereikt op", null=True, blank=True)
    continues = models.ForeignKey(
        "self", verbose_name="gaat verder met", related_name="+", null=True, editable=False, on_delete=models.PROTECT
    )
    template = models.ForeignKey(
        PlanTemplate, verbose_name="uit sjabloon", related_name="+", null=True, editable=False, on_delete=models.PROTECT
    )
    result = models.ForeignKey(
        AgreedResult,
        verbose_name="bij afgesproken resultaat",
        related_name="goals",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = OfVersionQuerySet["Goal"].as_manager()

    client_path = "version__plan__allocation__client"
    audited_values = frozenset({"version", "position", "has_consent", "due_on", "continues", "template", "result"})

    class Meta:
        verbose_name = "doel"
        verbose_name_plural = "doelen"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_goal_position",
                fields=["version", "position"],
                violation_error_message=POSITION_MESSAGE,
                violation_error_code="goal_position",
            ),
            models.CheckConstraint(
                name="plans_goal_domain",
                condition=models.Q(domain__in=GoalDomain.values),
                violation_error_message="Kies een leefgebied uit de lijst.",
                violation_error_code="goal_domain",
            ),
        ]


class Activity(ActivityFields):
    """What is done to reach a goal, how often, and by whom."""

    goal = models.ForeignKey(Goal, verbose_name="doel", related_name="activities", on_delete=models.PROTECT)

    objects = OfGoalQuerySet["Activity"].as_manager()

    client_path = "goal__version__plan__allocation__client"
    audited_values = frozenset({"goal", "times", "per", "is_in_group"})

    class Meta:
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="plans_activity_frequency",
                condition=models.Q(times__gt=0, per__in=Per.values),
                violation_error_message=FREQUENCY_MESSAGE,
                violation_error_code="activity_frequency",
            ),
            within_a_week("moments", "plans_activity_week"),
        ]

from django.db import models

from core.models import PublicModel
from organisations.models import CareProvider
from plans.enums import GoalDomain, Per
from plans.models.goal_parts import FREQUENCY_MESSAGE, POSITION_MESSAGE, ActivityFields, GoalFields
from plans.models.week import within_a_week
from plans.querysets import OfTemplateGoalQuerySet, OfTemplateQuerySet, TemplateQuerySet
from products.models import ProductVariant


class PlanTemplate(PublicModel):
    """Texts and goals with which plans of one product can start: of one provider, or of the software for all.

    It is about nobody; a plan that started from it keeps its own copy of every word.
    """

    provider = models.ForeignKey(
        CareProvider,
        verbose_name="zorgaanbieder",
        related_name="plan_templates",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    variant = models.ForeignKey(
        ProductVariant, verbose_name="product", related_name="plan_templates", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=120)
    source = models.CharField("bron", max_length=200, blank=True)
    situation = models.TextField("situatie", blank=True)
    needed_support = models.TextField("benodigd toezicht en nabijheid", blank=True)
    taken_over = models.TextField("wat de aanbieder overneemt", blank=True)
    evaluation_interval_months = models.PositiveSmallIntegerField("evalueren na (maanden)", null=True, blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)
    retired_at = models.DateTimeField("niet meer te kiezen vanaf", null=True, editable=False)

    objects = TemplateQuerySet["PlanTemplate"].as_manager()

    audited_values = frozenset({"provider", "variant", "name", "source", "revision", "retired_at"})

    class Meta:
        verbose_name = "sjabloon voor plannen"
        verbose_name_plural = "sjablonen voor plannen"
        ordering = ["variant__position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_plantemplate_name",
                fields=["provider", "variant", "name"],
                condition=models.Q(retired_at=None, provider__isnull=False),
                violation_error_message="Er is al een sjabloon met deze naam voor dit product. Kies een andere naam.",
                violation_error_code="template_name",
            ),
            models.UniqueConstraint(
                name="plans_plantemplate_general_name",
                fields=["variant", "name"],
                condition=models.Q(retired_at=None, provider=None),
                violation_error_message="Er is al een algemeen sjabloon met deze naam voor dit product.",
                violation_error_code="general_template_name",
            ),
            models.CheckConstraint(
                name="plans_plantemplate_source",
                condition=~models.Q(name="") & (models.Q(provider__isnull=False) | ~models.Q(source="")),
                violation_error_message="Geef het sjabloon een naam. Een algemeen sjabloon heeft ook een bron.",
                violation_error_code="template_source",
            ),
            models.CheckConstraint(
                name="plans_plantemplate_interval",
                condition=models.Q(evaluation_interval_months=None) | models.Q(evaluation_interval_months__gt=0),
                violation_error_message="Evalueer na minstens 1 maand.",
                violation_error_code="template_interval",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateGoal(GoalFields):
    """A goal of a template. Values are examples that the writer of a plan fits to the client."""

    template = models.ForeignKey(PlanTemplate, verbose_name="sjabloon", related_name="goals", on_delete=models.CASCADE)

    objects = OfTemplateQuerySet["TemplateGoal"].as_manager()

    audited_values = frozenset(
        {"template", "position", "domain", "statement", "measure", "unit", "start_value", "target_value"}
    )

    class Meta:
        verbose_name = "doel van een sjabloon"
        verbose_name_plural = "doelen van sjablonen"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_templategoal_position",
                fields=["template", "position"],
                violation_error_message=POSITION_MESSAGE,
                violation_error_code="template_goal_position",
            ),
            models.CheckConstraint(
                name="plans_templategoal_domain",
                condition=models.Q(domain__in=GoalDomain.values) & ~models.Q(statement=""),
                violation_error_message="Kies een leefgebied uit de lijst en beschrijf het doel.",
                violation_error_code="template_goal_domain",
            ),
        ]


class TemplateActivity(ActivityFields):
    """What is usually done to reach a goal of a template."""

    goal = models.ForeignKey(TemplateGoal, verbose_name="doel", related_name="activities", on_delete=models.CASCADE)

    objects = OfTemplateGoalQuerySet["TemplateActivity"].as_manager()

    audited_values = frozenset({"goal", "description", "times", "per", "performed_by", "is_in_group"})

    class Meta:
        verbose_name = "activiteit van een sjabloon"
        verbose_name_plural = "activiteiten van sjablonen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="plans_templateactivity_frequency",
                condition=models.Q(times__gt=0, per__in=Per.values),
                violation_error_message=FREQUENCY_MESSAGE,
                violation_error_code="template_activity_frequency",
            ),
            within_a_week("moments", "plans_templateactivity_week"),
        ]

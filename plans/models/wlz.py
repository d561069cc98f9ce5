from django.conf import settings
from django.db import models

from core.clock import now
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel, ReferenceModel
from core.periods import period_order
from core.querysets import DatedQuerySet
from plans.enums import PlanParameter, WlzOutcome, WlzStepKind
from plans.models.evaluation import Evaluation
from plans.models.plan import Plan
from plans.querysets import OfTrackQuerySet, TrackQuerySet


class WlzTrack(PublicModel):
    """What is done after an evaluation that doubts whether the need still fits the Wmo, and how it ended.

    Source: product sheet Duurzaam, assignment: when the Wlz fits better, the provider anticipates it.
    """

    plan = models.ForeignKey(Plan, verbose_name="uitvoeringsplan", related_name="wlz_tracks", on_delete=models.PROTECT)
    evaluation = models.OneToOneField(
        Evaluation, verbose_name="evaluatie", related_name="wlz_track", on_delete=models.PROTECT
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="eigenaar", related_name="+", on_delete=models.PROTECT
    )
    opened_on = models.DateField("begonnen op")
    outcome = models.CharField("uitkomst", max_length=12, choices=WlzOutcome.choices, blank=True, editable=False)
    outcome_note = models.TextField("toelichting", blank=True, editable=False)
    ended_on = models.DateField("afgesloten op", null=True, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = TrackQuerySet["WlzTrack"].as_manager()

    client_path = "plan__allocation__client"
    audited_values = frozenset({"plan", "evaluation", "owner", "opened_on", "ended_on", "revision"})

    class Meta:
        verbose_name = "Wlz-traject"
        verbose_name_plural = "Wlz-trajecten"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_wlztrack_one_open",
                fields=["plan"],
                condition=models.Q(outcome=""),
                violation_error_message="Er loopt al een Wlz-traject. Ga daarin verder.",
                violation_error_code="wlz_track_open",
            ),
            models.CheckConstraint(
                name="plans_wlztrack_outcome",
                condition=models.Q(outcome="", ended_on=None)
                | (
                    models.Q(outcome__in=WlzOutcome.values, ended_on__isnull=False)
                    & models.Q(ended_on__gte=models.F("opened_on"))
                    & ~models.Q(outcome_note="")
                ),
                violation_error_message="Een traject dat is afgesloten heeft een uitkomst, een dag en een toelichting.",
                violation_error_code="wlz_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Wlz-traject van {self.opened_on:%d-%m-%Y}"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to be done."""
        return self.ended_on is None


class WlzStep(PublicModel):
    """A step that was taken, on which day, with a note."""

    track = models.ForeignKey(WlzTrack, verbose_name="Wlz-traject", related_name="steps", on_delete=models.PROTECT)
    kind = models.CharField("stap", max_length=17, choices=WlzStepKind.choices)
    taken_on = models.DateField("datum")
    note = models.TextField("aantekening")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=now, editable=False)

    objects = OfTrackQuerySet["WlzStep"].as_manager()

    client_path = "track__plan__allocation__client"
    audited_values = frozenset({"track", "kind", "taken_on"})

    class Meta:
        verbose_name = "stap naar de Wlz"
        verbose_name_plural = "stappen naar de Wlz"
        ordering = ["taken_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="plans_wlzstep_complete",
                condition=models.Q(kind__in=WlzStepKind.values) & ~models.Q(note=""),
                violation_error_message="Kies een stap, en schrijf op wat er gebeurde.",
                violation_error_code="wlz_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.taken_on:%d-%m-%Y}"


class PlanSetting(ReferenceModel, DatedModel):
    """A number about plans that holds from one day to another, and who says so."""

    parameter = models.CharField("wat", max_length=14, choices=PlanParameter.choices)
    value = models.PositiveSmallIntegerField("waarde")
    source = models.CharField("bron", max_length=200)

    objects = DatedQuerySet["PlanSetting"].as_manager()

    class Meta:
        verbose_name = "instelling van plannen"
        verbose_name_plural = "instellingen van plannen"
        ordering = ["parameter", "-starts_on"]
        constraints = [
            period_order("plans_plansetting_period_order"),
            models.CheckConstraint(
                name="plans_plansetting_value",
                condition=models.Q(parameter__in=PlanParameter.values, value__gt=0) & ~models.Q(source=""),
                violation_error_message="Een instelling heeft een waarde van 1 of meer en een bron.",
                violation_error_code="plan_setting",
            ),
            NoOverlap(
                name="plans_plansetting_no_overlap",
                scope=["parameter"],
                violation_error_message="Voor een deel van deze tijd staat deze instelling er al.",
                violation_error_code="plan_setting_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_parameter_display()}: {self.value} ({self.source})"

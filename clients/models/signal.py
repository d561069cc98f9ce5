from django.conf import settings
from django.db import models

from clients.enums import SignalKind, SignalParameter, Verdict
from clients.querysets import SignalReviewQuerySet
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel, ReferenceModel
from core.periods import period_order
from core.querysets import DatedQuerySet
from organisations.models import Municipality


class SignalSetting(ReferenceModel, DatedModel):
    """A number that says when access to files is conspicuous, from one day to another, and who says so."""

    parameter = models.CharField("grens", max_length=13, choices=SignalParameter.choices)
    value = models.DecimalField("waarde", max_digits=6, decimal_places=2)
    source = models.CharField("bron", max_length=200)

    objects = DatedQuerySet["SignalSetting"].as_manager()

    class Meta:
        verbose_name = "grens voor opvallende inzage"
        verbose_name_plural = "grenzen voor opvallende inzage"
        ordering = ["parameter", "-starts_on"]
        constraints = [
            period_order("clients_signalsetting_period_order"),
            models.CheckConstraint(
                name="clients_signalsetting_value",
                condition=models.Q(value__gte=0, parameter__in=SignalParameter.values) & ~models.Q(source=""),
                violation_error_message="Een grens heeft een waarde van 0 of meer en een bron.",
                violation_error_code="signal_setting",
            ),
            models.CheckConstraint(
                name="clients_signalsetting_hour",
                condition=~models.Q(parameter__in=["hour_from", "hour_until"]) | models.Q(value__lte=24),
                violation_error_message="Een uur is 0 tot en met 24.",
                violation_error_code="signal_hour",
            ),
            NoOverlap(
                name="clients_signalsetting_no_overlap",
                scope=["parameter"],
                violation_error_message="Voor een deel van deze tijd staat deze grens er al.",
                violation_error_code="signal_setting_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_parameter_display()}: {self.value:f} ({self.source})"


class SignalReview(PublicModel):
    """The privacy officer looked at conspicuous access: of whom, on which day, and whether it was justified.

    About a colleague and about no client: which files those were stands in the trail alone. The user is kept as in
    the trail, so that the review outlives the account.
    """

    municipality = models.ForeignKey(Municipality, verbose_name="gemeente", related_name="+", on_delete=models.PROTECT)
    kind = models.CharField("wat valt op", max_length=13, choices=SignalKind.choices)
    user = models.UUIDField("kenmerk gebruiker")
    user_label = models.CharField("gebruiker", max_length=200)
    day = models.DateField("dag")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="beoordeeld door", related_name="+", on_delete=models.PROTECT
    )
    reviewed_at = models.DateTimeField("beoordeeld op")
    verdict = models.CharField("oordeel", max_length=11, choices=Verdict.choices)
    note = models.TextField("toelichting", blank=True)

    objects = SignalReviewQuerySet["SignalReview"].as_manager()

    audited_values = frozenset({"municipality", "kind", "user", "day", "reviewed_by", "reviewed_at", "verdict"})

    class Meta:
        verbose_name = "beoordeling van opvallende inzage"
        verbose_name_plural = "beoordelingen van opvallende inzage"
        ordering = ["-reviewed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="clients_signalreview_once",
                fields=["municipality", "kind", "user", "day"],
                violation_error_message="Iemand anders heeft dit al bekeken.",
                violation_error_code="signal_reviewed",
            ),
            models.CheckConstraint(
                name="clients_signalreview_verdict",
                condition=models.Q(kind__in=SignalKind.values)
                & (models.Q(verdict="justified") | (models.Q(verdict="unjustified") & ~models.Q(note=""))),
                violation_error_message="Kies terecht of niet terecht. Bij niet terecht hoort een toelichting.",
                violation_error_code="signal_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.day:%d-%m-%Y}"

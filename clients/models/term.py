from datetime import date

from django.db import models

from clients.enums import SuspensionGround, TermKind, TermUnit
from clients.models.case import Case
from clients.querysets import CasePartQuerySet
from clients.rules.terms import Term
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel, ReferenceModel
from core.periods import period_order
from core.querysets import DatedQuerySet


class LegalTerm(ReferenceModel, DatedModel):
    """How long a term of the law is, from one day to another, with the article that says so."""

    kind = models.CharField("termijn", max_length=16, choices=TermKind.choices)
    length = models.PositiveSmallIntegerField("lengte")
    unit = models.CharField("eenheid", max_length=6, choices=TermUnit.choices)
    runs_on_to_working_day = models.BooleanField(
        "loopt door tot een werkdag",
        help_text="Of de Algemene termijnenwet geldt: niet voor termijnen van meer dan drie maanden.",
    )
    source = models.CharField("bron", max_length=200)

    objects = DatedQuerySet["LegalTerm"].as_manager()

    class Meta:
        verbose_name = "wettelijke termijn"
        verbose_name_plural = "wettelijke termijnen"
        ordering = ["kind", "-starts_on"]
        constraints = [
            period_order("clients_legalterm_period_order"),
            models.CheckConstraint(
                name="clients_legalterm_length",
                condition=models.Q(length__gt=0, kind__in=TermKind.values, unit__in=TermUnit.values)
                & ~models.Q(source=""),
                violation_error_message="Een termijn heeft een lengte, een eenheid en een bron.",
                violation_error_code="legal_term",
            ),
            NoOverlap(
                name="clients_legalterm_no_overlap",
                scope=["kind"],
                violation_error_message="Voor een deel van deze tijd staat deze termijn er al.",
                violation_error_code="legal_term_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.length} {self.get_unit_display()} ({self.source})"

    @property
    def term(self) -> Term:
        """The length as a value."""
        return Term(self.length, self.unit, runs_on_to_working_day=self.runs_on_to_working_day)


class EquatedDay(ReferenceModel):
    """A day that a royal decree puts on a par with a recognised holiday (Algemene termijnenwet art. 3 par. 3)."""

    day = models.DateField("dag", unique=True)
    source = models.CharField("bron", max_length=200)

    class Meta:
        verbose_name = "gelijkgestelde dag"
        verbose_name_plural = "gelijkgestelde dagen"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} ({self.source})"


class CaseTerm(PublicModel):
    """A term that runs in a case. While it stands still it has no due date."""

    case = models.ForeignKey(Case, verbose_name="aanvraag", related_name="terms", on_delete=models.PROTECT)
    kind = models.CharField("termijn", max_length=16, choices=TermKind.choices)
    starts_on = models.DateField("begint op")
    due_on = models.DateField("uiterlijk op", null=True, editable=False)
    met_on = models.DateField("gehaald op", null=True, editable=False)
    source = models.CharField("bron", max_length=200)

    objects = CasePartQuerySet["CaseTerm"].as_manager()

    client_path = "case__client"
    audited_values = frozenset({"case", "kind", "starts_on", "due_on", "met_on"})

    class Meta:
        verbose_name = "termijn"
        verbose_name_plural = "termijnen"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="clients_caseterm_once",
                fields=["case", "kind", "starts_on"],
                violation_error_message="Deze termijn loopt al.",
                violation_error_code="term_twice",
            ),
            models.CheckConstraint(
                name="clients_caseterm_order",
                condition=models.Q(kind__in=TermKind.values)
                & (models.Q(due_on=None) | models.Q(due_on__gte=models.F("starts_on")))
                & (models.Q(met_on=None) | models.Q(met_on__gte=models.F("starts_on"))),
                violation_error_message="Een termijn eindigt op of na de dag waarop hij begint.",
                violation_error_code="term_order",
            ),
        ]
        indexes = [models.Index(name="clients_caseterm_open", fields=["due_on"], condition=models.Q(met_on=None))]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_open(self) -> bool:
        """Whether it still has to be met."""
        return self.met_on is None

    def days_left(self, day: date) -> int | None:
        """Days from `day` to the due date, negative when it has passed; None while the term stands still."""
        return None if self.due_on is None else (self.due_on - day).days


class Suspension(PublicModel, DatedModel):
    """The days, both inclusive, on which a term stands still, and on what ground (Awb art. 4:15)."""

    term = models.ForeignKey(CaseTerm, verbose_name="termijn", related_name="suspensions", on_delete=models.PROTECT)
    ground = models.CharField("grond", max_length=16, choices=SuspensionGround.choices)
    explanation = models.CharField("toelichting", max_length=500)

    objects = CasePartQuerySet["Suspension"].as_manager()

    client_path = "term__case__client"
    audited_values = frozenset({"term", "ground", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "opschorting"
        verbose_name_plural = "opschortingen"
        ordering = ["starts_on"]
        constraints = [
            period_order("clients_suspension_period_order"),
            models.CheckConstraint(
                name="clients_suspension_ground",
                condition=models.Q(ground__in=SuspensionGround.values) & ~models.Q(explanation=""),
                violation_error_message="Kies een grond en leg uit waarom de termijn stilstaat.",
                violation_error_code="suspension_ground",
            ),
            NoOverlap(
                name="clients_suspension_no_overlap",
                scope=["term"],
                violation_error_message="De termijn staat in een deel van deze tijd al stil.",
                violation_error_code="suspension_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} staat stil: {self.get_ground_display()}"

from django.conf import settings
from django.db import models

from clients.enums import AmendmentGround, Channel, DecisionKind, DeliveryForm, Frequency, Outcome
from clients.models.case import Case
from clients.querysets import CasePartQuerySet, DecisionQuerySet
from clients.rules.amendments import valid_period
from core.clock import now
from core.models import PublicModel
from core.periods import Period
from products.models import ProductVariant


class Application(PublicModel):
    """The application (aanvraag), after the report or after the term without one (Wmo 2015 art. 2.3.2 par. 9)."""

    case = models.OneToOneField(Case, verbose_name="aanvraag", related_name="application", on_delete=models.PROTECT)
    applied_on = models.DateField("aangevraagd op")
    channel = models.CharField("hoe", max_length=7, choices=Channel.choices)
    wanted = models.TextField("wat de cliënt vraagt", blank=True)
    wants_personal_budget = models.BooleanField("de cliënt wil een pgb", default=False)

    objects = CasePartQuerySet["Application"].as_manager()

    client_path = "case__client"
    audited_values = frozenset({"case", "applied_on", "channel", "wants_personal_budget"})

    class Meta:
        verbose_name = "ingediende aanvraag"
        verbose_name_plural = "ingediende aanvragen"
        constraints = [
            models.CheckConstraint(
                name="clients_application_channel",
                condition=models.Q(channel__in=Channel.values),
                violation_error_message="Kies hoe de aanvraag binnenkwam.",
                violation_error_code="application_channel",
            )
        ]

    def __str__(self) -> str:
        return "Aanvraag"


class Decision(PublicModel):
    """A decision (beschikking). Once taken it does not change (Wmo 2015 art. 2.3.3 and 2.3.5; Awb ch. 3 and 4)."""

    case = models.ForeignKey(Case, verbose_name="aanvraag", related_name="decisions", on_delete=models.PROTECT)
    kind = models.CharField("soort", max_length=8, choices=DecisionKind.choices, default=DecisionKind.ORDINARY)
    outcome = models.CharField("uitkomst", max_length=7, choices=Outcome.choices)
    form = models.CharField("vorm", max_length=15, choices=DeliveryForm.choices, blank=True)
    variant = models.ForeignKey(
        ProductVariant, verbose_name="product", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    volume = models.PositiveSmallIntegerField("aantal dagdelen", null=True, blank=True)
    frequency = models.CharField("hoe vaak", max_length=1, choices=Frequency.choices, blank=True)
    starts_on = models.DateField("begindatum", null=True, blank=True)
    ends_on = models.DateField("einddatum", null=True, blank=True)
    reason = models.TextField("motivering")
    advised_variant = models.ForeignKey(
        ProductVariant,
        verbose_name="geadviseerd product",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    deviation_reason = models.TextField("waarom anders dan het advies", blank=True)
    decided_on = models.DateField("besloten op")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="besloten door", related_name="+", on_delete=models.PROTECT
    )
    decided_at = models.DateTimeField("vastgelegd op", default=now, editable=False)
    reassess_on = models.DateField("heronderzoek op", null=True, blank=True)

    objects = DecisionQuerySet["Decision"].as_manager()

    client_path = "case__client"
    audited_values = frozenset(
        {
            "case",
            "kind",
            "outcome",
            "form",
            "variant",
            "volume",
            "frequency",
            "starts_on",
            "ends_on",
            "advised_variant",
            "decided_on",
            "decided_by",
            "reassess_on",
        }
    )

    class Meta:
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="clients_decision_once",
                fields=["case", "kind"],
                # Of a case there is one decision of each kind; that one may be revised again and again.
                condition=~models.Q(kind="revised"),
                violation_error_message="Dit besluit is al genomen.",
                violation_error_code="decision_twice",
            ),
            models.CheckConstraint(
                name="clients_decision_content",
                condition=(
                    models.Q(
                        outcome="granted",
                        form__in=DeliveryForm.values,
                        variant__isnull=False,
                        volume__isnull=False,  # NULL > 0 is not false, and would pass
                        volume__gt=0,
                        frequency__in=Frequency.values,
                        starts_on__isnull=False,
                        reassess_on__isnull=False,
                    )
                    | models.Q(
                        outcome="refused",
                        kind="ordinary",
                        form="",
                        variant=None,
                        volume=None,
                        frequency="",
                        starts_on=None,
                        ends_on=None,
                    )
                )
                & ~models.Q(reason=""),
                violation_error_message=(
                    "Een toekenning heeft een product, een omvang, een begindatum en een datum voor heronderzoek. "
                    "Elk besluit heeft een motivering."
                ),
                violation_error_code="decision_content",
            ),
            models.CheckConstraint(
                name="clients_decision_period",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="De einddatum ligt voor de begindatum. Kies een latere einddatum.",
                violation_error_code="period_order",
            ),
            models.CheckConstraint(
                name="clients_decision_week_volume",
                condition=~models.Q(frequency="2") | models.Q(ends_on__isnull=False),
                violation_error_message="Een aantal dagdelen per week heeft een einddatum nodig. Vul een einddatum in.",
                violation_error_code="week_volume_without_end",
            ),
            models.CheckConstraint(
                name="clients_decision_urgent_end",
                condition=~models.Q(kind="urgent") | models.Q(ends_on__isnull=False),
                violation_error_message="Een tijdelijk besluit heeft een einddatum.",
                violation_error_code="urgent_without_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_outcome_display().lower()}"

    @property
    def is_grant(self) -> bool:
        """Whether something was granted."""
        return self.outcome == Outcome.GRANTED

    @property
    def period(self) -> Period | None:
        """The days for which support was granted; None when it was refused. A later withdrawal does not show here."""
        return Period(self.starts_on, self.ends_on) if self.starts_on else None

    @property
    def valid_period(self) -> Period | None:
        """The days on which the grant holds, now that it may have been revised or withdrawn; None when on no day.

        Asks for `amendment`: where there are many, select it along.
        """
        if self.amended is None or self.period is None:
            return self.period
        return valid_period(self.period, self.amended.from_on)

    @property
    def amended(self) -> "Amendment | None":
        """How it was revised or withdrawn; None when it was not."""
        return getattr(self, "amendment", None)

    @property
    def in_place_of(self) -> "Decision | None":
        """The decision that this one revises; None when it revises none."""
        revises: Amendment | None = getattr(self, "revises", None)
        return revises.decision if revises else None

    @property
    def volume_text(self) -> str:
        """The volume in words, such as "4 dagdelen per week"; empty when nothing was granted."""
        if self.volume is None:
            return ""
        return f"{self.volume} {'dagdeel' if self.volume == 1 else 'dagdelen'} {self.get_frequency_display()}"


class Amendment(PublicModel):
    """A decision is revised or withdrawn from a day on (Wmo 2015 art. 2.3.10). The decision itself stays as it was.

    Who is granted something else from that day gets a decision of its own: `successor`.
    """

    decision = models.OneToOneField(
        Decision, verbose_name="besluit", related_name="amendment", on_delete=models.PROTECT
    )
    ground = models.CharField("grond", max_length=1, choices=AmendmentGround.choices)
    from_on = models.DateField("vanaf")
    reason = models.TextField("motivering")
    successor = models.OneToOneField(
        Decision,
        verbose_name="herzien besluit",
        related_name="revises",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    decided_on = models.DateField("besloten op")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="besloten door", related_name="+", on_delete=models.PROTECT
    )
    decided_at = models.DateTimeField("vastgelegd op", default=now, editable=False)

    objects = CasePartQuerySet["Amendment"].as_manager()

    client_path = "decision__case__client"
    audited_values = frozenset({"decision", "ground", "from_on", "successor", "decided_on", "decided_by"})

    class Meta:
        verbose_name = "herziening of intrekking"
        verbose_name_plural = "herzieningen en intrekkingen"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="clients_amendment_content",
                condition=models.Q(ground__in=AmendmentGround.values) & ~models.Q(reason=""),
                violation_error_message="Kies een grond uit de wet en schrijf op waarom.",
                violation_error_code="amendment_content",
            ),
            models.CheckConstraint(
                name="clients_amendment_successor",
                condition=models.Q(successor=None) | ~models.Q(successor=models.F("decision")),
                violation_error_message="Een besluit komt niet in de plaats van zichzelf.",
                violation_error_code="amendment_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} besluit"

    @property
    def label(self) -> str:
        """What became of the decision, in a word."""
        return "Ingetrokken" if self.successor_id is None else "Herzien"

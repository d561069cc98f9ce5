"""What carers asked for and got."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from core.models import PublicModel
from informal_care.enums import RespiteKind, SupportKind, TakenOver
from informal_care.models.carer import Carer
from informal_care.models.municipality import same_municipality
from informal_care.querysets import CarerPartQuerySet
from organisations.models import Municipality, Organisation

NOT_BELOW_ZERO = MinValueValidator(Decimal(0), message="Vul 0 of meer in.")


class Support(PublicModel):
    """Support that a carer asked for, and what came of it.

    Without a first day it was asked and not given yet, or not given at all, with the reason. The choice that somebody
    made for a professional is kept here too.
    """

    carer = models.ForeignKey(Carer, verbose_name="mantelzorger", related_name="support", on_delete=models.CASCADE)
    # Of the carer: what a carer gets is not for a care provider, also when it may know the carer.
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="+", editable=False, on_delete=models.PROTECT
    )
    kind = models.CharField("soort steun", max_length=13, choices=SupportKind.choices)
    respite_kind = models.CharField("vorm van vervanging", max_length=14, choices=RespiteKind.choices, blank=True)
    taken_over = models.CharField("hoeveel overgenomen", max_length=5, choices=TakenOver.choices, blank=True)
    about = models.CharField("waar het om gaat", max_length=300)
    asked_on = models.DateField("gevraagd op")
    starts_on = models.DateField("begonnen op", null=True, blank=True)
    ends_on = models.DateField("laatste dag", null=True, blank=True)
    not_given_because = models.CharField("niet gegeven omdat", max_length=300, blank=True)
    given_by = models.ForeignKey(
        Organisation, verbose_name="organisatie", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    given_by_name = models.CharField("door wie", max_length=200, blank=True)
    planned_hours = models.DecimalField(
        "afgesproken uren", max_digits=7, decimal_places=2, null=True, blank=True, validators=[NOT_BELOW_ZERO]
    )
    used_hours = models.DecimalField(
        "gebruikte uren", max_digits=7, decimal_places=2, null=True, blank=True, validators=[NOT_BELOW_ZERO]
    )
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = CarerPartQuerySet["Support"].as_manager()

    person_path = "carer"
    row_owners = ("municipality",)
    audited_values = frozenset({"kind", "respite_kind", "taken_over", "asked_on", "starts_on", "ends_on", "given_by"})

    class Meta:
        verbose_name = "steun aan een mantelzorger"
        verbose_name_plural = "steun aan mantelzorgers"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            same_municipality("informal_care_support_of_carer", through="carer"),
            models.CheckConstraint(
                name="informal_care_support_kind",
                condition=models.Q(kind__in=SupportKind.values) & ~models.Q(about=""),
                violation_error_message="Kies een soort steun, en schrijf op waar het om gaat.",
                violation_error_code="support_kind",
            ),
            models.CheckConstraint(
                name="informal_care_support_respite",
                condition=models.Q(kind=SupportKind.RESPITE, respite_kind__in=RespiteKind.values)
                & models.Q(taken_over__in=["", *TakenOver.values])
                | ~models.Q(kind=SupportKind.RESPITE)
                & models.Q(respite_kind="", taken_over="", planned_hours=None, used_hours=None),
                violation_error_message=(
                    "Kies bij tijdelijke vervanging van de zorg een vorm. Vorm, uren en hoeveel er is overgenomen "
                    "horen alleen daarbij."
                ),
                violation_error_code="support_respite",
            ),
            models.CheckConstraint(
                name="informal_care_support_dates",
                condition=models.Q(starts_on=None, ends_on=None)
                | models.Q(starts_on__isnull=False, starts_on__gte=models.F("asked_on"))
                & (models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on"))),
                violation_error_message="Steun begint op de dag van de vraag of later, en eindigt daarna.",
                violation_error_code="support_dates",
            ),
            models.CheckConstraint(
                name="informal_care_support_given",
                condition=models.Q(not_given_because="") | models.Q(starts_on=None),
                violation_error_message="Steun die begonnen is, is gegeven. Haal de reden of de begindag weg.",
                violation_error_code="support_given",
            ),
            models.CheckConstraint(
                name="informal_care_support_hours",
                condition=(models.Q(planned_hours=None) | models.Q(planned_hours__gte=0))
                & (models.Q(used_hours=None) | models.Q(used_hours__gte=0, starts_on__isnull=False)),
                violation_error_message="Uren zijn 0 of meer. Gebruikte uren horen bij steun die begonnen is.",
                violation_error_code="support_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    @property
    def giver(self) -> str:
        """Who gives it, in words; empty when nobody was named."""
        return self.given_by.name if self.given_by else self.given_by_name

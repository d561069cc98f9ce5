"""Advice councils that look for members (Wmo 2015 art. 2.1.3 par. 3: who is cared for, and who cares, has a say)."""

from django.db import models

from core.models import DatedModel, PublicModel
from core.periods import period_order
from informal_care.querysets import CouncilVacancyQuerySet
from organisations.models import Municipality


class CouncilVacancy(PublicModel, DatedModel):
    """A council in which a municipality asks inhabitants to take a seat, and how they come in touch."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="council_vacancies", on_delete=models.PROTECT
    )
    council = models.CharField("naam van de raad", max_length=120)
    text = models.TextField("wat u vraagt en biedt", max_length=1500)
    contact = models.CharField("zo meldt iemand zich", max_length=200, help_text="Een e-mailadres of telefoonnummer.")
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = CouncilVacancyQuerySet["CouncilVacancy"].as_manager()

    audited_values = frozenset({"municipality", "council", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "plaats in een adviesraad"
        verbose_name_plural = "plaatsen in adviesraden"
        ordering = ["-starts_on", "pk"]
        constraints = [
            period_order("informal_care_councilvacancy_period_order"),
            models.CheckConstraint(
                name="informal_care_councilvacancy_complete",
                condition=~models.Q(council="") & ~models.Q(text="") & ~models.Q(contact=""),
                violation_error_message="Vul in welke raad het is, wat u vraagt en hoe iemand zich meldt.",
                violation_error_code="vacancy_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.council

"""What a goal of a plan and a goal of a template have in common, so that the one can start from the other."""

from django.db import models

from core.models import PublicModel
from plans.enums import GoalDomain, Per
from plans.models.week import WeekField


class GoalFields(PublicModel):
    """A goal as it can be measured, and why it can be reached."""

    position = models.PositiveSmallIntegerField("volgorde", editable=False)
    domain = models.CharField("leefgebied", max_length=24, choices=GoalDomain.choices)
    statement = models.TextField("doel")
    measure = models.CharField("wat meten we", max_length=300, blank=True)
    unit = models.CharField("eenheid", max_length=60, blank=True)
    start_value = models.DecimalField("beginwaarde", max_digits=9, decimal_places=2, null=True, blank=True)
    target_value = models.DecimalField("streefwaarde", max_digits=9, decimal_places=2, null=True, blank=True)
    why_realistic = models.TextField("waarom haalbaar", blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Doel {self.position}"


class ActivityFields(PublicModel):
    """What is done to reach a goal, how often, and by whom."""

    description = models.CharField("activiteit", max_length=300)
    times = models.PositiveSmallIntegerField("aantal keer")
    per = models.CharField("per", max_length=8, choices=Per.choices)
    performed_by = models.CharField("door wie", max_length=200, blank=True)
    is_in_group = models.BooleanField("in de groep", default=True)
    moments = WeekField("vaste momenten in de week")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.description

    @property
    def frequency_text(self) -> str:
        """How often, in words: "2 keer per week"."""
        return f"{self.times} keer {self.get_per_display()}"


FREQUENCY_MESSAGE = "Vul in hoe vaak dit gebeurt: minstens 1 keer per dagdeel, dag, week of maand."
POSITION_MESSAGE = "Er is al een doel met dit nummer. Laad de pagina opnieuw."

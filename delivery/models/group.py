from django.db import models

from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from delivery.querysets import GroupQuerySet, OfGroupQuerySet, OfMixQuerySet
from delivery.rules import Hours
from organisations.enums import Level
from organisations.models import CareProvider, Location, TargetGroup
from plans.enums import Dagdeel, Weekday
from plans.rules.week import Moment


class Group(PublicModel, DatedModel):
    """Clients who come together at a location of a care provider (product sheet Duurzaam, demands on content, 7)."""

    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="groups", editable=False, on_delete=models.PROTECT
    )
    location = models.ForeignKey(Location, verbose_name="locatie", related_name="groups", on_delete=models.PROTECT)
    name = models.CharField("naam", max_length=100)
    target_group = models.ForeignKey(
        TargetGroup, verbose_name="doelgroep", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    capacity = models.PositiveSmallIntegerField("plaatsen", help_text="Hoeveel cliënten er tegelijk kunnen zijn.")
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = GroupQuerySet["Group"].as_manager()

    audited_values = frozenset({"provider", "location", "name", "target_group", "capacity", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "groep"
        verbose_name_plural = "groepen"
        ordering = ["name", "pk"]
        constraints = [
            period_order("delivery_group_period_order"),
            models.UniqueConstraint(
                name="delivery_group_name",
                fields=["provider", "name"],
                violation_error_message="Er is al een groep met deze naam. Kies een andere naam.",
                violation_error_code="group_name",
            ),
            models.CheckConstraint(
                name="delivery_group_capacity",
                condition=models.Q(capacity__gte=1),
                violation_error_message="Een groep heeft minstens 1 plaats.",
                violation_error_code="group_capacity",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Opening(PublicModel, DatedModel):
    """A dagdeel of the week on which a group is open, and from when to when by the clock of the place."""

    group = models.ForeignKey(Group, verbose_name="groep", related_name="openings", on_delete=models.PROTECT)
    weekday = models.PositiveSmallIntegerField("dag", choices=Weekday.choices)
    dagdeel = models.CharField("dagdeel", max_length=9, choices=Dagdeel.choices)
    opens = models.TimeField("van")
    closes = models.TimeField("tot")

    objects = OfGroupQuerySet["Opening"].as_manager()

    audited_values = frozenset({"group", "weekday", "dagdeel", "opens", "closes", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "openingstijd"
        verbose_name_plural = "openingstijden"
        ordering = ["weekday", "opens", "starts_on"]
        constraints = [
            period_order("delivery_opening_period_order"),
            NoOverlap(
                name="delivery_opening_once",
                scope=["group", "weekday", "dagdeel"],
                violation_error_message="Voor dit dagdeel staat er in deze periode al een openingstijd.",
                violation_error_code="opening_twice",
            ),
            models.CheckConstraint(
                name="delivery_opening_moment",
                condition=models.Q(weekday__in=Weekday.values, dagdeel__in=Dagdeel.values),
                violation_error_message="Kies een dag en een dagdeel uit de week.",
                violation_error_code="no_moment",
            ),
            models.CheckConstraint(
                name="delivery_opening_order",
                condition=models.Q(closes__gt=models.F("opens")),
                violation_error_message="Een groep sluit later dan zij opengaat. Pas de tijden aan.",
                violation_error_code="opening_order",
            ),
        ]

    @property
    def hours(self) -> Hours:
        """The dagdeel with its times, as the rules take it."""
        return Hours(Moment(Weekday(self.weekday), Dagdeel(self.dagdeel)), self.opens, self.closes)

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}{self.get_dagdeel_display()} {self.opens:%H:%M} tot {self.closes:%H:%M}"


class ClosedDay(PublicModel):
    """A day on which a group is not open although its week says so: a holiday, or something unforeseen."""

    group = models.ForeignKey(Group, verbose_name="groep", related_name="closed_days", on_delete=models.PROTECT)
    day = models.DateField("dag")
    reason = models.CharField("reden", max_length=200)

    objects = OfGroupQuerySet["ClosedDay"].as_manager()

    audited_values = frozenset({"group", "day", "reason"})

    class Meta:
        verbose_name = "gesloten dag"
        verbose_name_plural = "gesloten dagen"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                name="delivery_closedday_once",
                fields=["group", "day"],
                violation_error_message="Deze dag staat er al als gesloten.",
                violation_error_code="closed_twice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} gesloten: {self.reason}"


class MixDecision(PublicModel, DatedModel):
    """In which proportion of levels a provider wants to staff a group, and why (product sheet, content, point 8)."""

    group = models.ForeignKey(Group, verbose_name="groep", related_name="mix_decisions", on_delete=models.PROTECT)
    motivation = models.TextField("motivering", help_text="Noem de mate van toezicht en nabijheid in deze groep.")

    objects = OfGroupQuerySet["MixDecision"].as_manager()

    audited_values = frozenset({"group", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "besluit over de niveaus"
        verbose_name_plural = "besluiten over de niveaus"
        ordering = ["-starts_on"]
        constraints = [
            period_order("delivery_mix_period_order"),
            NoOverlap(
                name="delivery_mix_once",
                scope=["group"],
                violation_error_message="In deze periode geldt al een ander besluit over de niveaus.",
                violation_error_code="mix_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"Niveaus van {self.group}, {self.period}"


class MixShare(models.Model):
    """Which part of the hours of professionals one level has in a decision."""

    decision = models.ForeignKey(MixDecision, verbose_name="besluit", related_name="shares", on_delete=models.CASCADE)
    level = models.CharField("niveau", max_length=4, choices=Level.choices)
    percent = models.PositiveSmallIntegerField("procent van de uren")

    objects = OfMixQuerySet["MixShare"].as_manager()

    class Meta:
        verbose_name = "aandeel van een niveau"
        verbose_name_plural = "aandelen van niveaus"
        ordering = ["decision", "level"]
        constraints = [
            models.UniqueConstraint(
                name="delivery_mixshare_level",
                fields=["decision", "level"],
                violation_error_message="Dit niveau staat er al.",
                violation_error_code="level_twice",
            ),
            models.CheckConstraint(
                name="delivery_mixshare_percent",
                condition=models.Q(level__in=Level.values, percent__gte=1, percent__lte=100),
                violation_error_message="Een aandeel is 1 tot en met 100 procent van de uren.",
                violation_error_code="mix_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.percent}%"

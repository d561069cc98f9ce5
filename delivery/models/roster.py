from django.core.exceptions import ValidationError
from django.db import models

from core.constraints import NoOverlap
from core.minutes import MinuteField, in_order
from core.models import DatedModel, PublicModel
from core.periods import period_order
from delivery.enums import LeaveKind, StaffKind
from delivery.models.group import Group
from delivery.querysets import HelperQuerySet, LeaveQuerySet, OfGroupQuerySet
from organisations.models import CareProvider, Professional
from plans.models.week import WeekField, within_a_week

SOMEBODY = "Kies een medewerker, of een vrijwilliger of stagiair; niet allebei."


def somebody(name: str) -> models.CheckConstraint:
    """The constraint that a row is about a professional or about a helper, never about both or nobody."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(professional__isnull=True, helper__isnull=False)
        | models.Q(professional__isnull=False, helper__isnull=True),
        violation_error_message=SOMEBODY,
        violation_error_code="somebody",
    )


class Helper(PublicModel, DatedModel):
    """A volunteer or a trainee of a provider: works beside professionals, never instead (product sheet Duurzaam)."""

    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="helpers", editable=False, on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=200)
    kind = models.CharField("werkt als", max_length=12, choices=StaffKind.helpers())

    objects = HelperQuerySet["Helper"].as_manager()

    audited_values = frozenset({"provider", "kind", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "vrijwilliger of stagiair"
        verbose_name_plural = "vrijwilligers en stagiairs"
        ordering = ["name", "pk"]
        constraints = [
            period_order("delivery_helper_period_order"),
            models.CheckConstraint(
                name="delivery_helper_kind",
                condition=models.Q(kind__in=[StaffKind.TRAINEE, StaffKind.VOLUNTEER]),
                violation_error_message="Kies vrijwilliger of stagiair.",
                violation_error_code="helper_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfSomebody(models.Model):
    """A row about somebody who works for a provider: a professional, or a helper."""

    professional = models.ForeignKey(
        Professional, verbose_name="medewerker", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    helper = models.ForeignKey(
        Helper,
        verbose_name="vrijwilliger of stagiair",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    class Meta:
        abstract = True

    @property
    def person(self) -> Professional | Helper:
        """Who it is."""
        found = self.professional or self.helper
        if found is None:
            raise ValidationError(SOMEBODY, code="somebody")
        return found

    @property
    def works_as(self) -> StaffKind:
        """As what this person works."""
        return StaffKind.PROFESSIONAL if self.helper is None else StaffKind(self.helper.kind)


class RosterLine(PublicModel, DatedModel, OfSomebody):
    """Somebody works in a group on these dagdelen of each week, in the time that it is open or in a part of it."""

    group = models.ForeignKey(Group, verbose_name="groep", related_name="roster", on_delete=models.PROTECT)
    moments = WeekField("werkt op")
    starts = MinuteField("van", null=True, blank=True, help_text="Leeg: vanaf het begin van het dagdeel.")
    ends = MinuteField("tot", null=True, blank=True, help_text="Leeg: tot het eind van het dagdeel.")
    break_starts = MinuteField("pauze van", null=True, blank=True)
    break_ends = MinuteField("pauze tot", null=True, blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = OfGroupQuerySet["RosterLine"].as_manager()

    audited_values = frozenset(
        {
            "group",
            "professional",
            "helper",
            "moments",
            "starts",
            "ends",
            "break_starts",
            "break_ends",
            "starts_on",
            "ends_on",
        }
    )

    class Meta:
        verbose_name = "regel van het rooster"
        verbose_name_plural = "regels van het rooster"
        ordering = ["group", "starts_on", "pk"]
        constraints = [
            period_order("delivery_rosterline_period_order"),
            somebody("delivery_rosterline_somebody"),
            within_a_week("moments", "delivery_rosterline_week"),
            models.CheckConstraint(
                name="delivery_rosterline_moments",
                condition=models.Q(moments__gt=0),
                violation_error_message="Kies minstens één dagdeel waarop deze persoon werkt.",
                violation_error_code="no_moments",
            ),
            in_order(
                "starts",
                "ends",
                "delivery_rosterline_order",
                message="De eindtijd ligt niet na de begintijd. Pas de tijden aan.",
                code="times_order",
            ),
            in_order(
                "break_starts",
                "break_ends",
                "delivery_rosterline_break_order",
                message="De pauze eindigt niet na haar begin. Pas de tijden aan.",
                code="break_order",
            ),
            models.CheckConstraint(
                name="delivery_rosterline_break_whole",
                condition=models.Q(break_starts__isnull=True, break_ends__isnull=True)
                | models.Q(break_starts__isnull=False, break_ends__isnull=False),
                violation_error_message="Vul van een pauze het begin en het eind in, of geen van beide.",
                violation_error_code="break_half",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.group}: {self.moments}"


class Leave(PublicModel, DatedModel, OfSomebody):
    """Somebody does not work in a period. Of an illness nothing is written down but that it is one."""

    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="+", editable=False, on_delete=models.PROTECT
    )
    kind = models.CharField("waarom", max_length=8, choices=LeaveKind.choices)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = LeaveQuerySet["Leave"].as_manager()

    audited_values = frozenset({"provider", "professional", "helper", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "afwezigheid"
        verbose_name_plural = "afwezigheden"
        ordering = ["-starts_on", "pk"]
        constraints = [
            period_order("delivery_leave_period_order"),
            somebody("delivery_leave_somebody"),
            models.CheckConstraint(
                name="delivery_leave_kind",
                condition=models.Q(kind__in=LeaveKind.values),
                violation_error_message="Kies een reden uit de lijst.",
                violation_error_code="leave_kind",
            ),
            *(
                NoOverlap(
                    name=f"delivery_leave_once_{who}",
                    scope=["provider", who],
                    violation_error_message="In deze periode is deze persoon al afwezig gemeld.",
                    violation_error_code="leave_twice",
                )
                for who in ("professional", "helper")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} afwezig, {self.period}"

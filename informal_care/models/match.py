"""Matches: a volunteer for a request, chosen by a person, from proposal to end."""

from django.conf import settings
from django.db import models

from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from informal_care.enums import MatchEnd, MatchStatus
from informal_care.models.help_request import HelpRequest
from informal_care.models.volunteer import Volunteer
from informal_care.querysets import MatchPartQuerySet, VolunteerPartQuerySet
from plans.models.week import WeekField, within_a_week
from plans.rules.week import MOMENTS

UNDER_WAY = (MatchStatus.CHOSEN, MatchStatus.MET, MatchStatus.STARTED)
"""A match in one of these holds its dagdelen of the volunteer, and its request."""


def _dates(**filled: bool) -> models.Q:
    """The condition that these columns are filled or empty."""
    return models.Q(**{f"{name}__isnull": not is_filled for name, is_filled in filled.items()})


class Match(PublicModel):
    """A volunteer for a request. What spoke for it on the day of the choice is kept in words."""

    volunteer = models.ForeignKey(
        Volunteer, verbose_name="vrijwilliger", related_name="matches", on_delete=models.CASCADE
    )
    request = models.ForeignKey(HelpRequest, verbose_name="hulpvraag", related_name="matches", on_delete=models.CASCADE)
    status = models.CharField("stand", max_length=8, choices=MatchStatus.choices, default=MatchStatus.PROPOSED)
    moments = WeekField("wanneer")
    reasons = models.JSONField("waarom dit past", default=list, editable=False)
    proposed_on = models.DateField("voorgesteld op")
    chosen_on = models.DateField("gekozen op", null=True, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gekozen door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    note = models.TextField("waarom deze vrijwilliger", blank=True)
    met_on = models.DateField("kennismaking op", null=True, blank=True)
    volunteer_agrees = models.BooleanField("vrijwilliger zegt ja", null=True, blank=True)
    asker_agrees = models.BooleanField("hulpvrager zegt ja", null=True, blank=True)
    started_on = models.DateField("gestart op", null=True, blank=True)
    ended_on = models.DateField("geëindigd op", null=True, blank=True)
    end_reason = models.CharField("waarom geëindigd", max_length=15, choices=MatchEnd.choices, blank=True)
    end_note = models.TextField("toelichting", blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = VolunteerPartQuerySet["Match"].as_manager()

    person_path = "volunteer"
    audited_values = frozenset(
        {
            *("volunteer", "request", "status", "proposed_on", "chosen_on", "chosen_by", "met_on"),
            *("volunteer_agrees", "asker_agrees", "started_on", "ended_on", "end_reason"),
        }
    )

    class Meta:
        verbose_name = "koppeling"
        verbose_name_plural = "koppelingen"
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_match_one_for_request",
                fields=["request"],
                condition=models.Q(status__in=["chosen", "met", "started"]),
                violation_error_message="Voor deze hulpvraag is al iemand gekozen.",
                violation_error_code="match_one_for_request",
            ),
            models.UniqueConstraint(
                name="informal_care_match_once",
                fields=["request", "volunteer"],
                condition=models.Q(status__in=["proposed", "chosen", "met", "started"]),
                violation_error_message="Deze vrijwilliger is al voorgesteld voor deze hulpvraag.",
                violation_error_code="match_once",
            ),
            models.CheckConstraint(
                name="informal_care_match_chosen",
                condition=models.Q(status="proposed", chosen_on=None, chosen_by=None, note="")
                | (
                    models.Q(
                        status__in=["chosen", "met", "started", "ended"],
                        chosen_on__gte=models.F("proposed_on"),
                        chosen_on__isnull=False,
                        chosen_by__isnull=False,
                    )
                    & ~models.Q(note="")
                )
                | models.Q(status="declined"),
                violation_error_message="Wie gekozen is, heeft een dag, wie koos, en waarom.",
                violation_error_code="match_chosen",
            ),
            models.CheckConstraint(
                name="informal_care_match_met",
                condition=models.Q(status__in=["proposed", "chosen"], met_on=None)
                & _dates(volunteer_agrees=False, asker_agrees=False)
                | models.Q(
                    status__in=["met", "started", "ended"],
                    met_on__gte=models.F("chosen_on"),
                    met_on__isnull=False,
                    volunteer_agrees=True,
                    asker_agrees=True,
                )
                & _dates(volunteer_agrees=True, asker_agrees=True)
                | models.Q(status="declined"),
                violation_error_message="Starten kan na een kennismaking waarbij beiden ja zeggen.",
                violation_error_code="match_met",
            ),
            models.CheckConstraint(
                name="informal_care_match_started",
                condition=models.Q(status__in=["proposed", "chosen", "met", "declined"], started_on=None)
                | models.Q(
                    status__in=["started", "ended"], started_on__gte=models.F("met_on"), started_on__isnull=False
                ),
                violation_error_message="De hulp start op of na de dag van de kennismaking.",
                violation_error_code="match_started",
            ),
            models.CheckConstraint(
                name="informal_care_match_ended",
                condition=models.Q(
                    status__in=["proposed", "chosen", "met", "started"], ended_on=None, end_reason="", end_note=""
                )
                | models.Q(
                    status="ended",
                    ended_on__gte=models.F("started_on"),
                    ended_on__isnull=False,
                    end_reason__in=MatchEnd.values,
                )
                | models.Q(
                    status="declined",
                    ended_on__gte=models.F("proposed_on"),
                    ended_on__isnull=False,
                    end_reason__in=MatchEnd.values,
                ),
                violation_error_message="Wat eindigt, heeft een dag na het begin en een reden.",
                violation_error_code="match_ended",
            ),
            within_a_week("moments", "informal_care_match_moments"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer}: {self.get_status_display().lower()}"


class HeldMoment(models.Model):
    """A dagdeel of the week of a volunteer that a match under way holds: two matches cannot hold the same one."""

    match = models.ForeignKey(Match, verbose_name="koppeling", related_name="held", on_delete=models.CASCADE)
    volunteer = models.ForeignKey(Volunteer, verbose_name="vrijwilliger", related_name="held", on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField("dagdeel van de week")

    person_path = "volunteer"

    class Meta:
        verbose_name = "bezet dagdeel"
        verbose_name_plural = "bezette dagdelen"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_heldmoment_once",
                fields=["volunteer", "place"],
                violation_error_message="Op een van deze dagdelen helpt deze vrijwilliger al iemand.",
                violation_error_code="moment_held",
            ),
            models.CheckConstraint(
                name="informal_care_heldmoment_place",
                condition=models.Q(place__lt=len(MOMENTS)),
                violation_error_message="Kies een dagdeel uit de week.",
                violation_error_code="moment_place",
            ),
        ]

    def __str__(self) -> str:
        return str(MOMENTS[self.place])


class MatchReview(PublicModel):
    """A moment on which the coordinator asks how the help goes: planned, and then held with what was said."""

    match = models.ForeignKey(Match, verbose_name="koppeling", related_name="reviews", on_delete=models.CASCADE)
    planned_on = models.DateField("gepland op")
    held_on = models.DateField("gehouden op", null=True, blank=True)
    note = models.TextField("wat er is gezegd", blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = MatchPartQuerySet["MatchReview"].as_manager()

    person_path = "match__volunteer"
    audited_values = frozenset({"planned_on", "held_on"})

    class Meta:
        verbose_name = "evaluatie van een koppeling"
        verbose_name_plural = "evaluaties van koppelingen"
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_matchreview_open",
                fields=["match"],
                condition=models.Q(held_on=None),
                violation_error_message="Er staat al een evaluatie gepland. Leg die eerst vast.",
                violation_error_code="review_open",
            ),
            models.CheckConstraint(
                name="informal_care_matchreview_held",
                condition=models.Q(held_on=None, note="") | (models.Q(held_on__isnull=False) & ~models.Q(note="")),
                violation_error_message="Schrijf bij de evaluatie op wat er is gezegd.",
                violation_error_code="review_held",
            ),
        ]

    def __str__(self) -> str:
        return f"evaluatie van {self.planned_on:%d-%m-%Y}"


class VolunteerHours(PublicModel, DatedModel):
    """Hours that a volunteer gave in a match, on one day or in one week from Monday to Sunday."""

    match = models.ForeignKey(Match, verbose_name="koppeling", related_name="hours", on_delete=models.CASCADE)
    hours = models.DecimalField("uren", max_digits=5, decimal_places=2)

    objects = MatchPartQuerySet["VolunteerHours"].as_manager()

    person_path = "match__volunteer"
    audited_values = frozenset({"starts_on", "ends_on", "hours"})

    class Meta:
        verbose_name = "uren van een vrijwilliger"
        verbose_name_plural = "uren van vrijwilligers"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            period_order("informal_care_volunteerhours_period_order"),
            models.CheckConstraint(
                name="informal_care_volunteerhours_span",
                condition=models.Q(hours__gt=0)
                & (
                    models.Q(ends_on=models.F("starts_on"), ends_on__isnull=False, hours__lte=24)
                    | models.Q(ends_on__gt=models.F("starts_on"), ends_on__isnull=False, hours__lte=168)
                ),
                violation_error_message="Vul de uren van één dag in (hoogstens 24), of van één week.",
                violation_error_code="hours_span",
            ),
            NoOverlap(
                name="informal_care_volunteerhours_no_overlap",
                scope=["match"],
                violation_error_message="Voor deze dag of week staan er al uren.",
                violation_error_code="hours_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} uur"

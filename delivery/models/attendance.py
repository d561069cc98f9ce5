from django.conf import settings
from django.db import models

from clients.models import Allocation
from core.clock import now
from core.minutes import MinuteField, in_order
from core.models import PublicModel
from delivery.enums import AbsenceReason, Presence
from delivery.models.roster import OfSomebody, somebody
from delivery.models.session import Session
from delivery.querysets import ClientAttendanceQuerySet, OfAttendanceQuerySet, OfSessionQuerySet


class Attendance(PublicModel):
    """Somebody in a session: from when to when as planned, and as it went. Breaks of staff stand apart.

    A correction after the session was closed leaves the row as it was, with `superseded_at`, and adds a new one with a
    reason. So what was known at a moment can be read again: the rows with `recorded_at` at or before it that were not
    superseded by then.
    """

    planned_starts = MinuteField("gepland van", null=True, blank=True)
    planned_ends = MinuteField("gepland tot", null=True, blank=True)
    is_by_hand = models.BooleanField("met de hand gepland", default=False, editable=False)
    """An exception to the standing week: what follows from placements and roster leaves it alone."""
    presence = models.CharField("aanwezigheid", max_length=8, choices=Presence.choices, default=Presence.EXPECTED)
    arrived = MinuteField("gekomen", null=True, blank=True)
    left = MinuteField("vertrokken", null=True, blank=True)
    recorded_at = models.DateTimeField("vastgelegd", default=now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    superseded_at = models.DateTimeField("vervangen", null=True, blank=True, editable=False)
    correction_reason = models.CharField("waarom gecorrigeerd", max_length=500, blank=True, default="")

    class Meta:
        abstract = True


def presence_holds(model: str) -> list[models.BaseConstraint]:
    """The constraints that both kinds of attendance share."""
    name = f"delivery_{model}"
    nowhere = models.Q(arrived__isnull=True, left__isnull=True)
    return [
        in_order(
            "planned_starts",
            "planned_ends",
            f"{name}_planned_order",
            message="De geplande eindtijd ligt niet na de begintijd. Pas de tijden aan.",
            code="times_order",
        ),
        models.CheckConstraint(
            name=f"{name}_planned_whole",
            condition=models.Q(planned_starts__isnull=True, planned_ends__isnull=True)
            | models.Q(planned_starts__isnull=False, planned_ends__isnull=False),
            violation_error_message="Vul beide geplande tijden in, of geen van beide.",
            violation_error_code="planned_half",
        ),
        in_order(
            "arrived",
            "left",
            f"{name}_order",
            message="Iemand vertrekt later dan hij komt. Pas de tijden aan.",
            code="left_before_arriving",
        ),
        models.CheckConstraint(
            name=f"{name}_presence",
            condition=models.Q(presence=Presence.PRESENT, arrived__isnull=False)
            | models.Q(presence=Presence.EXPECTED, planned_starts__isnull=False) & nowhere
            | models.Q(presence=Presence.ABSENT) & nowhere,
            violation_error_message="Wie er is geweest, heeft een tijd van komen; wie er niet was, heeft er geen.",
            violation_error_code="presence",
        ),
        models.CheckConstraint(
            name=f"{name}_superseded",
            condition=models.Q(superseded_at__isnull=True) | models.Q(superseded_at__gte=models.F("recorded_at")),
            violation_error_message="Een regel wordt vervangen nadat hij is vastgelegd.",
            violation_error_code="superseded_before",
        ),
    ]


class ClientAttendance(Attendance):
    """A client in a session, under the allocation that it counts for."""

    session = models.ForeignKey(Session, verbose_name="dagdeel", related_name="clients", on_delete=models.PROTECT)
    allocation = models.ForeignKey(
        Allocation, verbose_name="toewijzing", related_name="attendances", on_delete=models.PROTECT
    )
    absence_reason = models.CharField(
        "waarom niet", max_length=10, choices=AbsenceReason.choices, blank=True, default=""
    )

    objects = ClientAttendanceQuerySet["ClientAttendance"].as_manager()

    client_path = "allocation__client"
    audited_values = frozenset(
        {
            "session",
            "allocation",
            "planned_starts",
            "planned_ends",
            "presence",
            "arrived",
            "left",
            "superseded_at",
            "recorded_by",
        }
    )

    class Meta:
        verbose_name = "aanwezigheid van een cliënt"
        verbose_name_plural = "aanwezigheid van cliënten"
        ordering = ["session", "pk"]
        constraints = [
            *presence_holds("clientattendance"),
            models.UniqueConstraint(
                name="delivery_clientattendance_once",
                fields=["session", "allocation"],
                condition=models.Q(superseded_at__isnull=True),
                violation_error_message="Deze cliënt staat al bij dit dagdeel.",
                violation_error_code="attendance_twice",
            ),
            models.CheckConstraint(
                name="delivery_clientattendance_absence",
                condition=models.Q(absence_reason="") | models.Q(presence=Presence.ABSENT),
                violation_error_message="Een reden van afwezigheid hoort bij wie er niet was.",
                violation_error_code="absence_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Aanwezigheid bij {self.session}"


class StaffAttendance(Attendance, OfSomebody):
    """Somebody who works in a session."""

    session = models.ForeignKey(Session, verbose_name="dagdeel", related_name="staff", on_delete=models.PROTECT)

    objects = OfSessionQuerySet["StaffAttendance"].as_manager()

    audited_values = frozenset(
        {
            "session",
            "professional",
            "helper",
            "planned_starts",
            "planned_ends",
            "presence",
            "arrived",
            "left",
            "superseded_at",
            "recorded_by",
        }
    )

    class Meta:
        verbose_name = "aanwezigheid van een medewerker"
        verbose_name_plural = "aanwezigheid van medewerkers"
        ordering = ["session", "pk"]
        constraints = [
            *presence_holds("staffattendance"),
            somebody("delivery_staffattendance_somebody"),
            *(
                models.UniqueConstraint(
                    name=f"delivery_staffattendance_once_{who}",
                    fields=["session", who],
                    condition=models.Q(superseded_at__isnull=True),
                    violation_error_message="Deze persoon staat al bij dit dagdeel.",
                    violation_error_code="attendance_twice",
                )
                for who in ("professional", "helper")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} bij {self.session}"


class StaffBreak(models.Model):
    """A time in which somebody who works in a session has a break, and so is not with the group."""

    attendance = models.ForeignKey(
        StaffAttendance, verbose_name="aanwezigheid", related_name="breaks", on_delete=models.CASCADE
    )
    is_planned = models.BooleanField("gepland")
    starts = MinuteField("van")
    ends = MinuteField("tot")

    objects = OfAttendanceQuerySet["StaffBreak"].as_manager()

    class Meta:
        verbose_name = "pauze"
        verbose_name_plural = "pauzes"
        ordering = ["attendance", "starts"]
        constraints = [
            in_order(
                "starts",
                "ends",
                "delivery_staffbreak_order",
                message="Een pauze eindigt later dan zij begint. Pas de tijden aan.",
                code="break_order",
            ),
            models.UniqueConstraint(
                name="delivery_staffbreak_once",
                fields=["attendance", "is_planned", "starts"],
                violation_error_message="Deze pauze staat er al.",
                violation_error_code="break_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Geplande pauze' if self.is_planned else 'Pauze'} van {self.attendance}"

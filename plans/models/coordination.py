from django.conf import settings
from django.db import models
from django.db.models import Q

from clients.models import ClientSystemMember
from core.clock import now
from core.models import DatedModel, PublicModel
from core.periods import period_order
from plans.enums import Sharing
from plans.models.plan import Plan
from plans.querysets import OfPlanQuerySet


class CareContact(PublicModel, DatedModel):
    """A professional outside the provider who is involved with the client: general practitioner, district nurse.

    Who decides for the client, or supports the client, stands in the client system and not here. Data go to others only
    with consent, or to whom the task needs (Wmo 2015 art. 5.3.3); which of these it is stands with each of them.
    Source: product sheet Duurzaam, assignment: coordination with other professionals (BGD-OP-04).
    """

    plan = models.ForeignKey(Plan, verbose_name="uitvoeringsplan", related_name="contacts", on_delete=models.PROTECT)
    name = models.CharField("naam", max_length=200)
    function = models.CharField("functie", max_length=100)
    organisation = models.CharField("organisatie", max_length=200, blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    sharing = models.CharField("gegevens delen", max_length=7, choices=Sharing.choices)
    consent_on = models.DateField("toestemming gegeven op", null=True, blank=True)
    sharing_reason = models.CharField("waarom nodig voor de taak", max_length=500, blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = OfPlanQuerySet["CareContact"].as_manager()

    client_path = "plan__allocation__client"
    audited_values = frozenset({"plan", "starts_on", "ends_on", "sharing", "consent_on", "revision"})

    class Meta:
        verbose_name = "betrokken professional"
        verbose_name_plural = "betrokken professionals"
        ordering = ["function", "name", "pk"]
        constraints = [
            period_order("plans_contact_period_order"),
            models.CheckConstraint(
                name="plans_contact_named",
                condition=~Q(name="") & ~Q(function=""),
                violation_error_message="Vul een naam en een functie in.",
                violation_error_code="contact_name",
            ),
            models.CheckConstraint(
                name="plans_contact_sharing",
                condition=Q(sharing="consent", consent_on__isnull=False, sharing_reason="")
                | (Q(sharing="needed", consent_on=None) & ~Q(sharing_reason=""))
                | Q(sharing="none", consent_on=None, sharing_reason=""),
                violation_error_message=(
                    "Gaf de cliënt toestemming? Vul dan alleen de dag in. "
                    "Is het nodig voor de taak? Vul dan alleen in waarom."
                ),
                violation_error_code="contact_sharing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.function}"


class CoordinationNote(PublicModel):
    """What was discussed and agreed with another professional around the client, on which day. It does not change."""

    plan = models.ForeignKey(
        Plan, verbose_name="uitvoeringsplan", related_name="coordination_notes", on_delete=models.PROTECT
    )
    held_on = models.DateField("datum")
    contact = models.ForeignKey(
        CareContact,
        verbose_name="betrokken professional",
        related_name="notes",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    member = models.ForeignKey(
        ClientSystemMember,
        verbose_name="lid van het cliëntsysteem",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    with_others = models.CharField("wie er nog meer bij waren", max_length=300, blank=True)
    discussed = models.TextField("wat is besproken")
    agreed = models.TextField("wat is afgesproken", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=now, editable=False)

    objects = OfPlanQuerySet["CoordinationNote"].as_manager()

    client_path = "plan__allocation__client"
    audited_values = frozenset({"plan", "held_on", "contact", "member"})

    class Meta:
        verbose_name = "afstemming"
        verbose_name_plural = "afstemming"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="plans_note_complete",
                condition=(Q(contact__isnull=False, member=None) | Q(contact=None, member__isnull=False))
                & ~Q(discussed=""),
                violation_error_message="Kies met wie u sprak, en schrijf op wat er is besproken.",
                violation_error_code="coordination_note",
            )
        ]

    def __str__(self) -> str:
        return f"Afstemming op {self.held_on:%d-%m-%Y}"

    @property
    def with_whom(self) -> str:
        """Name and function or relation of who was spoken to."""
        if self.contact is not None:
            return str(self.contact)
        return f"{self.member.name}, {self.member.get_relation_display().lower()}" if self.member else ""

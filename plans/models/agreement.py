import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from clients.models import ClientSystemMember
from core.clock import now
from core.models import PublicModel
from organisations.models import Professional
from plans.enums import AgreedAs, AgreementEnd, GivenHow, Party, WhyNotClient
from plans.models.plan import PlanVersion
from plans.querysets import AgreementQuerySet, OfVersionQuerySet


def scan_path(agreement: models.Model, filename: str) -> str:
    """Where a scan of a signed plan is kept: under a name that nobody can guess and that says nothing."""
    return f"agreements/{uuid.uuid4()}"


class Agreement(PublicModel):
    """One side's agreement with a version of a plan: name, role and date (product sheet, content, point 1).

    It is never deleted. What was withdrawn, or lapsed because the draft changed afterwards, says so and stays.
    """

    version = models.ForeignKey(
        PlanVersion, verbose_name="planversie", related_name="agreements", on_delete=models.PROTECT
    )
    party = models.CharField("partij", max_length=12, choices=Party.choices, editable=False)
    agreed_as = models.CharField("akkoord als", max_length=14, choices=AgreedAs.choices)
    name = models.CharField("naam", max_length=200)
    member = models.ForeignKey(
        ClientSystemMember,
        verbose_name="lid van het cliëntsysteem",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    professional = models.ForeignKey(
        Professional,
        verbose_name="professional",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    agreed_on = models.DateField("datum van het akkoord")
    why_not_client = models.CharField(
        "waarom niet de cliënt zelf", max_length=7, choices=WhyNotClient.choices, blank=True
    )
    not_client_reason = models.CharField("toelichting", max_length=500, blank=True)
    given_how = models.CharField(
        "hoe", max_length=9, choices=GivenHow.choices, default=GivenHow.ON_SCREEN, editable=False
    )
    scan = models.FileField("scan van het getekende plan", upload_to=scan_path, blank=True, editable=False)
    scan_name = models.CharField("naam van het bestand", max_length=255, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=now, editable=False)
    ended_how = models.CharField("einde", max_length=9, choices=AgreementEnd.choices, blank=True, editable=False)
    ended_on = models.DateField("geldt niet meer sinds", null=True, editable=False)
    ended_by = models.CharField("ingetrokken door", max_length=200, blank=True, editable=False)
    end_reason = models.CharField("reden van intrekken", max_length=500, blank=True, editable=False)
    ended_at = models.DateTimeField("einde vastgelegd op", null=True, editable=False)

    objects = AgreementQuerySet["Agreement"].as_manager()

    client_path = "version__plan__allocation__client"
    audited_values = frozenset(
        {
            "version",
            "party",
            "agreed_as",
            "member",
            "professional",
            "agreed_on",
            "given_how",
            "ended_how",
            "ended_on",
        }
    )

    class Meta:
        verbose_name = "akkoord"
        verbose_name_plural = "akkoorden"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_agreement_once",
                fields=["version", "party"],
                condition=Q(ended_on=None),
                violation_error_message="Deze partij heeft al akkoord gegeven. Laad de pagina opnieuw.",
                violation_error_code="agreed_already",
            ),
            models.CheckConstraint(
                name="plans_agreement_side",
                condition=Q(party="client", agreed_as="client", member=None, professional=None)
                | Q(
                    party="client",
                    agreed_as__in=["representative", "system_member"],
                    member__isnull=False,
                    professional=None,
                )
                | Q(party="professional", agreed_as="responsible", member=None, professional__isnull=False),
                violation_error_message="Kies wie akkoord geeft: de cliënt, het cliëntsysteem of de professional.",
                violation_error_code="agreement_side",
            ),
            models.CheckConstraint(
                name="plans_agreement_not_client",
                condition=Q(agreed_as__in=["client", "responsible"], why_not_client="", not_client_reason="")
                | (
                    (
                        Q(agreed_as="representative", why_not_client__in=WhyNotClient.values)
                        | Q(agreed_as="system_member", why_not_client="asked")
                    )
                    & ~Q(not_client_reason="")
                ),
                violation_error_message=(
                    "Geeft iemand anders dan de cliënt akkoord? Leg vast waarom. "
                    "Kan of wil de cliënt niet, dan geeft een vertegenwoordiger akkoord."
                ),
                violation_error_code="why_not_client",
            ),
            models.CheckConstraint(
                name="plans_agreement_paper",
                condition=Q(given_how="on_screen", scan="", scan_name="")
                | (Q(given_how="on_paper") & ~Q(scan="") & ~Q(scan_name="")),
                violation_error_message="Bij een akkoord op papier hoort een scan van het getekende plan.",
                violation_error_code="paper_without_scan",
            ),
            models.CheckConstraint(
                name="plans_agreement_end",
                condition=Q(ended_how="", ended_on=None, ended_at=None, ended_by="", end_reason="")
                | (
                    Q(ended_on__isnull=False, ended_on__gte=F("agreed_on"), ended_at__isnull=False)
                    & (
                        Q(ended_how="changed", ended_by="", end_reason="")
                        | (Q(ended_how="withdrawn") & ~Q(ended_by="") & ~Q(end_reason=""))
                    )
                ),
                violation_error_message="Een akkoord dat is ingetrokken heeft een dag, een naam en een reden.",
                violation_error_code="agreement_end",
            ),
        ]

    def __str__(self) -> str:
        return f"Akkoord van {self.name}"

    @property
    def is_on_paper(self) -> bool:
        """Whether it was given with a signature on paper."""
        return self.given_how == GivenHow.ON_PAPER

    @property
    def was_withdrawn(self) -> bool:
        """Whether somebody took it back."""
        return self.ended_how == AgreementEnd.WITHDRAWN


class Refusal(PublicModel):
    """The client's side does not agree with a draft, and why.

    It is about the text of that moment: `revision` is that of the draft. Once the draft changed, the question is open
    again; the refusal stays.
    """

    version = models.ForeignKey(
        PlanVersion, verbose_name="planversie", related_name="refusals", on_delete=models.PROTECT
    )
    revision = models.PositiveIntegerField("bij wijziging", editable=False)
    name = models.CharField("naam", max_length=200)
    member = models.ForeignKey(
        ClientSystemMember,
        verbose_name="lid van het cliëntsysteem",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    refused_on = models.DateField("datum")
    reason = models.TextField("waarom niet akkoord")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=now, editable=False)

    objects = OfVersionQuerySet["Refusal"].as_manager()

    client_path = "version__plan__allocation__client"
    audited_values = frozenset({"version", "revision", "member", "refused_on"})

    class Meta:
        verbose_name = "weigering van een plan"
        verbose_name_plural = "weigeringen van een plan"
        ordering = ["-refused_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_refusal_once",
                fields=["version", "revision"],
                violation_error_message="Bij dit concept staat al dat de cliënt niet akkoord gaat.",
                violation_error_code="refused_already",
            ),
            models.CheckConstraint(
                name="plans_refusal_reason",
                condition=~Q(reason="") & ~Q(name=""),
                violation_error_message="Schrijf op waarom de cliënt niet akkoord gaat.",
                violation_error_code="refusal_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Niet akkoord op {self.refused_on:%d-%m-%Y}"

from django.conf import settings
from django.db import models

from clients.models import ClientSystemMember
from core.clock import now
from core.models import PublicModel
from organisations.models import Professional
from plans.enums import AgreedAs, Party
from plans.models.plan import PlanVersion
from plans.querysets import OfVersionQuerySet


class Agreement(PublicModel):
    """One side's agreement with a version of a plan: name, role and date (product sheet, content, point 1)."""

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
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=now, editable=False)

    objects = OfVersionQuerySet["Agreement"].as_manager()

    client_path = "version__plan__allocation__client"
    audited_values = frozenset({"version", "party", "agreed_as", "member", "professional", "agreed_on"})

    class Meta:
        verbose_name = "akkoord"
        verbose_name_plural = "akkoorden"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_agreement_once",
                fields=["version", "party"],
                violation_error_message="Deze partij heeft al akkoord gegeven. Laad de pagina opnieuw.",
                violation_error_code="agreed_already",
            ),
            models.CheckConstraint(
                name="plans_agreement_side",
                condition=models.Q(party="client", agreed_as="client", member=None, professional=None)
                | models.Q(
                    party="client",
                    agreed_as__in=["representative", "system_member"],
                    member__isnull=False,
                    professional=None,
                )
                | models.Q(party="professional", agreed_as="responsible", member=None, professional__isnull=False),
                violation_error_message="Kies wie akkoord geeft: de cliënt, het cliëntsysteem of de professional.",
                violation_error_code="agreement_side",
            ),
        ]

    def __str__(self) -> str:
        return f"Akkoord van {self.name}"

from datetime import date

from django.conf import settings
from django.db import models

from clients.enums import RefusalGround, RequestedBy, RightsKind, RightsOutcome
from clients.models.client import Client
from clients.models.client_system import ClientSystemMember
from clients.querysets import RightsQuerySet
from core.clock import now
from core.models import PublicModel


class RightsRequest(PublicModel):
    """Somebody asks for a copy of the file, for a correction, or for destruction.

    Wmo 2015 art. 5.3.2 and 5.3.5; AVG art. 16. With what was answered it stays in the file.
    """

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="rights_requests", on_delete=models.PROTECT)
    kind = models.CharField("verzoek om", max_length=11, choices=RightsKind.choices)
    received_on = models.DateField("ontvangen op")
    requested_by = models.CharField("gevraagd door", max_length=14, choices=RequestedBy.choices)
    member = models.ForeignKey(
        ClientSystemMember,
        verbose_name="vertegenwoordiger",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    text = models.TextField("wat wordt er gevraagd", blank=True)
    due_on = models.DateField("uiterlijk op", editable=False)
    due_source = models.CharField("bron van de termijn", max_length=200, editable=False)
    outcome = models.CharField("besluit", max_length=9, choices=RightsOutcome.choices, blank=True)
    ground = models.CharField("reden van afwijzing", max_length=17, choices=RefusalGround.choices, blank=True)
    explanation = models.TextField("uitleg bij het besluit", blank=True)
    decided_on = models.DateField("besloten op", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="besloten door",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    handled_on = models.DateField("uitgevoerd op", null=True, blank=True)
    handling = models.TextField("wat is er gedaan", blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        related_name="+",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    registered_at = models.DateTimeField("vastgelegd op", default=now, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = RightsQuerySet["RightsRequest"].as_manager()

    client_path = "client"
    audited_values = frozenset(
        {"kind", "received_on", "requested_by", "due_on", "outcome", "ground", "decided_on", "decided_by", "handled_on"}
    )

    class Meta:
        verbose_name = "verzoek over het dossier"
        verbose_name_plural = "verzoeken over het dossier"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="clients_rightsrequest_choices",
                condition=models.Q(kind__in=RightsKind.values)
                & models.Q(outcome__in=["", *RightsOutcome.values])
                & models.Q(ground__in=["", *RefusalGround.values]),
                violation_error_message="Kies een antwoord uit de lijst.",
                violation_error_code="rights_choices",
            ),
            models.CheckConstraint(
                name="clients_rightsrequest_member",
                condition=models.Q(requested_by="client", member=None)
                | models.Q(requested_by="representative", member__isnull=False),
                violation_error_message="Kies welke vertegenwoordiger het vraagt, of kies de cliënt zelf.",
                violation_error_code="representative_missing",
            ),
            models.CheckConstraint(
                name="clients_rightsrequest_text",
                condition=~models.Q(kind="correction", text=""),
                violation_error_message="Schrijf op welke gegevens anders moeten, en hoe.",
                violation_error_code="correction_text",
            ),
            models.CheckConstraint(
                name="clients_rightsrequest_due",
                condition=models.Q(due_on__gte=models.F("received_on")),
                violation_error_message="De uiterste dag ligt op of na de dag van ontvangst.",
                violation_error_code="rights_due",
            ),
            models.CheckConstraint(
                name="clients_rightsrequest_decision",
                condition=models.Q(outcome="", ground="", decided_on=None, decided_by=None)
                | models.Q(
                    outcome__in=["granted", "withdrawn"],
                    ground="",
                    decided_on__isnull=False,
                    decided_by__isnull=False,
                )
                | (
                    models.Q(
                        outcome__in=["partly", "refused"],
                        ground__in=RefusalGround.values,
                        decided_on__isnull=False,
                        decided_by__isnull=False,
                    )
                    & ~models.Q(explanation="")
                ),
                violation_error_message="Een besluit heeft een dag, een naam en bij afwijzen een reden met uitleg.",
                violation_error_code="rights_decision",
            ),
            models.CheckConstraint(
                name="clients_rightsrequest_handled",
                condition=models.Q(handled_on=None)
                | models.Q(outcome__in=["granted", "partly"], handled_on__gte=models.F("decided_on")),
                violation_error_message="Alleen wat is toegewezen wordt uitgevoerd, op of na de dag van het besluit.",
                violation_error_code="rights_handled",
            ),
        ]
        indexes = [
            models.Index(name="clients_rightsrequest_open", fields=["due_on"], condition=models.Q(decided_on=None))
        ]

    def __str__(self) -> str:
        return f"Verzoek om {self.get_kind_display().lower()}"

    @property
    def is_decided(self) -> bool:
        """Whether there is an answer."""
        return self.decided_on is not None

    @property
    def is_granted(self) -> bool:
        """Whether something is to be carried out, or was."""
        return self.outcome in {RightsOutcome.GRANTED, RightsOutcome.PARTLY}

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done: an answer, or what was granted."""
        return not self.is_decided or (self.is_granted and self.handled_on is None)

    def days_left(self, day: date) -> int:
        """Days from `day` to the last one, negative when it has passed."""
        return (self.due_on - day).days

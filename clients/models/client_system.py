from django.db import models

from clients.enums import Relation, Representation
from clients.models.client import Client
from clients.querysets import ClientPartQuerySet
from core.models import DatedModel, PublicModel
from core.periods import period_order


class ClientSystemMember(PublicModel, DatedModel):
    """Somebody around the client (cliëntsysteem): relative, representative, informal carer, or all of these."""

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="system", on_delete=models.PROTECT)
    name = models.CharField("naam", max_length=200)
    relation = models.CharField("relatie", max_length=2, choices=Relation.choices)
    representation = models.CharField(
        "vertegenwoordiging",
        max_length=2,
        choices=Representation.choices,
        blank=True,
        default=Representation.NONE,
    )
    is_informal_carer = models.BooleanField("zorgt voor de cliënt", default=False)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = ClientPartQuerySet["ClientSystemMember"].as_manager()

    client_path = "client"
    audited_values = frozenset({"starts_on", "ends_on"})

    class Meta:
        verbose_name = "lid van het cliëntsysteem"
        verbose_name_plural = "cliëntsysteem"
        ordering = ["name"]
        constraints = [
            period_order("clients_member_period_order"),
            models.CheckConstraint(
                name="clients_member_relation",
                condition=models.Q(relation__in=Relation.values) & models.Q(representation__in=Representation.values),
                violation_error_message="Kies een relatie en een vertegenwoordiging uit de lijst.",
                violation_error_code="relation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_relation_display().lower()})"

    @property
    def is_representative(self) -> bool:
        """Whether this person may decide for the client."""
        return bool(self.representation)

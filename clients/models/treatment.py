from django.conf import settings
from django.db import models

from clients.models.client import Client
from clients.querysets import TreatmentQuerySet
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from organisations.models import CareProvider


class TreatmentRelation(PublicModel, DatedModel):
    """A care professional is in the treatment team of a client.

    Without this relation a professional of the provider does not see the file: data go only to those whom the
    task needs (Wmo 2015 art. 5.3.3). It is about the account and not about the professional, for it is the account
    that signs in.
    """

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="treatments", on_delete=models.PROTECT)
    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="+", editable=False, on_delete=models.PROTECT
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="medewerker", related_name="+", on_delete=models.PROTECT
    )
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = TreatmentQuerySet["TreatmentRelation"].as_manager()

    client_path = "client"
    row_owners = ("provider",)
    audited_values = frozenset({"provider", "user", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "behandelrelatie"
        verbose_name_plural = "behandelrelaties"
        ordering = ["starts_on", "pk"]
        constraints = [
            period_order("clients_treatment_period_order"),
            NoOverlap(
                name="clients_treatment_no_overlap",
                scope=["client", "provider", "user"],
                violation_error_message=(
                    "Deze medewerker zit in een deel van deze periode al in het behandelteam. Kies andere datums."
                ),
                violation_error_code="treatment_overlap",
            ),
        ]
        indexes = [models.Index(name="clients_treatment_of_user", fields=["user", "provider", "client"])]

    def __str__(self) -> str:
        return f"Behandelrelatie vanaf {self.starts_on:%d-%m-%Y}"

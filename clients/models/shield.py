from django.conf import settings
from django.db import models

from clients.models.client import Client
from clients.querysets import ShieldQuerySet
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from organisations.models import Organisation


class FileShield(PublicModel, DatedModel):
    """Within one organisation only named people see this file, such as that of a colleague or a relative."""

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="shields", on_delete=models.PROTECT)
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", related_name="+", editable=False, on_delete=models.PROTECT
    )
    reason = models.TextField("reden")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="afgeschermd door", related_name="+", on_delete=models.PROTECT
    )
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = ShieldQuerySet["FileShield"].as_manager()

    client_path = "client"
    row_owners = ("organisation",)
    audited_values = frozenset({"organisation", "set_by", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "afscherming"
        verbose_name_plural = "afschermingen"
        ordering = ["-starts_on"]
        constraints = [
            period_order("clients_shield_period_order"),
            models.CheckConstraint(
                name="clients_shield_reason",
                condition=~models.Q(reason=""),
                violation_error_message="Vul in waarom u dit dossier afschermt.",
                violation_error_code="shield_reason",
            ),
            NoOverlap(
                name="clients_shield_no_overlap",
                scope=["client", "organisation"],
                violation_error_message="Dit dossier is in een deel van deze periode al afgeschermd.",
                violation_error_code="shield_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"Afscherming vanaf {self.starts_on:%d-%m-%Y}"


class ShieldAccess(PublicModel, DatedModel):
    """Somebody who is named in a shield, and so sees the file as their role allows."""

    shield = models.ForeignKey(FileShield, verbose_name="afscherming", related_name="people", on_delete=models.PROTECT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="medewerker", related_name="+", on_delete=models.PROTECT
    )

    objects = ShieldQuerySet["ShieldAccess"].as_manager()

    client_path = "shield__client"
    audited_values = frozenset({"user", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "toegang tot een afgeschermd dossier"
        verbose_name_plural = "toegang tot afgeschermde dossiers"
        ordering = ["starts_on", "pk"]
        constraints = [
            period_order("clients_shield_access_period_order"),
            NoOverlap(
                name="clients_shield_access_no_overlap",
                scope=["shield", "user"],
                violation_error_message="Deze medewerker heeft in een deel van deze periode al toegang.",
                violation_error_code="shield_access_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"Toegang vanaf {self.starts_on:%d-%m-%Y}"

from django.conf import settings
from django.db import models

from clients.enums import OpeningGround, Verdict
from clients.models.client import Client
from clients.querysets import OpeningQuerySet
from core.models import PublicModel
from organisations.models import Municipality, Organisation


class FileOpening(PublicModel):
    """Somebody opened a file that is not among the own clients, with a reason and for a set time.

    Somebody else says afterwards whether that was justified. The municipality is a copy of the client's, so that the
    database itself can show the opening to who reviews it there.
    """

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="openings", on_delete=models.PROTECT)
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="+", editable=False, on_delete=models.PROTECT
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="geopend door", related_name="+", on_delete=models.PROTECT
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="namens", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    ground = models.CharField("grond", max_length=11, choices=OpeningGround.choices)
    reason = models.TextField("reden")
    opened_at = models.DateTimeField("geopend op")
    expires_at = models.DateTimeField("open tot")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="beoordeeld door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    reviewed_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    verdict = models.CharField("oordeel", max_length=11, choices=Verdict.choices, blank=True)
    review_note = models.TextField("toelichting", blank=True)

    objects = OpeningQuerySet["FileOpening"].as_manager()

    client_path = "client"
    row_owners = ("organisation", "municipality")
    audited_values = frozenset(
        {"user", "organisation", "ground", "opened_at", "expires_at", "reviewed_by", "reviewed_at", "verdict"}
    )

    class Meta:
        verbose_name = "opening van een dossier"
        verbose_name_plural = "openingen van dossiers"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="clients_opening_time",
                condition=models.Q(expires_at__gt=models.F("opened_at")),
                violation_error_message="Een dossier is open tot na het moment waarop het geopend werd.",
                violation_error_code="opening_time",
            ),
            models.CheckConstraint(
                name="clients_opening_ground",
                condition=models.Q(ground="emergency", organisation=None)
                | models.Q(ground__in=["break_glass", "supervision"], organisation__isnull=False),
                violation_error_message="Deze grond past niet bij de organisatie.",
                violation_error_code="opening_ground",
            ),
            models.CheckConstraint(
                name="clients_opening_reason",
                condition=~models.Q(reason=""),
                violation_error_message="Vul in waarom u dit dossier opent.",
                violation_error_code="opening_reason",
            ),
            models.CheckConstraint(
                name="clients_opening_review",
                condition=models.Q(reviewed_by=None, reviewed_at=None, verdict="")
                | models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False, verdict__in=Verdict.values),
                violation_error_message="Een beoordeling heeft een oordeel, een naam en een moment.",
                violation_error_code="opening_review",
            ),
            models.CheckConstraint(
                name="clients_opening_reviewed_by_another",
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("user")),
                violation_error_message="Niemand beoordeelt zichzelf.",
                violation_error_code="opening_own_review",
            ),
        ]
        indexes = [models.Index(name="clients_opening_of_user", fields=["user", "organisation", "expires_at"])]

    def __str__(self) -> str:
        return f"{self.get_ground_display()} op {self.opened_at:%d-%m-%Y}"

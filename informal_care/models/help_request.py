"""Requests for a volunteer: from a carer, for a client, or of somebody who is known by words alone."""

from django.conf import settings
from django.db import models

from clients.models import Client
from core.identifiers import validate_postcode
from core.models import PublicModel
from informal_care.enums import (
    Circumstance,
    HelpDuration,
    HelpTask,
    Interest,
    RequestStatus,
    RequestTraitKind,
    VolunteerKind,
)
from informal_care.models.carer import Carer
from informal_care.models.municipality import same_municipality
from informal_care.querysets import HelpRequestQuerySet
from organisations.models import Municipality
from plans.models.week import WeekField, within_a_week


class HelpRequest(PublicModel):
    """What somebody asks of a volunteer: which tasks, when, where, for how long, and what must fit.

    The coordinator opens no file of a client. So a request says in words for whom it is and how to reach them.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="help_requests", on_delete=models.PROTECT
    )
    # The request outlives the file of a client and that of a carer: a volunteer may still come there.
    client = models.ForeignKey(
        Client, verbose_name="cliënt", related_name="help_requests", null=True, blank=True, on_delete=models.SET_NULL
    )
    carer = models.ForeignKey(
        Carer,
        verbose_name="mantelzorger",
        related_name="help_requests",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    asked_for = models.CharField("voor wie", max_length=200)
    contact = models.CharField("te bereiken via", max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="ingevoerd door", related_name="+", on_delete=models.PROTECT
    )
    asked_on = models.DateField("gevraagd op")
    postcode = models.CharField("postcode", max_length=7, validators=[validate_postcode])
    moments = WeekField("wanneer")
    duration = models.CharField("hoe lang", max_length=7, choices=HelpDuration.choices)
    wishes_note = models.TextField("wat is prettig?", blank=True)
    limits_note = models.TextField("wat liever niet?", blank=True)
    status = models.CharField("stand", max_length=6, choices=RequestStatus.choices, default=RequestStatus.OPEN)
    closed_on = models.DateField("afgesloten op", null=True, blank=True)
    closed_because = models.TextField("waarom afgesloten", blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = HelpRequestQuerySet["HelpRequest"].as_manager()

    person_path = "pk"
    row_owners = ("municipality",)
    audited_values = frozenset(
        {"municipality", "client", "carer", "asked_by", "asked_on", "duration", "status", "closed_on"}
    )

    class Meta:
        verbose_name = "hulpvraag"
        verbose_name_plural = "hulpvragen"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            same_municipality("informal_care_helprequest_of_carer", through="carer"),
            models.CheckConstraint(
                name="informal_care_helprequest_complete",
                condition=models.Q(duration__in=HelpDuration.values)
                & ~models.Q(asked_for="")
                & ~models.Q(contact="")
                & ~models.Q(postcode=""),
                violation_error_message="Vul in voor wie het is, hoe u diegene bereikt, waar en voor hoe lang.",
                violation_error_code="request_complete",
            ),
            models.CheckConstraint(
                name="informal_care_helprequest_one_asker",
                condition=models.Q(client=None) | models.Q(carer=None),
                violation_error_message="Een hulpvraag is voor een cliënt of voor een mantelzorger, niet voor allebei.",
                violation_error_code="request_one_asker",
            ),
            models.CheckConstraint(
                name="informal_care_helprequest_closed",
                condition=models.Q(status__in=["open", "found", "helped"], closed_on=None, closed_because="")
                | (
                    models.Q(status="closed", closed_on__gte=models.F("asked_on"), closed_on__isnull=False)
                    & ~models.Q(closed_because="")
                ),
                violation_error_message="Een afgesloten hulpvraag heeft een dag en een reden.",
                violation_error_code="request_closed",
            ),
            within_a_week("moments", "informal_care_helprequest_moments"),
        ]
        indexes = [models.Index(name="informal_care_request_by_place", fields=["municipality", "status", "asked_on"])]

    def __str__(self) -> str:
        return f"hulpvraag van {self.asked_on:%d-%m-%Y}"


class RequestTrait(models.Model):
    """One thing that is asked, met, wished or refused at a request."""

    request = models.ForeignKey(HelpRequest, verbose_name="hulpvraag", related_name="traits", on_delete=models.CASCADE)
    kind = models.CharField("wat", max_length=12, choices=RequestTraitKind.choices)
    value = models.CharField("waarde", max_length=16)

    person_path = "request"

    class Meta:
        verbose_name = "kenmerk van een hulpvraag"
        verbose_name_plural = "kenmerken van hulpvragen"
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(name="informal_care_requesttrait_once", fields=["request", "kind", "value"]),
            models.CheckConstraint(
                name="informal_care_requesttrait_value",
                condition=models.Q(kind="task", value__in=HelpTask.values)
                | models.Q(kind="circumstance", value__in=Circumstance.values)
                | models.Q(kind="wish", value__in=Interest.values)
                | models.Q(kind="refuses", value__in=VolunteerKind.values),
                violation_error_message="Kies uit de lijst.",
                violation_error_code="request_trait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

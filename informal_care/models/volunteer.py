"""Volunteers in care: they had no tie with the person before they came to help, and that is what parts them from an
informal carer. A helper of a provider (`delivery.Helper`) works in a group of that provider; a volunteer here comes to
somebody who asked for it. Neither is ever counted among professionals.
"""

from django.db import models

from core.identifiers import search_key, validate_postcode
from core.models import PublicModel
from informal_care.enums import (
    Circumstance,
    HelpTask,
    Interest,
    Nearness,
    Recruitment,
    VolunteerKind,
    VolunteerStatus,
    VolunteerTraitKind,
)
from informal_care.querysets import VolunteerPartQuerySet, VolunteerQuerySet
from organisations.models import Municipality
from plans.models.week import WeekField, within_a_week


class Volunteer(PublicModel):
    """Somebody who helps people whom they did not know before, unpaid (zorgvrijwilliger; Mezzo Model, p. 4 and 5)."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="volunteers", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=200)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    postcode = models.CharField("postcode", max_length=7, validators=[validate_postcode])
    recruited_by = models.CharField("gevonden", max_length=12, choices=Recruitment.choices)
    kind = models.CharField("soort", max_length=7, choices=VolunteerKind.choices)
    status = models.CharField(
        "stand", max_length=11, choices=VolunteerStatus.choices, default=VolunteerStatus.REGISTERED
    )
    registered_on = models.DateField("aangemeld op")
    intake_on = models.DateField("intake op", null=True, blank=True)
    motivation = models.TextField("waarom wilt u helpen?", blank=True)
    talents_note = models.TextField("waar bent u goed in?", blank=True)
    limits_note = models.TextField("wat doet u liever niet?", blank=True)
    moments = WeekField("kan op")
    max_nearness = models.PositiveSmallIntegerField("hoe ver weg", choices=Nearness.choices, default=Nearness.TOWN)
    paused_until = models.DateField("pauze tot en met", null=True, blank=True)
    stopped_on = models.DateField("gestopt op", null=True, blank=True)
    search_name = models.CharField("zoeknaam", max_length=250, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = VolunteerQuerySet["Volunteer"].as_manager()

    person_path = "pk"
    row_owners = ("municipality",)
    audited_values = frozenset(
        {
            *("municipality", "recruited_by", "kind", "status", "registered_on", "intake_on", "max_nearness"),
            *("paused_until", "stopped_on"),
        }
    )

    class Meta:
        verbose_name = "vrijwilliger"
        verbose_name_plural = "vrijwilligers"
        ordering = ["search_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_volunteer_choices",
                condition=models.Q(
                    kind__in=VolunteerKind.values,
                    recruited_by__in=Recruitment.values,
                    max_nearness__in=Nearness.values,
                )
                & ~models.Q(name="")
                & ~models.Q(search_name="")
                & ~models.Q(postcode=""),
                violation_error_message="Vul een naam en een postcode in, en kies uit de lijsten.",
                violation_error_code="volunteer_choices",
            ),
            models.CheckConstraint(
                name="informal_care_volunteer_status",
                condition=models.Q(status="registered", intake_on=None, paused_until=None, stopped_on=None)
                | models.Q(
                    status__in=["intake_done", "available"],
                    intake_on__isnull=False,
                    paused_until=None,
                    stopped_on=None,
                )
                | models.Q(status="paused", intake_on__isnull=False, stopped_on=None)
                | models.Q(status="stopped", paused_until=None, stopped_on__isnull=False),
                violation_error_message="De stand past niet bij de dagen van intake, pauze en stoppen.",
                violation_error_code="volunteer_status",
            ),
            models.CheckConstraint(
                name="informal_care_volunteer_dates",
                condition=(models.Q(intake_on=None) | models.Q(intake_on__gte=models.F("registered_on")))
                & (models.Q(stopped_on=None) | models.Q(stopped_on__gte=models.F("registered_on"))),
                violation_error_message="Dit was voor de vrijwilliger zich aanmeldde. Kies een latere dag.",
                violation_error_code="volunteer_dates",
            ),
            within_a_week("moments", "informal_care_volunteer_moments"),
        ]
        indexes = [models.Index(name="informal_care_volunteer_name", fields=["municipality", "search_name", "id"])]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the search column in step with the name."""
        self.search_name = search_key(self.name)


class VolunteerTrait(models.Model):
    """One thing that a volunteer likes to do, rather does not meet, or is good at."""

    volunteer = models.ForeignKey(
        Volunteer, verbose_name="vrijwilliger", related_name="traits", on_delete=models.CASCADE
    )
    kind = models.CharField("wat", max_length=6, choices=VolunteerTraitKind.choices)
    value = models.CharField("waarde", max_length=16)

    person_path = "volunteer"

    class Meta:
        verbose_name = "kenmerk van een vrijwilliger"
        verbose_name_plural = "kenmerken van vrijwilligers"
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(name="informal_care_volunteertrait_once", fields=["volunteer", "kind", "value"]),
            models.CheckConstraint(
                name="informal_care_volunteertrait_value",
                condition=models.Q(kind="task", value__in=HelpTask.values)
                | models.Q(kind="limit", value__in=Circumstance.values)
                | models.Q(kind="talent", value__in=Interest.values),
                violation_error_message="Kies uit de lijst.",
                violation_error_code="volunteer_trait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


class ConductCertificate(PublicModel):
    """A certificate of conduct (VOG) that the coordinator saw, and until when it is taken as valid.

    Of the paper itself nothing is kept: that it was seen is enough to match somebody. No law says how long one is
    valid; `valid_until` follows from the setting `vog_months` of the day on which this was recorded, and stays.
    """

    volunteer = models.ForeignKey(
        Volunteer, verbose_name="vrijwilliger", related_name="certificates", on_delete=models.CASCADE
    )
    issued_on = models.DateField("afgegeven op")
    seen_on = models.DateField("gezien op")
    valid_until = models.DateField("geldig tot en met", editable=False)

    objects = VolunteerPartQuerySet["ConductCertificate"].as_manager()

    person_path = "volunteer"
    audited_values = frozenset({"issued_on", "seen_on", "valid_until"})

    class Meta:
        verbose_name = "VOG"
        verbose_name_plural = "VOG's"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_certificate_once",
                fields=["volunteer", "issued_on"],
                violation_error_message="Deze VOG staat er al.",
                violation_error_code="certificate_once",
            ),
            models.CheckConstraint(
                name="informal_care_certificate_dates",
                condition=models.Q(seen_on__gte=models.F("issued_on"), valid_until__gt=models.F("issued_on")),
                violation_error_message="U kunt een VOG niet zien voor hij is afgegeven. Kies een latere dag.",
                violation_error_code="certificate_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"VOG van {self.issued_on:%d-%m-%Y}"


class VolunteerTraining(PublicModel):
    """A training that a volunteer followed."""

    volunteer = models.ForeignKey(
        Volunteer, verbose_name="vrijwilliger", related_name="trainings", on_delete=models.CASCADE
    )
    name = models.CharField("scholing", max_length=200)
    followed_on = models.DateField("gevolgd op")

    objects = VolunteerPartQuerySet["VolunteerTraining"].as_manager()

    person_path = "volunteer"
    audited_values = frozenset({"followed_on"})

    class Meta:
        verbose_name = "scholing van een vrijwilliger"
        verbose_name_plural = "scholing van vrijwilligers"
        ordering = ["-followed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_volunteertraining_name",
                condition=~models.Q(name=""),
                violation_error_message="Schrijf op welke scholing het was.",
                violation_error_code="training_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class GuidanceTalk(PublicModel):
    """A conversation in which the coordinator guides a volunteer, and when the next one is due."""

    volunteer = models.ForeignKey(
        Volunteer, verbose_name="vrijwilliger", related_name="talks", on_delete=models.CASCADE
    )
    held_on = models.DateField("gesprek op")
    note = models.TextField("wat u besprak")
    next_on = models.DateField("volgend gesprek", null=True, blank=True)

    objects = VolunteerPartQuerySet["GuidanceTalk"].as_manager()

    person_path = "volunteer"
    audited_values = frozenset({"held_on", "next_on"})

    class Meta:
        verbose_name = "begeleidingsgesprek"
        verbose_name_plural = "begeleidingsgesprekken"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_guidancetalk_dates",
                condition=~models.Q(note="") & (models.Q(next_on=None) | models.Q(next_on__gt=models.F("held_on"))),
                violation_error_message="Schrijf op wat u besprak. Een volgend gesprek is na dit gesprek.",
                violation_error_code="guidance_talk",
            )
        ]

    def __str__(self) -> str:
        return f"gesprek van {self.held_on:%d-%m-%Y}"


class VolunteerThanks(PublicModel):
    """Something with which a volunteer was thanked (attentie)."""

    volunteer = models.ForeignKey(
        Volunteer, verbose_name="vrijwilliger", related_name="thanks", on_delete=models.CASCADE
    )
    given_on = models.DateField("gegeven op")
    what = models.CharField("attentie", max_length=200)

    objects = VolunteerPartQuerySet["VolunteerThanks"].as_manager()

    person_path = "volunteer"
    audited_values = frozenset({"given_on"})

    class Meta:
        verbose_name = "attentie voor een vrijwilliger"
        verbose_name_plural = "attenties voor vrijwilligers"
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_volunteerthanks_what",
                condition=~models.Q(what=""),
                violation_error_message="Schrijf op waarmee u bedankte.",
                violation_error_code="thanks_what",
            )
        ]

    def __str__(self) -> str:
        return self.what

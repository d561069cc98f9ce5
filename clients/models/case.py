import uuid

from django.conf import settings
from django.db import models

from clients.enums import CaseEnd, CaseOrigin, CaseStatus, Channel, Information, LetterKind, Notifier
from clients.models.client import Client
from clients.models.client_system import ClientSystemMember
from clients.querysets import CasePartQuerySet, CaseQuerySet
from core.clock import now
from core.fields import EncryptedJSONField
from core.models import PublicModel
from organisations.models import Municipality


class Case(PublicModel):
    """From notification (melding) to decision: one question of one client (Wmo 2015 art. 2.3.2 to 2.3.5)."""

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="cases", on_delete=models.PROTECT)
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="+", editable=False, on_delete=models.PROTECT
    )
    number = models.PositiveIntegerField("zaaknummer", editable=False)
    origin = models.CharField(
        "aanleiding", max_length=12, choices=CaseOrigin.choices, default=CaseOrigin.NOTIFICATION, editable=False
    )
    status = models.CharField(
        "stand", max_length=13, choices=CaseStatus.choices, default=CaseStatus.NOTIFIED, editable=False
    )
    notified_on = models.DateField("gemeld op")
    notified_by = models.CharField("gemeld door", max_length=12, choices=Notifier.choices)
    notifier_name = models.CharField("naam van de melder", max_length=200, blank=True)
    channel = models.CharField("gemeld per", max_length=7, choices=Channel.choices)
    question = models.TextField("de hulpvraag")
    is_urgent = models.BooleanField("spoed", default=False)
    urgent_reason = models.CharField("waarom spoed", max_length=500, blank=True)
    urgent_on = models.DateField("spoed sinds", null=True, blank=True)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="behandelaar", related_name="+", on_delete=models.PROTECT
    )
    ended_on = models.DateField("beëindigd op", null=True, editable=False)
    end_reason = models.CharField("reden van einde", max_length=14, choices=CaseEnd.choices, blank=True, editable=False)
    end_explanation = models.CharField("toelichting op het einde", max_length=500, blank=True, editable=False)
    ended_at_step = models.CharField(
        "beëindigd bij de stap", max_length=13, choices=CaseStatus.choices, blank=True, editable=False
    )
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = CaseQuerySet["Case"].as_manager()

    client_path = "client"
    row_owners = ("municipality",)
    audited_values = frozenset(
        {
            "municipality",
            "number",
            "origin",
            "status",
            "notified_on",
            "channel",
            "is_urgent",
            "urgent_on",
            "worker",
            "ended_on",
            "ended_at_step",
        }
    )

    class Meta:
        verbose_name = "aanvraag"
        verbose_name_plural = "aanvragen"
        ordering = ["-notified_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="clients_case_number",
                fields=["municipality", "number"],
                violation_error_message="Dit zaaknummer bestaat al in deze gemeente.",
                violation_error_code="case_number",
            ),
            models.CheckConstraint(
                name="clients_case_choices",
                condition=models.Q(
                    origin__in=CaseOrigin.values, notified_by__in=Notifier.values, channel__in=Channel.values
                )
                & ~models.Q(question=""),
                violation_error_message="Vul in wie de melding deed, hoe, en wat de hulpvraag is.",
                violation_error_code="case_choices",
            ),
            models.CheckConstraint(
                name="clients_case_urgent",
                condition=models.Q(is_urgent=False, urgent_reason="", urgent_on=None)
                | (
                    models.Q(is_urgent=True, urgent_on__isnull=False, urgent_on__gte=models.F("notified_on"))
                    & ~models.Q(urgent_reason="")
                ),
                violation_error_message="Schrijf op waarom er spoed is.",
                violation_error_code="urgent_without_reason",
            ),
            models.CheckConstraint(
                name="clients_case_end",
                condition=(
                    models.Q(
                        status="ended",
                        ended_on__isnull=False,
                        end_reason__in=CaseEnd.values,
                        ended_at_step__in=CaseStatus.values,
                    )
                    | (
                        models.Q(
                            status__in=[status for status in CaseStatus.values if status != "ended"],
                            ended_on=None,
                            end_reason="",
                            ended_at_step="",
                        )
                    )
                ),
                violation_error_message="De stand past niet bij het einde van de aanvraag.",
                violation_error_code="case_end",
            ),
        ]
        indexes = [models.Index(name="clients_case_of_client", fields=["client", "-notified_on"])]

    def __str__(self) -> str:
        return f"Zaak {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done in it."""
        return self.status not in {CaseStatus.DECIDED, CaseStatus.ENDED}


class Telling(PublicModel):
    """Something that the law wants told, with the day, the way, and to whom (Wmo 2015 art. 2.3.2)."""

    case = models.ForeignKey(Case, verbose_name="aanvraag", related_name="tellings", on_delete=models.PROTECT)
    what = models.CharField("wat", max_length=16, choices=Information.choices)
    told_on = models.DateField("op")
    channel = models.CharField("hoe", max_length=7, choices=Channel.choices)
    member = models.ForeignKey(
        ClientSystemMember,
        verbose_name="aan",
        related_name="+",
        null=True,
        blank=True,
        help_text="Leeg: aan de cliënt zelf.",
        on_delete=models.PROTECT,
    )

    objects = CasePartQuerySet["Telling"].as_manager()

    client_path = "case__client"
    audited_values = frozenset({"case", "what", "told_on", "channel", "member"})

    class Meta:
        verbose_name = "voorlichting"
        verbose_name_plural = "voorlichting"
        ordering = ["told_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="clients_telling_choices",
                condition=models.Q(what__in=Information.values, channel__in=Channel.values),
                violation_error_message="Kies wat u vertelde en hoe.",
                violation_error_code="telling_choices",
            ),
            models.CheckConstraint(
                name="clients_telling_carer",
                condition=~models.Q(what="carer_support") | models.Q(member__isnull=False),
                violation_error_message="Kies aan welke mantelzorger u dit vertelde.",
                violation_error_code="telling_without_carer",
            ),
        ]

    def __str__(self) -> str:
        return self.get_what_display()


def personal_plan_path(plan: models.Model, filename: str) -> str:
    """Where a personal plan is kept: under a name that nobody can guess and that says nothing."""
    return f"personal-plans/{uuid.uuid4()}"


class PersonalPlan(PublicModel):
    """What the client wrote about the wanted support; the investigation uses it (art. 2.3.2 par. 2 and 5)."""

    case = models.OneToOneField(Case, verbose_name="aanvraag", related_name="personal_plan", on_delete=models.PROTECT)
    received_on = models.DateField("ontvangen op")
    summary = models.TextField("wat erin staat", blank=True)
    file = models.FileField("bestand", upload_to=personal_plan_path, blank=True)
    file_name = models.CharField("naam van het bestand", max_length=255, blank=True, editable=False)

    objects = CasePartQuerySet["PersonalPlan"].as_manager()

    client_path = "case__client"
    audited_values = frozenset({"case", "received_on"})

    class Meta:
        verbose_name = "persoonlijk plan"
        verbose_name_plural = "persoonlijke plannen"
        constraints = [
            models.CheckConstraint(
                name="clients_personalplan_content",
                condition=~models.Q(summary="", file=""),
                violation_error_message="Voeg het plan toe als bestand, of schrijf op wat erin staat.",
                violation_error_code="personal_plan_empty",
            )
        ]

    def __str__(self) -> str:
        return "Persoonlijk plan"


class Letter(PublicModel):
    """A letter as it was sent: its words are kept, so that it can be printed again the same."""

    case = models.ForeignKey(Case, verbose_name="aanvraag", related_name="letters", on_delete=models.PROTECT)
    kind = models.CharField("soort brief", max_length=10, choices=LetterKind.choices)
    sent_on = models.DateField("verstuurd op")
    channel = models.CharField("hoe", max_length=7, choices=Channel.choices, default=Channel.LETTER)
    document = EncryptedJSONField("inhoud", editable=False)
    document_sha256 = models.CharField("vingerafdruk", max_length=64, editable=False)
    written_at = models.DateTimeField("gemaakt op", default=now, editable=False)

    objects = CasePartQuerySet["Letter"].as_manager()

    client_path = "case__client"
    audited_values = frozenset({"case", "kind", "sent_on", "channel", "document_sha256"})

    class Meta:
        verbose_name = "brief"
        verbose_name_plural = "brieven"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="clients_letter_choices",
                condition=models.Q(kind__in=LetterKind.values, channel__in=Channel.values),
                violation_error_message="Kies een soort brief en hoe u hem stuurde.",
                violation_error_code="letter_choices",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

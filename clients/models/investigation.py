from django.db import models

from clients.enums import (
    Channel,
    IdentityDocument,
    PresentAs,
    ProfileAnswer,
    SupportAnswer,
    Topic,
)
from clients.models.case import Case
from clients.models.client_system import ClientSystemMember
from clients.querysets import CasePartQuerySet
from core.models import PublicModel


class Investigation(PublicModel):
    """What the municipality found out together with the client and the carer (Wmo 2015 art. 2.3.2 par. 1 to 8)."""

    case = models.OneToOneField(Case, verbose_name="aanvraag", related_name="investigation", on_delete=models.PROTECT)
    started_on = models.DateField("begonnen op")
    conversation_on = models.DateField("datum van het gesprek", null=True, blank=True)
    place = models.CharField("plaats van het gesprek", max_length=200, blank=True)
    plan_use = models.TextField("hoe het persoonlijk plan is gebruikt", blank=True)
    no_carer_reason = models.CharField("waarom er geen mantelzorger is gesproken", max_length=500, blank=True)
    identity_checked_on = models.DateField("identiteit vastgesteld op", null=True, blank=True)
    identity_document = models.CharField("vastgesteld met", max_length=16, choices=IdentityDocument.choices, blank=True)
    conclusion = models.TextField("uitkomst van het onderzoek", blank=True)
    reported_on = models.DateField("verslag verstuurd op", null=True, editable=False)

    objects = CasePartQuerySet["Investigation"].as_manager()

    client_path = "case__client"
    audited_values = frozenset(
        {"case", "started_on", "conversation_on", "identity_checked_on", "identity_document", "reported_on"}
    )

    class Meta:
        verbose_name = "onderzoek"
        verbose_name_plural = "onderzoeken"
        constraints = [
            models.CheckConstraint(
                name="clients_investigation_identity",
                condition=models.Q(identity_checked_on=None, identity_document="")
                | models.Q(identity_checked_on__isnull=False, identity_document__in=IdentityDocument.values),
                violation_error_message="Vul de dag in en met welk document de identiteit is vastgesteld.",
                violation_error_code="identity",
            ),
        ]

    def __str__(self) -> str:
        return "Onderzoek"


class Present(PublicModel):
    """Somebody who took part in the conversation."""

    investigation = models.ForeignKey(
        Investigation, verbose_name="onderzoek", related_name="present", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=200)
    present_as = models.CharField("als", max_length=14, choices=PresentAs.choices)

    objects = CasePartQuerySet["Present"].as_manager()

    client_path = "investigation__case__client"
    audited_values = frozenset({"investigation", "present_as"})

    class Meta:
        verbose_name = "aanwezige"
        verbose_name_plural = "aanwezigen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="clients_present_as",
                condition=models.Q(present_as__in=PresentAs.values) & ~models.Q(name=""),
                violation_error_message="Vul de naam in en kies als wat deze persoon erbij was.",
                violation_error_code="present_as",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_present_as_display().lower()})"


class Finding(PublicModel):
    """What was found on one topic of the law."""

    investigation = models.ForeignKey(
        Investigation, verbose_name="onderzoek", related_name="findings", on_delete=models.PROTECT
    )
    topic = models.CharField("onderwerp", max_length=1, choices=Topic.choices)
    text = models.TextField("bevindingen")

    objects = CasePartQuerySet["Finding"].as_manager()

    client_path = "investigation__case__client"
    audited_values = frozenset({"investigation", "topic"})

    class Meta:
        verbose_name = "bevinding"
        verbose_name_plural = "bevindingen"
        ordering = ["topic"]
        constraints = [
            models.UniqueConstraint(
                name="clients_finding_once",
                fields=["investigation", "topic"],
                violation_error_message="Over dit onderwerp staat er al een bevinding.",
                violation_error_code="finding_twice",
            ),
            models.CheckConstraint(
                name="clients_finding_topic",
                condition=models.Q(topic__in=Topic.values) & ~models.Q(text=""),
                violation_error_message="Kies een onderwerp en schrijf op wat u vond.",
                violation_error_code="finding_topic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}. {self.get_topic_display()}"


class CarerTalk(PublicModel):
    """What a carer does, can do and needs, as the carer told it (Wmo 2015 art. 2.3.2 par. 1 and 4 under c and d)."""

    investigation = models.ForeignKey(
        Investigation, verbose_name="onderzoek", related_name="carer_talks", on_delete=models.PROTECT
    )
    member = models.ForeignKey(
        ClientSystemMember, verbose_name="wie", related_name="carer_talks", on_delete=models.PROTECT
    )
    does = models.TextField("wat doet u nu")
    can = models.TextField("wat kunt u blijven doen")
    needs = models.TextField("wat hebt u zelf nodig")
    support_offered_on = models.DateField("onafhankelijke ondersteuning aangeboden op")
    support_channel = models.CharField("hoe aangeboden", max_length=7, choices=Channel.choices)
    support_answer = models.CharField("antwoord", max_length=8, choices=SupportAnswer.choices)

    objects = CasePartQuerySet["CarerTalk"].as_manager()

    client_path = "investigation__case__client"
    audited_values = frozenset({"investigation", "member", "support_offered_on", "support_channel", "support_answer"})

    class Meta:
        verbose_name = "gesprek met de mantelzorger"
        verbose_name_plural = "gesprekken met mantelzorgers"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="clients_carertalk_once",
                fields=["investigation", "member"],
                violation_error_message="Het gesprek met deze mantelzorger staat er al.",
                violation_error_code="carer_talk_twice",
            ),
            models.CheckConstraint(
                name="clients_carertalk_complete",
                condition=models.Q(support_channel__in=Channel.values, support_answer__in=SupportAnswer.values)
                & ~models.Q(does="")
                & ~models.Q(can="")
                & ~models.Q(needs=""),
                violation_error_message=(
                    "Vul in wat de mantelzorger doet, kan en nodig heeft, en welke ondersteuning is aangeboden."
                ),
                violation_error_code="carer_talk_incomplete",
            ),
        ]

    def __str__(self) -> str:
        return f"Gesprek met {self.member.name}"


class ProfileItem(PublicModel):
    """Whether one trait of the client profile is there; the product advice follows from these."""

    investigation = models.ForeignKey(
        Investigation, verbose_name="onderzoek", related_name="profile", on_delete=models.PROTECT
    )
    trait = models.CharField("kenmerk", max_length=40)
    answer = models.CharField("antwoord", max_length=7, choices=ProfileAnswer.choices)
    explanation = models.CharField("toelichting", max_length=500, blank=True)

    objects = CasePartQuerySet["ProfileItem"].as_manager()

    client_path = "investigation__case__client"
    audited_values = frozenset({"investigation", "trait"})

    class Meta:
        verbose_name = "kenmerk van de cliënt"
        verbose_name_plural = "kenmerken van de cliënt"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="clients_profileitem_once",
                fields=["investigation", "trait"],
                violation_error_message="Dit kenmerk is al beantwoord.",
                violation_error_code="profile_twice",
            ),
            models.CheckConstraint(
                name="clients_profileitem_answer",
                condition=models.Q(answer__in=ProfileAnswer.values),
                violation_error_message="Kies ja, nee of weet ik niet.",
                violation_error_code="profile_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.trait

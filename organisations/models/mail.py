from django.conf import settings
from django.db import models

from core.clock import now
from core.fields import EncryptedJSONField
from core.models import PublicModel
from organisations.enums import MailStatus
from organisations.querysets import MailQuerySet


class Mail(PublicModel):
    """A mail to a user, or to somebody without an account, from the moment that it is wanted until the mail server
    took it.

    It never holds personal data: it says that there is work, and where. `context` is what its template shows. Of
    somebody without an account the address (`to`) and a link that is theirs alone stand in `private`, encrypted, and
    no longer than until the mail went.
    A worker claims the row, commits, and only then talks to the mail server; whoever finds the claim run out
    takes over. The Message-ID follows from the public id, so that a second copy can be told from a second mail.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="aan",
        related_name="mails",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text="Leeg: aan iemand zonder account.",
    )
    private = EncryptedJSONField[dict[str, str] | None, dict[str, str] | None](
        "adres en link", null=True, blank=True, editable=False
    )
    key = models.CharField("waarvoor", max_length=120, unique=True)
    template = models.CharField("sjabloon", max_length=60)
    subject = models.CharField("onderwerp", max_length=200)
    context = models.JSONField("inhoud", default=dict, blank=True)
    status = models.CharField("status", max_length=9, choices=MailStatus.choices, default=MailStatus.WAITING)
    created_at = models.DateTimeField("gemaakt op", default=now)
    not_before = models.DateTimeField("niet versturen voor")
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    fault = models.CharField("waarom het niet lukte", max_length=300, blank=True)
    claim = models.UUIDField("wie ermee bezig is", null=True, blank=True)
    claimed_until = models.DateTimeField("bezig tot", null=True, blank=True)
    handed_over_at = models.DateTimeField(
        "aangeboden op",
        null=True,
        blank=True,
        help_text="Aan de mailserver aangeboden, en het antwoord is nog niet bekend.",
    )
    lost_answers = models.PositiveSmallIntegerField(
        "antwoorden kwijt", default=0, help_text="Zo vaak is niet bekend of de mailserver de mail aannam."
    )
    settled_at = models.DateTimeField("klaar op", null=True, blank=True)

    objects = MailQuerySet["Mail"].as_manager()

    audited_values = frozenset({"user", "key", "status", "attempts"})

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="organisations_mail_settled",
                condition=models.Q(status="waiting", settled_at=None)
                | models.Q(status__in=["sent", "given_up", "cancelled"], settled_at__isnull=False, claim=None),
                violation_error_message="Een mail die klaar is heeft een moment, en niemand is er nog mee bezig.",
                violation_error_code="mail_settled",
            ),
            models.CheckConstraint(
                name="organisations_mail_claim",
                condition=models.Q(claim=None, claimed_until=None)
                | models.Q(claim__isnull=False, claimed_until__isnull=False),
                violation_error_message="Wie met een mail bezig is, heeft daarvoor een eindtijd.",
                violation_error_code="mail_claim",
            ),
            models.CheckConstraint(
                name="organisations_mail_recipient",
                condition=models.Q(user__isnull=False, private__isnull=True)
                | models.Q(user=None, private__isnull=False, status__in=["waiting", "given_up"])
                | models.Q(user=None, private__isnull=True, status__in=["sent", "cancelled"]),
                violation_error_message="Een mail is aan een gebruiker, of aan een adres zolang hij nog niet weg is.",
                violation_error_code="mail_recipient",
            ),
        ]
        indexes = [
            models.Index(
                name="organisations_mail_waiting", fields=["not_before", "id"], condition=models.Q(status="waiting")
            )
        ]

    def __str__(self) -> str:
        return self.subject


class MailPreference(models.Model):
    """How a user wants to be reminded by mail. Without this row: one mail a day with everything in it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="gebruiker", related_name="mail_preference", on_delete=models.CASCADE
    )
    is_daily = models.BooleanField("één mail per dag met alles erin", default=True)

    class Meta:
        verbose_name = "voorkeur voor mail"
        verbose_name_plural = "voorkeuren voor mail"

    def __str__(self) -> str:
        return f"Mail aan {self.user}"

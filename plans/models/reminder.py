from django.conf import settings
from django.db import models

from core.clock import now
from core.models import ReferenceModel
from organisations.enums import ReminderState
from organisations.models import Mail
from plans.enums import Recipient
from plans.models.plan import PlanVersion
from plans.querysets import NoticeQuerySet, OfVersionQuerySet
from products.models import ProductVersion


class ReminderRung(ReferenceModel):
    """One rung of a ladder of reminders: so many days before or after the last day of an evaluation, who is told.

    A product version has a ladder of its own, or else the one that belongs to no version.
    """

    product_version = models.ForeignKey(
        ProductVersion,
        verbose_name="productversie",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text="Leeg: voor elke productversie zonder eigen ladder.",
    )
    days = models.SmallIntegerField("dagen na de uiterste datum", help_text="Onder nul: ervoor.")
    recipient = models.CharField("wie", max_length=16, choices=Recipient.choices)
    source = models.CharField("bron", max_length=200)

    class Meta:
        verbose_name = "trede van herinneringen"
        verbose_name_plural = "treden van herinneringen"
        ordering = ["product_version", "days", "recipient"]
        constraints = [
            models.UniqueConstraint(
                name="plans_reminderrung_once",
                fields=["product_version", "days", "recipient"],
                violation_error_message="Deze trede staat er al.",
                violation_error_code="rung_twice",
            ),
            models.UniqueConstraint(
                name="plans_reminderrung_general_once",
                fields=["days", "recipient"],
                condition=models.Q(product_version=None),
                violation_error_message="Deze algemene trede staat er al.",
                violation_error_code="general_rung_twice",
            ),
            models.CheckConstraint(
                name="plans_reminderrung_recipient",
                condition=models.Q(recipient__in=Recipient.values) & ~models.Q(source=""),
                violation_error_message="Kies wie het krijgt, en vul in waar dit staat.",
                violation_error_code="rung_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} dagen: {self.get_recipient_display()}"


class Reminder(models.Model):
    """That the evaluation of a version, due on a day, reached a rung of the ladder. There is one of each, for good.

    Derived from plans and ladder by a few statements, so it is no row that anybody writes, and it says nothing that
    the plan does not say.
    """

    version = models.ForeignKey(
        PlanVersion, verbose_name="planversie", related_name="reminders", on_delete=models.PROTECT
    )
    due_on = models.DateField("evaluatie uiterlijk")
    days = models.SmallIntegerField("dagen na de uiterste datum")
    state = models.CharField("stand", max_length=6, choices=ReminderState.choices, default=ReminderState.OPEN)
    reached_at = models.DateTimeField("bereikt op", default=now)
    settled_at = models.DateTimeField("afgedaan op", null=True, blank=True)

    objects = OfVersionQuerySet["Reminder"].as_manager()

    client_path = "version__plan__allocation__client"

    class Meta:
        verbose_name = "herinnering"
        verbose_name_plural = "herinneringen"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_reminder_once",
                fields=["version", "due_on", "days"],
                violation_error_message="Deze herinnering is er al.",
                violation_error_code="reminder_twice",
            ),
            models.CheckConstraint(
                name="plans_reminder_state",
                condition=models.Q(state="open", settled_at=None)
                | models.Q(state__in=["passed", "lapsed"], settled_at__isnull=False),
                violation_error_message="Een herinnering die is afgedaan heeft een moment.",
                violation_error_code="reminder_state",
            ),
        ]
        indexes = [models.Index(name="plans_reminder_open", fields=["due_on"], condition=models.Q(state="open"))]

    def __str__(self) -> str:
        return f"Herinnering aan de evaluatie van {self.due_on:%d-%m-%Y}"


class Notice(models.Model):
    """That somebody is told of a reminder: on the work list while it is open, and once in a mail."""

    reminder = models.ForeignKey(Reminder, verbose_name="herinnering", related_name="notices", on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="aan", related_name="+", on_delete=models.PROTECT)
    recipient = models.CharField("als", max_length=16, choices=Recipient.choices)
    mail = models.ForeignKey(
        Mail, verbose_name="mail", related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )

    objects = NoticeQuerySet["Notice"].as_manager()

    client_path = "reminder__version__plan__allocation__client"

    class Meta:
        verbose_name = "bericht van een herinnering"
        verbose_name_plural = "berichten van herinneringen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_notice_once",
                fields=["reminder", "user"],
                violation_error_message="Deze persoon heeft dit bericht al.",
                violation_error_code="notice_twice",
            ),
            models.CheckConstraint(
                name="plans_notice_recipient",
                condition=models.Q(recipient__in=Recipient.values),
                violation_error_message="Kies als wat iemand dit bericht krijgt.",
                violation_error_code="notice_recipient",
            ),
        ]
        indexes = [models.Index(name="plans_notice_unposted", fields=["user"], condition=models.Q(mail=None))]

    def __str__(self) -> str:
        return f"Bericht aan {self.user}"

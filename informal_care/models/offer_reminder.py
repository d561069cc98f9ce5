"""Reminders of help on the social map that has to be checked, by a ladder: see `organisations.services.ladders`."""

from django.conf import settings
from django.db import models

from core.clock import now
from core.constraints import NoOverlap
from core.models import DatedModel, ReferenceModel
from core.periods import period_order
from core.querysets import DatedQuerySet
from informal_care.models.offer import SupportOffer
from organisations.enums import ReminderState
from organisations.models import Mail


class OfferRung(ReferenceModel, DatedModel):
    """One rung of the ladder: so many days before or after the check date, the coordinators are told."""

    days = models.SmallIntegerField("dagen na de dag van nakijken", help_text="Onder nul: ervoor.")
    source = models.CharField("bron", max_length=200)

    objects = DatedQuerySet["OfferRung"].as_manager()

    class Meta:
        verbose_name = "trede van herinneringen aan de sociale kaart"
        verbose_name_plural = "treden van herinneringen aan de sociale kaart"
        ordering = ["days", "starts_on"]
        constraints = [
            period_order("informal_care_offerrung_period_order"),
            models.CheckConstraint(
                name="informal_care_offerrung_source",
                condition=~models.Q(source=""),
                violation_error_message="Vul in waar deze trede staat.",
                violation_error_code="offer_rung",
            ),
            NoOverlap(
                name="informal_care_offerrung_no_overlap",
                scope=["days"],
                violation_error_message="Voor een deel van deze tijd staat deze trede er al.",
                violation_error_code="offer_rung_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} dagen"


class OfferReminder(models.Model):
    """That help, to be checked by a day, reached a rung of the ladder. There is one of each, for good."""

    offer = models.ForeignKey(
        SupportOffer, verbose_name="steunaanbieding", related_name="reminders", on_delete=models.PROTECT
    )
    due_on = models.DateField("nakijken voor")
    days = models.SmallIntegerField("dagen na die dag")
    state = models.CharField("stand", max_length=6, choices=ReminderState.choices, default=ReminderState.OPEN)
    reached_at = models.DateTimeField("bereikt op", default=now)
    settled_at = models.DateTimeField("afgedaan op", null=True, blank=True)

    class Meta:
        verbose_name = "herinnering aan de sociale kaart"
        verbose_name_plural = "herinneringen aan de sociale kaart"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_offerreminder_once",
                fields=["offer", "due_on", "days"],
                violation_error_message="Deze herinnering is er al.",
                violation_error_code="offer_reminder_twice",
            ),
            models.CheckConstraint(
                name="informal_care_offerreminder_state",
                condition=models.Q(state="open", settled_at=None)
                | models.Q(state__in=["passed", "lapsed"], settled_at__isnull=False),
                violation_error_message="Een herinnering die is afgedaan heeft een moment.",
                violation_error_code="offer_reminder_state",
            ),
        ]

    def __str__(self) -> str:
        return f"Herinnering aan hulp die voor {self.due_on:%d-%m-%Y} nagekeken moet zijn"


class OfferNotice(models.Model):
    """That a coordinator is told of a reminder, once in a mail."""

    reminder = models.ForeignKey(
        OfferReminder, verbose_name="herinnering", related_name="notices", on_delete=models.PROTECT
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="aan", related_name="+", on_delete=models.PROTECT)
    mail = models.ForeignKey(
        Mail, verbose_name="mail", related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = "bericht van een herinnering aan de sociale kaart"
        verbose_name_plural = "berichten van herinneringen aan de sociale kaart"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_offernotice_once",
                fields=["reminder", "user"],
                violation_error_message="Deze persoon heeft dit bericht al.",
                violation_error_code="offer_notice_twice",
            )
        ]

    def __str__(self) -> str:
        return f"Bericht aan {self.user}"

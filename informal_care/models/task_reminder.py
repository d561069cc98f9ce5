"""Reminders of tasks of a board, by a ladder: see `organisations.services.ladders`."""

from django.conf import settings
from django.db import models

from core.clock import now
from core.constraints import NoOverlap
from core.models import DatedModel, ReferenceModel
from core.periods import period_order
from core.querysets import DatedQuerySet
from informal_care.enums import TaskRecipient
from informal_care.models.board import BoardTask
from organisations.enums import ReminderState
from organisations.models import Mail


class TaskRung(ReferenceModel, DatedModel):
    """One rung of the ladder: so many days before or after the day on which a task is due, who is told."""

    days = models.SmallIntegerField("dagen na de dag waarop de taak klaar is", help_text="Onder nul: ervoor.")
    recipient = models.CharField("wie", max_length=12, choices=TaskRecipient.choices)
    source = models.CharField("bron", max_length=200)

    objects = DatedQuerySet["TaskRung"].as_manager()

    class Meta:
        verbose_name = "trede van herinneringen aan taken"
        verbose_name_plural = "treden van herinneringen aan taken"
        ordering = ["days", "recipient", "starts_on"]
        constraints = [
            period_order("informal_care_taskrung_period_order"),
            models.CheckConstraint(
                name="informal_care_taskrung_recipient",
                condition=models.Q(recipient__in=TaskRecipient.values) & ~models.Q(source=""),
                violation_error_message="Kies wie het krijgt, en vul in waar dit staat.",
                violation_error_code="task_rung",
            ),
            NoOverlap(
                name="informal_care_taskrung_no_overlap",
                scope=["days", "recipient"],
                violation_error_message="Voor een deel van deze tijd staat deze trede er al.",
                violation_error_code="task_rung_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} dagen: {self.get_recipient_display()}"


class TaskReminder(models.Model):
    """That a task, due on a day, reached a rung of the ladder. There is one of each, for good.

    Derived from tasks and ladder by a few statements, so it is no row that anybody writes.
    """

    task = models.ForeignKey(BoardTask, verbose_name="taak", related_name="reminders", on_delete=models.PROTECT)
    due_on = models.DateField("klaar op")
    days = models.SmallIntegerField("dagen na die dag")
    state = models.CharField("stand", max_length=6, choices=ReminderState.choices, default=ReminderState.OPEN)
    reached_at = models.DateTimeField("bereikt op", default=now)
    settled_at = models.DateTimeField("afgedaan op", null=True, blank=True)

    class Meta:
        verbose_name = "herinnering aan een taak"
        verbose_name_plural = "herinneringen aan taken"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_taskreminder_once",
                fields=["task", "due_on", "days"],
                violation_error_message="Deze herinnering is er al.",
                violation_error_code="task_reminder_twice",
            ),
            models.CheckConstraint(
                name="informal_care_taskreminder_state",
                condition=models.Q(state="open", settled_at=None)
                | models.Q(state__in=["passed", "lapsed"], settled_at__isnull=False),
                violation_error_message="Een herinnering die is afgedaan heeft een moment.",
                violation_error_code="task_reminder_state",
            ),
        ]

    def __str__(self) -> str:
        return f"Herinnering aan een taak van {self.due_on:%d-%m-%Y}"


class TaskNotice(models.Model):
    """That somebody is told of a reminder, once in a mail."""

    reminder = models.ForeignKey(
        TaskReminder, verbose_name="herinnering", related_name="notices", on_delete=models.PROTECT
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="aan", related_name="+", on_delete=models.PROTECT)
    mail = models.ForeignKey(
        Mail, verbose_name="mail", related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = "bericht van een herinnering aan een taak"
        verbose_name_plural = "berichten van herinneringen aan taken"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_tasknotice_once",
                fields=["reminder", "user"],
                violation_error_message="Deze persoon heeft dit bericht al.",
                violation_error_code="task_notice_twice",
            )
        ]

    def __str__(self) -> str:
        return f"Bericht aan {self.user}"

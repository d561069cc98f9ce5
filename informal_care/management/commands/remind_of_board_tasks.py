from typing import Any

from django.core.management.base import BaseCommand

from core.clock import today
from informal_care.services.task_reminders import derive_task_reminders, post_task_reminders
from organisations.services import send_due_mails


class Command(BaseCommand):
    """Does what the worker does at night, for an installation without one: run it from cron, as often as one likes."""

    help = "Derive the reminders of tasks of boards and send what mail is due."

    def handle(self, *args: Any, **options: Any) -> None:
        """Derive, post and send; say how many of each."""
        reminded, posted = derive_task_reminders(today()), post_task_reminders()
        sent = send_due_mails()
        settled = reminded.passed + reminded.lapsed
        self.stdout.write(
            f"reminders: {reminded.reached} new, {settled} settled; notices: {posted} posted; mails: {sent.sent} sent"
        )

from typing import Any

from django.core.management.base import BaseCommand

from core.clock import today
from informal_care.services.offer_reminders import derive_offer_reminders, post_offer_reminders
from informal_care.services.task_reminders import derive_task_reminders, post_task_reminders
from organisations.services import send_due_mails


class Command(BaseCommand):
    """Does what the worker does at night, for an installation without one: run it from cron, as often as one likes."""

    help = "Derive the reminders of tasks of boards and of the social map, and send what mail is due."

    def handle(self, *args: Any, **options: Any) -> None:
        """Derive, post and send; say how many of each."""
        reminded, posted = derive_task_reminders(today()), post_task_reminders()
        checks, told = derive_offer_reminders(today()), post_offer_reminders()
        sent = send_due_mails()
        new, posted = reminded.reached + checks.reached, posted + told
        settled = reminded.passed + reminded.lapsed + checks.passed + checks.lapsed
        self.stdout.write(f"reminders: {new} new, {settled} settled; notices: {posted} posted; mails: {sent.sent} sent")

from typing import Any

from django.core.management.base import BaseCommand

from core.clock import today
from organisations.services import send_due_mails
from plans.services.reminder_mails import post_reminders
from plans.services.reminders import derive_reminders


class Command(BaseCommand):
    """Does what the worker does at night, for an installation without one: run it from cron, as often as one likes."""

    help = "Derive the reminders of evaluations and send what mail is due."

    def handle(self, *args: Any, **options: Any) -> None:
        """Derive, post and send; say how many of each."""
        derived = derive_reminders(today())
        posted = post_reminders()
        sent = send_due_mails()
        self.stdout.write(
            f"reminders: {derived.reached} new, {derived.passed + derived.lapsed} settled; notices: {posted} posted; "
            f"mails: {sent.sent} sent, {sent.failed} to be tried again, {sent.given_up} given up"
        )

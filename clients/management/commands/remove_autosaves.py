from typing import Any

from django.core.management.base import BaseCommand

from clients.services.autosaves import remove_old_autosaves


class Command(BaseCommand):
    """Removes what people typed and never saved, once it is older than AUTOSAVE_DAYS: for cron, without a worker."""

    help = "Remove texts that were typed and not saved, older than AUTOSAVE_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove and say how many."""
        self.stdout.write(f"{remove_old_autosaves()} removed")

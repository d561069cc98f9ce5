from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.clock import today
from zorgregio.demo.loading import load, read_story


class Command(BaseCommand):
    """Fill a demo with invented people. Running it again adds nothing that is there already."""

    help = "Load the demo data, and print the accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say who can sign in and what there is to try."""
        if not settings.DEMO:
            raise CommandError("This is no demo (DEMO=true): demo data does not belong beside real files.")
        story = read_story()
        _, added = load(story, today())
        self.stdout.write(f"Demo data is there ({added} client files added).\n\nSign in with one of:\n\n")
        for row in story["accounts"].values():
            self.stdout.write(f"  {row['email']:26} {row['what']}\n")
        self.stdout.write(f"\nPassword of all of them: {settings.DEMO_PASSWORD}\n")
        self.stdout.write(
            "\nTo try: as petra@delinde.example open the work list, finish the plan of M. ten Broeke and agree it; "
            "as karin@apeldoorn.example allocate day care to R. de Gans.\n"
        )

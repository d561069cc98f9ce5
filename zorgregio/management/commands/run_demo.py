import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zorgregio.demo.loading import do_main_job


class Command(BaseCommand):
    """The main job without a browser, through the same services as the pages."""

    help = "Do the main job once; the last line printed is one JSON object."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print where the PDFs are."""
        if not settings.DEMO:
            raise CommandError("This is no demo (DEMO=true).")
        outcome = do_main_job(settings.VAR / "demo")
        for name in ("pdf", "evaluation_pdf"):
            path = outcome[name]
            if path and path.is_relative_to(settings.PROJECT):
                path = path.relative_to(settings.PROJECT)
            outcome[name] = str(path) if path else None
        self.stdout.write(json.dumps(outcome))

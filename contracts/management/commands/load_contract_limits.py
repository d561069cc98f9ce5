from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.services.settings import SETTINGS, load_settings


class Command(BaseCommand):
    """Loads the limits about contracts with their articles. Doing so again changes nothing."""

    help = "Load the limits about contracts (YAML)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another file, for limits of one's own."""
        parser.add_argument("--file", type=Path, default=SETTINGS, help="file with limits")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Load and say what changed."""
        try:
            changed = load_settings(file)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"limits changed: {changed}")

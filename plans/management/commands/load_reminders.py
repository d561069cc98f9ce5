from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.services.ladders import REMINDERS, load_reminders
from plans.services.settings import load_settings


class Command(BaseCommand):
    """Loads when who is reminded of an evaluation, and other numbers about plans. Doing so again changes nothing."""

    help = "Load the ladders of reminders (YAML). What the file no longer names goes; given reminders stay."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another file, for ladders of one's own."""
        parser.add_argument("--file", type=Path, default=REMINDERS, help="file with ladders")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Load and say what changed."""
        try:
            added, gone = load_reminders(file)
            settings = load_settings()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"rungs added: {added}, gone: {gone}; settings changed: {settings}")

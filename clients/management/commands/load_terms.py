from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clients.services.reference import TERMS, load_terms


class Command(BaseCommand):
    """Loads the terms of the law that come with the software. Doing so again changes nothing."""

    help = "Load the terms of the law (YAML). A term that is there never changes: a difference is an error."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another file, for terms of one's own."""
        parser.add_argument("--file", type=Path, default=TERMS, help="file with terms")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Load and say what was added."""
        try:
            loaded = load_terms(file)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"{loaded.terms} terms; added: {', '.join(loaded.added) or 'nothing new'}")

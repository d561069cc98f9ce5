from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import Actor
from products.services.reference import SHEETS, load_products


class Command(BaseCommand):
    """Loads the product sheets that come with the software. Doing so again changes nothing."""

    help = "Load the product sheets (YAML). An adopted version never changes: a difference is an error."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another folder, for sheets of one's own."""
        parser.add_argument("--folder", type=Path, default=SHEETS, help="folder with product sheets")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Load and say what was added."""
        try:
            loaded = load_products(actor=Actor.system("Laden van productbladen"), folder=folder)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        added = ", ".join(loaded.added) or "nothing new"
        self.stdout.write(f"{loaded.sheets} product sheets, {loaded.requirements} requirements; added: {added}")

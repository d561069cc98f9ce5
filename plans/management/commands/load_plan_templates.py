from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.services.template_files import TEMPLATES, load_plan_templates


class Command(BaseCommand):
    """Loads the templates with which plans of every provider can start. Doing so again changes nothing."""

    help = "Load the general templates of plans (YAML). What the file no longer names can not be chosen any more."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another file, for templates of one's own."""
        parser.add_argument("--file", type=Path, default=TEMPLATES, help="file with templates")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Load and say what changed."""
        try:
            added, gone = load_plan_templates(file)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"templates added: {added}, retired: {gone}")

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import Actor
from informal_care.services.editions import DATA, load_editions
from informal_care.services.settings import load_care_settings
from informal_care.services.supplements import load_offer_ladder, load_task_ladder, load_vision_questions


class Command(BaseCommand):
    """Loads the Mezzo Model, the numbers of informal care, and when who is reminded of its tasks. Doing so again
    changes nothing.
    """

    help = "Load the Mezzo Model (YAML). An edition never changes: a difference is an error."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another folder, for an edition of one's own."""
        parser.add_argument("--folder", type=Path, default=DATA, help="folder with editions")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Load and say what was added."""
        try:
            new = load_editions(actor=Actor.system("Laden van het Mezzo Model"), folder=folder)
            settings = load_care_settings()
            questions, rungs = load_vision_questions(), load_task_ladder() + load_offer_ladder()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        added = ", ".join(map(str, new)) or "nothing new"
        self.stdout.write(f"Added: {added}; settings changed: {settings}; questions: {questions}, rungs: {rungs}")

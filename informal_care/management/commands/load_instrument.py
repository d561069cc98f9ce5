from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import Actor
from informal_care.services.instruments import load_instrument, load_shipped_instruments


class Command(BaseCommand):
    """Loads an instrument from a file, or those that come with the software. Doing so again changes nothing."""

    help = "Load an instrument that measures how carers fare (YAML or JSON). An edition never changes."

    def add_arguments(self, parser: CommandParser) -> None:
        """A file, for an instrument of one's own."""
        parser.add_argument("file", type=Path, nargs="?", help="without it: what comes with the software")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """Load and say what was added."""
        actor = Actor.system("Laden van een meetinstrument")
        try:
            if file is None:
                new = load_shipped_instruments(actor=actor)
            else:
                instrument, is_new = load_instrument(actor=actor, text=file.read_text(encoding="utf-8"))
                new = [instrument] if is_new else []
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Dit bestand kan niet worden gelezen: {type(error).__name__}.") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"Added: {', '.join(map(str, new)) or 'nothing new'}")

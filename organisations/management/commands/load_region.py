from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandParser

from core.actors import Actor
from organisations.services import load_region

REGION = Path(__file__).resolve().parents[2] / "data" / "region.yaml"


class Command(BaseCommand):
    """Load the region, its municipalities and the target groups; again and again without doubling."""

    help = "Loads the region, its municipalities and the target groups."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another region has a file of its own."""
        parser.add_argument("--file", type=Path, default=REGION, help="YAML file, like data/region.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file and write what it says."""
        data = yaml.safe_load(options["file"].read_text(encoding="utf-8"))
        done = load_region(actor=Actor.system("manage.py load_region"), data=data)
        self.stdout.write(f"Region: {done.created} created, {done.changed} changed, {done.unchanged} unchanged.")

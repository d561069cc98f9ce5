import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.selectors import Head, heads
from audit.services.verifying import Verification, verify


class Command(BaseCommand):
    """Prove the trail whole, or name the first row that is broken and end with 1."""

    help = "Check the audit chain. Keep the output of --heads elsewhere and check it later with --against."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--heads", action="store_true", help="print the last hash of each lane, and stop")
        parser.add_argument("--against", type=Path, metavar="FILE", help="check against heads kept earlier")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["heads"]:
            self.stdout.write(json.dumps([asdict(head) for head in heads()], indent=1))
            return
        found = verify(_read(options["against"]) if options["against"] else ())
        if options["json"]:
            self.stdout.write(json.dumps({"is_whole": found.is_whole, **asdict(found)}))
        else:
            self._explain(found)
        if not found.is_whole:
            raise SystemExit(1)

    def _explain(self, found: Verification) -> None:
        self.stdout.write(f"{found.entries} entries in {found.lanes} lanes hold, {found.seals} seals too.")
        if found.broken:
            where = f"lane {found.broken.lane}, place {found.broken.position}"
            row = f" (row {found.broken.entry_id})" if found.broken.entry_id else ""
            self.stderr.write(self.style.ERROR(f"First broken entry: {where}{row}: {found.broken.why}."))
        if not found.is_guarded:
            self.stderr.write(self.style.ERROR("The database no longer refuses to change or delete entries."))
        if found.is_whole:
            self.stdout.write(self.style.SUCCESS("The trail is whole."))


def _read(path: Path) -> list[Head]:
    try:
        kept = json.loads(path.read_text())
        return [Head(int(head["lane"]), int(head["position"]), str(head["hash"])) for head in kept]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CommandError(f"{path} does not hold heads written by --heads.") from error

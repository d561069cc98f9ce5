import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from clients.access import may_import
from clients.enums import ImportStatus
from clients.models import ImportRun
from clients.services import importing
from core.actors import Actor, Origin
from core.clock import today
from core.errors import Conflict
from organisations.models import Municipality
from organisations.selectors import actor_for, memberships_of

WIDTH = 30
WITH_FAULTS = 1


class Command(BaseCommand):
    """Import clients and allocations from a spreadsheet: all of it, or nothing and all faults at once."""

    help = (
        "Imports clients and allocations from a spreadsheet (xlsx or csv) in the name of a case worker. "
        "Ends with 1 when there are faults; then nothing was imported."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, for whom and by whom."""
        parser.add_argument("file", type=Path, metavar="FILE", help="xlsx or csv, as the page hands it out to fill in")
        parser.add_argument("--municipality", required=True, metavar="CODE", help="CBS code, such as 0200")
        parser.add_argument("--user", required=True, metavar="EMAIL", help="case worker of that municipality")
        parser.add_argument("--dry-run", action="store_true", help="only check, and say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and import when there is nothing wrong."""
        actor = _actor(options["user"], options["municipality"])
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        upload = ContentFile(content, name=options["file"].name)
        try:
            run = importing.start_import(actor=actor, upload=upload, wakes_worker=False)
            self._import(actor, run, dry_run=options["dry_run"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Conflict as conflict:
            raise CommandError(conflict.message) from conflict
        except PermissionDenied as error:
            raise CommandError("This user may no longer import for this municipality.") from error

    def _import(self, actor: Actor, run: ImportRun, *, dry_run: bool) -> None:
        importing.check_import(run.pk, _bar("checking"))
        run.refresh_from_db()
        self._stop_at_faults(run)
        if dry_run:
            importing.cancel_import(actor=actor, run=run)
            self._say(run, "Nothing was imported (dry run). It would give")
            return
        importing.confirm_import(actor=actor, run=run, wakes_worker=False)
        importing.perform_import(run.pk, _bar("importing"))
        run.refresh_from_db()
        self._stop_at_faults(run)
        if run.status != ImportStatus.DONE:
            raise CommandError("Another worker took this import over; see the page of the import.")
        self._say(run, "Imported")

    def _say(self, run: ImportRun, what: str) -> None:
        self.stdout.write(
            f"{what}: clients {run.clients_new} new, {run.clients_changed} changed, {run.clients_unchanged} unchanged; "
            f"allocations {run.allocations_new} new, {run.allocations_unchanged} unchanged; {run.rows} rows."
        )

    def _stop_at_faults(self, run: ImportRun) -> None:
        if not run.fault_count:
            return
        for fault in importing.kept_faults(run):
            place = ", ".join(filter(None, (f"rij {fault.row}" if fault.row else "", fault.column)))
            self.stderr.write(f"{place or 'bestand'}: {fault.message}")
        self.stderr.write(self.style.ERROR(f"{run.fault_count} faults. Nothing was imported."))
        sys.exit(WITH_FAULTS)


def _actor(email: str, code: str) -> Actor:
    municipality = Municipality.objects.filter(cbs_code=code).first()
    if municipality is None:
        raise CommandError(f"There is no municipality with CBS code {code}.")
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    for membership in memberships_of(user, today()) if user else ():
        actor = actor_for(user, membership, Origin()) if user else Actor.anonymous()
        if membership.organisation_id == municipality.pk and may_import(actor):
            return actor
    raise CommandError(f"This user is no case worker of {municipality} today.")


def _bar(name: str) -> Callable[[int, int], None]:
    """Shows on a terminal how far it is; elsewhere a line for each tenth."""
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // total if total else 100
        if sys.stderr.isatty():
            full = percent * WIDTH // 100
            sys.stderr.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {percent:3}% {name}")
            if percent == 100:  # noqa: PLR2004 - percent
                sys.stderr.write("\n")
        elif percent // 10 > shown:
            shown = percent // 10
            sys.stderr.write(f"{percent:3}% {name}\n")
        sys.stderr.flush()

    return show

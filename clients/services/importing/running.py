"""The imports of clients: what is looked at in a file, and what is done with it."""

import hashlib
from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction

from clients.access import may_import
from clients.enums import ImportStatus
from clients.jobs import CHECK_IMPORT, PERFORM_IMPORT
from clients.models import ImportRun
from clients.querysets import BSN_CONTEXT
from clients.services.importing.faults import MOST_KEPT, SheetRefused
from clients.services.importing.planning import Plan, Planner
from clients.services.importing.rows import persons_of, rows_of
from clients.services.importing.runs import WITHOUT_FILE, Progress, Runs, move_run, shown
from clients.services.importing.sheets import read_table
from clients.services.importing.writing import write
from core.actors import Actor
from core.clock import now
from core.crypto import blind_index
from core.uploads import check_sheet, safe_name
from organisations.models import Municipality

RUNS: Final = Runs(
    ImportRun,
    owner="municipality",
    may=may_import,
    check=CHECK_IMPORT,
    perform=PERFORM_IMPORT,
    busy="Uw gemeente is al een ander bestand aan het importeren. Wacht tot dat klaar is en probeer het opnieuw.",
)


def start_import(*, actor: Actor, upload: File[bytes], wakes_worker: bool = True) -> ImportRun:
    """Take a file in and have it checked; nothing goes into the files of clients yet.

    Raises PermissionDenied for anybody but a case worker, ValidationError with a code of
    `core.uploads.check_sheet`. Without `wakes_worker` the caller does the work itself.
    """
    if not may_import(actor):
        raise PermissionDenied
    kind, content = check_sheet(upload, settings.UPLOAD_LIMIT_MB)
    run = ImportRun(
        file_name=safe_name(upload.name, kind),
        content=b64encode(content).decode("ascii"),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return RUNS.start(actor, run, wakes_worker=wakes_worker)


def confirm_import(*, actor: Actor, run: ImportRun, wakes_worker: bool = True) -> ImportRun:
    """Have a checked file imported, in the name of who says so. Errors as of `Runs.confirm`."""
    return RUNS.confirm(actor, run, wakes_worker=wakes_worker)


def restart_import(*, actor: Actor, run: ImportRun, wakes_worker: bool = True) -> ImportRun:
    """Begin again with a run that failed or whose worker is gone. Errors as of `Runs.confirm`."""
    return RUNS.restart(actor, run, wakes_worker=wakes_worker)


def cancel_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Throw the file of a run away that is not at work. Errors as of `Runs.confirm`."""
    return RUNS.cancel(actor, run)


def check_import(run_id: int, progress: Progress = lambda done, total: None) -> None:
    """Look through the whole file of a run and keep what it would do, or all that is wrong with it.

    Does nothing when somebody else took the run.
    """
    run = RUNS.claim(run_id, ImportStatus.CHECKING)
    if run is None:
        return
    with RUNS.not_left_behind(run):
        actor = RUNS.actor_of(run)
        plan = _plan(run, actor, shown(run, progress), locks=False)
        with transaction.atomic():
            held = RUNS.held(run)
            if held is not None:
                _end_check(actor, held, plan)


def perform_import(run_id: int, progress: Progress = lambda done, total: None) -> None:
    """Put the rows of a confirmed run into the files of clients: all of them, or none.

    The file is checked again, now under the lock, for others go on working. Twice is as good as once: a run
    that is done, or that somebody else took, is left alone.
    """
    run = RUNS.claim(run_id, ImportStatus.IMPORTING)
    if run is None:
        return
    with RUNS.not_left_behind(run), transaction.atomic():
        # The lock that allocations take too; not on its key, so that a new client need not wait.
        municipality = Municipality.objects.select_for_update(of=("self",), no_key=True).get(pk=run.municipality_id)
        held = RUNS.held(run)
        if held is None:
            return
        actor = RUNS.actor_of(run)
        show = shown(run, progress)
        # Checking takes about as long as writing.
        plan = _plan(run, actor, lambda done, total: show(done, 2 * total), locks=True)
        if plan.faults:
            _end_check(actor, held, plan)
            return
        write(
            actor=actor,
            municipality=municipality,
            plan=plan,
            progress=lambda done, total: show(total + done, 2 * total),
        )
        move_run(actor, held, ImportStatus.DONE, finished_at=now(), **_counts(plan), **WITHOUT_FILE)


def resume_imports() -> list[ImportRun]:
    """Give back the runs whose worker is gone or never came, and return them: they can be taken again."""
    return RUNS.resume()


def remove_old_files() -> int:
    """Remove the files that were sent a day ago and never imported; how many there were."""
    return RUNS.remove_old_files()


def _plan(run: ImportRun, actor: Actor, progress: Progress, *, locks: bool) -> Plan:
    try:
        rows = list(rows_of(read_table(b64decode(run.content or ""))))
    except SheetRefused as refused:
        return Plan(rows=0, faults=list(refused.faults))
    persons = persons_of(rows)
    plan = Planner(actor, run.municipality, locks=locks).plan(persons, progress)
    if plan.faults:
        about = {row.number: blind_index(row.bsn, BSN_CONTEXT) for one in persons for row in one.rows if row.bsn}
        plan.faults = [replace(fault, person=about.get(fault.row, "")) for fault in plan.faults]
    return plan


def _end_check(actor: Actor, run: ImportRun, plan: Plan) -> None:
    if plan.faults:
        refused = {"finished_at": now(), "faults": [fault.as_list() for fault in plan.faults[:MOST_KEPT]]}
        move_run(actor, run, ImportStatus.REFUSED, **refused, **_counts(plan), **WITHOUT_FILE)
    else:
        move_run(actor, run, ImportStatus.CHECKED, **_counts(plan))


def _counts(plan: Plan) -> dict[str, int]:
    return {
        "rows": plan.rows,
        "clients_new": len(plan.new_clients),
        "clients_changed": len(plan.changed_clients),
        "clients_unchanged": plan.unchanged_clients,
        "allocations_new": len(plan.new_allocations),
        "allocations_unchanged": plan.unchanged_allocations,
        "fault_count": len(plan.faults),
    }

"""The life of an import: sent, checked, confirmed, carried out; and what happens when something goes wrong.

Status and the claim of a worker stand in the row, so a lost message or a killed worker loses nothing. How far
a worker is stands in the cache: the transaction of an import is open until its end, and on SQLite nobody else
can write meanwhile.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, OperationalError, transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_import
from clients.enums import ImportStatus
from clients.jobs import CHECK_IMPORT, PERFORM_IMPORT
from clients.models import ImportRun
from clients.querysets import BSN_CONTEXT
from clients.services.importing.faults import MOST_KEPT, Fault, SheetRefused
from clients.services.importing.planning import Plan, Planner, Progress
from clients.services.importing.rows import persons_of, rows_of
from clients.services.importing.sheets import read_table
from clients.services.importing.writing import write
from core.actors import Actor, Origin
from core.clock import now, today
from core.crypto import blind_index
from core.errors import Conflict
from core.uploads import check_sheet, safe_name
from organisations.models import Municipality
from organisations.selectors import actor_for, memberships_of

LEASE = timedelta(minutes=6)
"""Longer than a worker is given for a task: who holds a run longer than this is gone."""
FILES_KEPT = timedelta(days=1)
PROGRESS_SECONDS = 600
MOVED = "Deze import is intussen verder of gestopt. Kijk hoe het er nu mee staat."
BEFORE = {ImportStatus.CHECKING: ImportStatus.UPLOADED, ImportStatus.IMPORTING: ImportStatus.CONFIRMED}
"""Where a run goes back to when its worker is gone."""
WITHOUT_FILE: dict[str, Any] = {"content": None}


# What people do ------------------------------------------------------------------------------------------


@transaction.atomic
def start_import(*, actor: Actor, upload: File[bytes], wakes_worker: bool = True) -> ImportRun:
    """Take a file in and have it checked; nothing goes into the files of clients yet.

    Raises PermissionDenied for anybody but a case worker, ValidationError with a code of
    `core.uploads.check_sheet`. Without `wakes_worker` the caller does the work itself.
    """
    if not may_import(actor) or actor.user_id is None:
        raise PermissionDenied
    kind, content = check_sheet(upload, settings.UPLOAD_LIMIT_MB)
    run = ImportRun(
        municipality_id=actor.organisation_id,
        user_id=actor.user_id,
        file_name=safe_name(upload.name, kind),
        content=b64encode(content).decode("ascii"),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    run.full_clean()
    run.save()
    record(actor=actor, event=AuditEvent.CREATED, target=run)
    if wakes_worker:
        CHECK_IMPORT.wake(run.pk)
    return run


@transaction.atomic
def confirm_import(*, actor: Actor, run: ImportRun, wakes_worker: bool = True) -> ImportRun:
    """Have a checked file imported, in the name of who says so.

    Raises PermissionDenied, or Conflict when the run moved meanwhile (`import_moved`) or the municipality is
    importing another file (`import_running`).
    """
    run = _locked(actor, run)
    if run.status != ImportStatus.CHECKED:
        raise Conflict(MOVED, code="import_moved")
    _confirm(actor, run)
    if wakes_worker:
        PERFORM_IMPORT.wake(run.pk)
    return run


@transaction.atomic
def restart_import(*, actor: Actor, run: ImportRun, wakes_worker: bool = True) -> ImportRun:
    """Begin again with a run that failed or whose worker is gone. Errors as of `confirm_import`."""
    run = _locked(actor, run)
    if not may_restart(run):
        raise Conflict(MOVED, code="import_moved")
    if run.confirmed_by_id is None:
        move_run(actor, run, ImportStatus.UPLOADED, claimed_at=None)
        job = CHECK_IMPORT
    else:
        _confirm(actor, run)
        job = PERFORM_IMPORT
    if wakes_worker:
        job.wake(run.pk)
    return run


@transaction.atomic
def cancel_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Throw the file of a run away that is not at work. Errors as of `confirm_import`."""
    run = _locked(actor, run)
    if not may_cancel(run):
        raise Conflict(MOVED, code="import_moved")
    move_run(actor, run, ImportStatus.CANCELLED, finished_at=now(), **WITHOUT_FILE)
    return run


def may_restart(run: ImportRun) -> bool:
    """Whether the run failed, or a worker took it so long ago that the worker must be gone."""
    if run.status == ImportStatus.FAILED:
        return True
    since = run.claimed_at if run.status in BEFORE else run.moved_at
    return is_at_work(run) and since is not None and since < now() - LEASE


def may_cancel(run: ImportRun) -> bool:
    """Whether the run waits for people, or for a worker that does not come."""
    return run.status in {ImportStatus.CHECKED, ImportStatus.FAILED} or may_restart(run)


def is_at_work(run: ImportRun) -> bool:
    """Whether the run waits for a worker or is in the hands of one."""
    return run.status in {*BEFORE.keys(), *BEFORE.values()}


def progress_of(run: ImportRun) -> int:
    """How far the worker is, in percent."""
    return int(cache.get(_progress_key(run.pk), 0))


# What workers do -----------------------------------------------------------------------------------------


def check_import(run_id: int, progress: Progress = lambda done, total: None) -> None:
    """Look through the whole file of a run and keep what it would do, or all that is wrong with it.

    Does nothing when somebody else took the run.
    """
    run = _claim(run_id, ImportStatus.CHECKING)
    if run is None:
        return
    with _not_left_behind(run):
        actor = actor_of_run(run)
        plan = _plan(run, actor, _shown(run, progress), locks=False)
        with transaction.atomic():
            held = _held(run)
            if held is not None:
                _end_check(actor, held, plan)


def perform_import(run_id: int, progress: Progress = lambda done, total: None) -> None:
    """Put the rows of a confirmed run into the files of clients: all of them, or none.

    The file is checked again, now under the lock, for others go on working. Twice is as good as once: a run
    that is done, or that somebody else took, is left alone.
    """
    run = _claim(run_id, ImportStatus.IMPORTING)
    if run is None:
        return
    with _not_left_behind(run), transaction.atomic():
        # The lock that allocations take too; not on its key, so that a new client need not wait.
        municipality = Municipality.objects.select_for_update(of=("self",), no_key=True).get(pk=run.municipality_id)
        held = _held(run)
        if held is None:
            return
        actor = actor_of_run(run)
        shown = _shown(run, progress)
        # Checking takes about as long as writing.
        plan = _plan(run, actor, lambda done, total: shown(done, 2 * total), locks=True)
        if plan.faults:
            _end_check(actor, held, plan)
            return
        write(
            actor=actor,
            municipality=municipality,
            plan=plan,
            progress=lambda done, total: shown(total + done, 2 * total),
        )
        move_run(actor, held, ImportStatus.DONE, finished_at=now(), **_counts(plan), **WITHOUT_FILE)


def resume_imports() -> list[ImportRun]:
    """Give back the runs whose worker is gone or never came, and return them: they can be taken again."""
    moment = now()
    resumed = []
    for run in ImportRun.objects.stalled(moment - LEASE).defer("content"):
        back = BEFORE.get(ImportStatus(run.status), ImportStatus(run.status))
        same = ImportRun.objects.filter(pk=run.pk, status=run.status, claimed_at=run.claimed_at)
        if same.update(status=back, claimed_at=None, moved_at=moment):
            run.status = back
            (CHECK_IMPORT if back == ImportStatus.UPLOADED else PERFORM_IMPORT).wake(run.pk)
            resumed.append(run)
    return resumed


def remove_old_files() -> int:
    """Remove the files that were sent a day ago and never imported; how many there were."""
    old = ImportRun.objects.with_old_files(now() - FILES_KEPT).defer("content")
    for run in old:
        with transaction.atomic():
            held = ImportRun.objects.select_for_update(of=("self",)).defer("content").get(pk=run.pk)
            if held.status == run.status:
                system = Actor.system("opruimen van imports")
                move_run(system, held, ImportStatus.EXPIRED, finished_at=now(), **WITHOUT_FILE)
    return len(old)


def actor_of_run(run: ImportRun) -> Actor:
    """Who the work is done for: who confirmed it, or sent it. Raises PermissionDenied for who may no longer."""
    user = run.confirmed_by or run.user
    own = (one for one in memberships_of(user, today()) if one.organisation_id == run.municipality_id)
    actors = (actor_for(user, one, Origin()) for one in own) if user.is_active else iter(())
    actor = next(filter(may_import, actors), None)
    if actor is None:
        raise PermissionDenied
    return actor


# Between the two -----------------------------------------------------------------------------------------


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


def kept_faults(run: ImportRun) -> list[Fault]:
    """The faults that are kept with a run, by row."""
    return [Fault.from_list(kept) for kept in run.faults or ()]


def _locked(actor: Actor, run: ImportRun) -> ImportRun:
    locked = ImportRun.objects.select_for_update(of=("self",)).defer("content").get(pk=run.pk)
    if not may_import(actor) or locked.municipality_id != actor.organisation_id:
        raise PermissionDenied
    return locked


def _confirm(actor: Actor, run: ImportRun) -> None:
    try:
        with transaction.atomic():
            move_run(actor, run, ImportStatus.CONFIRMED, claimed_at=None, confirmed_by_id=actor.user_id)
    except IntegrityError:
        # `from None`: the database quotes the row.
        words = "Uw gemeente is al een ander bestand aan het importeren. Wacht tot dat klaar is en probeer het opnieuw."
        raise Conflict(words, code="import_running") from None


def _claim(run_id: int, status: ImportStatus) -> ImportRun | None:
    """Take the run; None when it does not wait for this work any more."""
    moment = now()
    waiting = ImportRun.objects.filter(pk=run_id, status=BEFORE[status])
    if not waiting.update(status=status, claimed_at=moment, moved_at=moment):
        return None
    cache.delete(_progress_key(run_id))
    return ImportRun.objects.select_related("municipality", "user", "confirmed_by").get(pk=run_id)


def _held(run: ImportRun) -> ImportRun | None:
    """The run, locked; None when somebody else took it over."""
    rows = ImportRun.objects.select_for_update(of=("self",)).defer("content")
    return rows.filter(pk=run.pk, status=run.status, claimed_at=run.claimed_at).first()


@contextmanager
def _not_left_behind(run: ImportRun) -> Iterator[None]:
    """When the work breaks off, say so in the row: a busy database lets it be taken again, anything else failed."""
    status: ImportStatus | None = ImportStatus.FAILED
    try:
        yield
        status = None
    except OperationalError:
        status = BEFORE[ImportStatus(run.status)]
        raise
    finally:
        if status is not None:
            same = ImportRun.objects.filter(pk=run.pk, status=run.status, claimed_at=run.claimed_at)
            same.update(status=status, claimed_at=None, moved_at=now())
        cache.delete(_progress_key(run.pk))


def move_run(actor: Actor, run: ImportRun, status: ImportStatus, **columns: Any) -> None:
    """Write the new status and these columns, with an entry in the trail."""
    before = snapshot(run)
    for name, value in {"status": status, "moved_at": now(), **columns}.items():
        setattr(run, name, value)
    run.save(update_fields=["status", "moved_at", *columns])
    record(actor=actor, event=AuditEvent.CHANGED, target=run, before=before)


def _shown(run: ImportRun, progress: Progress) -> Progress:
    """Tell everybody how far it is, and who asked for it."""

    def show(done: int, total: int) -> None:
        cache.set(_progress_key(run.pk), 100 * done // total if total else 0, PROGRESS_SECONDS)
        progress(done, total)

    return show


def _progress_key(run_id: int) -> str:
    return f"clients.import.{run_id}"

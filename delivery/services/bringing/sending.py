"""A sheet with attendance on its way in: sent, looked through, confirmed, stored.

A small one is done while its sender waits, a large one by a worker; the row is the state of both, so a worker that is
killed leaves something that another takes up (`clients.services.importing.runs`).
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction

from clients.enums import ImportStatus
from clients.services.importing.faults import MOST_KEPT, Fault
from clients.services.importing.runs import WITHOUT_FILE, Progress, Runs, kept_faults, move_run, shown
from core.actors import Actor
from core.clock import now
from core.errors import Conflict
from core.uploads import safe_name
from delivery.access import may_see_attendance
from delivery.jobs import CHECK_SHEET, TAKE_SHEET
from delivery.models import AttendanceRun
from delivery.services.bringing.lines import Brought
from delivery.services.bringing.sheets import as_cells, from_cells, read_attendance
from delivery.services.bringing.taking import bring_in, refuse_too_many

AT_ONCE: Final = 2_000
"""So many rows are done in the request itself: some seconds. What is larger a worker does."""

RUNS: Final = Runs(AttendanceRun, owner="provider", may=may_see_attendance, check=CHECK_SHEET, perform=TAKE_SHEET)


def send_sheet(*, actor: Actor, upload: File[bytes]) -> AttendanceRun:
    """Take a sheet in and look through it, or have that done; no attendance is stored yet.

    Only the columns that are read are kept, and not the file. Raises PermissionDenied for who records no attendance,
    and ValidationError: a code of `core.uploads.check_sheet`, `sheet` or `too_many_lines`.
    """
    if not may_see_attendance(actor):
        raise PermissionDenied
    kind, content, lines, faults = read_attendance(upload)
    refuse_too_many(lines)
    run = AttendanceRun(
        role=actor.role,
        file_name=safe_name(upload.name, kind),
        content=json.dumps(as_cells(lines)),
        sha256=sha256(content).hexdigest(),
        rows=len(lines) + len({fault.row for fault in faults}),
        faults=[fault.as_list() for fault in faults],
    )
    is_small = run.rows <= AT_ONCE
    run = RUNS.start(actor, run, wakes_worker=not is_small)
    if is_small:
        check_sheet(run.pk)
    return run


def confirm_sheet(*, actor: Actor, run: AttendanceRun, takes_good: bool) -> AttendanceRun:
    """Store what was looked through, or have it stored: all of it or, with `takes_good`, the rows that can be.

    Raises PermissionDenied, and Conflict `import_moved`, or `import_faults` for all of a sheet with faults.
    """
    if run.fault_count and not takes_good:
        raise Conflict("Er staan fouten in dit bestand. Sla alleen de goede rijen op.", code="import_faults")
    run = RUNS.confirm(actor, run, wakes_worker=run.rows > AT_ONCE, takes_good=takes_good, role=actor.role)
    if run.rows <= AT_ONCE:
        take_sheet(run.pk)
    return run


def restart_sheet(*, actor: Actor, run: AttendanceRun) -> AttendanceRun:
    """Begin again with a sheet that failed or whose worker is gone. Errors as of `confirm_sheet`."""
    return RUNS.restart(actor, run, wakes_worker=True)


def cancel_sheet(*, actor: Actor, run: AttendanceRun) -> AttendanceRun:
    """Throw away what was sent. Errors as of `confirm_sheet`."""
    return RUNS.cancel(actor, run)


def check_sheet(run_id: int, progress: Progress = lambda done, total: None) -> None:
    """Look through a sheet, and keep what it would do and all that is wrong with it.

    Does nothing when somebody else took it. One with nothing in it that can be stored ends here.
    """
    run = RUNS.claim(run_id, ImportStatus.CHECKING)
    if run is None:
        return
    with RUNS.not_left_behind(run):
        unread = kept_faults(run)
        lines = from_cells(json.loads(run.content or "[]"))
        brought = bring_in(
            actor=RUNS.actor_of(run), lines=lines, takes_good=True, keeps=False, progress=shown(run, progress)
        )
        with transaction.atomic():
            held = RUNS.held(run)
            if held is not None:
                _end_check(RUNS.actor_of(run), held, brought, unread)


def take_sheet(run_id: int, progress: Progress = lambda done, total: None) -> None:
    """Store the attendance of a confirmed sheet, in one transaction: all that may be stored, or nothing.

    It is looked through again, for others go on working. Twice is as good as once: a run that is done, or that somebody
    else took, is left alone.
    """
    run = RUNS.claim(run_id, ImportStatus.IMPORTING)
    if run is None:
        return
    with RUNS.not_left_behind(run), transaction.atomic():
        held = RUNS.held(run)
        if held is None:
            return
        actor = RUNS.actor_of(run)
        # What could not be read is not looked at again: only its faults were kept.
        unread = [fault for fault in kept_faults(run) if fault.row not in _read_rows(run)]
        brought = bring_in(
            actor=actor,
            lines=from_cells(json.loads(run.content or "[]")),
            takes_good=run.takes_good,
            progress=shown(run, progress),
        )
        status = ImportStatus.DONE if brought.is_kept else ImportStatus.REFUSED
        _end(actor, held, status, brought, unread)


def resume_sheets() -> list[AttendanceRun]:
    """Give back the sheets whose worker is gone or never came, and return them: they can be taken again."""
    return RUNS.resume()


def remove_old_sheets() -> int:
    """Remove what was sent a day ago and never stored; how many there were."""
    return RUNS.remove_old_files()


def _read_rows(run: AttendanceRun) -> set[int]:
    return {row["number"] for row in json.loads(run.content or "[]")}


def _end_check(actor: Actor, run: AttendanceRun, brought: Brought, unread: Sequence[Fault]) -> None:
    if brought.stored or not (brought.faults or unread):
        move_run(actor, run, ImportStatus.CHECKED, **_outcome(brought, unread))
    else:
        _end(actor, run, ImportStatus.REFUSED, brought, unread)


def _end(actor: Actor, run: AttendanceRun, status: ImportStatus, brought: Brought, unread: Sequence[Fault]) -> None:
    move_run(actor, run, status, finished_at=now(), **_outcome(brought, unread), **WITHOUT_FILE)


def _outcome(brought: Brought, unread: Sequence[Fault]) -> dict[str, Any]:
    faults = sorted([*unread, *brought.faults])
    return {
        "stored": brought.stored,
        "same": brought.same,
        "fault_count": len({fault.row for fault in faults}),
        "faults": [fault.as_list() for fault in faults[:MOST_KEPT]],
    }

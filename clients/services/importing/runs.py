"""The life of a sheet: sent, checked, confirmed, carried out; and what happens when something goes wrong.

Status and the claim of a worker stand in the row, so a lost message or a killed worker loses nothing. How far
a worker is stands in the cache: the transaction of an import is open until its end, and on SQLite nobody else
can write meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final, Generic, TypeVar

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.enums import ImportStatus
from clients.models import SheetRun
from clients.services.importing.faults import Fault
from core.actors import Actor, Origin
from core.clock import now, today
from core.errors import Conflict
from core.jobs import Job
from organisations.selectors import actor_for, memberships_of

R = TypeVar("R", bound=SheetRun)
Progress = Callable[[int, int], None]
"""Told how many of how many steps are done."""

LEASE: Final = timedelta(minutes=6)
"""Longer than a worker is given for a task: who holds a run longer than this is gone."""
FILES_KEPT: Final = timedelta(days=1)
PROGRESS_SECONDS: Final = 600
MOVED: Final = "Deze import is intussen verder of gestopt. Kijk hoe het er nu mee staat."
BEFORE: Final = {
    ImportStatus.CHECKING: ImportStatus.UPLOADED,
    ImportStatus.IMPORTING: ImportStatus.CONFIRMED,
}
"""Where a run goes back to when its worker is gone."""
WITHOUT_FILE: Final[dict[str, Any]] = {"content": None}


class Runs(Generic[R]):
    """How the runs of one model live. `owner` is the column of the organisation for which they are."""

    def __init__(
        self,
        model: type[R],
        *,
        owner: str,
        may: Callable[[Actor], bool],
        check: Job,
        perform: Job,
        busy: str = "",
    ) -> None:
        self.model, self.owner, self.may, self.busy = model, owner, may, busy
        self.jobs = {ImportStatus.UPLOADED: check, ImportStatus.CONFIRMED: perform}

    # What people do --------------------------------------------------------------------------------------

    @transaction.atomic
    def start(self, actor: Actor, run: R, *, wakes_worker: bool) -> R:
        """Store a new run and have it checked. Raises PermissionDenied."""
        if not self.may(actor) or actor.user_id is None:
            raise PermissionDenied
        setattr(run, f"{self.owner}_id", actor.organisation_id)
        run.user_id = actor.user_id
        run.full_clean()
        run.save()
        record(actor=actor, event=AuditEvent.CREATED, target=run)
        return self._wake(run, wakes_worker=wakes_worker)

    @transaction.atomic
    def confirm(self, actor: Actor, run: R, *, wakes_worker: bool, **columns: Any) -> R:
        """Have a checked file imported, in the name of who says so.

        Raises PermissionDenied, or Conflict when the run moved meanwhile (`import_moved`) or the organisation is
        importing another file (`import_running`).
        """
        run = self._locked(actor, run)
        if run.status != ImportStatus.CHECKED:
            raise Conflict(MOVED, code="import_moved")
        self._confirm(actor, run, **columns)
        return self._wake(run, wakes_worker=wakes_worker)

    @transaction.atomic
    def restart(self, actor: Actor, run: R, *, wakes_worker: bool) -> R:
        """Begin again with a run that failed or whose worker is gone. Errors as of `confirm`."""
        run = self._locked(actor, run)
        if not may_restart(run):
            raise Conflict(MOVED, code="import_moved")
        if run.confirmed_by_id is None:
            move_run(actor, run, ImportStatus.UPLOADED, claimed_at=None)
        else:
            self._confirm(actor, run)
        return self._wake(run, wakes_worker=wakes_worker)

    @transaction.atomic
    def cancel(self, actor: Actor, run: R) -> R:
        """Throw the file of a run away that is not at work. Errors as of `confirm`."""
        run = self._locked(actor, run)
        if not may_cancel(run):
            raise Conflict(MOVED, code="import_moved")
        move_run(actor, run, ImportStatus.CANCELLED, finished_at=now(), **WITHOUT_FILE)
        return run

    def _wake(self, run: R, *, wakes_worker: bool) -> R:
        if wakes_worker:
            self.jobs[ImportStatus(run.status)].wake(run.pk)
        return run

    def _locked(self, actor: Actor, run: R) -> R:
        locked = self._rows().select_for_update(of=("self",)).defer("content").get(pk=run.pk)
        if not self.may(actor) or getattr(locked, f"{self.owner}_id") != actor.organisation_id:
            raise PermissionDenied
        return locked  # type: ignore[no-any-return] # rows of the model

    def _confirm(self, actor: Actor, run: R, **columns: Any) -> None:
        try:
            with transaction.atomic():
                confirmed = {"claimed_at": None, "confirmed_by_id": actor.user_id}
                move_run(actor, run, ImportStatus.CONFIRMED, **confirmed, **columns)
        except IntegrityError:
            # `from None`: the database quotes the row.
            raise Conflict(self.busy, code="import_running") from None

    # What workers do -------------------------------------------------------------------------------------

    def claim(self, run_id: int, status: ImportStatus) -> R | None:
        """Take the run; None when it does not wait for this work any more."""
        moment = now()
        waiting = self._rows().filter(pk=run_id, status=BEFORE[status])
        if not waiting.update(status=status, claimed_at=moment, moved_at=moment):
            return None
        run: R = self._rows().select_related(self.owner, "user", "confirmed_by").get(pk=run_id)
        cache.delete(progress_key(run))
        return run

    def held(self, run: R) -> R | None:
        """The run, locked; None when somebody else took it over."""
        rows = self._rows().select_for_update(of=("self",)).defer("content")
        return rows.filter(pk=run.pk, status=run.status, claimed_at=run.claimed_at).first()  # type: ignore[no-any-return] # as above

    @contextmanager
    def not_left_behind(self, run: R) -> Iterator[None]:
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
                same = self._rows().filter(pk=run.pk, status=run.status, claimed_at=run.claimed_at)
                same.update(status=status, claimed_at=None, moved_at=now())
            cache.delete(progress_key(run))

    def actor_of(self, run: R) -> Actor:
        """Who the work is done for: who confirmed it, or sent it. Raises PermissionDenied for who may no longer."""
        user = run.confirmed_by or run.user
        owner = getattr(run, f"{self.owner}_id")
        roles = {getattr(run, "role", "")} - {""}
        own = (
            one
            for one in memberships_of(user, today())
            if one.organisation_id == owner and (not roles or one.role in roles)
        )
        actors = (actor_for(user, one, Origin()) for one in own) if user.is_active else iter(())
        actor = next(filter(self.may, actors), None)
        if actor is None:
            raise PermissionDenied
        return actor

    # What the clock does ---------------------------------------------------------------------------------

    def resume(self) -> list[R]:
        """Give back the runs whose worker is gone or never came, and return them: they can be taken again."""
        moment = now()
        resumed = []
        stalled: Any = self._rows()
        for run in stalled.stalled(moment - LEASE).defer("content"):
            back = BEFORE.get(ImportStatus(run.status), ImportStatus(run.status))
            same = self._rows().filter(pk=run.pk, status=run.status, claimed_at=run.claimed_at)
            if same.update(status=back, claimed_at=None, moved_at=moment):
                run.status = back
                resumed.append(self._wake(run, wakes_worker=True))
        return resumed

    def remove_old_files(self) -> int:
        """Remove the files that were sent a day ago and never imported; how many there were."""
        rows: Any = self._rows()
        old = rows.with_old_files(now() - FILES_KEPT).defer("content")
        for run in old:
            with transaction.atomic():
                held = self._rows().select_for_update(of=("self",)).defer("content").get(pk=run.pk)
                if held.status == run.status:
                    system = Actor.system("opruimen van imports")
                    move_run(system, held, ImportStatus.EXPIRED, finished_at=now(), **WITHOUT_FILE)
        return len(old)

    def _rows(self) -> Any:
        return self.model._default_manager.all()


def may_restart(run: SheetRun) -> bool:
    """Whether the run failed, or a worker took it so long ago that the worker must be gone."""
    if run.status == ImportStatus.FAILED:
        return True
    since = run.claimed_at if run.status in BEFORE else run.moved_at
    return is_at_work(run) and since is not None and since < now() - LEASE


def may_cancel(run: SheetRun) -> bool:
    """Whether the run waits for people, or for a worker that does not come."""
    return run.status in {ImportStatus.CHECKED, ImportStatus.FAILED} or may_restart(run)


def is_at_work(run: SheetRun) -> bool:
    """Whether the run waits for a worker or is in the hands of one."""
    return run.status in {*BEFORE.keys(), *BEFORE.values()}


def move_run(actor: Actor, run: SheetRun, status: ImportStatus, **columns: Any) -> None:
    """Write the new status and these columns, with an entry in the trail."""
    before = snapshot(run)
    for name, value in {"status": status, "moved_at": now(), **columns}.items():
        setattr(run, name, value)
    run.save(update_fields=["status", "moved_at", *columns])
    record(actor=actor, event=AuditEvent.CHANGED, target=run, before=before)


def kept_faults(run: SheetRun) -> list[Fault]:
    """The faults that are kept with a run, by row."""
    return [Fault.from_list(kept) for kept in run.faults or ()]


def progress_of(run: SheetRun) -> int:
    """How far the worker is, in percent."""
    return int(cache.get(progress_key(run), 0))


def shown(run: SheetRun, progress: Progress) -> Progress:
    """Tell everybody how far it is, and who asked for it."""

    def show(done: int, total: int) -> None:
        cache.set(progress_key(run), 100 * done // total if total else 0, PROGRESS_SECONDS)
        progress(done, total)

    return show


def progress_key(run: SheetRun) -> str:
    """Under which key of the cache stands how far a run is."""
    return f"import.{run._meta.label_lower}.{run.pk}"

"""Attendance that a program of a provider sends: all of it or nothing, once, and kept who sent what when."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from clients.enums import ImportStatus
from clients.services.importing.faults import MOST_KEPT, Fault
from core.actors import Actor
from core.clock import now
from core.storing import store
from delivery.access import may_see_attendance
from delivery.enums import Source
from delivery.models import AttendanceRun
from delivery.services.bringing.lines import Brought, Line
from delivery.services.bringing.taking import bring_in
from delivery.services.receipts import Answer, take_once
from organisations.models import ApiClient


class LinesRefused(Exception):
    """Nothing was stored, because of these."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def look_through(*, actor: Actor, lines: Sequence[Line], unread: Sequence[Fault]) -> Answer:
    """What would be stored; nothing is. Raises as `take_from_program`, but for the key."""
    brought = bring_in(actor=actor, lines=lines, takes_good=False, keeps=False)
    _refuse(brought, unread)
    return _answer(brought, lines)


def take_from_program(
    *, actor: Actor, client: ApiClient, key: str, content: str, lines: Sequence[Line], unread: Sequence[Fault]
) -> Answer:
    """Store all of these lines, and say how many; sent again with the same key, the same answer and nothing more.

    `content` is what was sent, by which a key that is used for something else is known. `unread` is what is wrong with
    what is no line. Raises PermissionDenied, LinesRefused with all that is wrong, and what `take_once` raises. What is
    refused is kept without the lines, so that the provider sees it; the same key may then be sent again.
    """
    if not may_see_attendance(actor) or client.organisation_id != actor.organisation_id:
        raise PermissionDenied

    note = partial(_note, actor=actor, client=client, content=content)

    def work() -> Answer:
        brought = bring_in(actor=actor, lines=lines, takes_good=False, keeps=not unread)
        _refuse(brought, unread)
        note(brought=brought, rows=len(lines), status=ImportStatus.DONE)
        return _answer(brought, lines)

    try:
        answer, _ = take_once(actor=actor, key=key, content=content, work=work)
    except LinesRefused as refused:
        # The transaction of the work is taken back; this is one of its own.
        count = len(lines) + len({fault.row for fault in unread})
        note(brought=Brought(faults=list(refused.faults)), rows=count, status=ImportStatus.REFUSED)
        raise
    return answer


def _refuse(brought: Brought, unread: Sequence[Fault]) -> None:
    faults = sorted([*unread, *brought.faults])
    if faults:
        raise LinesRefused(faults)


def _answer(brought: Brought, lines: Sequence[Line]) -> Answer:
    return {"ontvangen": len(lines), "opgeslagen": brought.stored, "ongewijzigd": brought.same}


@transaction.atomic
def _note(*, actor: Actor, client: ApiClient, content: str, brought: Brought, rows: int, status: ImportStatus) -> None:
    moment = now()
    run = AttendanceRun(
        provider_id=actor.organisation_id,
        api_client=client,
        source=Source.API,
        role=actor.role,
        status=status,
        file_name="Aanwezigheid via de API",
        sha256=sha256(content.encode()).hexdigest(),
        rows=rows,
        stored=brought.stored,
        same=brought.same,
        fault_count=len(brought.bad_lines),
        faults=[fault.as_list() for fault in brought.faults[:MOST_KEPT]],
        uploaded_at=moment,
        finished_at=moment,
    )
    store(run)
    record(actor=actor, event=AuditEvent.CREATED, target=run)

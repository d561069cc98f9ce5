"""A destroyed person leaves the files that wait to be imported, and the lists of faults of earlier ones."""

from base64 import b64decode
from typing import Final

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.enums import ImportStatus
from clients.models import Client, ImportRun
from clients.querysets import BSN_CONTEXT
from clients.services.importing.faults import Fault, SheetRefused
from clients.services.importing.rows import Row, rows_of
from clients.services.importing.runs import WITHOUT_FILE, kept_faults, move_run
from clients.services.importing.sheets import read_table
from core.actors import Actor
from core.clock import now
from core.crypto import blind_index
from core.identifiers import search_key

NAMELESS: Final = "verwijderd"


def forget_person(actor: Actor, client: Client) -> int:
    """Throw away what imports of the client's municipality hold of this client; how many imports that changed.

    A file that names the person is never imported: its run is cancelled, also when a worker is at its check, and
    whoever sent it sees that the file is gone. A file that cannot be read goes too. The caller holds the lock of the
    municipality, so that an import is either over or has not begun.
    """
    changed = 0
    runs = ImportRun.objects.filter(municipality_id=client.municipality_id).order_by("pk")
    for key in runs.filter(content__isnull=False).values_list("pk", flat=True):
        # One at a time: each may be as large as an upload, and the worker writes its row as well.
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=key)
        if run.content is not None and _names(b64decode(run.content), client):
            gone = {"finished_at": now(), "file_name": NAMELESS, **WITHOUT_FILE}
            move_run(actor, run, ImportStatus.CANCELLED, **gone)
            changed += 1
    for run in runs.defer("content").select_for_update(of=("self",)):
        before, kept = snapshot(run), kept_faults(run)
        left = [fault for fault in kept if not _may_be_of(fault, client)]
        fields = ["faults"] if len(left) != len(kept) else []
        if search_key(client.surname) in search_key(run.file_name):
            run.file_name = NAMELESS
            fields.append("file_name")
        if fields:
            run.faults = [fault.as_list() for fault in left]
            run.save(update_fields=fields)
            record(actor=actor, event=AuditEvent.CHANGED, target=run, before=before)
            changed += 1
    return changed


def _names(content: bytes, client: Client) -> bool:
    try:
        return any(_is_about(row, client) for row in rows_of(read_table(content)))
    except SheetRefused:
        return True


def _is_about(row: Row, client: Client) -> bool:
    """By number, or by surname and birth date: somebody may have mistyped the one or the other."""
    if row.bsn and client.bsn_index == blind_index(row.bsn, BSN_CONTEXT):
        return True
    same_name = search_key(str(row.person.get("surname", ""))) == search_key(client.surname)
    return same_name and ("birth_date" in row.unread or row.person.get("birth_date") == client.birth_date)


def _may_be_of(fault: Fault, client: Client) -> bool:
    """Whether it tells of this client's file; one that was kept before faults knew whose they are may do so."""
    return fault.row > 0 and (fault.person is None or (fault.person != "" and fault.person == client.bsn_index))

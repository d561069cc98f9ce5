"""Ending a dagdeel: all attendance is there, and what the next colleague must know."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from delivery.enums import Presence
from delivery.models import Session
from delivery.rules.attending import Stay, check_begun, check_held, missing
from delivery.services.floor import floor_of, grown, lock_session


@transaction.atomic
def close_session(
    *, actor: Actor, session: Session, revision: int | None = None, left_unknown: Collection[UUID] = ()
) -> Session:
    """The attendance of this session is complete; what changes from now on is a correction.

    `left_unknown` are the rows of whom the actor says that nobody knows when they left. What is worked out from it then
    says that it cannot be told. Raises PermissionDenied, Conflict (`session_changed`, `session_closed`), and
    ValidationError with all faults at once, by row: `still_expected`, `left_missing`; about the whole: `not_begun`,
    `session_cancelled`, `group_closed`, `shielded_expected`.
    """
    session = lock_session(actor, session, revision, is_closed=False)
    floor = floor_of(actor, session)
    faults: dict[str, list[ValidationError]] = {}
    for key, row in floor.rows.items():
        fault = missing(floor.stay(row))
        if fault is not None and not (fault.code == "left_missing" and key in left_unknown):
            faults[str(key)] = [fault]
    whole = [*_about_session(session, floor.latest), *_about_unseen(session, set(floor.rows))]
    if whole:
        faults[NON_FIELD_ERRORS] = whole
    if faults:
        raise ValidationError(faults)
    before = snapshot(session)
    session.closed_at, session.closed_by_id = floor.moment, actor.user_id
    store(session, "closed_at", "closed_by")
    record(actor=actor, event=AuditEvent.CHANGED, target=session, before=before)
    return grown(session)


@transaction.atomic
def write_handover(*, actor: Actor, session: Session, note: str, was: str) -> Session:
    """What who works in the group next must know, in place of what stood there: `was`.

    Raises PermissionDenied, and Conflict `note_changed` when by now something else stands there.
    """
    current = lock_session(actor, session, is_closed=None)
    note = note.replace("\r\n", "\n").strip()
    if current.note not in {was.replace("\r\n", "\n").strip(), note}:
        message = "Iemand anders schreef intussen ook een overdracht. Voeg beide samen en sla opnieuw op."
        raise Conflict(message, code="note_changed")
    if current.note == note:
        return current
    before = snapshot(current)
    current.note = note
    store(current, "note")
    record(actor=actor, event=AuditEvent.CHANGED, target=current, before=before)
    return current


def _about_session(session: Session, latest: int) -> list[ValidationError]:
    try:
        check_begun(session.starts, latest)
        closed = session.group.closed_days.filter(day=session.held_on).first()
        check_held(
            Stay(Presence.PRESENT),
            cancelled_reason=session.cancelled_reason,
            closed_reason=closed.reason if closed else "",
        )
    except ValidationError as error:
        return list(error.error_list)
    return []


def _about_unseen(session: Session, seen: Collection[UUID]) -> list[ValidationError]:
    """Of a client whose file is shielded from the actor, somebody else writes down whether the client came."""
    rows = session.clients.current().exclude(public_id__in=seen)
    if not any(missing(Stay(Presence(row.presence), row.arrived, row.left)) for row in rows):
        return []
    message = (
        "Van een cliënt met een afgeschermd dossier is de aanwezigheid nog niet compleet. Vraag dit aan een collega "
        "die dit dossier wel ziet, of aan uw planner."
    )
    return [ValidationError(message, code="shielded_expected")]

"""Putting right one row of attendance, by a program that says which state of it it saw."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.actors import Actor
from delivery.access import may_see_attendance
from delivery.models import ClientAttendance, Session, StaffAttendance
from delivery.rules.attending import Span, Stay
from delivery.selectors.attendance import breaks_of
from delivery.services.attendance import correct_attendance, record_attendance
from delivery.services.floor import Row, lock_session
from delivery.services.receipts import Answer, take_once


@dataclass(frozen=True, slots=True)
class Correction:
    """How it went with somebody; without `keeps_breaks` with these breaks, and no others."""

    stay: Stay
    keeps_breaks: bool = False
    reason: str = ""
    """Why, of a dagdeel that was closed."""


class _Looked(Exception):
    """Takes everything back."""


def put_right(*, actor: Actor, row: Row, given: Correction, look: Callable[[Row], None]) -> UUID:
    """Write down how it went with somebody; the public id of the row that says so from now on.

    `look` gets the row as it stands once nobody else can write in its dagdeel, and raises when that is not what the
    program saw. Of a closed dagdeel the former row is kept and a new one takes its place. Raises PermissionDenied, and
    as `record_attendance` and `correct_attendance`.
    """
    if not may_see_attendance(actor):
        raise PermissionDenied
    with transaction.atomic():
        session = lock_session(actor, row.session, is_closed=None)
        look(row)
        stay = replace(given.stay, breaks=_breaks(row)) if given.keeps_breaks else given.stay
        stays = {row.public_id: stay}
        if session.closed_at is None:
            record_attendance(actor=actor, session=session, stays=stays)
        else:
            correct_attendance(actor=actor, session=session, stays=stays, reason=given.reason)
        return _now(row, session).public_id


def look_at_right(*, actor: Actor, row: Row, given: Correction, look: Callable[[Row], None]) -> None:
    """Whether `put_right` would do it: raises as that does, and stores nothing."""
    try:
        with transaction.atomic():
            put_right(actor=actor, row=row, given=given, look=look)
            raise _Looked
    except _Looked:
        return


def put_right_once(
    *, actor: Actor, key: str, content: str, row: Row, given: Correction, look: Callable[[Row], None]
) -> Answer:
    """As `put_right`; sent again with the same key and content, the same answer and nothing more. Raises also as
    `take_once`.
    """
    answer, _ = take_once(
        actor=actor,
        key=key,
        content=content,
        work=lambda: {"uuid": str(put_right(actor=actor, row=row, given=given, look=look))},
    )
    return answer


def _breaks(row: Row) -> tuple[Span, ...]:
    return breaks_of([row], is_planned=False).get(row.pk, ()) if isinstance(row, StaffAttendance) else ()


def _now(row: Row, session: Session) -> Row:
    """The row that stands for this person."""
    if isinstance(row, ClientAttendance):
        return session.clients.current().get(allocation=row.allocation_id)
    return session.staff.current().get(professional=row.professional_id, helper=row.helper_id)

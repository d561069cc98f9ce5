"""A night in which all sessions are checked anew, and one change that is checked at once.

The size is the number of attendances of clients; ten make a session. Beside the night stands reading the same rows by
bare SQL and doing nothing with them.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import connection, transaction

from bin.tools.bench.data import attendance, region
from bin.tools.bench.timing import Work
from compliance.models import SessionOutcome
from compliance.services.checking import check_all, check_sessions
from core.clock import today
from delivery.models import Session

MOST_ROUNDS = 3
"""Each turn reads everything."""

PARTS: Mapping[str, Callable[[int, Callable[[float], None]], None]] = {
    "region, providers and contracts": region.make,
    "clients": attendance.make_clients,
    "groups and professionals": attendance.make_groups,
    "sessions": attendance.make_sessions,
    "attendance": attendance.make_attendance,
    "the first night": lambda size, within: first_night(),
}

ROWS = (
    'SELECT id, session_id, allocation_id, planned_starts, planned_ends, presence, arrived, "left" '
    "FROM delivery_clientattendance WHERE superseded_at IS NULL",
    'SELECT id, session_id, professional_id, helper_id, planned_starts, planned_ends, presence, arrived, "left" '
    "FROM delivery_staffattendance WHERE superseded_at IS NULL",
    "SELECT attendance_id, is_planned, starts, ends FROM delivery_staffbreak",
    "SELECT id, group_id, held_on, starts, ends, closed_at FROM delivery_session",
    "SELECT session_id, basis, ratio, cover, volunteers, gathering, care, levels, short, short_minutes, revision "
    "FROM compliance_sessionoutcome WHERE superseded_at IS NULL",
)


def works() -> list[Work]:
    """What is measured."""
    return [
        Work("night, nothing changed", lambda: check_all(today()), read_all, "read, do nothing"),
        Work("one changed attendance to its finding", _undone(change_one), _undone(update_one), "update"),
    ]


def first_night() -> None:
    """All outcomes and findings, as of the first time that everything is checked."""
    check_all(today())


def read_all() -> None:
    """Every row that the checks look at."""
    for statement in ROWS:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"DECLARE rows CURSOR WITH HOLD FOR {statement}")
                while True:
                    cursor.execute("FETCH 5000 FROM rows")
                    if not cursor.fetchall():
                        break
                cursor.execute("CLOSE rows")
            else:
                cursor.execute(statement)
                while cursor.fetchmany(5000):
                    pass


def remark(measures: object, size: int) -> str:
    """What the figures are about."""
    return f"{Session.objects.count():,} sessions, {SessionOutcome.objects.current().count():,} outcomes."


def change_one() -> None:
    """Somebody left in the middle of a session; it is checked, and what follows from it is written."""
    session = update_one()
    check_sessions([session])


def update_one() -> int:
    """The change alone."""
    session = Session.objects.filter(held_on=today() - timedelta(days=10)).order_by("pk")[0]
    row = session.staff.current().filter(arrived__isnull=False).order_by("pk")[0]
    session.staff.filter(pk=row.pk).update(left=(row.arrived or 0) + 30)
    Session.objects.filter(pk=session.pk).update(revision=session.revision + 1)
    return session.pk


def _undone(work: Callable[[], object]) -> Callable[[], None]:
    """The work, and then nothing of it is there."""

    def do() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return do

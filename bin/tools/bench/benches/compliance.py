"""A night in which all sessions are checked anew, one change that is checked at once, and the purchaser's overview.

The size is the number of attendances of clients; ten make a session. Beside the night stands reading the same rows by
bare SQL and doing nothing with them; beside the overview one statement that counts the same dagdelen by hand.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import connection, transaction
from django.urls import reverse

from accounts.models import User
from bin.tools.bench.data import attendance, region
from bin.tools.bench.timing import Work
from bin.tools.bench.visitor import Visitor
from compliance.models import SessionOutcome
from compliance.services.checking import check_all, check_sessions
from compliance.web.figures import MONTHS
from core.calendar import add_months
from core.clock import today
from delivery.models import Session
from products.models import ProductVariant

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


COUNTED = """
SELECT g.provider_id, count(*) FILTER (WHERE o.ratio = 'met'), count(*) FILTER (WHERE o.ratio = 'not_met'),
    count(*) FILTER (WHERE o.cover = 'met'), count(*) FILTER (WHERE o.cover = 'not_met'),
    count(*) FILTER (WHERE o.levels = 'met'), count(*) FILTER (WHERE o.levels = 'not_met')
FROM compliance_sessionoutcome o JOIN delivery_session s ON s.id = o.session_id
JOIN delivery_group g ON g.id = s.group_id
WHERE o.superseded_at IS NULL AND o.basis = 'realised' AND s.held_on BETWEEN %s AND %s AND EXISTS (
    SELECT 1 FROM delivery_clientattendance a JOIN clients_allocation al ON al.id = a.allocation_id
    WHERE a.session_id = s.id AND a.superseded_at IS NULL AND a.presence = 'present' AND al.variant_id = %s)
GROUP BY g.provider_id"""


def works() -> list[Work]:
    """What is measured."""
    visitor = Visitor(User.objects.get(email=region.PURCHASER))
    return [
        Work("night, nothing changed", lambda: check_all(today()), read_all, "read, do nothing"),
        Work("overview of the purchaser", lambda: visitor.get(reverse("compliance:heat")), count_by_hand, "SQL"),
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


def count_by_hand() -> None:
    """How often each provider met the ratio and the levels in the period that the page shows by itself."""
    variant = ProductVariant.objects.get(code="bg-duurzaam").pk
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [add_months(today(), -MONTHS), today(), variant])
        cursor.fetchall()


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

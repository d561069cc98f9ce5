"""Who was in very many sessions, read as columns of numbers: a few statements for each range of primary keys."""

# Statements are put together from fixed parts; every value from outside is bound.
# ruff: noqa: S608

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db import connection

from compliance.rules.columns import UNKNOWN, Breaks, Clients, FactColumns, Rows, Sessions, Staff, columns_of
from compliance.rules.sweep import Found, sweep

AT_ONCE: Final = 5_000
"""Primary keys of sessions at a time: enough to be quick, few enough to be small in memory."""

IN_RANGE: Final = "a.superseded_at IS NULL AND a.session_id > %(after)s AND a.session_id <= %(until)s"
WENT_ON: Final = "s.cancelled_reason = '' AND s.held_on <= %(day)s"


def _time(*columns: str) -> str:
    return ", ".join(f"coalesce({column}, {UNKNOWN})" for column in columns)


TIMES: Final = ", ".join(
    [
        _time("a.planned_starts", "a.planned_ends"),
        "CASE WHEN a.presence = 'present' AND s.closed_at IS NOT NULL THEN 1 ELSE 0 END",
        _time("a.arrived", 'a."left"'),
    ]
)

SESSIONS: Final = f"""
SELECT s.id, g.provider_id, s.held_on, s.starts, s.ends, CASE WHEN s.closed_at IS NULL THEN 0 ELSE 1 END, s.revision
FROM delivery_session s JOIN delivery_group g ON g.id = s.group_id
WHERE s.id > %(after)s AND s.id <= %(until)s AND {WENT_ON} ORDER BY s.id"""

CLIENTS: Final = f"""
SELECT a.session_id, al.client_id, al.variant_id, {TIMES}
FROM delivery_clientattendance a JOIN delivery_session s ON s.id = a.session_id
JOIN clients_allocation al ON al.id = a.allocation_id
WHERE {IN_RANGE} AND {WENT_ON}"""

STAFF: Final = f"""
SELECT a.id, a.session_id, coalesce(a.professional_id, 0), {TIMES}
FROM delivery_staffattendance a JOIN delivery_session s ON s.id = a.session_id
WHERE {IN_RANGE} AND {WENT_ON}"""

BREAKS: Final = f"""
SELECT b.attendance_id, CASE WHEN b.is_planned THEN 1 ELSE 0 END, b.starts, b.ends
FROM delivery_staffbreak b JOIN delivery_staffattendance a ON a.id = b.attendance_id
JOIN delivery_session s ON s.id = a.session_id
WHERE {IN_RANGE} AND {WENT_ON}"""


def sweep_range(facts: FactColumns, *, after: int, until: int, day: date) -> Found:
    """What the checks say of the sessions with a primary key above `after`, up to `until`, held on `day` or before.

    Sessions are read first: when one changes meanwhile, what is found of it stands under its former revision.
    """
    bounds = {"after": after, "until": until, "day": day}
    rows = Rows(
        columns_of(Sessions, [_with_ordinal(row) for row in _rows(SESSIONS, bounds)]),
        columns_of(Clients, _rows(CLIENTS, bounds)),
        columns_of(Staff, _rows(STAFF, bounds)),
        columns_of(Breaks, _rows(BREAKS, bounds)),
    )
    return sweep(facts, rows)


def ranges(last: int, first: int = 1) -> Iterator[tuple[int, int]]:
    """The ranges that hold all primary keys from `first` up to `last`: above which one, up to which one."""
    return ((after, min(last, after + AT_ONCE)) for after in range(first - 1, last, AT_ONCE))


def _rows(statement: str, bounds: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, bounds)
        return list(cursor.fetchall())


def _with_ordinal(row: Any) -> Any:
    held_on = row[2] if isinstance(row[2], date) else date.fromisoformat(row[2])
    return (*row[:2], held_on.toordinal(), *row[3:])

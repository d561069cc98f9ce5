"""Checking all sessions in the database itself, and writing what stands otherwise: twenty thousand at a time.

On PostgreSQL several connections share the work, each in a thread of its own that waits for the database.
"""

# Statements are put together from names of columns; every value from outside is bound.
# ruff: noqa: S608

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db import connection, connections, transaction

from compliance.models import SessionOutcome
from compliance.rules.dated import Facts
from compliance.rules.outcome import CHECKS
from compliance.selectors.facts import read_facts
from compliance.selectors.sweep import COLUMNS, Sweep, facts_at_hand, hasten
from core.clock import now

VALUES: Final = (*CHECKS, "short", "short_minutes")
AT_ONCE: Final = 20_000
"""Primary keys of sessions in one statement: enough to be quick, few enough to fit in memory."""
TABLE: Final = SessionOutcome._meta.db_table
DIFFER: Final = "({}) <> ({})".format(
    ", ".join(f"o.{name}" for name in VALUES), ", ".join(f"f.{name}" for name in VALUES)
)

Range = tuple[int, int]
"""After which primary key of a session to begin, and the last one."""


@dataclass(slots=True)
class Swept:
    """How many sessions were checked, how many outcomes are new, and how many stood otherwise for no known reason."""

    sessions: int = 0
    outcomes: int = 0
    differences: int = 0

    def add(self, other: "Swept") -> None:
        """Count these along."""
        self.sessions += other.sessions
        self.outcomes += other.outcomes
        self.differences += other.differences


def sweep_sessions(last: int, day: date) -> Swept:
    """Check the sessions up to this primary key, held on `day` or before, and write what stands otherwise."""
    facts = read_facts()
    ranges = [(after, min(last, after + AT_ONCE)) for after in range(0, last, AT_ONCE)]
    workers = settings.CHECK_WORKERS if connection.vendor == "postgresql" else 1
    total = Swept()
    if workers == 1 or len(ranges) == 1:
        total.add(_sweep_some(facts, ranges, day))
        return total
    with ThreadPoolExecutor(workers) as pool:
        shares = [ranges[number::workers] for number in range(workers)]
        for swept in pool.map(lambda share: _apart(facts, share, day), shares):
            total.add(swept)
    return total


def _apart(facts: Facts, ranges: Sequence[Range], day: date) -> Swept:
    """In a thread, and so on a connection of its own, which ends with it."""
    try:
        return _sweep_some(facts, ranges, day)
    finally:
        connections.close_all()


def _sweep_some(facts: Facts, ranges: Iterable[Range], day: date) -> Swept:
    sweep, total = Sweep.over(facts), Swept()
    with facts_at_hand(facts, sweep):
        for after, until in ranges:
            with transaction.atomic():
                total.add(_sweep(sweep, after, until, day))
    return total


def _sweep(sweep: Sweep, after: int, until: int, day: date) -> Swept:
    """Check one range of sessions, and write what is new or stands otherwise."""
    moment, columns, run = now(), ", ".join(COLUMNS), Swept()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS sweep_found")
        names = ", ".join(f"{name} varchar(14)" for name in ("basis", *CHECKS))
        cursor.execute(
            f"CREATE TEMPORARY TABLE sweep_found (session_id integer, {names}, short integer, short_minutes integer, "
            "revision integer)"
        )
        hasten(cursor)
        cursor.execute(f"INSERT INTO sweep_found ({columns}) {sweep.sql}", {"after": after, "until": until, "day": day})
        run.sessions += _number(cursor, "SELECT count(DISTINCT session_id) FROM sweep_found")
        same = "f.session_id = o.session_id AND f.basis = o.basis AND o.superseded_at IS NULL"
        # Who changed a session meanwhile has it checked again; what was read here is older then, and must not win.
        known = f"{same} AND o.revision <= f.revision"
        run.differences += _number(
            cursor,
            f"SELECT count(*) FROM {TABLE} o JOIN sweep_found f ON {known} WHERE o.revision = f.revision AND {DIFFER}",
        )
        supersede = f"UPDATE {TABLE} AS o SET superseded_at = %s"
        cursor.execute(f"{supersede} FROM sweep_found f WHERE {known} AND {DIFFER}", [moment])
        cursor.execute(
            f"{supersede} WHERE o.superseded_at IS NULL AND o.session_id > %s AND o.session_id <= %s "
            f"AND NOT EXISTS (SELECT 1 FROM sweep_found f WHERE {same})",
            [moment, after, until],
        )
        run.differences += cursor.rowcount
        cursor.execute(
            f"UPDATE {TABLE} AS o SET revision = f.revision FROM sweep_found f "
            f"WHERE {known} AND o.revision < f.revision"
        )
        cursor.execute(
            f"INSERT INTO {TABLE} ({columns}, computed_at) SELECT {columns}, %s FROM sweep_found f "
            f"WHERE NOT EXISTS (SELECT 1 FROM {TABLE} o WHERE {same}) ON CONFLICT DO NOTHING",
            [moment],
        )
        run.outcomes += cursor.rowcount
        cursor.execute("DROP TABLE sweep_found")
    return run


def _number(cursor: Any, statement: str) -> int:
    cursor.execute(statement)
    return int(cursor.fetchone()[0])

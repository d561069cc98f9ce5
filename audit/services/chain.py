"""Appending to the chain. ADR 0002 says why it has several lanes."""

import os
import threading
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from audit.models import AuditEntry
from audit.rules import GENESIS, LANES, entry_hash
from audit.selectors import Head

NAMESPACE = 0x5A52
"""First half of the key of our advisory locks on PostgreSQL, so that they meet nobody else's."""

BATCH = 500

LAST_OF_LANE = "SELECT position, hash FROM audit_auditentry WHERE lane = %s ORDER BY position DESC LIMIT 1"

_last = threading.local()


def append(acts: Sequence[dict[str, Any]], *, lane: int | None = None) -> list[AuditEntry]:
    """Add an entry for each dictionary of columns. The caller stands in a transaction.

    Three queries on PostgreSQL, two on SQLite, whatever the number of entries up to `BATCH`.
    """
    head = _take(lane)
    # Only now, with the lane taken, so that the moments in a lane follow its order.
    now = timezone.now()
    entries = []
    for act in acts:
        columns = act | {"lane": head.lane, "position": head.position + 1, "at": now}
        entry = AuditEntry(**columns, previous_hash=head.hash, hash=entry_hash(head.hash, columns))
        entries.append(entry)
        head = Head(entry.lane, entry.position, entry.hash)
    if len(entries) == 1:
        entries[0].save(force_insert=True)
        return entries
    return AuditEntry.objects.bulk_create(entries, batch_size=BATCH)


def _take(lane: int | None) -> Head:
    """Hold a lane until this transaction ends, and return its head.

    On SQLite the transaction is already the only writer, so one lane is enough.
    """
    if connection.vendor == "postgresql":
        lane = _free_lane() if lane is None else _wait_for(lane)
    lane = lane or 0
    # A statement of its own: under READ COMMITTED it sees what the former holder of the lane committed.
    with connection.cursor() as cursor:
        # By hand: it is asked at every act, and to put it into SQL anew each time takes longer than to answer it.
        cursor.execute(LAST_OF_LANE, [lane])
        row = cursor.fetchone()
    return Head(lane, *row) if row else Head(lane, 0, GENESIS)


def _free_lane() -> int:
    """The first lane that nobody holds, beginning with the one that this thread had last.

    Within a transaction that is always the same one, for its holder can take a lock again. With every lane
    taken, wait for that one.
    """
    preferred = getattr(_last, "lane", (os.getpid() + threading.get_native_id()) % LANES)
    order = [(preferred + step) % LANES for step in range(LANES)]
    with connection.cursor() as cursor:
        # Not sorted and LIMIT 1, so that the scan stops at the first lock it gets and takes no other.
        cursor.execute(
            "SELECT lane FROM unnest(%s::int[]) AS lane WHERE pg_try_advisory_xact_lock(%s, lane) LIMIT 1",
            [order, NAMESPACE],
        )
        row = cursor.fetchone()
    _last.lane = row[0] if row else _wait_for(preferred)
    return int(_last.lane)


def _wait_for(lane: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NAMESPACE, lane])
    return lane

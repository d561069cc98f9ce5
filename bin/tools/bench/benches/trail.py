"""The trail at size: who saw one file that was opened very often, and where access stands out over a month.

The size is the number of entries of the month in the files of the largest municipality; the one client has a tenth of
that, over a year. Beside each page stands the least statement that reads and counts the same entries.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from typing import Any

from django.db import connection
from django.urls import reverse

from accounts.models import User
from bin.tools.bench.data import region, trail
from bin.tools.bench.timing import Work
from bin.tools.bench.visitor import Visitor
from clients.rules.signals import USUAL_DAYS
from clients.selectors.signals import LOOKED, TOUCHED
from clients.web.trail import PAGE_SIZE
from core.clock import today

# Read as a list of statements; nothing in them comes from outside.
# ruff: noqa: S608

MOST_ROUNDS = 7
"""Each turn reads millions of entries."""

PARTS: Mapping[str, Callable[[int, Callable[[float], None]], None]] = {
    "region and providers": region.make,
    "clients": trail.make_clients,
    "entries": trail.make_entries,
}


def works() -> list[Work]:
    """What is measured."""
    visitor, client = Visitor(User.objects.get(email=trail.OFFICER)), trail.busiest()
    one = _quoted(client.public_id)
    page, paper = (reverse(f"clients:{name}", args=[client.public_id]) for name in ("trail", "trail_pdf"))
    day = _local("at", "date")
    grouped = f"actor, actor_label, role, organisation_label, {day}, event"
    by_day = (
        f"SELECT {grouped}, count(*) FROM audit_auditentry WHERE client = {one} GROUP BY {grouped} ORDER BY {day} DESC"
    )
    lines = f"SELECT * FROM audit_auditentry WHERE client = {one} ORDER BY at DESC, id DESC LIMIT {PAGE_SIZE}"
    count = _one(f"SELECT count(*) FROM audit_auditentry WHERE client = {one}")
    last = -(-count // PAGE_SIZE)
    starts_on = today() - timedelta(days=trail.DAYS - 1)
    week = today() - timedelta(days=6)
    signals = reverse("clients:signals")
    return [
        Work("trail, by person and day", lambda: visitor.get(page), lambda: _fetch(by_day), "SQL"),
        Work("trail, lines", lambda: visitor.get(page, "weergave=regels"), lambda: _fetch(lines), "SQL"),
        Work(
            f"trail, lines, last page {last}",
            lambda: visitor.get(page, f"weergave=regels&page={last}"),
            lambda: _fetch(f"{lines} OFFSET {(last - 1) * PAGE_SIZE}"),
            "SQL",
        ),
        Work("trail on paper", lambda: visitor.get(paper), lambda: _fetch(by_day), "SQL"),
        Work(
            "conspicuous, four weeks",
            lambda: visitor.get(signals, f"van={starts_on}&tot={today()}"),
            lambda: _counted(starts_on),
            "SQL",
        ),
        Work("conspicuous, a week", lambda: visitor.get(signals), lambda: _counted(week), "SQL"),
    ]


def _counted(starts_on: Any) -> None:
    """Who opened how many files on each day, with the four weeks before; and who did something in which hour."""
    municipality = trail.largest()
    own = (
        f"(organisation = {_quoted(municipality.public_id)} OR client IN "
        f"(SELECT public_id FROM clients_client WHERE municipality_id = {municipality.pk}))"
    )
    day, hour = _local("at", "date"), _local("at", "hour")
    since = f"at >= '{starts_on}' AND client IS NOT NULL AND actor IS NOT NULL"
    earlier = since.replace(str(starts_on), str(starts_on - timedelta(days=USUAL_DAYS)))
    _fetch(
        f"SELECT actor, {day}, count(DISTINCT client) FROM audit_auditentry WHERE {own} AND {earlier} "
        f"AND event IN ({_events(LOOKED)}) GROUP BY actor, {day}"
    )
    _fetch(
        f"SELECT actor, {day}, {hour}, count(*) FROM audit_auditentry WHERE {own} AND {since} "
        f"AND event IN ({_events(TOUCHED)}) GROUP BY actor, {day}, {hour}"
    )


def _local(column: str, part: str) -> str:
    """The SQL of the day or the hour in Amsterdam; SQLite, which knows no zones, gives that of Greenwich."""
    if connection.vendor == "postgresql":
        local = f"({column} AT TIME ZONE 'Europe/Amsterdam')"
        return f"{local}::date" if part == "date" else f"extract(hour FROM {local})"
    return f"date({column})" if part == "date" else f"strftime('%H', {column})"


def _events(events: Any) -> str:
    return ", ".join(f"'{event.value}'" for event in events)


def _quoted(key: Any) -> str:
    return f"'{key}'" if connection.vendor == "postgresql" else f"'{key.hex}'"


def _one(statement: str) -> int:
    return int(_fetch(statement)[0][0])


def _fetch(statement: str) -> list[Any]:
    connection.ensure_connection()
    # closing(): the cursor of SQLite is no context manager.
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())

"""Today's dagdelen, and those of before that nobody closed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.actors import Actor
from delivery.enums import Presence
from delivery.models import ClientAttendance, Session, StaffAttendance

UNCLOSED_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Today:
    """One dagdeel of today: how many clients are in, who is not yet, and who works there."""

    session: Session
    present: int
    total: int
    awaited: Sequence[str]
    """Names of clients who are still expected, as far as the reader may know them."""
    staff: int


def sessions_today(actor: Actor, day: date) -> list[Today]:
    """Those in which the actor records attendance, in the order of the day: three queries, whatever the number."""
    rows = Session.objects.recorded_by(actor).filter(held_on=day)
    sessions = list(rows.select_related("group__location").order_by("starts", "group__name", "pk"))
    clients: dict[int, list[ClientAttendance]] = defaultdict(list)
    there = ClientAttendance.objects.visible_to(actor).current().filter(session__in=sessions)
    for row in there.select_related("allocation__client").order_by("allocation__client__search_name", "pk"):
        clients[row.session_id].append(row)
    staff: dict[int, int] = defaultdict(int)
    working = StaffAttendance.objects.current().filter(session__in=sessions, presence=Presence.PRESENT, left=None)
    for key in working.values_list("session_id", flat=True):
        staff[key] += 1
    return [_today(session, clients[session.pk], staff[session.pk]) for session in sessions]


def unclosed_sessions(actor: Actor, day: date) -> list[Session]:
    """Those before `day` of which the attendance is not complete, the oldest first; at most fifty."""
    rows = Session.objects.recorded_by(actor).unclosed_before(day).select_related("group")
    return list(rows.order_by("held_on", "starts", "pk")[:UNCLOSED_SHOWN])


def _today(session: Session, rows: Sequence[ClientAttendance], staff: int) -> Today:
    present = [row for row in rows if row.presence == Presence.PRESENT and row.left is None]
    awaited = [row.allocation.client.name for row in rows if row.presence == Presence.EXPECTED]
    return Today(session, len(present), len(rows), awaited, staff)

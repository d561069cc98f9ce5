"""What lies ahead: who is planned in dagdelen, whether that is enough, and what would mend it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from compliance.enums import Basis, State
from compliance.rules import Attendance, Result, check_personal_care, check_ratio, check_volunteers
from compliance.selectors.attending import load
from core.actors import Actor
from delivery.enums import Presence
from delivery.models import Group, Helper, Session, StaffAttendance
from organisations.access import may_see_professionals
from organisations.models import Professional

CHECKS: Final[Sequence[Callable[[Attendance], Result]]] = (check_ratio, check_volunteers, check_personal_care)
"""What can be said of a plan: enough professionals, no volunteers alone, somebody competent for who needs care."""
DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Working:
    """Somebody who is planned in a dagdeel, or was taken off it."""

    name: str
    kind: str
    starts: int | None
    ends: int | None


@dataclass(frozen=True, slots=True)
class PlannedDagdeel:
    """A dagdeel that lies ahead, with what would mend it; nothing to mend when the plan holds."""

    session: Session
    clients: int
    working: tuple[Working, ...]
    state: State
    advice: tuple[str, ...]


def planned_week(group: Group, actor: Actor, monday: date) -> list[PlannedDagdeel]:
    """The dagdelen of a week from `monday` on: a fixed number of queries.

    Clients are counted; who works has a name for who may see co-workers, and is counted otherwise.
    """
    sessions = list(group.sessions.filter(held_on__gte=monday, held_on__lt=monday + timedelta(days=DAYS)))
    working = _working(sessions, shows_names=may_see_professionals(actor))
    found = load(sessions, Basis.PLANNED)
    return [_planned(one, found[one.pk], tuple(working.get(one.pk, ()))) for one in sessions]


def people_of(group: Group, day: date) -> list[Professional | Helper]:
    """Who stands on the roster of the group on `day` or later, by name: one query."""
    lines = group.roster.not_ended(day).select_related("professional", "helper")
    found = {row.person.public_id: row.person for row in lines}
    return sorted(found.values(), key=lambda one: (one.name, one.pk))


def falling_short(groups: Collection[int], since: date, until: date | None = None) -> list[PlannedDagdeel]:
    """The dagdelen of these groups in a period of which the plan does not hold, in order of time."""
    rows = Session.objects.filter(group__in=groups, held_on__gte=since, cancelled_reason="", closed_at=None)
    if until is not None:
        rows = rows.filter(held_on__lte=until)
    sessions = list(rows.select_related("group"))
    found = load(sessions, Basis.PLANNED)
    planned = (_planned(one, found[one.pk], ()) for one in sessions)
    return [one for one in planned if one.state == State.NOT_MET]


def made_worse(before: Iterable[PlannedDagdeel], after: Iterable[PlannedDagdeel]) -> list[PlannedDagdeel]:
    """Of what falls short after a change, what did not before, or not as far."""
    known = {one.session.pk: one.advice for one in before}
    return [one for one in after if known.get(one.session.pk) != one.advice]


def _planned(session: Session, attendance: Attendance, working: tuple[Working, ...]) -> PlannedDagdeel:
    results = [check(attendance) for check in CHECKS]
    states = {one.state for one in results}
    order = (State.NOT_MET, State.NOT_ASSESSABLE, State.MET)
    return PlannedDagdeel(
        session=session,
        clients=len({one.who for one in attendance.clients}),
        working=working,
        state=next((state for state in order if state in states), State.NOT_APPLICABLE),
        advice=tuple(line for one in results for line in _lines(one)),
    )


def _lines(result: Result) -> list[str]:
    """What to do about it, in Dutch."""
    match result.state:
        case State.NOT_MET:
            return [result.advice or f"Nodig is {result.demanded}, van {result.worst}."]
        case State.NOT_ASSESSABLE:
            return list(result.missing)
    return []


def _working(sessions: Collection[Session], *, shows_names: bool) -> dict[int, list[Working]]:
    rows = StaffAttendance.objects.current().filter(session__in=[one.pk for one in sessions])
    found: dict[int, list[Working]] = {}
    for row in rows.select_related("professional", "helper").order_by("planned_starts", "pk"):
        is_off = row.presence == Presence.ABSENT or row.planned_starts is None
        name = str(row.person) if shows_names else ""
        times = (None, None) if is_off else (row.planned_starts, row.planned_ends)
        found.setdefault(row.session_id, []).append(Working(name, row.works_as.label, *times))
    return found

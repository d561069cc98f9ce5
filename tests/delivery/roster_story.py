"""People who work in the group of the story, on days that lie ahead."""

from datetime import date
from typing import Any

from delivery.models import Session, StaffAttendance
from delivery.rules import Times
from delivery.services import add_roster_line
from plans.rules.week import Week
from tests.factories.organisations import ProfessionalFactory, QualificationFactory

START = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
TUESDAYS = Week.of("2-morning", "2-afternoon")


def works(planner: Any, group: Any, person: Any, *codes: str, starts_on: date = START, **times: Any) -> Any:
    """A line of the roster; on Tuesdays without moments."""
    ends_on = times.pop("ends_on", None)
    moments = Week.of(*codes) if codes else TUESDAYS
    facts: dict[str, Any] = {"moments": moments, "times": Times(**times), "starts_on": starts_on, "ends_on": ends_on}
    return add_roster_line(actor=planner, group=group, person=person, **facts)


def colleague(provider: Any, level: str = "mbo2") -> Any:
    """A professional of the provider with this level proven."""
    person = ProfessionalFactory.create(provider=provider)
    QualificationFactory.create(professional=person, level=level, verified=True)
    return person


def session_on(group: Any, day: date = TUESDAY, dagdeel: str = "morning") -> Session:
    """The dagdeel of that day."""
    return Session.objects.get(group=group, held_on=day, dagdeel=dagdeel)


def staffing(session: Session) -> dict[Any, Any]:
    """Who is planned in a dagdeel, from when to when; None for who was taken off."""
    found: dict[Any, Any] = {}
    for row in StaffAttendance.objects.filter(session=session):
        times = (row.planned_starts, row.planned_ends)
        found[row.person] = None if row.presence == "absent" else times
    return found

"""What rests on somebody's diplomas, employments and competences, brought in step after one of these changed."""

from datetime import date

from clients.models import Allocation
from compliance.services.checking import TOGETHER, check_sessions
from compliance.services.finding_files import follow_files
from core.acting import ADMINISTRATION, acting
from delivery.models import RosterLine, StaffAttendance
from delivery.services import derive_sessions
from plans.models import Responsibility


def follow_professional(professional: int, day: date) -> int:
    """How many outcomes of dagdelen ended or began, up to and including `day`; findings in groups and files follow.

    First the roster: who is not employed any more does not work, so dagdelen of today and later change too.
    """
    with acting(ADMINISTRATION):
        worked = _worked(professional, day)
        groups = RosterLine.objects.filter(professional=professional).not_ended(day).order_by()
        if found := sorted(set(groups.values_list("group", flat=True))):
            derive_sessions(day, found)
        sessions = sorted(worked | _worked(professional, day))
        changed = sum(check_sessions(sessions[first : first + TOGETHER]) for first in range(0, len(sessions), TOGETHER))
        plans = Responsibility.objects.filter(professional=professional).order_by().values("plan")
        follow_files(Allocation.objects.filter(plan__in=plans), day)
    return changed


def _worked(professional: int, day: date) -> set[int]:
    """The dagdelen up to and including the day in which this professional was, or had to be."""
    rows = StaffAttendance.objects.current().filter(professional=professional, session__held_on__lte=day)
    return set(rows.order_by().values_list("session", flat=True))

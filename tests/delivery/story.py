"""A group, a client who comes to it, and a dagdeel in which the client was, for stories of other rooms."""

from datetime import date
from uuid import UUID

from clients.models import Allocation
from delivery.enums import LeaveKind, Presence, StaffKind
from delivery.models import (
    ClientAttendance,
    Group,
    Helper,
    Leave,
    Placement,
    RosterLine,
    Session,
    StaffAttendance,
)
from plans.rules.week import Week
from tests.factories.organisations import LocationFactory


def place(allocation: Allocation) -> Placement:
    """The client of this allocation comes to a group of the provider on Tuesday mornings."""
    group = Group.objects.create(
        provider=allocation.provider,
        location=LocationFactory.create(provider=allocation.provider, street="Enkweg"),
        name="De Tuinkamer",
        capacity=8,
        starts_on=date(2026, 1, 1),
    )
    return Placement.objects.create(
        group=group,
        allocation=allocation,
        moments=Week.of("2-morning"),
        starts_on=allocation.starts_on,
        ends_on=allocation.ends_on,
    )


def attend(placement: Placement) -> ClientAttendance:
    """The client of this placement came on a Tuesday morning, and left early."""
    held_on = date(2026, 3, 3)
    facts = {"starts": 540, "ends": 750, "note": "De bus kwam laat."}
    session, _ = Session.objects.update_or_create(
        group=placement.group, held_on=held_on, dagdeel="morning", defaults=facts
    )
    return ClientAttendance.objects.create(
        session=session,
        allocation=placement.allocation,
        planned_starts=540,
        planned_ends=750,
        presence=Presence.PRESENT,
        arrived=545,
        left=700,
    )


def rosters_of(session: Session) -> dict[str, UUID]:
    """A volunteer on the roster of the group, planned in the dagdeel, and away later: by route which of it."""
    provider = session.group.provider
    helper = Helper.objects.create(
        provider=provider, name="Joop Haan", kind=StaffKind.VOLUNTEER, starts_on=date(2026, 1, 1)
    )
    line = RosterLine.objects.create(
        group=session.group, helper=helper, moments=Week.of("2-morning"), starts_on=date(2026, 1, 1)
    )
    leave = Leave.objects.create(
        provider=provider, helper=helper, kind=LeaveKind.HOLIDAY, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 8)
    )
    planned = StaffAttendance.objects.create(session=session, helper=helper, planned_starts=540, planned_ends=750)
    return {
        "change_helper": helper.public_id,
        **dict.fromkeys(("change_roster_line", "end_roster_line"), line.public_id),
        **dict.fromkeys(("change_leave", "end_leave"), leave.public_id),
        "unplan_staff": planned.public_id,
        **dict.fromkeys(("plan_session", "cancel_session", "resume_session"), session.public_id),
    }

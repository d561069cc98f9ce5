"""A group, a client who comes to it, and a dagdeel in which the client was, for stories of other rooms."""

from datetime import date

from clients.models import Allocation
from delivery.enums import Presence
from delivery.models import ClientAttendance, Group, Placement, Session
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

"""A group, and a client who comes to it, for stories of other rooms."""

from datetime import date

from clients.models import Allocation
from delivery.models import Group, Placement
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

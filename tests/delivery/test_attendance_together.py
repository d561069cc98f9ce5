"""Two floors at once, each with a connection of their own: nobody is in two groups."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from delivery.models import ClientAttendance, Group, StaffAttendance
from delivery.services import record_attendance
from tests.delivery.attending import HERE, expect, hold, roster
from tests.plans.story import allocate

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def elsewhere(morning):
    """The same people are expected in another group, in the other order."""
    group = Group.objects.create(
        provider=morning.group.provider,
        location=morning.group.location,
        name="De Serre",
        capacity=4,
        starts_on=date(2026, 1, 1),
    )
    return hold(group)


def at_once(*acts):
    together = Barrier(len(acts))

    def run(act):
        together.wait(timeout=20)
        try:
            act()
        except ValidationError as refusal:
            return sorted({fault.code for faults in refusal.error_dict.values() for fault in faults})
        finally:
            connection.close()
        return []

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def everybody(session, rows):
    return lambda actor: record_attendance(actor=actor, session=session, stays={row.public_id: HERE for row in rows})


def test_two_floors_at_once_store_a_person_once(morning, elsewhere):
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Bos")
    here = [morning.client, morning.staff, expect(morning.session, other)]
    there = [
        expect(elsewhere, other),
        roster(elsewhere, morning.staff.professional),
        expect(elsewhere, morning.allocation),
    ]
    acts = [everybody(morning.session, here), everybody(elsewhere, there)]

    told = at_once(*(lambda act=act: act(morning.planner) for act in acts))

    assert told == [[], ["elsewhere"]]
    assert ClientAttendance.objects.filter(presence="present").count() == 2
    assert StaffAttendance.objects.filter(presence="present").count() == 1


def test_two_on_one_floor_both_count(morning):
    told = at_once(
        *(
            lambda row=row: record_attendance(
                actor=morning.planner, session=morning.session, stays={row.public_id: HERE}
            )
            for row in (morning.client, morning.staff)
        )
    )

    assert told == [[], []]
    morning.session.refresh_from_db()
    assert morning.session.revision == 3

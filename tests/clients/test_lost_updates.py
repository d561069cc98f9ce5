"""Two people at once: whoever comes second is told, and nobody's work is written over."""

from datetime import date

import pytest

from clients.services import (
    add_member,
    change_client,
    change_member,
    end_allocation,
    end_member,
    record_start_of_delivery,
    register_client,
)
from core.errors import Conflict
from tests.factories.clients import MemberFactory

pytestmark = pytest.mark.django_db


def test_end_of_an_allocation_by_somebody_who_saw_another_end_is_refused(worker, allocation):
    shown = allocation.revision
    end_allocation(actor=worker, allocation=allocation, ends_on=date(2026, 9, 30), reason="19")
    allocation.refresh_from_db()

    with pytest.raises(Conflict):
        end_allocation(actor=worker, allocation=allocation, ends_on=date(2026, 4, 30), reason="02", revision=shown)

    allocation.refresh_from_db()
    assert (allocation.ends_on, allocation.stop_reason) == (date(2026, 9, 30), "19")


def test_end_of_an_allocation_whose_delivery_started_meanwhile_is_refused(worker, carer, allocation):
    shown = allocation.revision
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 2, 1))
    allocation.refresh_from_db()

    with pytest.raises(Conflict):
        end_allocation(actor=worker, allocation=allocation, ends_on=date(2026, 4, 30), revision=shown)


def test_end_of_a_member_that_changed_meanwhile_is_refused(worker, person):
    member = MemberFactory.create(client=person)
    shown = member.revision
    end_member(actor=worker, member=member, ends_on=date(2026, 5, 31), revision=shown)

    with pytest.raises(Conflict):
        end_member(actor=worker, member=member, ends_on=date(2026, 2, 28), revision=shown)

    member.refresh_from_db()
    assert member.ends_on == date(2026, 5, 31)


@pytest.mark.parametrize("name", ["municipality_id", "municipality", "id", "public_id", "revision", "search_name"])
def test_details_cannot_move_or_write_over_a_file(worker, person, zutphen, name):
    member = MemberFactory.create(client=person)
    foreign = {name: zutphen.pk}

    for call in (
        lambda: register_client(actor=worker, **foreign),
        lambda: change_client(actor=worker, client=person, revision=person.revision, surname="X", **foreign),
        lambda: add_member(actor=worker, client=person, name="X", **foreign),
        lambda: change_member(actor=worker, member=member, revision=member.revision, name="X", **foreign),
    ):
        with pytest.raises(TypeError):
            call()

    person.refresh_from_db()
    assert person.municipality.name == "Apeldoorn"

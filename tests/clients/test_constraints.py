"""Every constraint, attacked behind the services' back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clients.models import Allocation, Client, ClientSystemMember
from core.constraints import as_validation_error
from tests.factories.clients import AllocationFactory, ClientFactory, MemberFactory

pytestmark = pytest.mark.django_db


def refused(write):
    """The code with which the database refuses the write."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    explained = as_validation_error(refusal.value)
    assert explained is not None
    return explained.code


def test_bsn_once_per_municipality_holds_in_the_database(person):
    def write():
        ClientFactory.create(municipality=person.municipality, bsn=person.bsn)

    assert refused(write) == "bsn_taken"


def test_sex_holds_in_the_database(person):
    assert refused(lambda: Client.objects.update(sex="9")) == "sex"


@pytest.mark.parametrize("fields", [{"relation": "99"}, {"representation": "99"}])
def test_relation_holds_in_the_database(person, fields):
    MemberFactory.create(client=person)

    assert refused(lambda: ClientSystemMember.objects.update(**fields)) == "relation"


def test_member_period_order_holds_in_the_database(person):
    MemberFactory.create(client=person)

    assert refused(lambda: ClientSystemMember.objects.update(ends_on=date(2020, 1, 1))) == "period_order"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ends_on": date(2025, 12, 31)}, "period_order"),
        ({"ends_on": None}, "week_volume_without_end"),
        ({"frequency": "1"}, "frequency"),
        ({"volume": 0}, "volume"),
        ({"stop_reason": "99"}, "stop_reason"),
        ({"frequency": "4", "ends_on": None, "stop_reason": "19"}, "stop_reason"),
        ({"delivery_started_on": date(2025, 12, 31)}, "delivery_outside_allocation"),
        ({"delivery_started_on": date(2027, 1, 1)}, "delivery_outside_allocation"),
    ],
)
def test_allocation_rules_hold_in_the_database(allocation, fields, code):
    assert refused(lambda: Allocation.objects.update(**fields)) == code


def test_allocation_number_holds_in_the_database(allocation):
    def write():
        AllocationFactory.create(
            client=ClientFactory.create(municipality=allocation.municipality),
            contracted_product=allocation.contracted_product,
            number=allocation.number,
        )

    assert refused(write) == "allocation_number"


def test_allocation_overlap_holds_in_the_database(allocation):
    def write():
        AllocationFactory.create(
            client=allocation.client,
            contracted_product=allocation.contracted_product,
            starts_on=date(2026, 12, 31),
            ends_on=date(2027, 12, 31),
        )

    assert refused(write) == "allocation_overlap"


def test_allocation_copies_agree_with_their_source(allocation):
    allocation.provider = AllocationFactory.create().provider

    with pytest.raises(ValidationError) as refusal:
        allocation.full_clean()

    assert "allocation_copies" in {fault.code for fault in refusal.value.error_dict["__all__"]}

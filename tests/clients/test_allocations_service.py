from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEntry
from clients.enums import Frequency
from clients.models import Allocation
from clients.services import allocate, end_allocation, record_start_of_delivery
from core.errors import Conflict
from products.models import ProductVersion
from tests.cast import actor_of_user
from tests.factories.clients import ClientFactory
from tests.factories.contracts import AllowedFactory, ContractedProductFactory, ParticipationFactory

START, END = date(2026, 4, 1), date(2026, 9, 30)


def ask(actor, client, product, **fields):
    """Allocate four dagdelen a week, or something else."""
    given = {"starts_on": START, "ends_on": END, "volume": 4, "frequency": Frequency.WEEK, **fields}
    return allocate(actor=actor, client=client, contracted_product=product, **given)


def codes(refusal):
    return {fault.code for faults in refusal.value.error_dict.values() for fault in faults}


def test_allocate_copies_and_counts_per_municipality(worker, person, product, zoe):
    first = ask(worker, person, product)
    second = ask(worker, ClientFactory.create(municipality=person.municipality), product)
    elsewhere = actor_of_user(zoe)
    other = ask(elsewhere, ClientFactory.create(municipality_id=elsewhere.organisation_id), product)

    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert (first.provider, first.variant) == (product.contract.provider, product.variant)
    assert first.volume_text == "4 dagdelen per week"
    entry = AuditEntry.objects.get(target=first.public_id)
    assert (entry.event, entry.client, entry.actor_label) == ("created", person.public_id, "Karin Consulent")


@pytest.mark.parametrize("name", ["zoe", "ruud", "petra", "pim", "ada"])
def test_allocate_is_for_case_workers_of_the_municipality(request, name, person, product):
    with pytest.raises(PermissionDenied):
        ask(actor_of_user(request.getfixturevalue(name)), person, product)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ends_on": date(2026, 3, 31)}, "period_order"),
        ({"ends_on": None}, "week_volume_without_end"),
        ({"volume": 0}, "volume"),
        ({"frequency": "1"}, "invalid_choice"),
        ({"starts_on": date(2024, 12, 31)}, "no_contract"),
    ],
)
def test_allocate_refuses_bad_input(worker, person, product, fields, code):
    with pytest.raises(ValidationError) as refusal:
        ask(worker, person, product, **fields)

    assert code in codes(refusal)
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("frequency", [Frequency.MONTH, Frequency.TOTAL])
def test_allocate_needs_no_end_for_another_volume(worker, person, product, frequency):
    assert ask(worker, person, product, frequency=frequency, ends_on=None).ends_on is None


def test_allocate_refuses_a_withdrawn_product_from_its_last_day(worker, person, product):
    ProductVersion.objects.update(ends_on=date(2026, 3, 31))

    with pytest.raises(ValidationError) as refusal:
        ask(worker, person, product)

    assert codes(refusal) == {"no_version_in_force"}


def test_allocate_refuses_a_product_without_rate(worker, person, product):
    product.rates.update(ends_on=date(2026, 3, 31))

    with pytest.raises(ValidationError) as refusal:
        ask(worker, person, product)

    assert codes(refusal) == {"no_rate"}


def test_allocate_refuses_a_contract_of_another_region(worker, person):
    product = ContractedProductFactory.create(contract__framework__region__name="Andere regio")

    with pytest.raises(ValidationError) as refusal:
        ask(worker, person, product)

    assert codes(refusal) == {"other_region"}


def test_allocate_refuses_a_framework_that_the_municipality_is_not_in(worker, person, product, zutphen):
    ParticipationFactory.create(framework=product.contract.framework, municipality=zutphen)

    with pytest.raises(ValidationError) as refusal:
        ask(worker, person, product)

    assert codes(refusal) == {"municipality_not_in_framework"}


def test_allocate_refuses_a_product_for_other_municipalities_or_out_of_the_contract(worker, person, product, zutphen):
    AllowedFactory.create(contracted_product=product, municipality=zutphen)
    product.ends_on = date(2026, 3, 31)
    product.save()

    with pytest.raises(ValidationError) as refusal:
        ask(worker, person, product)

    assert codes(refusal) == {"municipality_not_in_framework", "product_not_in_contract"}


def test_allocate_says_all_that_is_wrong_at_once(worker, person, product):
    ProductVersion.objects.update(ends_on=date(2026, 3, 31))
    product.contract.ends_on = date(2026, 3, 31)
    product.contract.save()

    with pytest.raises(ValidationError) as refusal:
        ask(worker, person, product, ends_on=None, volume=0)

    assert codes(refusal) == {"no_version_in_force", "no_contract", "week_volume_without_end", "volume"}


def test_allocate_refuses_an_overlap_of_the_same_product(worker, person, product):
    ask(worker, person, product)

    with pytest.raises(ValidationError) as refusal:
        ask(worker, person, product, starts_on=END, ends_on=date(2026, 12, 31))

    assert codes(refusal) == {"allocation_overlap"}
    assert ask(worker, person, product, starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31))


def test_end_allocation_shortens_it_and_says_why(worker, allocation):
    end_allocation(actor=worker, allocation=allocation, ends_on=date(2026, 6, 30), reason="39")

    allocation.refresh_from_db()
    assert (allocation.ends_on, allocation.stop_reason) == (date(2026, 6, 30), "39")
    entry = AuditEntry.objects.get()
    assert entry.client == allocation.client.public_id
    assert {"name": "ends_on", "old": "2026-12-31", "new": "2026-06-30"} in entry.fields


@pytest.mark.parametrize(
    ("ends_on", "code"),
    [
        (date(2025, 12, 31), "period_order"),
        (date(2027, 1, 1), "end_later"),
        (date(2026, 1, 14), "end_before_delivery"),
    ],
)
def test_end_allocation_refuses_a_wrong_day(worker, allocation, ends_on, code):
    allocation.delivery_started_on = date(2026, 1, 15)
    allocation.save()

    with pytest.raises(ValidationError) as refusal:
        end_allocation(actor=worker, allocation=allocation, ends_on=ends_on)

    assert refusal.value.code == code


def test_end_allocation_that_moved_meanwhile_is_a_conflict(worker, allocation):
    stale = Allocation.objects.get(pk=allocation.pk)
    end_allocation(actor=worker, allocation=allocation, ends_on=date(2026, 6, 30))

    with pytest.raises(Conflict):
        end_allocation(actor=worker, allocation=stale, ends_on=date(2026, 5, 31))


@pytest.mark.parametrize("name", ["zoe", "ruud", "petra", "pim"])
def test_end_allocation_is_for_case_workers_of_the_municipality(request, name, allocation):
    actor = actor_of_user(request.getfixturevalue(name))

    with pytest.raises(PermissionDenied):
        end_allocation(actor=actor, allocation=allocation, ends_on=date(2026, 6, 30))


def test_record_start_of_delivery_is_done_once_by_the_provider(carer, allocation):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))

    allocation.refresh_from_db()
    assert allocation.delivery_started_on == date(2026, 1, 5)
    with pytest.raises(Conflict):
        record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 6))


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2026, 3, 2), "delivery_in_future"), (date(2025, 12, 31), "delivery_outside_allocation")],
)
def test_record_start_of_delivery_refuses_a_wrong_day(carer, allocation, on, code):
    with pytest.raises(ValidationError) as refusal:
        record_start_of_delivery(actor=carer, allocation=allocation, on=on)

    assert refusal.value.code == code


@pytest.mark.parametrize("name", ["mo", "karin", "pim", "ada"])
def test_record_start_of_delivery_is_for_the_provider_itself(request, name, allocation):
    with pytest.raises(PermissionDenied):
        record_start_of_delivery(
            actor=actor_of_user(request.getfixturevalue(name)), allocation=allocation, on=date(2026, 1, 5)
        )

"""Another volume, a later end, and the stop of delivery (iWmo 3.2: OP257, OP380, messages 305 and 307)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from clients.enums import ChangeReason, DeliveryForm, Frequency, StopReason
from clients.services import (
    change_volume,
    end_allocation,
    extend_allocation,
    record_start_of_delivery,
    record_stop_of_delivery,
)
from core.errors import Conflict
from tests.cast import actor_of_user
from tests.factories.clients import AllocationFactory
from tests.factories.intake import CaseFactory, DecisionFactory

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {
    "from_on": date(2026, 7, 1),
    "volume": 6,
    "frequency": Frequency.WEEK,
    "ends_on": date(2026, 12, 31),
}


def codes(refusal):
    error = refusal.value
    errors = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return {fault.code for faults in errors for fault in faults}


def change(worker, allocation, **changes):
    return change_volume(actor=worker, allocation=allocation, revision=allocation.revision, **NEW | changes)


def extend(worker, allocation, ends_on=date(2027, 6, 30), **given):
    return extend_allocation(
        actor=worker, allocation=allocation, revision=allocation.revision, ends_on=ends_on, **given
    )


def stop(carer, allocation, on, reason="19"):
    allocation.refresh_from_db()
    return record_stop_of_delivery(
        actor=carer, allocation=allocation, revision=allocation.revision, on=on, reason=reason
    )


def budget(allocation, starts_on, ends_on=None):
    return DecisionFactory.create(
        case=CaseFactory.create(client=allocation.client),
        variant=allocation.variant,
        form=DeliveryForm.PERSONAL_BUDGET,
        frequency=Frequency.MONTH,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def test_another_volume_is_another_number_that_follows_at_once(worker, allocation):
    new = change(worker, allocation)

    allocation.refresh_from_db()
    assert (allocation.ends_on, allocation.volume) == (date(2026, 6, 30), 4)
    assert allocation.change_reason == ChangeReason.SHORTENED
    assert (new.starts_on, new.volume, new.replaces) == (date(2026, 7, 1), 6, allocation)
    assert new.number != allocation.number
    assert new.change_reason == ""


@pytest.mark.parametrize("from_on", [date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1)])
def test_volume_changes_after_the_first_day_and_before_the_end(worker, allocation, from_on):
    with pytest.raises(ValidationError) as refusal:
        change(worker, allocation, from_on=from_on)
    assert codes(refusal) == {"change_day"}


def test_volume_does_not_change_before_delivery_began(worker, carer, allocation, on_day):
    on_day(date(2026, 3, 2))
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 3, 2))
    allocation.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        change(worker, allocation, from_on=date(2026, 3, 2))
    assert codes(refusal) == {"change_day"}
    assert change(worker, allocation, from_on=date(2026, 3, 3)).starts_on == date(2026, 3, 3)


def test_refused_volume_leaves_the_old_allocation_as_it_was(worker, allocation):
    with pytest.raises(ValidationError) as refusal:
        change(worker, allocation, volume=0, ends_on=None)
    assert codes(refusal) == {"volume", "week_volume_without_end"}
    allocation.refresh_from_db()
    assert (allocation.ends_on, allocation.stop_reason, allocation.revision) == (date(2026, 12, 31), "", 1)


def test_volume_meets_no_personal_budget(worker, allocation):
    budget(allocation, date(2026, 9, 1))
    with pytest.raises(ValidationError) as refusal:
        change(worker, allocation)
    assert codes(refusal) == {"both_forms"}


def test_extension_keeps_the_number(worker, allocation):
    number = allocation.number
    extended = extend(worker, allocation)
    assert (extended.number, extended.ends_on) == (number, date(2027, 6, 30))
    assert (extended.change_reason, extended.stop_reason) == (ChangeReason.EXTENDED, "")


@pytest.mark.parametrize(
    ("values", "ends_on", "code"),
    [
        ({}, date(2026, 12, 31), "end_earlier"),
        ({"frequency": Frequency.MONTH, "ends_on": None}, date(2027, 6, 30), "end_earlier"),
        ({"ends_on": date(2026, 2, 28)}, date(2026, 6, 30), "end_passed"),
        ({"frequency": Frequency.TOTAL}, date(2027, 6, 30), "total_volume"),
    ],
)
def test_extension_that_needs_a_new_number_is_refused(*, worker, person, product, values, ends_on, code):
    allocation = AllocationFactory.create(client=person, contracted_product=product, **values)
    with pytest.raises(ValidationError) as refusal:
        extend(worker, allocation, ends_on)
    assert codes(refusal) == {code}


def test_extension_is_possible_on_the_last_day_itself(worker, allocation, on_day):
    on_day(date(2026, 12, 31))
    assert extend(worker, allocation).ends_on == date(2027, 6, 30)


def test_extension_meets_no_personal_budget(worker, allocation):
    budget(allocation, date(2027, 1, 1))
    with pytest.raises(ValidationError) as refusal:
        extend(worker, allocation)
    assert codes(refusal) == {"both_forms"}


def test_extension_meets_no_other_allocation(worker, allocation):
    AllocationFactory.create(
        client=allocation.client,
        contracted_product=allocation.contracted_product,
        starts_on=date(2027, 6, 30),
        ends_on=date(2027, 12, 31),
    )
    with pytest.raises(ValidationError) as refusal:
        extend(worker, allocation)
    assert codes(refusal) == {"allocation_overlap"}


def test_extension_on_the_decision_of_somebody_else_is_refused(worker, allocation):
    stranger = DecisionFactory.create(variant=allocation.variant, ends_on=date(2027, 12, 31))
    with pytest.raises(ValidationError) as refusal:
        extend(worker, allocation, decision=stranger)
    assert codes(refusal) == {"decision_other"}


def test_extension_stays_within_its_decision(worker, allocation):
    case = CaseFactory.create(client=allocation.client)
    decision = DecisionFactory.create(case=case, variant=allocation.variant, ends_on=date(2027, 6, 30))
    with pytest.raises(ValidationError) as refusal:
        extend(worker, allocation, date(2027, 7, 1), decision=decision)
    assert codes(refusal) == {"outside_decision"}
    assert extend(worker, allocation, date(2027, 6, 30), decision=decision).decision == decision


def test_change_of_what_changed_meanwhile_is_refused(worker, carer, allocation):
    shown = type(allocation).objects.get(pk=allocation.pk)
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 2, 1))
    stopped = {"actor": carer, "allocation": shown, "revision": 1, "on": date(2026, 2, 2), "reason": "19"}
    for act in (
        lambda: change(worker, shown),
        lambda: extend(worker, shown),
        lambda: record_stop_of_delivery(**stopped),
    ):
        with pytest.raises(Conflict) as refusal:
            act()
        assert refusal.value.code == "allocation_changed"


def test_end_in_the_past_keeps_what_was_delivered(worker, carer, allocation):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 2, 1))
    allocation.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        end_allocation(actor=worker, allocation=allocation, ends_on=date(2026, 1, 31), reason="23")
    assert codes(refusal) == {"end_before_delivery"}
    assert end_allocation(actor=worker, allocation=allocation, ends_on=date(2026, 2, 10), reason="23").ends_on


def test_temporary_stop_is_followed_by_a_new_start(carer, allocation):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    stop(carer, allocation, date(2026, 1, 20), StopReason.TEMPORARY)
    allocation.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 20))
    assert codes(refusal) == {"delivery_not_stopped"}

    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 2, 2))

    allocation.refresh_from_db()
    assert (allocation.delivery_started_on, allocation.delivery_resumed_on) == (date(2026, 1, 5), date(2026, 2, 2))
    assert (allocation.delivery_stopped_on, allocation.delivery_stop_reason) == (None, "")
    with pytest.raises(ValidationError) as refusal:
        stop(carer, allocation, date(2026, 1, 25))  # before it started again
    assert codes(refusal) == {"delivery_stop"}
    assert stop(carer, allocation, date(2026, 2, 20)).delivery_stop_reason == StopReason.AS_PLANNED


def test_temporary_stop_becomes_a_final_one_and_that_is_the_end(carer, allocation):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    stop(carer, allocation, date(2026, 1, 20), StopReason.TEMPORARY)
    stop(carer, allocation, date(2026, 1, 20), StopReason.BY_CLIENT)
    with pytest.raises(Conflict) as refusal:
        stop(carer, allocation, date(2026, 2, 1))
    assert refusal.value.code == "delivery_stopped"
    with pytest.raises(Conflict) as refusal:
        record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 2, 1))
    assert refusal.value.code == "delivery_started"


@pytest.mark.parametrize(
    ("started_on", "on", "reason", "code"),
    [
        (None, date(2026, 2, 1), "19", "delivery_not_started"),
        (date(2026, 2, 1), date(2026, 3, 2), "19", "delivery_in_future"),
        (date(2026, 2, 1), date(2026, 1, 31), "19", "delivery_stop"),
        (date(2026, 2, 1), date(2026, 2, 2), "99", "invalid_choice"),
        (date(2026, 2, 1), date(2026, 2, 2), "", "delivery_stop"),
    ],
)
def test_stop_that_cannot_be_is_refused(*, carer, allocation, started_on, on, reason, code):
    if started_on:
        record_start_of_delivery(actor=carer, allocation=allocation, on=started_on)
    with pytest.raises(ValidationError) as refusal:
        stop(carer, allocation, on, reason)
    assert code in codes(refusal)
    allocation.refresh_from_db()
    assert allocation.delivery_stopped_on is None


def test_another_provider_does_not_stop_delivery(mo, allocation, carer):

    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 2, 1))
    with pytest.raises(PermissionDenied):
        stop(actor_of_user(mo), allocation, date(2026, 2, 2))

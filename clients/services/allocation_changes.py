"""Changes of an allocation: another volume, a later end, and the end of delivery (iWmo 3.2, OP257, OP380)."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.services import snapshot
from clients.access import may_open_file, may_stop_delivery
from clients.enums import ChangeReason, DeliveryForm, StopReason
from clients.models import Allocation, Decision
from clients.rules.files import check_change_day, check_extension, check_stop_of_delivery
from clients.rules.intake import check_form_unique
from clients.services.allocations import (
    add_allocation,
    allocation_to_change,
    check_decision,
    check_volume_decided,
    locked_allocation,
    record_change,
    refuse_changed,
)
from clients.services.case_steps import lock_municipality
from clients.services.checking import refuse_gone
from clients.services.decisions import budgets_of
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.periods import Period
from core.storing import store


@transaction.atomic
def change_volume(
    *,
    actor: Actor,
    allocation: Allocation,
    revision: int,
    from_on: date,
    volume: int,
    frequency: str,
    ends_on: date | None,
    decision: Decision | None = None,
) -> Allocation:
    """Give another volume from a day on: the old allocation ends the day before, a new one takes a new number.

    Raises PermissionDenied, Conflict (`allocation_changed`, `client_gone`), ValidationError by field: `change_day`
    and those of `allocate`.
    """
    lock_municipality(allocation.client)
    old = allocation_to_change(actor, allocation, revision)
    refuse_gone(old.client)
    try:
        check_change_day(from_on, period=old.period)
    except ValidationError as error:
        raise ValidationError({"from_on": error}) from error
    if old.delivery_started_on is not None and old.delivery_started_on >= from_on:
        raise ValidationError(
            {"from_on": ValidationError("De levering begint pas later. Kies een latere dag.", code="change_day")}
        )
    before = snapshot(old)
    old.ends_on = from_on - timedelta(days=1)
    old.stop_reason = StopReason.BY_MUNICIPALITY
    old.change_reason = ChangeReason.SHORTENED
    old.revision += 1
    store(old, "ends_on", "stop_reason", "change_reason", "revision")
    record_change(actor, old, before)
    return add_allocation(
        actor,
        old.client,
        old.municipality,
        contracted_product=old.contracted_product,
        starts_on=from_on,
        ends_on=ends_on,
        volume=volume,
        frequency=frequency,
        decision=decision,
        replaces=old,
        chosen_by=old.chosen_by,
        provider_choice_reason=old.provider_choice_reason,
        without_decision_reason="" if decision else old.without_decision_reason,
    )


@transaction.atomic
def extend_allocation(
    *, actor: Actor, allocation: Allocation, revision: int, ends_on: date, decision: Decision | None = None
) -> Allocation:
    """Let an allocation end later under the same number, as long as its old end has not passed.

    Raises PermissionDenied, Conflict (`allocation_changed`, `client_gone`), ValidationError at `ends_on` (codes of
    `clients.rules.files.check_extension`, `both_forms`, `decision_other`, `outside_decision`), `allocation_overlap`.
    """
    lock_municipality(allocation.client)
    allocation = allocation_to_change(actor, allocation, revision)
    refuse_gone(allocation.client)
    before = snapshot(allocation)
    old = allocation.period
    allocation.ends_on = ends_on
    if decision is not None:
        allocation.decision, allocation.without_decision_reason = decision, ""
    allocation.change_reason = ChangeReason.EXTENDED
    allocation.stop_reason = ""
    allocation.revision += 1
    try:
        check_extension(ends_on, period=old, frequency=allocation.frequency, today=today())
        budgets = budgets_of(allocation.client_id, allocation.variant_id)
        check_form_unique(DeliveryForm.IN_KIND, Period(allocation.starts_on, ends_on), others=budgets)
        if allocation.decision is not None:
            check_decision(allocation, allocation.decision)
            check_volume_decided(allocation, allocation.decision)
    except ValidationError as error:
        raise ValidationError({"ends_on": error}) from error
    store(allocation, "ends_on", "decision", "without_decision_reason", "change_reason", "stop_reason", "revision")
    record_change(actor, allocation, before)
    return allocation


@transaction.atomic
def record_stop_of_delivery(
    *, actor: Actor, allocation: Allocation, revision: int, on: date, reason: str
) -> Allocation:
    """The provider says on which day delivery stopped, and why (iWmo 3.2, message 307).

    A temporary stop may become a final one, from its own first day on (iWmo 3.2: reason 20, then another). The
    allocation itself is the municipality's to end. Raises PermissionDenied, Conflict (`allocation_changed`,
    `delivery_stopped`), ValidationError: codes of `clients.rules.files.check_stop_of_delivery`.
    """
    allocation = locked_allocation(allocation)
    if not (may_stop_delivery(actor, allocation) and may_open_file(actor, allocation.client)):
        raise PermissionDenied
    refuse_changed(allocation, revision)
    if allocation.delivery_stopped_on is not None and allocation.delivery_stop_reason != StopReason.TEMPORARY:
        raise Conflict("Het einde van de levering is al vastgelegd.", code="delivery_stopped")
    try:
        began_on = allocation.delivery_resumed_on or allocation.delivery_started_on
        check_stop_of_delivery(on, started_on=began_on, period=allocation.period, today=today())
    except ValidationError as error:
        raise ValidationError({"on": error}) from error
    before = snapshot(allocation)
    allocation.delivery_stopped_on = on
    allocation.delivery_stop_reason = reason
    allocation.revision += 1
    store(allocation, "delivery_stopped_on", "delivery_stop_reason", "revision")
    record_change(actor, allocation, before)
    return allocation

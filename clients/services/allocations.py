from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from audit.enums import AuditEvent
from audit.services import Snapshot, record, snapshot
from clients.access import may_allocate, may_end_allocation, may_open_file, may_start_delivery
from clients.enums import ChangeReason, DeliveryForm, Frequency, StopReason
from clients.models import Allocation, Client, Decision
from clients.rules import (
    change_reason_of,
    check_end,
    check_inside_contract,
    check_open_to_municipality,
    check_rate_agreed,
    check_same_region,
    check_stands_in_contract,
    check_start_of_delivery,
)
from clients.rules.intake import check_form_unique, check_within_decision
from clients.rules.volumes import Allocated, check_sum
from clients.services.case_steps import lock_municipality
from clients.services.checking import Check, refuse_all_at_once, refuse_gone, refuse_unknown
from clients.services.decisions import budgets_of
from contracts.models import ContractedProduct
from contracts.selectors import is_open_to
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.periods import Period
from core.storing import store
from organisations.models import Municipality
from products.models import ProductVariant
from products.selectors import version_in_force

DELIVERY = ("delivery_started_on", "delivery_resumed_on", "delivery_stopped_on", "delivery_stop_reason", "revision")
"""What the provider says about delivery."""


class Grounds(TypedDict, total=False):
    """Why this provider, and why there is no decision when there is none here."""

    chosen_by: str
    provider_choice_reason: str
    without_decision_reason: str


@transaction.atomic
def allocate(
    *,
    actor: Actor,
    client: Client,
    contracted_product: ContractedProduct,
    starts_on: date,
    volume: int,
    frequency: str = Frequency.WEEK,
    ends_on: date | None = None,
    decision: Decision | None = None,
    **grounds: Unpack[Grounds],
) -> Allocation:
    """Order care for a client from a contracted provider; gives the next number of the municipality.

    `volume` is in units of the contracted product per `frequency`. It follows from `decision`; care that was
    decided on elsewhere has none, and `grounds` can say why. Raises PermissionDenied for anybody but a case worker
    of the client's municipality, Conflict `client_gone`, ValidationError with all faults at once; codes `no_contract`,
    `other_region`, `municipality_not_in_framework`, `product_not_in_contract`, `no_rate`,
    `no_version_in_force`, `week_volume_without_end`, `period_order`, `volume`, `allocation_overlap`, `bsn_needed`,
    `both_forms`, `decision_other`, `outside_decision`, `decision_and_reason`.
    """
    # The lock: numbers follow each other, and two allocations of one client meet here.
    municipality = lock_municipality(client)
    client = Client.objects.get(pk=client.pk)
    if not (may_allocate(actor, client) and may_open_file(actor, client)):
        raise PermissionDenied
    refuse_gone(client)
    refuse_unknown(grounds, Grounds)
    return add_allocation(
        actor,
        client,
        municipality,
        contracted_product=contracted_product,
        starts_on=starts_on,
        ends_on=ends_on,
        volume=volume,
        frequency=frequency,
        decision=decision,
        **grounds,
    )


def add_allocation(
    actor: Actor,
    client: Client,
    municipality: Municipality,
    *,
    contracted_product: ContractedProduct,
    starts_on: date,
    ends_on: date | None,
    volume: int,
    frequency: str,
    decision: Decision | None,
    replaces: Allocation | None = None,
    **grounds: Unpack[Grounds],
) -> Allocation:
    """Make the allocation, as part of a larger change that holds the lock of the municipality."""
    product = ContractedProduct.objects.select_related("variant", "contract__framework").get(pk=contracted_product.pk)
    allocation = Allocation(
        client=client,
        municipality=municipality,
        contracted_product=product,
        provider_id=product.contract.provider_id,
        variant=product.variant,
        number=next_number(municipality),
        starts_on=starts_on,
        ends_on=ends_on,
        volume=volume,
        frequency=frequency,
        decision=decision,
        replaces=replaces,
        **grounds,
    )
    refuse_all_at_once(allocation, *conditions(product, municipality, starts_on), *conditions_of_client(allocation))
    store(allocation)
    record(actor=actor, event=AuditEvent.CREATED, target=allocation, client=client.public_id)
    return allocation


@transaction.atomic
def end_allocation(
    *, actor: Actor, allocation: Allocation, ends_on: date, reason: str = "", revision: int | None = None
) -> Allocation:
    """End an allocation earlier, with `ends_on` as its last day and a reason of `StopReason`.

    `revision` is that of the allocation when the actor began; without one it is that of `allocation` as given.
    Raises PermissionDenied for anybody but a case worker of its municipality, ValidationError with a code of
    `clients.rules.check_end`, Conflict when it changed since then.
    """
    allocation = allocation_to_change(actor, allocation, revision)
    check_end(ends_on, period=allocation.period, delivery_started_on=allocation.delivery_started_on)
    before = snapshot(allocation)
    allocation.ends_on = ends_on
    allocation.stop_reason = reason
    allocation.change_reason = change_reason_of(reason)
    allocation.revision += 1
    store(allocation, "ends_on", "stop_reason", "change_reason", "revision")
    record_change(actor, allocation, before)
    return allocation


@transaction.atomic
def record_start_of_delivery(
    *, actor: Actor, allocation: Allocation, on: date, revision: int | None = None
) -> Allocation:
    """The provider says on which day delivery started; after a temporary stop that it started again.

    `revision` is that of the allocation when the actor began; without one nothing is compared. Raises
    PermissionDenied for anybody but a care professional of the provider, Conflict when a start was recorded already
    (`delivery_started`) or something else changed (`allocation_changed`), ValidationError with a code of
    `clients.rules.check_start_of_delivery`.
    """
    allocation = _to_deliver(actor, allocation)
    if _is_paused(allocation):
        return _resume(actor, allocation, on, revision)
    if allocation.delivery_started_on is not None:
        raise Conflict("De start van de levering is al vastgelegd.", code="delivery_started")
    refuse_changed(allocation, revision)
    check_start_of_delivery(on, period=allocation.period, today=today())
    before = snapshot(allocation)
    allocation.delivery_started_on = on
    return _stored(actor, allocation, before)


@transaction.atomic
def resume_delivery(*, actor: Actor, allocation: Allocation, on: date, revision: int) -> Allocation:
    """The provider says on which day delivery began again after a temporary stop.

    The first day of delivery stays (iWmo 3.2, message 305 after 307 with reason 20). Raises PermissionDenied,
    Conflict (`delivery_not_paused`, `allocation_changed`), ValidationError as `record_start_of_delivery`.
    """
    allocation = _to_deliver(actor, allocation)
    if not _is_paused(allocation):
        raise Conflict("De levering is niet tijdelijk gestopt.", code="delivery_not_paused")
    return _resume(actor, allocation, on, revision)


def _to_deliver(actor: Actor, allocation: Allocation) -> Allocation:
    allocation = locked_allocation(allocation)
    if not (may_start_delivery(actor, allocation, today()) and may_open_file(actor, allocation.client)):
        raise PermissionDenied
    return allocation


def _is_paused(allocation: Allocation) -> bool:
    return allocation.delivery_stop_reason == StopReason.TEMPORARY


def _resume(actor: Actor, allocation: Allocation, on: date, revision: int | None) -> Allocation:
    refuse_changed(allocation, revision)
    check_start_of_delivery(on, period=allocation.period, today=today(), stopped_on=allocation.delivery_stopped_on)
    before = snapshot(allocation)
    allocation.delivery_resumed_on = on
    allocation.delivery_stopped_on, allocation.delivery_stop_reason = None, ""
    return _stored(actor, allocation, before)


def _stored(actor: Actor, allocation: Allocation, before: Snapshot) -> Allocation:
    allocation.revision += 1
    store(allocation, *DELIVERY)
    record_change(actor, allocation, before)
    return allocation


def refuse_changed(allocation: Allocation, revision: int | None) -> None:
    """Two people at once at the provider. Raises Conflict `allocation_changed`."""
    if revision is not None and allocation.revision != revision:
        raise Conflict(
            "Iemand anders heeft deze toewijzing veranderd terwijl u bezig was. Kijk wat er nu staat.",
            code="allocation_changed",
        )


def conditions(
    product: ContractedProduct,
    municipality: Municipality,
    starts_on: date,
    *,
    version_on: Callable[[ProductVariant, date], object] = version_in_force,
    rate_on: Callable[[ContractedProduct, date], Decimal | None] = ContractedProduct.rate_on,
) -> Iterator[Check]:
    """What must hold before a product can be allocated from a day.

    Versions and rates are asked of the database, or of who has them at hand for many allocations; who takes part of the
    rows of the product, which may be there already too.
    """
    contract = product.contract
    yield "contracted_product", lambda: check_same_region(contract.framework.region_id, municipality.region_id)
    yield (
        "contracted_product",
        lambda: check_open_to_municipality(takes_part=is_open_to(product, municipality, starts_on)),
    )
    yield "starts_on", lambda: check_stands_in_contract(stands=product.stands_on(starts_on))
    yield (
        "starts_on",
        lambda: check_inside_contract(starts_on, contract.period, contract.framework.period),
    )
    yield "contracted_product", lambda: version_on(product.variant, starts_on)
    yield "contracted_product", lambda: check_rate_agreed(rate_on(product, starts_on))


def conditions_of_client(
    allocation: Allocation, budgets: Callable[[int, int | None], Iterable[Period]] = budgets_of
) -> Iterator[Check]:
    """What must hold between the allocation and the client's file, as far as the days are in order.

    `budgets` gives the periods of the personal budgets of a client for a product, both by primary key.
    """
    yield "__all__", lambda: _check_bsn(allocation.client)
    if allocation.ends_on is not None and allocation.ends_on < allocation.starts_on:
        return
    others = budgets(allocation.client_id, allocation.variant_id)
    yield "__all__", lambda: check_form_unique(DeliveryForm.IN_KIND, allocation.period, others=others)
    decision = allocation.decision
    if decision is not None:
        yield "decision", lambda: check_decision(allocation, decision)
        yield "volume", lambda: check_volume_decided(allocation, decision)


def _check_bsn(client: Client) -> None:
    if not client.bsn:
        raise ValidationError(
            "Zonder burgerservicenummer kan er geen toewijzing naar de aanbieder. Vul eerst het BSN in het dossier in.",
            code="bsn_needed",
        )


def check_decision(allocation: Allocation, decision: Decision) -> None:
    """The decision grants this client this product in kind, for all of the time."""
    period = decision.valid_period
    fits = decision.case.client_id == allocation.client_id and decision.variant_id == allocation.variant_id
    if not fits or period is None or decision.form != DeliveryForm.IN_KIND:
        raise ValidationError(
            "Dit besluit gaat niet over zorg in natura met dit product voor deze cliënt. Kies een ander besluit.",
            code="decision_other",
        )
    check_within_decision(allocation.period, period)


def check_volume_decided(allocation: Allocation, decision: Decision) -> None:
    """No more is allocated than was decided, in the same measure, with all that runs under the same decision.

    Left out is what cannot be compared: another measure or unit, and of a volume for the whole period what ended
    early, for nobody knows here how much of it was used. Code: `outside_decision`.
    """
    if decision.volume is None or allocation.volume is None:
        return
    if (allocation.volume, allocation.frequency) != (decision.volume, decision.frequency) and (
        allocation.frequency != decision.frequency or allocation.volume > decision.volume
    ):
        raise ValidationError(
            f"Het besluit geeft {decision.volume_text}. Wijs niet meer toe, of neem eerst een nieuw besluit.",
            code="outside_decision",
        )
    unit = allocation.contracted_product.unit
    rows = Allocation.objects.filter(decision=decision, frequency=decision.frequency, contracted_product__unit=unit)
    rows = rows.exclude(pk=allocation.pk).exclude(change_reason=ChangeReason.REMOVED)
    if decision.frequency == Frequency.TOTAL:
        rows = rows.filter(stop_reason="")
    others = [Allocated(row.number, row.period, row.volume) for row in rows]
    check_sum(allocation.volume, allocation.period, others, decided=decision.volume, frequency=decision.frequency)


def next_number(municipality: Municipality) -> int:
    """The number that follows the last one of the municipality; the caller holds the lock on it."""
    last = Allocation.objects.filter(municipality=municipality).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def allocation_to_change(actor: Actor, allocation: Allocation, revision: int | None = None) -> Allocation:
    """The allocation, locked, for its municipality. PermissionDenied, or Conflict when it changed meanwhile.

    `revision` is that of the allocation when the actor began; without one it is that of `allocation` as given.
    """
    read = allocation.revision if revision is None else revision
    locked = locked_allocation(allocation)
    if not (may_end_allocation(actor, locked) and may_open_file(actor, locked.client)):
        raise PermissionDenied
    if locked.revision != read:
        raise Conflict(
            "Iemand anders heeft deze toewijzing veranderd terwijl u bezig was. Kijk wat de einddatum nu is.",
            code="allocation_changed",
        )
    return locked


def locked_allocation(allocation: Allocation) -> Allocation:
    """The allocation, locked and fresh, with client and contract."""
    return (
        Allocation.objects.select_for_update(of=("self",))
        .select_related("client", "contracted_product__contract")
        .get(pk=allocation.pk)
    )


def record_change(actor: Actor, allocation: Allocation, before: Snapshot) -> None:
    """The line in the trail of a changed allocation."""
    record(
        actor=actor,
        event=AuditEvent.CHANGED,
        target=allocation,
        before=before,
        client=allocation.client.public_id,
    )

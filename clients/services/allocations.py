from collections.abc import Iterator
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from audit.enums import AuditEvent
from audit.services import Snapshot, record, snapshot
from clients.access import may_allocate, may_end_allocation, may_start_delivery
from clients.enums import Frequency
from clients.models import Allocation, Client
from clients.rules import check_end, check_inside_contract, check_start_of_delivery
from clients.services.checking import Check, refuse_all_at_once
from contracts.models import ContractedProduct
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from organisations.models import Municipality
from products.selectors import version_in_force


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
) -> Allocation:
    """Order care for a client from a contracted provider; gives the next number of the municipality.

    `volume` is in units of the contracted product per `frequency`. Raises PermissionDenied for anybody but
    a case worker of the client's municipality, ValidationError with all faults at once; codes `no_contract`,
    `other_region`, `no_rate`, `no_version_in_force`, `week_volume_without_end`, `period_order`, `volume`,
    `allocation_overlap`.
    """
    # The municipality is the lock: numbers follow each other, and two allocations of one client meet here.
    # Not a lock on its key, so that a new client, which refers to it, need not wait.
    municipality = Municipality.objects.select_for_update(of=("self",), no_key=True).get(pk=client.municipality_id)
    if not may_allocate(actor, client):
        raise PermissionDenied
    product = ContractedProduct.objects.select_related("variant", "contract__framework").get(pk=contracted_product.pk)
    allocation = Allocation(
        client=client,
        municipality=municipality,
        contracted_product=product,
        provider_id=product.contract.provider_id,
        variant=product.variant,
        number=_next_number(municipality),
        starts_on=starts_on,
        ends_on=ends_on,
        volume=volume,
        frequency=frequency,
    )
    refuse_all_at_once(allocation, *_conditions(product, municipality, starts_on))
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
    read = allocation.revision if revision is None else revision
    allocation = _locked(allocation)
    if not may_end_allocation(actor, allocation):
        raise PermissionDenied
    if allocation.revision != read:
        raise Conflict(
            "Iemand anders heeft deze toewijzing veranderd terwijl u bezig was. Kijk wat de einddatum nu is.",
            code="allocation_changed",
        )
    check_end(ends_on, period=allocation.period, delivery_started_on=allocation.delivery_started_on)
    before = snapshot(allocation)
    allocation.ends_on = ends_on
    allocation.stop_reason = reason
    allocation.revision += 1
    store(allocation, "ends_on", "stop_reason", "revision")
    _record_change(actor, allocation, before)
    return allocation


@transaction.atomic
def record_start_of_delivery(*, actor: Actor, allocation: Allocation, on: date) -> Allocation:
    """The provider says on which day delivery started.

    Raises PermissionDenied for anybody but a care professional of the provider, Conflict when a start was
    recorded already, ValidationError with a code of `clients.rules.check_start_of_delivery`.
    """
    allocation = _locked(allocation)
    if not may_start_delivery(actor, allocation):
        raise PermissionDenied
    if allocation.delivery_started_on is not None:
        raise Conflict("De start van de levering is al vastgelegd.", code="delivery_started")
    check_start_of_delivery(on, period=allocation.period, today=today())
    before = snapshot(allocation)
    allocation.delivery_started_on = on
    allocation.revision += 1
    store(allocation, "delivery_started_on", "revision")
    _record_change(actor, allocation, before)
    return allocation


def _conditions(product: ContractedProduct, municipality: Municipality, starts_on: date) -> Iterator[Check]:
    """What must hold before a product can be allocated from a day."""
    contract = product.contract
    yield "contracted_product", lambda: _check_region(product, municipality)
    yield (
        "starts_on",
        lambda: check_inside_contract(starts_on, contract.period, contract.framework.period),
    )
    yield "contracted_product", lambda: version_in_force(product.variant, starts_on)
    yield "contracted_product", lambda: _check_rate(product, starts_on)


def _check_region(product: ContractedProduct, municipality: Municipality) -> None:
    if product.contract.framework.region_id != municipality.region_id:
        raise ValidationError("Dit contract is van een andere zorgregio. Kies een ander product.", code="other_region")


def _check_rate(product: ContractedProduct, starts_on: date) -> None:
    if product.rate_on(starts_on) is None:
        raise ValidationError(
            "Voor dit product is op de begindatum geen tarief afgesproken. "
            "Kies een andere begindatum, of vraag het de inkoper.",
            code="no_rate",
        )


def _next_number(municipality: Municipality) -> int:
    last = Allocation.objects.filter(municipality=municipality).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _locked(allocation: Allocation) -> Allocation:
    return (
        Allocation.objects.select_for_update(of=("self",))
        .select_related("client", "contracted_product__contract")
        .get(pk=allocation.pk)
    )


def _record_change(actor: Actor, allocation: Allocation, before: Snapshot) -> None:
    record(
        actor=actor,
        event=AuditEvent.CHANGED,
        target=allocation,
        before=before,
        client=allocation.client.public_id,
    )

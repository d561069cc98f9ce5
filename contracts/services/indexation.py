"""Indexation of all rates under a framework agreement: prepared by one purchaser, approved by another."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from contracts.access import may_approve_indexation, may_purchase
from contracts.enums import RunStatus
from contracts.models import FrameworkAgreement, IndexationLine, IndexationRun
from contracts.rules.indexation import check_indices
from contracts.selectors.indexing import lines_of, proposals
from contracts.services.rates import agree_rate, locked_product
from contracts.services.writing import fault, keep_changed, keep_new
from core.actors import Actor
from core.clock import now, today
from core.errors import Conflict
from core.periods import Period
from core.storing import store, store_new


@transaction.atomic
def prepare_indexation(
    *,
    actor: Actor,
    framework: FrameworkAgreement,
    starts_on: date,
    figures: Mapping[str, Decimal],
    source: str = "",
    is_fictional: bool = False,
) -> IndexationRun:
    """Work out what every rate becomes on `starts_on`; nothing changes until somebody else approves it.

    `figures` has all of `IndexationRun.INDICES`, in percent. Raises PermissionDenied for anybody but a purchaser of the
    region, ValidationError with code `staff_share`, `index_in_past`, `outside_framework`, `index_empty`, `index_source`
    or `indexation_twice`.
    """
    framework = FrameworkAgreement.objects.select_for_update(of=("self",)).select_related("region").get(pk=framework.pk)
    if not may_purchase(actor, framework.region):
        raise PermissionDenied
    if starts_on <= today():
        raise fault(
            "starts_on",
            "Een tarief van dagen die voorbij zijn verandert niet. Kies een dag vanaf morgen.",
            "index_in_past",
        )
    if not framework.period.contains(starts_on):
        raise fault(
            "starts_on", f"De raamovereenkomst geldt {framework.period}. Kies een dag daarin.", "outside_framework"
        )
    run = IndexationRun(
        framework=framework,
        starts_on=starts_on,
        source=source,
        is_fictional=is_fictional,
        prepared_by_id=actor.user_id,  # type: ignore[misc]  # who may purchase is somebody
        prepared_at=now(),
        **figures,
    )
    check_indices(run.indices)
    found = proposals(framework, starts_on, run.indices)
    if not found:
        raise ValidationError("Op die dag is er geen tarief dat verandert.", code="index_empty")
    keep_new(actor, run)
    store_new(
        IndexationLine,
        [IndexationLine(run=run, rate=one.rate, is_first_year=one.is_first_year, amount=one.amount) for one in found],
    )
    return run


@transaction.atomic
def approve_indexation(*, actor: Actor, run: IndexationRun) -> IndexationRun:
    """Let the rates change as they were prepared: each gets a new dated rate, the former ends the day before.

    Raises PermissionDenied for anybody but a purchaser of the region who did not prepare it, Conflict
    `indexation_closed`, or `rates_changed` when a rate is no longer what it was when this was prepared, ValidationError
    as of a new rate.
    """
    run = _locked(actor, run)
    if not may_approve_indexation(actor, run):
        raise PermissionDenied
    for line in lines_of(run):
        product = locked_product(actor, line.rate.contracted_product)
        current = product.rates.current().order_by("-starts_on").first()
        if current is None or current.pk != line.rate_id:
            raise Conflict(
                "Een tarief is veranderd na het voorbereiden. Trek deze indexering in en bereid haar opnieuw voor.",
                code="rates_changed",
            )
        line.new_rate = agree_rate(
            actor,
            product,
            line.amount,
            Period(run.starts_on, current.ends_on),
            is_fictional=current.is_fictional or run.is_fictional,
        )
        store(line, "new_rate")
    keep_changed(actor, run, status=RunStatus.APPROVED, approved_by_id=actor.user_id, approved_at=now())
    return run


@transaction.atomic
def withdraw_indexation(*, actor: Actor, run: IndexationRun) -> IndexationRun:
    """Go no further with an indexation; it stays to be read. Raises PermissionDenied, Conflict `indexation_closed`."""
    run = _locked(actor, run)
    keep_changed(actor, run, status=RunStatus.WITHDRAWN)
    return run


def _locked(actor: Actor, run: IndexationRun) -> IndexationRun:
    rows = IndexationRun.objects.select_for_update(of=("self",)).select_related("framework__region")
    locked = rows.get(pk=run.pk)
    if not may_purchase(actor, locked.framework.region):
        raise PermissionDenied
    if locked.status != RunStatus.PREPARED:
        raise Conflict("Deze indexering is al goedgekeurd of ingetrokken.", code="indexation_closed")
    return locked

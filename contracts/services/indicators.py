"""What is measured under a contract: agreed with a target, and measured over some days."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from contracts.access import may_change_contract
from contracts.models import Contract, Indicator, Measurement
from contracts.services.contracts import locked_contract
from contracts.services.writing import fault, keep_new
from core.actors import Actor
from core.clock import today
from core.periods import Period


@transaction.atomic
def set_indicator(
    *,
    actor: Actor,
    contract: Contract,
    kind: str,
    target: Decimal,
    starts_on: date,
    ends_on: date | None = None,
    is_fictional: bool = False,
) -> Indicator:
    """Agree on a target under a contract.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with code `indicator_overlap`,
    `indicator_kind` or `period_order`.
    """
    contract = locked_contract(actor, contract)
    return keep_new(
        actor,
        Indicator(
            contract=contract,
            kind=kind,
            target=target,
            starts_on=starts_on,
            ends_on=ends_on,
            is_fictional=is_fictional,
        ),
    )


@transaction.atomic
def measure(
    *, actor: Actor, indicator: Indicator, starts_on: date, ends_on: date, measured: Decimal, source: str
) -> Measurement:
    """Keep what an indicator came to, and where that was found.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with code `measured_in_future`,
    `measured_outside`, `measurement_overlap`, `measurement_source` or `period_order`.
    """
    rows = Indicator.objects.select_for_update(of=("self",)).select_related("contract__framework__region")
    indicator = rows.get(pk=indicator.pk)
    if not may_change_contract(actor, indicator.contract):
        raise PermissionDenied
    if ends_on > today():
        raise fault("ends_on", "Deze dag moet nog komen. Meet over dagen die voorbij zijn.", "measured_in_future")
    if not indicator.period.covers(Period(starts_on, ends_on)):
        raise fault("starts_on", f"De norm geldt {indicator.period}. Kies dagen daarin.", "measured_outside")
    row = Measurement(indicator=indicator, starts_on=starts_on, ends_on=ends_on, measured=measured, source=source)
    return keep_new(actor, row)

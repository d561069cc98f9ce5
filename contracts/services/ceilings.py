"""Spending ceilings: agreed with a provider for a year, changed by a newer amount, and what is done about them."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from contracts.access import may_change_contract
from contracts.models import CeilingAmount, CeilingStep, Contract, SpendingCeiling
from contracts.rules.ceilings import check_ceiling, check_step
from contracts.services.contracts import locked_contract
from contracts.services.writing import beside, fault, keep_new
from core.actors import Actor
from core.clock import today
from core.periods import Period


@transaction.atomic
def agree_ceiling(
    *,
    actor: Actor,
    contract: Contract,
    starts_on: date,
    ends_on: date,
    amount: Decimal,
    agreed_on: date,
    is_fictional: bool = False,
) -> SpendingCeiling:
    """What may be spent at most under the contract in these days, in euros.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with code `ceiling_too_long`,
    `ceiling_outside_contract`, `ceiling_overlap`, `period_order`, `ceiling_positive` or `agreed_in_future`.
    """
    contract = locked_contract(actor, contract)
    try:
        check_ceiling(Period(starts_on, ends_on), contract.period)
    except ValidationError as error:
        raise beside("ends_on", error) from error
    _check_agreed(agreed_on)
    ceiling = keep_new(actor, SpendingCeiling(contract=contract, starts_on=starts_on, ends_on=ends_on))
    keep_new(actor, CeilingAmount(ceiling=ceiling, amount=amount, agreed_on=agreed_on, is_fictional=is_fictional))
    return ceiling


@transaction.atomic
def change_ceiling(
    *,
    actor: Actor,
    ceiling: SpendingCeiling,
    amount: Decimal,
    agreed_on: date,
    reason: str,
    is_fictional: bool = False,
) -> CeilingAmount:
    """Another amount for the same days; what was agreed before stays to be read.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with code `ceiling_reason`,
    `ceiling_amount_day`, `ceiling_amount_order`, `ceiling_positive` or `agreed_in_future`.
    """
    ceiling = _locked(actor, ceiling)
    _check_agreed(agreed_on)
    if not reason.strip():
        raise fault("reason", "Schrijf op waarom het bedrag anders is.", "ceiling_reason")
    if ceiling.amounts.filter(agreed_on__gt=agreed_on).exists():
        raise fault("agreed_on", "Er is daarna al een ander bedrag afgesproken.", "ceiling_amount_order")
    row = CeilingAmount(ceiling=ceiling, amount=amount, agreed_on=agreed_on, reason=reason, is_fictional=is_fictional)
    return keep_new(actor, row)


@transaction.atomic
def record_ceiling_step(
    *, actor: Actor, ceiling: SpendingCeiling, kind: str, done_on: date, note: str = ""
) -> CeilingStep:
    """Keep that a notice, the warning, the meeting or the decision about a ceiling was done, and when.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with code `step_in_future`,
    `step_without_former`, `step_before_former`, `ceiling_step_twice` or `ceiling_step`.
    """
    ceiling = _locked(actor, ceiling)
    try:
        check_step(kind, done_on, dict(ceiling.steps.values_list("kind", "done_on")), today())
    except ValidationError as error:
        raise beside("done_on", error) from error
    return keep_new(actor, CeilingStep(ceiling=ceiling, kind=kind, done_on=done_on, note=note))


def _check_agreed(agreed_on: date) -> None:
    if agreed_on > today():
        raise fault("agreed_on", "Deze dag moet nog komen. Vul in wanneer het is afgesproken.", "agreed_in_future")


def _locked(actor: Actor, ceiling: SpendingCeiling) -> SpendingCeiling:
    rows = SpendingCeiling.objects.select_for_update(of=("self",)).select_related("contract__framework__region")
    locked = rows.get(pk=ceiling.pk)
    if not may_change_contract(actor, locked.contract):
        raise PermissionDenied
    return locked

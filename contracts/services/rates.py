from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from contracts.access import may_set_rate
from contracts.models import Addendum, ContractedProduct, Rate
from contracts.rules import check_correction, check_new_rate, check_unsigned
from contracts.services.writing import keep_changed, keep_new
from core.actors import Actor
from core.clock import now, today
from core.errors import Conflict
from core.periods import Period
from core.storing import store


@transaction.atomic
def set_rate(
    *,
    actor: Actor,
    contracted_product: ContractedProduct,
    amount: Decimal,
    starts_on: date,
    ends_on: date | None = None,
    is_fictional: bool = False,
    addendum: Addendum | None = None,
) -> Rate:
    """Agree a rate in euros per unit from `starts_on`; the former rate ends the day before.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with a code of
    `contracts.rules.check_new_rate`, `rate_positive`, or `needs_addendum` in a contract that was signed.
    """
    product = locked_product(actor, contracted_product)
    if addendum is None:
        check_unsigned(product.contract.signed_on)
    return agree_rate(actor, product, amount, Period(starts_on, ends_on), is_fictional=is_fictional)


def agree_rate(
    actor: Actor, product: ContractedProduct, amount: Decimal, period: Period, *, is_fictional: bool
) -> Rate:
    """Let a rate follow the former one, as part of a larger change that holds the lock of the product."""
    starts_on = period.starts_on
    former = product.rates.current().filter(starts_on__lte=starts_on).order_by("-starts_on").first()
    following = product.rates.current().filter(starts_on__gt=starts_on).order_by("starts_on").first()
    check_new_rate(
        period,
        contract=product.contract.period,
        former=former.period if former else None,
        next_starts_on=following.starts_on if following else None,
        today=today(),
    )
    # A rate that begins on the same day is left for the database to refuse: it cannot end the day before.
    if former is not None and former.period.contains(starts_on) and former.starts_on < starts_on:
        keep_changed(actor, former, ends_on=starts_on - timedelta(days=1))
    rate = Rate(
        contracted_product=product,
        amount=amount,
        starts_on=starts_on,
        ends_on=period.ends_on,
        is_fictional=is_fictional,
    )
    return keep_new(actor, rate)


@transaction.atomic
def correct_rate(*, actor: Actor, rate: Rate, amount: Decimal, reason: str) -> Rate:
    """Put another amount in place of one that was wrong from its first day, and say why.

    The wrong rate stays to be read, superseded by this one. Raises PermissionDenied for anybody but a purchaser of the
    region, Conflict `rate_superseded`, ValidationError `same_amount`, `correction_reason` or `rate_positive`.
    """
    locked_product(actor, rate.contracted_product)
    wrong = Rate.objects.select_for_update(of=("self",)).get(pk=rate.pk)
    if wrong.superseded_at is not None:
        raise Conflict("Dit tarief is al gecorrigeerd. Kijk welk tarief er nu staat.", code="rate_superseded")
    check_correction(old=wrong.amount, new=amount, reason=reason)
    # First out of the way: of the two only one may hold on a day.
    keep_changed(actor, wrong, superseded_at=now())
    corrected = Rate(
        contracted_product_id=wrong.contracted_product_id,
        amount=amount,
        starts_on=wrong.starts_on,
        ends_on=wrong.ends_on,
        is_fictional=wrong.is_fictional,
        corrects=wrong,
        correction_reason=reason,
    )
    store(corrected)
    record(actor=actor, event=AuditEvent.CREATED, target=corrected)
    return corrected


def locked_product(actor: Actor, contracted_product: ContractedProduct) -> ContractedProduct:
    """The product is the lock: two new rates of one product wait for each other."""
    product = (
        ContractedProduct.objects.select_for_update(of=("self",))
        .select_related("contract__framework__region")
        .get(pk=contracted_product.pk)
    )
    if not may_set_rate(actor, product):
        raise PermissionDenied
    return product

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from contracts.access import may_set_rate
from contracts.models import ContractedProduct, Rate
from contracts.rules import check_new_rate
from core.actors import Actor
from core.clock import today
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
) -> Rate:
    """Agree a rate in euros per unit from `starts_on`; the former rate ends the day before.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with a code of
    `contracts.rules.check_new_rate`, or `rate_positive`.
    """
    # The product is the lock: two new rates of one product wait for each other.
    product = (
        ContractedProduct.objects.select_for_update(of=("self",))
        .select_related("contract__framework__region")
        .get(pk=contracted_product.pk)
    )
    if not may_set_rate(actor, product):
        raise PermissionDenied
    former = product.rates.filter(starts_on__lte=starts_on).order_by("-starts_on").first()
    following = product.rates.filter(starts_on__gt=starts_on).order_by("starts_on").first()
    check_new_rate(
        Period(starts_on, ends_on),
        contract=product.contract.period,
        former=former.period if former else None,
        next_starts_on=following.starts_on if following else None,
        today=today(),
    )
    # A rate that begins on the same day is left for the database to refuse: it cannot end the day before.
    if former is not None and former.period.contains(starts_on) and former.starts_on < starts_on:
        before = snapshot(former)
        former.ends_on = starts_on - timedelta(days=1)
        store(former, "ends_on")
        record(actor=actor, event=AuditEvent.CHANGED, target=former, before=before)
    rate = Rate(
        contracted_product=product,
        amount=amount,
        starts_on=starts_on,
        ends_on=ends_on,
        is_fictional=is_fictional,
    )
    store(rate)
    record(actor=actor, event=AuditEvent.CREATED, target=rate)
    return rate

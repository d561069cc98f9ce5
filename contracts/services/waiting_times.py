from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from contracts.access import may_report_waiting_time
from contracts.models import ContractedProduct, WaitingTime
from contracts.rules import check_reported_on
from core.actors import Actor
from core.clock import today
from core.storing import store


@transaction.atomic
def report_waiting_time(
    *, actor: Actor, contracted_product: ContractedProduct, weeks: int, reported_on: date, source: str
) -> WaitingTime:
    """Keep how many weeks somebody waits for this product at this provider, who said so and when.

    Raises PermissionDenied for anybody but a purchaser of the region, or a care professional or planner of the
    provider, ValidationError by field: `reported_in_future`, `waiting_weeks`, `waiting_source`.
    """
    product = ContractedProduct.objects.select_related("contract__framework__region").get(pk=contracted_product.pk)
    if not may_report_waiting_time(actor, product):
        raise PermissionDenied
    try:
        check_reported_on(reported_on, today=today())
    except ValidationError as error:
        raise ValidationError({"reported_on": error}) from error
    waiting = WaitingTime(
        contracted_product=product,
        weeks=weeks,
        reported_on=reported_on,
        source=source,
        entered_by_id=actor.user_id,  # type: ignore[misc]  # who may report is somebody
    )
    store(waiting)
    record(actor=actor, event=AuditEvent.CREATED, target=waiting)
    return waiting

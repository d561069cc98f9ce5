from celery import shared_task
from django.db import OperationalError

from core.clock import today
from delivery.services import planning, receipts

# A busy database passes.
BUSY = (OperationalError,)


@shared_task(name="delivery.remove_old_receipts", autoretry_for=BUSY, retry_backoff=True, acks_late=True)
def remove_old_receipts() -> None:
    """Remove what only served to take once what was sent twice, once it is old."""
    receipts.remove_old_receipts()


@shared_task(
    name="delivery.plan_sessions",
    autoretry_for=BUSY,
    retry_backoff=True,
    acks_late=True,
    soft_time_limit=1740,
    time_limit=1770,
)
def plan_sessions() -> None:
    """Bring the dagdelen of all groups in step with what stands today, and make those of one day further."""
    planning.derive_sessions(today())

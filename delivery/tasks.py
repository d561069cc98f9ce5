from celery import shared_task
from django.db import OperationalError

from delivery.services import receipts

# A busy database passes.
BUSY = (OperationalError,)


@shared_task(name="delivery.remove_old_receipts", autoretry_for=BUSY, retry_backoff=True, acks_late=True)
def remove_old_receipts() -> None:
    """Remove what only served to take once what was sent twice, once it is old."""
    receipts.remove_old_receipts()

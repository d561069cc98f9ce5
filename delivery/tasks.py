from celery import shared_task
from django.db import OperationalError

from core.clock import today
from delivery.jobs import CHECK_SHEET, TAKE_SHEET
from delivery.services import bringing, planning, receipts

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


@shared_task(
    name=CHECK_SHEET.name,
    soft_time_limit=300,
    time_limit=330,
    autoretry_for=BUSY,
    retry_backoff=True,
    acks_late=True,
)
def check_sheet(run_id: int) -> None:
    """Look through one sheet with attendance."""
    bringing.check_sheet(run_id)


@shared_task(
    name=TAKE_SHEET.name,
    soft_time_limit=300,
    time_limit=330,
    autoretry_for=BUSY,
    retry_backoff=True,
    acks_late=True,
)
def take_sheet(run_id: int) -> None:
    """Store the attendance of one sheet."""
    bringing.take_sheet(run_id)


@shared_task(name="delivery.resume_sheets", autoretry_for=BUSY, retry_backoff=True, acks_late=True)
def resume_sheets() -> None:
    """Wake the sheets whose worker is gone, or whose message was lost."""
    bringing.resume_sheets()


@shared_task(name="delivery.remove_sheets", autoretry_for=BUSY, retry_backoff=True, acks_late=True)
def remove_sheets() -> None:
    """Remove what was sent and nobody stored within a day."""
    bringing.remove_old_sheets()

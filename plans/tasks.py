from typing import Any, Final

from celery import shared_task
from django.db import OperationalError

from core.clock import today
from core.pdf import PdfUnavailable
from plans.jobs import PRINT_PLANS, REMIND_OF_PLAN, SEAL_AGREED_PLAN
from plans.services import clock, following, printing, reminder_mails, reminders, sealing

# A busy database passes; missing libraries do not, so those plans wait for the periodic task.
PATIENT: Final[dict[str, Any]] = {"autoretry_for": (OperationalError,), "retry_backoff": True, "acks_late": True}
BY_THE_CLOCK: Final = {**PATIENT, "soft_time_limit": 540, "time_limit": 570}
AFTER_A_CHANGE: Final = {**PATIENT, "soft_time_limit": 60, "time_limit": 90}


@shared_task(name=SEAL_AGREED_PLAN.name, **AFTER_A_CHANGE)
def seal_agreed_plan(version_id: int) -> None:
    """Keep the fingerprint of the PDF of one agreed version."""
    try:
        sealing.seal_agreed_plan(version_id)
    except PdfUnavailable:
        return  # found again by `seal_agreed_plans` once the server can make a PDF


@shared_task(name="plans.seal_agreed_plans", **BY_THE_CLOCK)
def seal_agreed_plans() -> None:
    """Seal every agreed version that has no fingerprint yet: those whose message was lost."""
    for version_id in sealing.unsealed_plans():
        seal_agreed_plan(version_id)


@shared_task(name="plans.refresh_evaluation_dates", **BY_THE_CLOCK)
def refresh_evaluation_dates() -> None:
    """Bring all due dates in step with the terms that hold today."""
    clock.refresh_evaluation_dates(today())


@shared_task(name="plans.follow_allocations", **BY_THE_CLOCK)
def follow_allocations() -> None:
    """Let plans go on under the allocation that took the place of theirs."""
    following.follow_allocations(today())


@shared_task(name="plans.end_plans_of_ended_files", **BY_THE_CLOCK)
def end_plans_of_ended_files() -> None:
    """End what is open of the plans of who died or moved away."""
    following.end_plans_of_ended_files()


@shared_task(name="plans.remind_of_evaluations", **BY_THE_CLOCK)
def remind_of_evaluations() -> None:
    """Derive the reminders that there should be today, and put what is new in the outbox."""
    reminders.derive_reminders(today())
    reminder_mails.post_reminders()


@shared_task(name=REMIND_OF_PLAN.name, **AFTER_A_CHANGE)
def remind_of_plan(plan_id: int) -> None:
    """Do the same for one plan, after something about it changed."""
    reminders.derive_reminders(today(), plan_id)
    reminder_mails.post_reminders(reminders.told_of(plan_id))


@shared_task(name=PRINT_PLANS.name, **BY_THE_CLOCK)
def print_plans(batch_id: int) -> None:
    """Print what waits in one batch."""
    printing.print_plans(batch_id)


@shared_task(name="plans.resume_printing", **BY_THE_CLOCK)
def resume_printing() -> None:
    """Wake the batches whose worker is gone, or whose message was lost."""
    printing.resume_printing()


@shared_task(name="plans.remove_printed", **BY_THE_CLOCK)
def remove_printed() -> None:
    """Remove the PDFs that were made long enough ago."""
    printing.remove_printed()

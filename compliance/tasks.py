from typing import Any, Final

from celery import shared_task
from django.db import OperationalError

from compliance.services import checking, depending, finding_files
from core.clock import today
from delivery.jobs import ATTENDANCE_CHANGED, PLACEMENT_CHANGED
from organisations.jobs import PROFESSIONAL_CHANGED
from plans.jobs import CHECK_PLAN

PATIENT: Final[dict[str, Any]] = {"autoretry_for": (OperationalError,), "retry_backoff": True, "acks_late": True}


@shared_task(name=ATTENDANCE_CHANGED.name, soft_time_limit=60, time_limit=90, **PATIENT)
def check_session(*session_ids: int) -> None:
    """Check one session, or a few together, after something in them changed."""
    checking.check_sessions(session_ids)


@shared_task(name=CHECK_PLAN.name, soft_time_limit=60, time_limit=90, **PATIENT)
def check_plan(plan_id: int) -> None:
    """Check the file of one plan after something in it changed."""
    finding_files.follow_plan(plan_id, today())


@shared_task(name=PLACEMENT_CHANGED.name, soft_time_limit=60, time_limit=90, **PATIENT)
def check_file(allocation_id: int) -> None:
    """Check the file of one allocation after the client was placed, or left a group."""
    finding_files.follow_allocation(allocation_id, today())


@shared_task(name=PROFESSIONAL_CHANGED.name, soft_time_limit=540, time_limit=570, **PATIENT)
def check_professional(professional_id: int) -> None:
    """Check what rests on the diplomas, employments and competences of one professional."""
    depending.follow_professional(professional_id, today())


@shared_task(name="compliance.check_changed", soft_time_limit=540, time_limit=570, **PATIENT)
def check_changed() -> None:
    """Check what changed since it was checked: that of which a message was lost."""
    checking.check_changed()


@shared_task(name="compliance.check_all", soft_time_limit=3500, time_limit=3600, **PATIENT)
def check_all() -> None:
    """Check all sessions anew, as every night."""
    checking.check_all(today())


@shared_task(name="compliance.check_all_files", soft_time_limit=3500, time_limit=3600, **PATIENT)
def check_all_files() -> None:
    """Check all files anew, as every night."""
    finding_files.follow_all_files(today())

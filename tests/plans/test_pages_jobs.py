"""Background work on plans: sealing, and keeping due dates in step."""

from datetime import date, timedelta
from typing import Any

import pytest

import plans.services.sealing
from core.pdf import PdfUnavailable
from plans.models import Plan, PlanVersion
from plans.tasks import (
    end_plans_of_ended_files,
    follow_allocations,
    refresh_evaluation_dates,
    seal_agreed_plan,
    seal_agreed_plans,
)
from tests.marks import needs_pdf
from tests.plans.story import *  # noqa: F403 - fixtures

pytestmark = pytest.mark.django_db


@needs_pdf
def test_sealing_twice_keeps_the_same_hash(agreed: PlanVersion):
    seal_agreed_plan(agreed.pk)
    agreed.refresh_from_db()
    first = agreed.pdf_sha256

    seal_agreed_plan(agreed.pk)

    agreed.refresh_from_db()
    assert len(first) == 64
    assert agreed.pdf_sha256 == first


def test_without_pdf_the_plan_waits_for_the_next_round(agreed: PlanVersion, monkeypatch: pytest.MonkeyPatch):
    def refuse(document: object) -> bytes:
        raise PdfUnavailable

    monkeypatch.setattr(plans.services.sealing, "plan_pdf", refuse)

    seal_agreed_plans()

    agreed.refresh_from_db()
    assert agreed.pdf_sha256 == ""


def test_due_dates_are_brought_in_step_with_the_terms(running: PlanVersion):
    Plan.objects.update(next_evaluation_due_on=date(2026, 3, 2) + timedelta(days=999))

    refresh_evaluation_dates()

    assert Plan.objects.get().next_evaluation_due_on == date(2026, 9, 2)


@pytest.mark.parametrize(
    "task",
    [seal_agreed_plan, seal_agreed_plans, refresh_evaluation_dates, follow_allocations, end_plans_of_ended_files],
)
def test_task_has_a_time_limit_and_named_errors_to_retry(task: Any):
    assert task.soft_time_limit < task.time_limit
    assert task.autoretry_for
    assert task.acks_late

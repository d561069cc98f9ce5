"""Chains of evaluations, versions and terms: after each step the clock says what a second, simpler reckoning says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.actors import Actor
from plans import rules
from plans.enums import PlanStatus, WmoFit
from plans.models import Evaluation, PlanVersion
from plans.services.clock import set_clock
from plans.services.drafting import start_new_version
from plans.services.evaluations import complete_evaluation
from plans.services.execution import start_execution
from products.rules import Terms
from tests.cast import actor_of_user
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import agree, evaluate

DAYS = st.one_of(
    st.dates(date(2015, 1, 1), date(2060, 12, 31)),
    # The ends of months, where the calendar bites.
    st.builds(
        lambda year, month: date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1),
        st.integers(2015, 2060),
        st.integers(1, 12),
    ),
)
MONTHS = st.integers(1, 24)


def reckoned(day: date, months: int) -> date:
    """So many months later, month by month on the fingers, and back to a day that exists."""
    year, month, number = day.year, day.month, day.day
    for _ in range(months):
        month += 1
        if month > 12:
            year, month = year + 1, 1
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


@given(start=DAYS, months=MONTHS)
@example(start=date(2020, 8, 31), months=6)
@example(start=date(2023, 8, 31), months=6)
@example(start=date(2024, 2, 29), months=12)
def test_due_date_is_what_somebody_reckons_on_the_fingers(start, months):
    due = rules.evaluation_due_on(start, months)

    assert due == reckoned(start, months)
    assert due.day == start.day or (due.day < start.day and (due + timedelta(days=1)).day == 1)


@given(days=st.tuples(DAYS, DAYS), months=MONTHS)
def test_who_evaluates_later_is_never_due_sooner(days, months):
    earlier, later = (rules.evaluation_due_on(day, months) or date.max for day in sorted(days))

    assert earlier <= later < date.max


@given(chosen=st.none() | MONTHS, asked=st.none() | MONTHS)
def test_shorter_of_what_plan_and_product_ask_holds(chosen, asked):
    months = rules.effective_interval(chosen, Terms(evaluation_interval_months=asked))

    assert months == min([one for one in (chosen, asked) if one is not None], default=None)


# Chains over rows -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """What happens so many days later."""

    kind: str
    gap: int
    back: int = 0
    """An evaluation that is written down late was held so many days before."""
    months: int | None = None


STEPS = st.lists(
    st.one_of(
        st.builds(Step, st.just("complete"), st.integers(0, 400), st.sampled_from([0, 0, 1, 30, 200])),
        st.builds(Step, st.just("incomplete"), st.integers(0, 400), st.sampled_from([0, 0, 30])),
        st.builds(Step, st.just("version"), st.integers(0, 90), months=st.none() | st.integers(1, 12)),
        st.builds(Step, st.just("terms"), st.integers(0, 90), months=st.integers(1, 12)),
    ),
    max_size=7,
)


@dataclass
class Ledger:
    """What a plan would keep on a sheet of paper: the second reckoning knows this and no more."""

    agreed: date
    delivered: date | None
    chosen: int | None = None
    asked: int = 6
    held: list[date] = field(default_factory=list)

    @property
    def start(self) -> date:
        if self.held:
            return max(self.held)
        return self.agreed if self.delivered is None or self.agreed < self.delivered else self.delivered

    @property
    def due(self) -> date:
        return reckoned(self.start, self.asked if self.chosen is None or self.asked < self.chosen else self.chosen)


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written here is gone afterwards: each example begins with the same plan."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def carried_out(plan: Any, number: int, day: date, months: int | None) -> PlanVersion:
    """A version that takes the place of the one before, by rows alone."""
    moment = datetime.combine(day, datetime.min.time(), UTC)
    plan.versions.exclude(status=PlanStatus.ENDED).update(
        status=PlanStatus.ENDED, ended_at=moment, end_reason="Opgevolgd."
    )
    version: PlanVersion = PlanVersion.objects.create(
        plan=plan,
        number=number,
        status=PlanStatus.IN_EXECUTION,
        starts_on=day,
        agreed_on=day,
        agreed_at=moment,
        started_at=moment,
        evaluation_interval_months=months,
    )
    return version


def written_down(version: PlanVersion, held_on: date, *, is_complete: bool) -> None:
    """An evaluation of the version; the one that is open is gone on with."""
    row = Evaluation.objects.filter(version=version, completed_at=None).first() or Evaluation(version=version)
    row.held_on = held_on
    if is_complete:
        row.completed_at = datetime.combine(held_on, datetime.min.time(), UTC)
        row.report = row.effectiveness = row.wmo_reason = row.author_name = "Gedaan."
        row.wmo_fit = WmoFit.YES
    row.save()


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(agreed=DAYS, delivered=st.none() | DAYS, steps=STEPS)
@example(date(2020, 8, 31), None, [Step("version", 31), Step("incomplete", 60), Step("complete", 92)])
@example(
    date(2023, 8, 31), date(2023, 9, 30), [Step("terms", 30, months=12), Step("complete", 151), Step("version", 1)]
)
def test_clock_of_a_plan_follows_its_chain(running, monkeypatch, agreed, delivered, steps):
    actor = Actor.system("keten")
    ledger, day = Ledger(agreed, delivered), agreed
    monkeypatch.setattr("plans.selectors.reading.terms_for", lambda *_: Terms(evaluation_interval_months=ledger.asked))
    with taken_back():
        plan = running.plan
        plan.refresh_from_db()
        plan.clock_starts_on = plan.next_evaluation_due_on = None
        allocation = plan.allocation
        allocation.delivery_started_on = delivered
        allocation.starts_on, allocation.ends_on = date(2000, 1, 1), date(2100, 12, 31)
        allocation.save()
        plan.versions.update(agreed_on=agreed, starts_on=agreed, ends_on=None)
        version = running
        set_clock(actor, plan, day)
        assert (plan.clock_starts_on, plan.next_evaluation_due_on) == (ledger.start, ledger.due)
        for number, step in enumerate(steps, start=2):
            day += timedelta(days=step.gap)
            before = replace(ledger, held=[*ledger.held])
            match step.kind:
                case "complete":
                    held_on = max(agreed, day - timedelta(days=step.back))
                    written_down(version, held_on, is_complete=True)
                    ledger.held.append(held_on)
                case "incomplete":
                    written_down(version, day - timedelta(days=step.back), is_complete=False)
                case "version":
                    version = carried_out(plan, number, day, step.months)
                    ledger.chosen = step.months
                case "terms":
                    ledger.asked = step.months or 6
            moved = set_clock(actor, plan, day)

            plan.refresh_from_db()
            assert (plan.clock_starts_on, plan.next_evaluation_due_on) == (ledger.start, ledger.due)
            assert moved == ((before.start, before.due) != (ledger.start, ledger.due))
            if step.kind == "incomplete":
                assert not moved
            if step.kind == "version":
                assert plan.clock_starts_on == before.start
            if step.kind == "complete":
                assert plan.next_evaluation_due_on >= before.due


# The same through the services ------------------------------------------------------------------------


@pytest.mark.django_db
def test_services_keep_the_clock_over_months_of_different_length(petra, running, on_day):
    """Agreed on 2 March: 31 August gives 28 February, and 31 October gives 30 April."""
    actor, plan = actor_of_user(petra), running.plan

    def due():
        plan.refresh_from_db()
        return plan.next_evaluation_due_on

    assert due() == date(2026, 9, 2)
    on_day(date(2026, 8, 31))
    evaluate(petra, running)
    assert due() == date(2027, 2, 28)

    on_day(date(2026, 9, 15))
    draft = start_new_version(actor=actor, plan=plan)
    assert due() == date(2027, 2, 28)
    version = start_execution(actor=actor, version=agree(petra, draft))
    assert due() == date(2027, 2, 28)

    on_day(date(2026, 10, 31))
    evaluation = evaluate(petra, version, complete=False)
    assert due() == date(2027, 2, 28)
    complete_evaluation(actor=actor, evaluation=evaluation, revision=evaluation.revision)
    assert due() == date(2027, 4, 30)

"""The database refuses what the services never write: each constraint attacked behind their back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from plans.enums import PlanStatus
from plans.models import (
    Activity,
    Agreement,
    Evaluation,
    EvaluationMoment,
    Goal,
    GoalProgress,
    Plan,
    PlanVersion,
    Responsibility,
)
from tests.plans.story import TODAY, professional_of


def refused(write, *args, **kwargs):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(*args, **kwargs)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "onbekend"},
        {"status": PlanStatus.AGREED},
        {"status": PlanStatus.IN_EXECUTION},
        {"status": PlanStatus.ENDED},
        {"agreed_at": timezone.now()},
        {"ended_at": timezone.now()},
        {"status": PlanStatus.ENDED, "ended_at": timezone.now(), "end_reason": ""},
        {"evaluation_interval_months": 0},
        {"ends_on": F("starts_on") - timedelta(days=1)},
    ],
)
def test_version_keeps_its_status_moments_and_period_in_step(draft, values):
    refused(PlanVersion.objects.filter(pk=draft.pk).update, **values)


@pytest.mark.parametrize("fixture", ["draft", "agreed", "running"])
def test_plan_has_one_version_per_open_status(fixture, request):
    version = request.getfixturevalue(fixture)
    copy = PlanVersion.objects.get(pk=version.pk)
    copy.pk, copy.public_id, copy.number = None, "0" * 32, version.number + 1

    refused(copy.save, force_insert=True)


def test_version_number_is_used_once(petra, running):
    copy = PlanVersion(plan=running.plan, number=running.number, starts_on=TODAY)

    refused(copy.save)


def test_allocation_has_one_plan(draft):
    refused(Plan.objects.create, allocation=draft.plan.allocation)


def test_clock_ends_after_it_starts(agreed):
    refused(Plan.objects.filter(pk=agreed.plan_id).update, next_evaluation_due_on=F("clock_starts_on"))


def test_clock_does_not_end_without_a_start(agreed):
    refused(Plan.objects.filter(pk=agreed.plan_id).update, clock_starts_on=None)


def test_plan_has_one_responsible_at_a_time(petra, draft):
    refused(
        Responsibility.objects.bulk_create,
        [Responsibility(plan=draft.plan, professional=professional_of(petra), starts_on=date(2026, 6, 1))],
    )


def test_responsibility_ends_after_it_starts(draft):
    refused(Responsibility.objects.update, ends_on=F("starts_on") - timedelta(days=1))


@pytest.mark.parametrize("values", [{"domain": "anders"}])
def test_goal_is_about_a_known_domain(draft, values):
    refused(Goal.objects.update, **values)


def test_goal_has_a_place_of_its_own(draft):
    refused(Goal.objects.create, version=draft, position=1, domain="structure", statement="Nog een.")


@pytest.mark.parametrize("values", [{"times": 0}, {"per": "jaar"}])
def test_activity_has_a_frequency(draft, values):
    refused(Activity.objects.update, **values)


def test_moment_stands_in_the_plan_once(draft):
    moment = draft.evaluation_moments.get()

    refused(EvaluationMoment.objects.create, version=draft, planned_on=moment.planned_on)


def test_side_agrees_once(agreed):
    given = agreed.agreements.get(party="client")

    refused(
        Agreement.objects.create,
        version=agreed,
        party="client",
        agreed_as="client",
        name=given.name,
        agreed_on=TODAY,
    )


@pytest.mark.parametrize(
    ("party", "values"),
    [
        ("client", {"agreed_as": "responsible"}),
        ("client", {"agreed_as": "representative"}),
        ("client", {"party": "gemeente"}),
        ("professional", {"agreed_as": "client"}),
        ("professional", {"professional": None}),
    ],
)
def test_agreement_names_who_agreed_for_which_side(agreed, party, values):
    refused(Agreement.objects.filter(version=agreed, party=party).update, **values)


@pytest.mark.parametrize(
    "values", [{"report": ""}, {"effectiveness": ""}, {"wmo_fit": ""}, {"wmo_reason": ""}, {"author_name": ""}]
)
def test_evaluation_without_a_part_is_not_complete(evaluation, values):
    refused(Evaluation.objects.filter(pk=evaluation.pk).update, **values)


def test_version_has_one_open_evaluation(running, open_evaluation):
    refused(Evaluation.objects.create, version=running, held_on=TODAY, author_name="x")


def test_progress_on_a_goal_is_told_once(evaluation):
    told = evaluation.goal_progress.get()

    refused(GoalProgress.objects.create, evaluation=evaluation, goal=told.goal, progress="same")


def test_nothing_of_a_plan_goes_along_with_what_it_belongs_to(evaluation):
    version = evaluation.version
    goal = version.goals.get()

    for row in (version, goal, evaluation, version.plan, version.plan.allocation, version.plan.allocation.client):
        with pytest.raises(ProtectedError):
            row.delete()

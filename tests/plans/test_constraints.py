"""The database refuses what the services never write: each constraint attacked behind their back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from core.constraints import constraint_of
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

ONE_PER_STATUS = {"plans_version_one_draft", "plans_version_one_agreed", "plans_version_one_in_execution"}


def refused_by(constraint, write, *args, **kwargs):
    """The database refuses the write, and it is this constraint that does.

    SQLite names the columns of a unique index and not the index: of several over the same columns the
    first is as good as any.
    """
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write(*args, **kwargs)
    found = constraint_of(refusal.value)
    name = found.name if found else ""
    assert name == constraint or (connection.vendor == "sqlite" and {name, constraint} <= ONE_PER_STATUS)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("plans_version_status_moment", {"status": "onbekend"}),
        ("plans_version_status_moment", {"status": PlanStatus.AGREED}),
        ("plans_version_status_moment", {"status": PlanStatus.IN_EXECUTION}),
        ("plans_version_status_moment", {"status": PlanStatus.ENDED}),
        ("plans_version_status_moment", {"agreed_at": timezone.now()}),
        ("plans_version_status_moment", {"ended_at": timezone.now()}),
        (
            "plans_version_status_moment",
            {"status": PlanStatus.ENDED, "ended_at": timezone.now(), "end_reason": ""},
        ),
        ("plans_version_interval", {"evaluation_interval_months": 0}),
        ("plans_version_period_order", {"ends_on": F("starts_on") - timedelta(days=1)}),
    ],
)
def test_version_keeps_its_status_moments_and_period_in_step(draft, name, values):
    refused_by(name, PlanVersion.objects.filter(pk=draft.pk).update, **values)


@pytest.mark.parametrize(
    ("fixture", "name"),
    [
        ("draft", "plans_version_one_draft"),
        ("agreed", "plans_version_one_agreed"),
        ("running", "plans_version_one_in_execution"),
    ],
)
def test_plan_has_one_version_per_open_status(fixture, name, request):
    version = request.getfixturevalue(fixture)
    copy = PlanVersion.objects.get(pk=version.pk)
    copy.pk, copy.public_id, copy.number = None, uuid4(), version.number + 1

    refused_by(name, copy.save, force_insert=True)


def test_version_number_is_used_once(petra, running):
    copy = PlanVersion(plan=running.plan, number=running.number, starts_on=TODAY)

    refused_by("plans_version_number", copy.save)


def test_allocation_has_one_plan(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(allocation=draft.plan.allocation)


def test_clock_ends_after_it_starts(agreed):
    refused_by(
        "plans_plan_clock", Plan.objects.filter(pk=agreed.plan_id).update, next_evaluation_due_on=F("clock_starts_on")
    )


def test_clock_does_not_end_without_a_start(agreed):
    refused_by("plans_plan_clock", Plan.objects.filter(pk=agreed.plan_id).update, clock_starts_on=None)


def test_plan_has_one_responsible_at_a_time(petra, draft):
    begins = draft.plan.responsibilities.get().starts_on
    refused_by(
        "plans_responsibility_no_overlap",
        Responsibility.objects.bulk_create,
        [Responsibility(plan=draft.plan, professional=professional_of(petra), starts_on=begins)],
    )


def test_responsibility_ends_after_it_starts(draft):
    refused_by(
        "plans_responsibility_period_order", Responsibility.objects.update, ends_on=F("starts_on") - timedelta(days=1)
    )


@pytest.mark.parametrize("values", [{"domain": "anders"}])
def test_goal_is_about_a_known_domain(draft, values):
    refused_by("plans_goal_domain", Goal.objects.update, **values)


def test_goal_has_a_place_of_its_own(draft):
    refused_by(
        "plans_goal_position", Goal.objects.create, version=draft, position=1, domain="structure", statement="Nog een."
    )


@pytest.mark.parametrize("values", [{"times": 0}, {"per": "jaar"}])
def test_activity_has_a_frequency(draft, values):
    refused_by("plans_activity_frequency", Activity.objects.update, **values)


def test_moment_stands_in_the_plan_once(draft):
    moment = draft.evaluation_moments.get()

    refused_by("plans_moment_once", EvaluationMoment.objects.create, version=draft, planned_on=moment.planned_on)


def test_side_agrees_once(agreed):
    given = agreed.agreements.get(party="client")

    refused_by(
        "plans_agreement_once",
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
        ("client", {"agreed_as": "representative", "why_not_client": "asked", "not_client_reason": "Zo."}),
        ("client", {"party": "gemeente"}),
        ("professional", {"agreed_as": "client"}),
        ("professional", {"professional": None}),
    ],
)
def test_agreement_names_who_agreed_for_which_side(agreed, party, values):
    refused_by("plans_agreement_side", Agreement.objects.filter(version=agreed, party=party).update, **values)


@pytest.mark.parametrize(
    "values", [{"report": ""}, {"effectiveness": ""}, {"wmo_fit": ""}, {"wmo_reason": ""}, {"author_name": ""}]
)
def test_evaluation_without_a_part_is_not_complete(evaluation, values):
    refused_by("plans_evaluation_complete", Evaluation.objects.filter(pk=evaluation.pk).update, **values)


def test_version_has_one_open_evaluation(running, open_evaluation):
    refused_by("plans_evaluation_one_open", Evaluation.objects.create, version=running, held_on=TODAY, author_name="x")


def test_progress_on_a_goal_is_told_once(evaluation):
    told = evaluation.goal_progress.get()

    refused_by(
        "plans_progress_once", GoalProgress.objects.create, evaluation=evaluation, goal=told.goal, progress="same"
    )


def test_nothing_of_a_plan_goes_along_with_what_it_belongs_to(evaluation):
    version = evaluation.version
    goal = version.goals.get()

    for row in (version, goal, evaluation, version.plan, version.plan.allocation, version.plan.allocation.client):
        with pytest.raises(ProtectedError):
            row.delete()

"""Carrying a plan out: drafts and versions, who is responsible, evaluations and the clock."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from clients.services.allocations import record_start_of_delivery
from core.errors import Conflict
from organisations.enums import Level
from plans.enums import PlanStatus, WmoFit
from plans.models import Evaluation, Plan, Responsibility
from plans.selectors import current_version, responsible_on
from plans.services.clock import refresh_evaluation_dates
from plans.services.drafting import change_plan, set_evaluation_moments, start_new_version, start_plan
from plans.services.evaluations import change_evaluation, complete_evaluation, start_evaluation
from plans.services.execution import end_plan, start_execution
from plans.services.goals import add_goal, change_goal, remove_goal
from plans.services.responsibility import hand_over
from products.enums import RuleKind
from products.services.versions import adopt_version, change_requirement, draft_next_version, withdraw_version
from tests.cast import actor_of_user
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.plans.story import ACTIVITY, GOAL, TODAY, agree, draft_of, evaluate, professional_of


def due_on(version):
    return Plan.objects.get(pk=version.plan_id).next_evaluation_due_on


def in_force(version):
    return version.plan.allocation.variant.versions.get(number=1)


# Drafts -----------------------------------------------------------------------------------------------


def test_plan_outside_its_allocation_is_refused(petra, allocation):
    with pytest.raises(ValidationError) as refusal:
        start_plan(
            actor=actor_of_user(petra),
            allocation=allocation,
            professional=professional_of(petra),
            starts_on=date(2025, 12, 31),
            ends_on=date(2026, 12, 31),
        )

    assert refusal.value.error_dict["ends_on"][0].code == "plan_outside_allocation"
    assert not Plan.objects.exists()


def test_second_plan_for_an_allocation_is_a_conflict(petra, empty_draft):
    with pytest.raises(Conflict):
        draft_of(petra, empty_draft.plan.allocation)


def test_plan_without_end_before_start(petra, empty_draft):
    with pytest.raises(ValidationError):
        change_plan(
            actor=actor_of_user(petra),
            version=empty_draft,
            revision=empty_draft.revision,
            values={"starts_on": date(2026, 6, 1), "ends_on": date(2026, 5, 1)},
        )


@pytest.mark.parametrize("person", ["mo", "karin", "zoe", "pim", "ada"])
def test_plan_is_written_by_its_provider_only(person, empty_draft, request):
    actor = actor_of_user(request.getfixturevalue(person))

    with pytest.raises(PermissionDenied):
        change_plan(actor=actor, version=empty_draft, revision=1, values={"situation": "Van mij."})
    with pytest.raises(PermissionDenied):
        add_goal(actor=actor, version=empty_draft, revision=1, values=GOAL)


def test_interval_longer_than_the_product_asks_is_refused(petra, empty_draft):
    actor = actor_of_user(petra)

    with pytest.raises(ValidationError) as refusal:
        change_plan(
            actor=actor,
            version=empty_draft,
            revision=empty_draft.revision,
            values={"evaluation_interval_months": 7},
        )

    assert refusal.value.error_dict["evaluation_interval_months"][0].code == "interval_too_long"


def test_shorter_interval_of_the_plan_moves_the_due_date(petra, draft):
    actor = actor_of_user(petra)
    draft = change_plan(actor=actor, version=draft, revision=draft.revision, values={"evaluation_interval_months": 3})
    set_evaluation_moments(actor=actor, version=draft, revision=draft.revision, days=[date(2026, 5, 1)])
    draft.refresh_from_db()

    version = agree(petra, draft)

    assert due_on(version) == date(2026, 6, 2)


def test_two_people_writing_at_once_the_second_gets_a_conflict(petra, empty_draft):
    actor, seen = actor_of_user(petra), empty_draft.revision
    add_goal(actor=actor, version=empty_draft, revision=seen, values=GOAL)

    with pytest.raises(Conflict):
        add_goal(actor=actor, version=empty_draft, revision=seen, values=GOAL)

    assert empty_draft.goals.count() == 1


def test_goals_keep_their_order_when_one_goes(petra, empty_draft):
    actor = actor_of_user(petra)
    for statement in ("een", "twee", "drie"):
        empty_draft.refresh_from_db()
        add_goal(
            actor=actor,
            version=empty_draft,
            revision=empty_draft.revision,
            values={**GOAL, "statement": statement},
            activities=[ACTIVITY],
        )
    empty_draft.refresh_from_db()

    remove_goal(actor=actor, goal=empty_draft.goals.get(statement="een"), revision=empty_draft.revision)

    assert list(empty_draft.goals.values_list("position", "statement")) == [(1, "twee"), (2, "drie")]


def test_faults_in_activities_come_all_at_once_and_nothing_is_written(petra, empty_draft):
    wrong = [{**ACTIVITY, "times": 0}, ACTIVITY, {**ACTIVITY, "description": ""}]

    with pytest.raises(ValidationError) as refusal:
        add_goal(
            actor=actor_of_user(petra),
            version=empty_draft,
            revision=empty_draft.revision,
            values=GOAL,
            activities=wrong,
        )

    messages = refusal.value.message_dict["activities"]
    assert [message.split(":")[0] for message in messages] == ["Activiteit 1", "Activiteit 3"]
    assert not empty_draft.goals.exists()


def test_new_version_starts_from_the_former_and_needs_new_agreements(petra, running):
    version = start_new_version(actor=actor_of_user(petra), plan=running.plan)

    goal = version.goals.get()
    assert (version.number, version.status) == (2, PlanStatus.DRAFT)
    assert goal.statement == GOAL["statement"]
    assert goal.activities.get().description == ACTIVITY["description"]
    assert not version.agreements.exists()
    assert current_version(running.plan) == running


def test_change_of_a_copied_goal_leaves_the_former_version_as_it_was(petra, running):
    actor = actor_of_user(petra)
    version = start_new_version(actor=actor, plan=running.plan)

    change_goal(actor=actor, goal=version.goals.get(), revision=version.revision, values={"statement": "Nieuw."})

    assert running.goals.get().statement == GOAL["statement"]


def test_only_one_draft_at_a_time(petra, running):
    start_new_version(actor=actor_of_user(petra), plan=running.plan)

    with pytest.raises(Conflict):
        start_new_version(actor=actor_of_user(petra), plan=running.plan)


# Carrying out -------------------------------------------------------------------------------------------


def test_draft_is_not_carried_out(petra, draft):
    with pytest.raises(ValidationError) as refusal:
        start_execution(actor=actor_of_user(petra), version=draft)

    assert refusal.value.code == "transition"


def test_next_version_in_execution_ends_the_former(petra, running):
    actor = actor_of_user(petra)
    second = start_new_version(actor=actor, plan=running.plan)
    agree(petra, second)

    start_execution(actor=actor, version=second)

    running.refresh_from_db()
    second.refresh_from_db()
    assert (running.status, second.status) == (PlanStatus.ENDED, PlanStatus.IN_EXECUTION)
    assert "versie 2" in running.end_reason


def test_ended_plan_has_no_clock_and_needs_a_reason(petra, running):
    actor = actor_of_user(petra)
    with pytest.raises(ValidationError):
        end_plan(actor=actor, version=running, reason=" ")

    end_plan(actor=actor, version=running, reason="Verhuisd.")

    assert due_on(running) is None


def test_responsible_is_handed_over_without_a_day_between(petra, running, de_linde):
    other = ProfessionalFactory.create(name="Lies", provider=de_linde)
    QualificationFactory.create(professional=other, level=Level.HBO, verified=True)
    day = TODAY + timedelta(days=10)

    hand_over(actor=actor_of_user(petra), plan=running.plan, professional=other, from_on=day)

    assert responsible_on(running.plan, day - timedelta(days=1)) == professional_of(petra)
    assert responsible_on(running.plan, day) == other


def test_responsible_without_the_level_does_not_take_over(petra, running, de_linde):
    bas = ProfessionalFactory.create(name="Bas", provider=de_linde)
    QualificationFactory.create(professional=bas, level=Level.MBO_3, verified=True)
    QualificationFactory.create(professional=bas, level=Level.HBO)  # nobody verified it

    with pytest.raises(ValidationError) as refusal:
        hand_over(actor=actor_of_user(petra), plan=running.plan, professional=bas, from_on=TODAY + timedelta(days=1))

    assert [error.code for error in refusal.value.error_list] == ["level_too_low"]
    assert Responsibility.objects.count() == 1


# Evaluating ---------------------------------------------------------------------------------------------


def test_complete_evaluation_moves_the_clock(petra, running, on_day):
    on_day(date(2026, 8, 31))

    evaluate(petra, running)

    assert due_on(running) == date(2027, 2, 28)


def test_open_evaluation_does_not_move_the_clock(petra, running, on_day):
    before = due_on(running)
    on_day(date(2026, 8, 31))

    evaluate(petra, running, complete=False)

    assert due_on(running) == before


def test_incomplete_evaluation_is_refused_with_everything_that_is_missing(petra, open_evaluation):
    with pytest.raises(ValidationError) as refusal:
        complete_evaluation(actor=actor_of_user(petra), evaluation=open_evaluation, revision=open_evaluation.revision)

    assert {error.code for error in refusal.value.error_list} == {
        "no_client_side",
        "no_absence_reason",
        "no_professional",
        "goal_without_progress",
        "indicator_without_score",
        "no_effectiveness",
        "no_report",
        "no_wmo_answer",
        "no_wmo_reason",
    }


def test_complete_evaluation_does_not_change(petra, evaluation):
    with pytest.raises(Conflict):
        change_evaluation(
            actor=actor_of_user(petra), evaluation=evaluation, revision=evaluation.revision, values={"report": "x"}
        )


def test_two_people_writing_one_evaluation_the_second_gets_a_conflict(petra, open_evaluation):
    actor, seen = actor_of_user(petra), open_evaluation.revision
    change_evaluation(actor=actor, evaluation=open_evaluation, revision=seen, values={"report": "Eerste."})

    with pytest.raises(Conflict):
        change_evaluation(actor=actor, evaluation=open_evaluation, revision=seen, values={"report": "Tweede."})

    assert Evaluation.objects.get().report == "Eerste."


def test_second_open_evaluation_is_a_conflict(petra, running, open_evaluation):
    with pytest.raises(Conflict):
        start_evaluation(actor=actor_of_user(petra), version=running, held_on=TODAY)


def test_plan_that_is_not_carried_out_is_not_evaluated(petra, agreed):
    with pytest.raises(ValidationError) as refusal:
        start_evaluation(actor=actor_of_user(petra), version=agreed, held_on=TODAY)

    assert refusal.value.code == "not_in_execution"


@pytest.mark.parametrize("answer", list(WmoFit))
def test_every_answer_about_the_wmo_counts(petra, running, answer):
    assert evaluate(petra, running, wmo_fit=answer).is_complete


# The clock follows the terms ------------------------------------------------------------------------------


def test_earlier_start_of_delivery_starts_the_clock(petra, allocation):
    version = draft_of(petra, allocation, goals=1)
    record_start_of_delivery(actor=actor_of_user(petra), allocation=allocation, on=date(2026, 2, 2))

    version = agree(petra, version)

    assert due_on(version) == date(2026, 8, 2)


def test_shorter_interval_in_a_new_product_version_counts_from_its_first_day(petra, pim, running, on_day):
    purchaser = actor_of_user(pim)
    next_version = draft_next_version(actor=purchaser, version=in_force(running))
    requirement = next_version.requirements.get(rule_kind=RuleKind.EVALUATION_INTERVAL_MONTHS)
    change_requirement(actor=purchaser, requirement=requirement, rule_value={"months": 4})
    adopt_version(actor=purchaser, version=next_version, starts_on=date(2026, 5, 1))

    assert refresh_evaluation_dates(date(2026, 4, 30)) == 0
    assert due_on(running) == date(2026, 9, 2)

    on_day(date(2026, 5, 1))
    assert refresh_evaluation_dates(date(2026, 5, 1)) == 1
    assert due_on(running) == date(2026, 7, 2)
    assert refresh_evaluation_dates(date(2026, 5, 1)) == 0


def test_plan_runs_on_when_its_product_is_withdrawn(petra, pim, running, on_day):
    withdraw_version(actor=actor_of_user(pim), version=in_force(running), last_day=date(2026, 3, 31))
    on_day(date(2026, 4, 10))

    evaluate(petra, running)

    assert due_on(running) == date(2026, 10, 10)

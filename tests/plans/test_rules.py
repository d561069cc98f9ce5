"""What a plan and an evaluation must hold, and when the next evaluation is due."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import add_months
from core.periods import Period
from organisations.enums import Level
from plans import rules
from plans.enums import ParticipantKind, PlanStatus
from plans.transitions import FOLLOWS, check_transition
from products.rules import PlanContentDemand, Terms

PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))
TERMS = Terms(
    evaluation_interval_months=6,
    plan_content=PlanContentDemand(
        smart=("specific", "measurable", "acceptable", "realistic", "time_bound"),
        activities_min=1,
        frequency=True,
        evaluation_moments_min=1,
    ),
)
GOAL = rules.GoalContent(
    position=1,
    domain="structure",
    statement="Ik kom elke week drie keer.",
    measure="dagdelen waarop ik er ben",
    unit="dagdelen per week",
    start_value=Decimal(1),
    target_value=Decimal(3),
    client_words="Ik wil eruit.",
    has_consent=True,
    why_realistic="Het vervoer is geregeld.",
    due_on=date(2026, 10, 1),
    activities=(rules.ActivityContent("samen koken", 2, "week"),),
)
PLAN = rules.PlanContent(
    period=PERIOD, goals=(GOAL,), evaluation_moments=(date(2026, 6, 1),), interval_months=None, needed_support=""
)
EVALUATION = rules.EvaluationContent(
    held_on=date(2026, 6, 1),
    first_agreed_on=date(2026, 1, 1),
    participants=(ParticipantKind.CLIENT, ParticipantKind.PROFESSIONAL),
    goals_to_judge=(1, 2),
    goals_judged=(1, 2),
    effectiveness="De begeleiding helpt.",
    report="Het gaat goed.",
    wmo_fit="yes",
    wmo_reason="De hulpvraag is gelijk gebleven.",
    client_absence_reason="",
)


def codes(errors: list[ValidationError]) -> set[str | None]:
    return {error.code for error in errors}


def test_plan_that_is_complete_lacks_nothing():
    assert rules.missing_for_agreement(PLAN, TERMS) == []


def test_plan_without_goals_is_never_a_plan():
    assert "no_goals" in codes(rules.missing_for_agreement(replace(PLAN, goals=()), Terms()))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"statement": "  "}, "goal_not_specific"),
        ({"measure": ""}, "goal_not_measurable"),
        ({"unit": ""}, "goal_not_measurable"),
        ({"start_value": None}, "goal_not_measurable"),
        ({"target_value": None}, "goal_not_measurable"),
        ({"client_words": ""}, "goal_not_acceptable"),
        ({"has_consent": False}, "goal_not_acceptable"),
        ({"why_realistic": ""}, "goal_not_realistic"),
        ({"due_on": None}, "goal_not_time_bound"),
        ({"due_on": date(2027, 1, 1)}, "goal_outside_plan"),
        ({"due_on": date(2025, 12, 31)}, "goal_outside_plan"),
        ({"activities": ()}, "goal_without_activity"),
    ],
)
def test_goal_lacking_a_part_is_named_with_its_number(changes, code):
    plan = replace(PLAN, goals=(GOAL, replace(GOAL, position=2, **changes)))

    missing = rules.missing_for_agreement(plan, TERMS)

    assert codes(missing) == {code}
    assert "Doel 2" in missing[0].messages[0]


def test_goal_of_zero_to_keep_what_is_there_is_measurable():
    kept = replace(GOAL, start_value=Decimal(0), target_value=Decimal(0))

    assert rules.missing_for_agreement(replace(PLAN, goals=(kept,)), TERMS) == []


def test_missing_things_come_all_at_once():
    empty = replace(GOAL, statement="", measure="", client_words="", why_realistic="", due_on=None, activities=())
    plan = replace(PLAN, goals=(empty,), evaluation_moments=(), interval_months=9)

    assert codes(rules.missing_for_agreement(plan, TERMS)) == {
        "goal_not_specific",
        "goal_not_measurable",
        "goal_not_acceptable",
        "goal_not_realistic",
        "goal_not_time_bound",
        "goal_without_activity",
        "no_evaluation_moment",
        "interval_too_long",
    }


def test_product_that_asks_nothing_of_the_content_is_content_with_a_goal():
    bare = replace(GOAL, measure="", client_words="", why_realistic="", due_on=None, activities=())

    assert rules.missing_for_agreement(replace(PLAN, goals=(bare,), evaluation_moments=()), Terms()) == []


@pytest.mark.parametrize(
    ("moments", "code"),
    [
        ((), "no_evaluation_moment"),
        ((date(2025, 12, 31),), "moment_outside_plan"),
        ((date(2026, 5, 1), date(2027, 1, 1)), "moment_outside_plan"),
        ((date(2026, 7, 2),), "first_moment_too_late"),
    ],
)
def test_evaluation_moment_missing_outside_or_too_late_is_named(moments, code):
    assert codes(rules.missing_for_agreement(replace(PLAN, evaluation_moments=moments), TERMS)) == {code}


def test_first_moment_may_fall_on_the_last_day_of_the_interval():
    assert rules.missing_for_agreement(replace(PLAN, evaluation_moments=(date(2026, 7, 1),)), TERMS) == []


@given(chosen=st.integers(1, 120), longest=st.integers(1, 120))
def test_plan_may_evaluate_sooner_but_never_later_than_the_product_asks(chosen, longest):
    terms = Terms(evaluation_interval_months=longest)

    assert bool(rules.interval_faults(chosen, terms)) == (chosen > longest)
    assert rules.effective_interval(chosen, terms) == min(chosen, longest)


def test_interval_of_the_product_counts_when_the_plan_chooses_none():
    assert rules.effective_interval(None, TERMS) == 6
    assert rules.effective_interval(None, Terms()) is None


def test_plan_within_its_allocation_is_accepted():
    rules.check_period_within(PERIOD, PERIOD)


@pytest.mark.parametrize(
    "period",
    [Period(date(2025, 12, 31), date(2026, 6, 1)), Period(date(2026, 6, 1), date(2027, 1, 1))],
)
def test_plan_outside_its_allocation_is_refused(period):
    with pytest.raises(ValidationError) as refusal:
        rules.check_period_within(period, PERIOD)

    assert refusal.value.error_dict["ends_on"][0].code == "plan_outside_allocation"


def test_plan_without_end_does_not_fit_an_allocation_with_an_end():
    with pytest.raises(ValidationError):
        rules.check_period_within(Period(date(2026, 1, 1), None), PERIOD)


@pytest.mark.parametrize("level", [Level.MBO_4, Level.AD, Level.HBO, Level.WO])
def test_responsible_at_or_above_the_level_is_accepted(level):
    rules.check_responsible(name="P.", is_employed=True, level=level, demanded=Level.MBO_4, day=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("is_employed", "level", "expected"),
    [
        (True, Level.MBO_3, {"level_too_low"}),
        (True, None, {"level_too_low"}),
        (False, Level.HBO, {"not_employed"}),
        (False, None, {"not_employed", "level_too_low"}),
    ],
)
def test_responsible_without_level_or_employment_is_refused_with_every_reason(is_employed, level, expected):
    with pytest.raises(ValidationError) as refusal:
        rules.check_responsible(
            name="P. Jansen", is_employed=is_employed, level=level, demanded=Level.MBO_4, day=date(2026, 1, 1)
        )

    assert codes(refusal.value.error_list) == expected
    assert all("P. Jansen" in message for message in refusal.value.messages)


def test_agreement_in_the_future_is_refused():
    rules.check_agreement_day(date(2026, 1, 1), earliest=date(2026, 1, 1), today=date(2026, 1, 1))
    with pytest.raises(ValidationError):
        rules.check_agreement_day(date(2026, 1, 2), earliest=date(2026, 1, 1), today=date(2026, 1, 1))


def test_evaluation_that_is_complete_lacks_nothing():
    assert rules.missing_for_completion(EVALUATION, TERMS, date(2026, 6, 1)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"held_on": date(2026, 6, 2)}, {"held_in_future"}),
        ({"participants": (ParticipantKind.PROFESSIONAL,)}, {"no_client_side", "no_absence_reason"}),
        ({"participants": (ParticipantKind.PROFESSIONAL, ParticipantKind.SYSTEM_MEMBER)}, {"no_absence_reason"}),
        (
            {
                "participants": (ParticipantKind.PROFESSIONAL, ParticipantKind.REPRESENTATIVE),
                "client_absence_reason": "Te ziek.",
            },
            set(),
        ),
        ({"participants": (ParticipantKind.CLIENT,)}, {"no_professional"}),
        ({"goals_judged": (1,)}, {"goal_without_progress"}),
        ({"effectiveness": " "}, {"no_effectiveness"}),
        ({"report": ""}, {"no_report"}),
        ({"wmo_fit": ""}, {"no_wmo_answer"}),
        ({"wmo_reason": ""}, {"no_wmo_reason"}),
    ],
)
def test_evaluation_lacking_a_part_does_not_count(changes, expected):
    content = replace(EVALUATION, **changes)

    assert codes(rules.missing_for_completion(content, TERMS, date(2026, 6, 1))) == expected


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2020, 1, 1), date(2020, 7, 1)),
        (date(2020, 8, 31), date(2021, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 8, 29)),
    ],
)
def test_evaluation_is_due_six_calendar_months_later(last, due):
    assert rules.evaluation_due_on(last, 6) == due


days = st.dates(date(2015, 1, 1), date(2060, 12, 31))


@given(agreed_on=st.none() | days, delivery=st.none() | days, evaluated_on=st.none() | days)
def test_clock_starts_at_the_last_evaluation_or_else_at_the_earliest_of_agreement_and_delivery(
    agreed_on, delivery, evaluated_on
):
    start = rules.clock_start(agreed_on=agreed_on, delivery_started_on=delivery, evaluated_on=evaluated_on)

    if evaluated_on:
        assert start == evaluated_on
    elif agreed_on or delivery:
        assert start == min(day for day in (agreed_on, delivery) if day)
    else:
        assert start is None


@given(start=days, interval=st.integers(1, 24))
def test_later_evaluation_never_makes_the_next_one_due_sooner(start, interval):
    due = rules.evaluation_due_on(start, interval)

    assert due == add_months(start, interval) > start


def test_no_clock_without_a_start_or_an_interval():
    assert rules.evaluation_due_on(None, 6) is None
    assert rules.evaluation_due_on(date(2026, 1, 1), None) is None


@pytest.mark.parametrize("current", list(PlanStatus))
@pytest.mark.parametrize("following", list(PlanStatus))
def test_only_changes_of_status_in_the_table_pass(current, following):
    if following in FOLLOWS[current]:
        check_transition(current, following)
    else:
        with pytest.raises(ValidationError):
            check_transition(current, following)

"""The checks on evaluations, and on who is responsible, against plain counting of days."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.enums import State
from compliance.rules.evaluation import (
    check_interval,
    check_participation,
    check_report,
    check_trend,
    check_wlz_action,
    check_wmo_question,
    turns,
)
from compliance.rules.facts import TrackFacts
from compliance.rules.professional import check_responsible
from core.calendar import add_months
from core.periods import Period
from plans.rules import Standing
from products.rules.demands import (
    IntervalDemand,
    ParticipationDemand,
    ReportDemand,
    ResponsibleLevelDemand,
    TrendDemand,
    WlzActionDemand,
    WmoQuestionDemand,
)
from tests.compliance.facts import DAY, content, evaluation, file, plan, responsible, row, side, standing

SIX = IntervalDemand(6)
MBO_4 = ResponsibleLevelDemand("mbo4")
WLZ = WlzActionDemand(("doubt", "no"))
TREND = TrendDemand(("supervision", "proximity"), "increasing")
WHO = ParticipationDemand(("agreement", "evaluation"), reason_if_absent=True)


def agreed(on, **values):
    return file(first_agreed_on=on, delivery_started_on=on, **values)


@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 9, 1), State.MET), (date(2027, 2, 28), State.MET), (date(2027, 3, 1), State.NOT_MET)]
)
def test_six_months_after_31_august_is_the_last_of_february(day, state):
    result = check_interval(SIX, agreed(date(2026, 8, 31), day=day, since=date(2026, 8, 31)))

    assert turns(SIX, agreed(date(2026, 8, 31), day=date(2026, 9, 1)))[0].due_on == date(2027, 2, 28)
    assert result.state == state
    if state == State.NOT_MET:
        assert result.measured == "evaluatie al 1 dag te laat, sinds 28 februari 2027"


def test_six_months_after_31_august_before_a_leap_year():
    assert turns(SIX, agreed(date(2027, 8, 31), day=date(2027, 9, 1)))[0].due_on == date(2028, 2, 29)


def test_each_evaluation_sets_the_clock_anew_and_a_late_one_stays_late():
    held = (evaluation(date(2025, 12, 20)), evaluation(date(2026, 5, 1)))
    result = check_interval(SIX, agreed(date(2025, 6, 1), evaluations=held))

    assert result.measured == "evaluatie van 20 december 2025 was 19 dagen te laat"
    assert check_interval(SIX, agreed(date(2025, 6, 1), evaluations=held, since=date(2026, 1, 1))).state == State.MET


def test_plan_may_want_it_sooner_and_never_later():
    sooner = plan(content=content(interval_months=3))
    later = plan(content=content(interval_months=9))

    assert check_interval(SIX, agreed(date(2026, 1, 31), plan=sooner)).state == State.NOT_MET
    assert "volgens het plan na hoogstens 3 maanden" in check_interval(SIX, agreed(DAY, plan=sooner)).demanded
    assert turns(SIX, agreed(date(2026, 1, 31), plan=later))[0].due_on == date(2026, 7, 31)


def test_without_a_plan_the_clock_runs_from_the_start_of_delivery():
    begun = file(plan=None, first_agreed_on=None, delivery_started_on=date(2025, 11, 1))

    assert check_interval(SIX, begun).state == State.NOT_MET
    assert (
        check_interval(SIX, file(plan=None, first_agreed_on=None, delivery_started_on=None)).state == "not_assessable"
    )


@pytest.mark.parametrize(
    "lack", [{"effectiveness": " "}, {"goals_judged": ()}, {"participants": ("professional", "referrer")}]
)
def test_evaluation_that_was_not_about_what_it_should_be_about_does_not_do(lack):
    result = check_interval(SIX, file(evaluations=(evaluation(date(2026, 5, 1), **lack),)))

    assert result.state == State.NOT_MET
    assert result.advice


@given(
    st.dates(date(2024, 1, 1), date(2025, 12, 31)),
    st.lists(st.integers(1, 400), max_size=5),
    st.integers(1, 12),
    st.integers(0, 600),
    st.integers(0, 900),
)
@example(date(2024, 8, 31), [182], 6, 0, 10)
def test_late_is_late_on_some_day_that_is_looked_at(start, gaps_between, months, before, after):
    """A reference that asks on each day apart: is an evaluation due and not held yet?"""
    held, last = [], start
    for gap in gaps_between:
        last += timedelta(days=gap)
        held.append(last)
    day = last + timedelta(days=after)
    since = day - timedelta(days=before)

    def is_late(moment):
        begun = max([start, *(one for one in held if one < moment)])
        return moment > add_months(begun, months)

    late = any(
        is_late(date.fromordinal(number))
        for number in range(max(since, start + timedelta(days=1)).toordinal(), day.toordinal() + 1)
    )
    looked_at = file(
        day=day,
        since=since,
        first_agreed_on=start,
        delivery_started_on=None,
        evaluations=tuple(evaluation(one) for one in held),
    )
    assert (check_interval(IntervalDemand(months), looked_at).state == State.NOT_MET) == late


def test_report_and_answer_about_the_wmo_are_asked_of_each_evaluation_and_of_none_without():
    good, bad = evaluation(date(2026, 4, 1)), evaluation(date(2026, 5, 1), report="", wmo_reason="")

    asked: list[tuple[Any, Any]] = [
        (check_report, ReportDemand(required=True)),
        (check_wmo_question, WmoQuestionDemand(each_evaluation=True)),
    ]
    for check, demand in asked:
        assert check(demand, file()).state == State.NOT_APPLICABLE
        assert check(demand, file(evaluations=(good,))).state == State.MET
        result = check(demand, file(evaluations=(good, bad)))
        assert result.state == State.NOT_MET
        assert "1 mei 2026" in result.measured
    assert check_report(ReportDemand(required=True), file(evaluations=(evaluation(DAY, has_author=False),))).state == (
        State.NOT_MET
    )
    assert check_report(ReportDemand(required=False), file(evaluations=(bad,))).state == State.NOT_APPLICABLE


def track(opened_on, ended_on=None, last_step_on=None):
    return TrackFacts(row(85), opened_on, ended_on, last_step_on or opened_on)


@pytest.mark.parametrize(
    ("tracks", "state"),
    [
        ((), State.NOT_MET),
        ((track(date(2026, 5, 1)),), State.MET),
        ((track(date(2026, 3, 1), last_step_on=date(2026, 4, 1)),), State.NOT_MET),
        ((track(date(2026, 3, 1), ended_on=date(2026, 5, 20)),), State.MET),
        ((track(date(2025, 3, 1), ended_on=date(2026, 4, 30)),), State.NOT_MET),
    ],
)
def test_doubt_is_followed_by_a_track_that_does_not_stand_still(tracks, state):
    doubtful = evaluation(date(2026, 5, 1), wmo_fit="doubt")
    looked_at = file(evaluations=(doubtful,), tracks=tracks, quiet_before=date(2026, 4, 20))

    assert check_wlz_action(WLZ, looked_at).state == state


def test_track_that_goes_on_is_looked_at_without_new_doubt():
    quiet = (track(date(2025, 1, 1)),)

    assert check_wlz_action(WLZ, file()).state == State.NOT_APPLICABLE
    assert check_wlz_action(WLZ, file(tracks=quiet, quiet_before=date(2026, 5, 1))).state == State.NOT_MET
    assert check_wlz_action(WLZ, file(tracks=quiet)).state == State.MET
    assert check_wlz_action(WLZ, file(evaluations=(evaluation(DAY),))).state == State.NOT_APPLICABLE


def test_client_who_was_not_there_has_a_reason():
    absent = evaluation(DAY, participants=("system_member", "professional"))
    explained = evaluation(
        DAY, participants=("system_member", "professional"), client_absence_reason="Mevrouw was ziek."
    )

    assert check_participation(WHO, file(evaluations=(absent,))).state == State.NOT_MET
    assert check_participation(WHO, file(evaluations=(explained,))).state == State.MET
    lenient = ParticipationDemand(("evaluation",), reason_if_absent=False)
    assert check_participation(lenient, file(evaluations=(absent,))).state == State.MET


def test_somebody_who_agreed_for_the_client_says_why():
    without = plan(agreements=(side("client", "representative", is_explained=False), side("professional")))
    nobody = plan(agreements=(side("professional"),))

    assert check_participation(WHO, file()).state == State.MET
    assert check_participation(WHO, file(plan=without)).state == State.NOT_MET
    assert check_participation(WHO, file(plan=nobody)).state == State.NOT_MET


def test_trend_is_scored_at_the_start_and_at_each_evaluation():
    start = {"supervision": 1, "proximity": 2}
    later = evaluation(DAY, scores={"supervision": 2, "proximity": 2})

    result = check_trend(TREND, file(start_scores=start, evaluations=(later,)))
    assert result.measured == "toezicht 1, 2; nabijheid 2, 2 (toeneemt)"
    half = evaluation(DAY, scores={"supervision": 2})
    result = check_trend(TREND, file(start_scores={}, evaluations=(half,)))
    assert result.state == State.NOT_ASSESSABLE
    assert result.missing == (
        "Vul aan het begin in hoeveel nodig is: toezicht en nabijheid.",
        "Vul bij de evaluatie van 1 juni 2026 in hoeveel nodig is: nabijheid.",
    )


def test_responsible_whose_employment_ended_is_not_so_from_the_next_day():
    gone = standing(employed=Period(date(2020, 1, 1), date(2026, 5, 30)))

    result = check_responsible(MBO_4, file(responsible=(responsible(standing=gone),)))
    assert result.state == State.NOT_MET
    assert result.measured == "geen dienstverband of bewezen niveau van 31 mei 2026 tot en met 1 juni 2026"
    assert check_responsible(MBO_4, file(responsible=(responsible(standing=gone),), day=date(2026, 5, 30))).state == (
        State.MET
    )


def test_day_without_anybody_and_a_day_with_two_are_named():
    rows = (
        responsible(ends_on=date(2026, 4, 1)),
        responsible(date(2026, 4, 3), date(2026, 5, 1)),
        responsible(date(2026, 5, 1)),
    )

    result = check_responsible(MBO_4, file(responsible=rows))
    assert result.measured == "niemand op 2 april 2026; meer dan één op 1 mei 2026"


FIRST = date(2026, 1, 1)
days = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))
periods = st.tuples(days, st.none() | st.integers(0, 30)).map(
    lambda pair: Period(pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
)
people = st.builds(
    lambda period, employed, proven: responsible(
        period.starts_on, period.ends_on, standing=Standing(tuple(employed), tuple(proven))
    ),
    periods,
    st.lists(periods, max_size=2),
    st.lists(st.tuples(st.sampled_from(["mbo3", "mbo4", "hbo"]), periods), max_size=2),
)


@given(st.lists(people, max_size=3), days, st.integers(0, 40))
def test_responsible_on_each_day_apart(held, agreed_on, length):
    """A reference that asks on each day: is there one, one only, who works there and is proven?"""
    day = agreed_on + timedelta(days=length)

    def is_good(moment):
        there = [one for one in held if one.period.contains(moment)]
        return len(there) == 1 and there[0].standing.fits("mbo4", moment)

    good = all(is_good(agreed_on + timedelta(days=number)) for number in range(length + 1))
    looked_at = file(day=day, since=FIRST, first_agreed_on=agreed_on, responsible=tuple(held))
    assert (check_responsible(MBO_4, looked_at).state == State.MET) == good

"""Opening times and places, without a database."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from delivery.rules import Hours, Placed, check_hours, check_inside, check_open, check_room
from plans.rules.week import CODES, MOMENTS, Week

MONDAY, TUESDAY = CODES["1-morning"], CODES["2-morning"]
AFTERNOON = CODES["1-afternoon"]
FIRST = date(2026, 1, 1)

days = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))
periods = st.tuples(days, st.none() | st.integers(0, 20)).map(
    lambda pair: Period(pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
)
weeks = st.sets(st.sampled_from(MOMENTS[:4]), min_size=1).map(lambda moments: Week(frozenset(moments)))
placed = st.builds(Placed, periods, weeks)


def faults_of(refusal):
    error = refusal.value
    lists = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return [(one.code, one.message) for errors in lists for one in errors]


@pytest.mark.parametrize(
    ("hours", "codes"),
    [
        ([Hours(MONDAY, time(9), time(13))], []),
        ([Hours(MONDAY, time(9), time(13, 1))], ["dagdeel_long"]),
        ([Hours(MONDAY, time(9), time(9))], ["opening_order"]),
        ([Hours(MONDAY, time(9), time(12)), Hours(AFTERNOON, time(12), time(16))], []),
        ([Hours(MONDAY, time(9), time(12)), Hours(AFTERNOON, time(11, 59), time(15))], ["opening_overlap"]),
        ([Hours(MONDAY, time(9), time(12)), Hours(TUESDAY, time(9), time(12))], []),
        (
            [Hours(MONDAY, time(8), time(13)), Hours(AFTERNOON, time(12), time(11))],
            ["dagdeel_long", "opening_order", "opening_overlap"],
        ),
    ],
)
def test_hours_that_cannot_be_are_named_all_at_once(hours, codes):
    if not codes:
        check_hours(hours, 240)
        return
    with pytest.raises(ValidationError) as refusal:
        check_hours(hours, 240)
    assert [code for code, _ in faults_of(refusal)] == codes


def test_nobody_comes_when_the_group_is_closed():
    check_open(Week.of("1-morning"), [MONDAY, TUESDAY])
    with pytest.raises(ValidationError) as refusal:
        check_open(Week.of("1-morning", "3-evening"), [MONDAY, TUESDAY])
    assert faults_of(refusal) == [("group_closed", "De groep is niet open op woensdagavond. Kies andere dagdelen.")]


def test_a_full_dagdeel_is_named_with_the_day_from_which_it_is():
    others = [Placed(Period(FIRST), Week.of("1-morning")), Placed(Period(date(2026, 2, 1)), Week.of("1-morning"))]

    check_room(Placed(Period(FIRST, date(2026, 1, 31)), Week.of("1-morning")), others, 2)
    with pytest.raises(ValidationError) as refusal:
        check_room(Placed(Period(FIRST), Week.of("1-morning", "2-morning")), others, 2)
    assert faults_of(refusal) == [
        (
            "group_full",
            "Op maandagochtend is de groep vol vanaf 1 februari 2026: er zijn 2 plaatsen. "
            "Kies een ander dagdeel, een andere groep of een andere datum.",
        )
    ]


@given(placed, st.lists(placed, max_size=6), st.integers(1, 4))
def test_room_is_what_counting_every_day_says(wanted, others, capacity):
    every_day = [FIRST + timedelta(days=number) for number in range(70)]
    is_full = any(
        sum(moment in one.moments and one.period.contains(day) for one in others) >= capacity
        for day in every_day
        if wanted.period.contains(day)
        for moment in wanted.moments
    )

    if is_full:
        with pytest.raises(ValidationError):
            check_room(wanted, others, capacity)
    else:
        check_room(wanted, others, capacity)


def test_a_placement_lies_inside_allocation_and_group():
    year, half = Period(FIRST, date(2026, 12, 31)), Period(FIRST, date(2026, 6, 30))

    check_inside(half, allocation=year, group=Period(FIRST))
    with pytest.raises(ValidationError) as refusal:
        check_inside(Period(FIRST), allocation=year, group=half)
    assert [code for code, _ in faults_of(refusal)] == ["outside_allocation", "outside_group"]

"""Periods: both ends inclusive, an open end goes on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, gaps, period_order

FIRST = date(2026, 1, 1)
HORIZON = 40

offsets = st.integers(min_value=0, max_value=HORIZON)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(offsets)
    length = draw(st.none() | st.integers(min_value=0, max_value=HORIZON))
    starts_on = FIRST + timedelta(days=start)
    return Period(starts_on, None if length is None else starts_on + timedelta(days=length))


def days_of(period: Period) -> set[date]:
    """Every day up to three horizons away: beyond that all open periods are alike."""
    days = [FIRST + timedelta(days=n) for n in range(3 * HORIZON)]
    return {day for day in days if day >= period.starts_on and (period.ends_on is None or day <= period.ends_on)}


def test_period_with_end_before_start_is_refused():
    with pytest.raises(ValidationError) as caught:
        Period(date(2026, 2, 1), date(2026, 1, 31))

    assert caught.value.code == "period_order"
    assert caught.value.message.startswith("De einddatum ligt voor de begindatum.")


def test_period_of_one_day_counts_that_day():
    period = Period(FIRST, FIRST)

    assert period.days == 1
    assert period.contains(FIRST)


def test_period_reads_as_dutch():
    assert str(Period(FIRST, date(2026, 12, 31))) == "1 januari 2026 tot en met 31 december 2026"
    assert str(Period(FIRST)) == "vanaf 1 januari 2026"


def test_period_with_open_end_has_no_number_of_days():
    assert Period(FIRST).days is None


@given(periods(), periods())
def test_overlaps_equals_counting_day_by_day(one: Period, other: Period):
    assert one.overlaps(other) == bool(days_of(one) & days_of(other))


@given(periods(), periods())
def test_overlaps_is_symmetric(one: Period, other: Period):
    assert one.overlaps(other) == other.overlaps(one)


@given(periods(), periods())
def test_intersection_holds_exactly_the_common_days(one: Period, other: Period):
    common = one.intersection(other)

    assert (days_of(common) if common else set()) == days_of(one) & days_of(other)


@given(periods(), periods())
def test_covers_equals_counting_day_by_day(one: Period, other: Period):
    assert one.covers(other) == (days_of(other) <= days_of(one))


@given(periods(), offsets)
def test_contains_equals_counting_day_by_day(period: Period, offset: int):
    day = FIRST + timedelta(days=offset)

    assert period.contains(day) == (day in days_of(period))


@given(periods())
def test_days_is_the_length(period: Period):
    if period.ends_on is not None:
        assert period.days == len(days_of(period))


@given(st.lists(periods(), max_size=5), periods())
def test_gaps_are_exactly_the_days_left_over(taken: list[Period], within: Period):
    free = gaps(taken, within)

    expected = days_of(within).difference(*(days_of(period) for period in taken))
    assert sorted(day for gap in free for day in days_of(gap)) == sorted(expected)


def test_gaps_are_maximal_and_in_order():
    taken = [Period(date(2026, 1, 20), date(2026, 1, 25)), Period(date(2026, 1, 5), date(2026, 1, 10))]

    assert gaps(taken, Period(FIRST)) == [
        Period(FIRST, date(2026, 1, 4)),
        Period(date(2026, 1, 11), date(2026, 1, 19)),
        Period(date(2026, 1, 26)),
    ]


def test_gaps_stop_at_the_last_day_that_exists():
    assert gaps([Period(FIRST, date.max)], Period(FIRST)) == []


def test_period_order_is_a_check_constraint_with_a_dutch_message():
    constraint = period_order("room_thing_period_order")

    assert isinstance(constraint, CheckConstraint)
    assert constraint.violation_error_code == "period_order"
    assert "einddatum" in str(constraint.violation_error_message)

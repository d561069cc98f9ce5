"""When a term of the law ends: against hand-worked examples with their article, and against a slow reference."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.enums import TermUnit
from clients.rules.terms import Term, due_on
from core.periods import Period

WEEK = Term(7, TermUnit.DAYS, runs_on_to_working_day=True)
SIX_WEEKS = Term(6, TermUnit.WEEKS, runs_on_to_working_day=True)
TWO_WEEKS = Term(2, TermUnit.WEEKS, runs_on_to_working_day=True)
THREE_MONTHS = Term(3, TermUnit.MONTHS, runs_on_to_working_day=True)
FIFTEEN_YEARS = Term(15, TermUnit.YEARS, runs_on_to_working_day=False)


@pytest.mark.parametrize(
    ("start", "term", "last"),
    [
        pytest.param(date(2026, 2, 2), WEEK, date(2026, 2, 9), id="Wmo 2.3.2 lid 2: seven days, Monday to Monday"),
        pytest.param(date(2026, 3, 27), WEEK, date(2026, 4, 7), id="Atw 1 and 3 lid 2: week ends on Good Friday 2026"),
        pytest.param(date(2026, 3, 30), WEEK, date(2026, 4, 7), id="Atw 3 lid 1: week ends on Easter Monday 2026"),
        pytest.param(date(2026, 5, 18), WEEK, date(2026, 5, 26), id="Atw 3 lid 1: week ends on Whit Monday 2026"),
        pytest.param(date(2026, 5, 7), WEEK, date(2026, 5, 15), id="Atw 3 lid 1: week ends on Ascension Day 2026"),
        pytest.param(date(2026, 4, 20), WEEK, date(2026, 4, 28), id="Atw 3 lid 1: week ends on King's Day 2026"),
        pytest.param(date(2026, 4, 28), WEEK, date(2026, 5, 6), id="Atw 3 lid 1: week ends on 5 May 2026"),
        pytest.param(date(2026, 12, 18), WEEK, date(2026, 12, 28), id="Atw 1: Christmas Friday, Saturday, Sunday"),
        pytest.param(date(2027, 12, 25), WEEK, date(2028, 1, 3), id="Atw 1: New Year's Day 2028 is a Saturday"),
        pytest.param(date(2025, 12, 25), WEEK, date(2026, 1, 2), id="Atw 3 lid 1: New Year's Day 2026, a Thursday"),
        # 27 April 2025 is a Sunday: King's Day is Saturday the 26th, and Monday the 28th is an ordinary day.
        pytest.param(date(2025, 4, 18), WEEK, date(2025, 4, 25), id="Atw 3: Friday before King's Day on Saturday"),
        pytest.param(date(2025, 4, 19), WEEK, date(2025, 4, 28), id="Atw 3: King's Day moved from Sunday to Saturday"),
        pytest.param(date(2025, 4, 20), WEEK, date(2025, 4, 28), id="Atw 1: the Sunday on which it would have been"),
        pytest.param(date(2026, 2, 2), SIX_WEEKS, date(2026, 3, 16), id="Wmo 2.3.2 lid 1: six weeks"),
        pytest.param(date(2026, 3, 23), SIX_WEEKS, date(2026, 5, 4), id="Wmo 2.3.2 lid 1: day before 5 May"),
        pytest.param(date(2026, 3, 24), SIX_WEEKS, date(2026, 5, 6), id="Wmo 2.3.2 lid 1: six weeks to 5 May"),
        pytest.param(date(2026, 2, 20), TWO_WEEKS, date(2026, 3, 6), id="Wmo 2.3.5 lid 2: two weeks"),
        pytest.param(date(2026, 12, 11), TWO_WEEKS, date(2026, 12, 28), id="Wmo 2.3.5 lid 2: two weeks to Christmas"),
        # Made known on Thursday: the first day is Friday, the last is the Thursday six weeks later (Awb 6:8 lid 1).
        pytest.param(date(2026, 1, 1), SIX_WEEKS, date(2026, 2, 12), id="Awb 6:7 and 6:8: from the day after"),
        pytest.param(date(2026, 2, 20), SIX_WEEKS, date(2026, 4, 7), id="Awb 6:7: six weeks to Good Friday"),
        pytest.param(date(2026, 11, 30), THREE_MONTHS, date(2027, 3, 1), id="Wmo 5.3.5: 28 February 2027 is a Sunday"),
        pytest.param(date(2027, 11, 30), THREE_MONTHS, date(2028, 2, 29), id="Wmo 5.3.5: 30 November to a leap day"),
        pytest.param(date(2026, 8, 31), THREE_MONTHS, date(2026, 11, 30), id="Wmo 5.3.5: 31 August to 30 November"),
        pytest.param(date(2024, 2, 29), FIFTEEN_YEARS, date(2039, 2, 28), id="Wmo 5.3.4: from a leap day"),
        pytest.param(date(2026, 8, 1), FIFTEEN_YEARS, date(2041, 8, 1), id="Atw 4 under a: years do not run on"),
        pytest.param(date(2019, 5, 5), FIFTEEN_YEARS, date(2034, 5, 5), id="Atw 4 under a: years may end on a holiday"),
    ],
)
def test_term_ends_on_the_day_of_the_law(start, term, last):
    assert due_on(start, term) == last


@pytest.mark.parametrize(
    ("suspended", "last"),
    [
        pytest.param([], date(2026, 3, 16), id="not suspended"),
        pytest.param([(date(2026, 2, 9), date(2026, 2, 9))], date(2026, 3, 17), id="Awb 4:15: one day"),
        pytest.param([(date(2026, 2, 9), date(2026, 2, 13))], date(2026, 3, 23), id="Awb 4:15 and Atw 1: to Saturday"),
        pytest.param(
            [(date(2026, 2, 9), date(2026, 2, 13)), (date(2026, 3, 2), date(2026, 3, 14))],
            date(2026, 4, 7),
            id="Awb 4:15: two periods of 18 days together, to Good Friday",
        ),
        pytest.param([(date(2026, 2, 9), None)], None, id="Awb 4:15: stands still"),
        pytest.param(
            [(date(2026, 2, 9), date(2026, 2, 13)), (date(2026, 3, 2), None)], None, id="Awb 4:15: stands still again"
        ),
    ],
)
def test_suspended_days_come_before_the_running_on(suspended, last):
    assert due_on(date(2026, 2, 2), SIX_WEEKS, suspended=[Period(*days) for days in suspended]) == last


def test_equated_day_makes_the_term_run_on():
    """Atw art. 3 par. 3: the Friday after Ascension Day, by royal decree."""
    friday = date(2026, 5, 15)
    assert due_on(date(2026, 5, 8), WEEK) == friday
    assert due_on(date(2026, 5, 8), WEEK, [friday]) == date(2026, 5, 18)


# The reference counts one day at a time, and finds Easter by the table of the church (Gauss' method).


def easter_by_gauss(year):
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    p, q = (13 + 8 * k) // 25, k // 4
    m, n = (15 - p + k - q) % 30, (4 + k - q) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if (d == 29 and e == 6) or (d == 28 and e == 6 and (11 * m + 11) % 30 < 19):
        d -= 1 if d == 28 else 0
        return date(year, 4, 19) if d == 29 else date(year, 4, 18)
    return date(year, 3, 22) + timedelta(days=d + e)


def is_day_off(day):
    if day.isoweekday() in {6, 7}:
        return True
    if (day.month, day.day) in {(1, 1), (5, 5), (12, 25), (12, 26)}:
        return True
    kings_month_day = (4, 27) if day.year >= 2014 else (4, 30)
    if (day.month, day.day) == kings_month_day:
        return True
    return (day - easter_by_gauss(day.year)).days in {-2, 1, 39, 50}


def slow_end(start, term, suspended_days):
    day, left = start, term.length
    if term.unit in {TermUnit.DAYS, TermUnit.WEEKS}:
        left *= 7 if term.unit == TermUnit.WEEKS else 1
        while left:
            day, left = day + timedelta(days=1), left - 1
    else:
        year, month = start.year, start.month
        for _ in range(term.length * (12 if term.unit == TermUnit.YEARS else 1)):
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        number = start.day
        while True:
            try:
                day = date(year, month, number)
            except ValueError:
                number -= 1
            else:
                break
    for _ in range(suspended_days):
        day += timedelta(days=1)
    while term.runs_on_to_working_day and is_day_off(day):
        day += timedelta(days=1)
    return day


DAYS = st.dates(date(2010, 1, 1), date(2070, 12, 31))
TERMS = st.builds(
    Term,
    st.integers(1, 40),
    st.sampled_from(list(TermUnit)),
    runs_on_to_working_day=st.booleans(),
).filter(lambda term: term.unit != TermUnit.YEARS or not term.runs_on_to_working_day)
LENGTHS = st.lists(st.integers(1, 30), max_size=4)


def in_a_row(start, lengths):
    """Periods of these lengths with a week between them, the last day included."""
    periods = []
    for length in lengths:
        periods.append(Period(start, start + timedelta(days=length - 1)))
        start += timedelta(days=length + 7)
    return periods


@given(DAYS, TERMS, LENGTHS)
def test_term_ends_where_counting_day_by_day_ends(start, term, lengths):
    assert due_on(start, term, suspended=in_a_row(start, lengths)) == slow_end(start, term, sum(lengths))


@given(DAYS, TERMS)
def test_later_start_never_ends_earlier(start, term):
    first, second = due_on(start, term), due_on(start + timedelta(days=1), term)
    assert first is not None
    assert second is not None
    assert second >= first


@given(DAYS, TERMS, LENGTHS, st.integers(0, 4))
def test_term_that_stands_still_has_no_end_however_often_it_did_before(start, term, lengths, position):
    periods = in_a_row(start, lengths)
    periods.insert(position, Period(start + timedelta(days=400)))
    assert due_on(start, term, suspended=periods) is None


@given(DAYS, TERMS, st.lists(st.integers(0, 60), max_size=6))
def test_equated_days_only_put_off_and_never_end_a_term(start, term, offsets):
    plain = due_on(start, term)
    assert plain is not None
    equated = {plain + timedelta(days=offset) for offset in offsets}
    last = due_on(start, term, equated)
    assert last is not None
    assert last >= plain
    assert not (term.runs_on_to_working_day and (is_day_off(last) or last in equated))


@given(DAYS, TERMS, LENGTHS.filter(bool))
def test_suspension_puts_off_by_at_least_its_days(start, term, lengths):
    exact = Term(term.length, term.unit, runs_on_to_working_day=False)
    moved, unmoved = due_on(start, exact, suspended=in_a_row(start, lengths)), due_on(start, exact)
    assert moved is not None
    assert unmoved is not None
    assert moved - unmoved == timedelta(days=sum(lengths))

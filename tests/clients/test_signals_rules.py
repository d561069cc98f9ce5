"""When access to files is conspicuous."""

from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.enums import SignalParameter
from clients.rules.signals import (
    USUAL_DAYS,
    SignalRules,
    is_much,
    is_outside_hours,
    is_refused_often,
    shares_surname,
    surname_of,
    usual,
)
from core.periods import Period

RULES = SignalRules(Decimal(25), Decimal(2), Decimal(7), Decimal(20), Decimal(5))
NOTHING_SET = SignalRules()
DAY = date(2026, 3, 4)
NUMBERS = st.decimals(0, 500, places=2)
PAST = st.dictionaries(st.dates(DAY - timedelta(days=60), DAY + timedelta(days=5)), st.integers(0, 300))


@given(files=st.integers(0, 1000), more=st.integers(0, 1000), usually=NUMBERS, floor=NUMBERS, factor=NUMBERS)
def test_more_files_never_stand_out_less(files, more, usually, floor, factor):
    rules = SignalRules(floor, factor)

    assert not is_much(files, usually, rules) or is_much(files + more, usually, rules)


@given(files=st.integers(0, 1000), usually=NUMBERS, more=NUMBERS)
def test_more_than_usual_is_less_conspicuous_for_who_usually_opens_more(files, usually, more):
    assert not is_much(files, usually + more, RULES) or is_much(files, usually, RULES)


@pytest.mark.parametrize(
    ("files", "usually", "stands_out"),
    [(25, 0, False), (26, 0, True), (26, 13, False), (27, 13, True), (60, 40, False)],
)
def test_many_files_is_above_the_floor_and_above_twice_what_is_usual(files, usually, stands_out):
    assert is_much(files, Decimal(usually), RULES) is stands_out


@given(before=PAST)
def test_usual_is_the_median_of_the_days_with_files_in_the_four_weeks_before(before):
    counts = [n for day, n in before.items() if n and 1 <= (DAY - day).days <= USUAL_DAYS]

    assert usual(before, DAY) == (Decimal(str(median(counts))) if counts else 0)


@given(before=PAST, day_itself=st.integers(0, 10_000))
def test_day_itself_does_not_make_itself_usual(before, day_itself):
    assert usual({**before, DAY: day_itself}, DAY) == usual(before, DAY)


@pytest.mark.parametrize(
    ("day", "hour", "is_outside"),
    [
        (DAY, 6, True),
        (DAY, 7, False),
        (DAY, 19, False),
        (DAY, 20, True),
        (date(2026, 3, 7), 12, True),  # Saturday
        (date(2026, 3, 8), 12, True),  # Sunday
        (date(2026, 4, 6), 12, True),  # Easter Monday
        (date(2026, 4, 27), 12, True),  # King's Day
        (date(2026, 4, 28), 12, False),
    ],
)
def test_outside_hours_is_early_late_or_on_a_day_off(day, hour, is_outside):
    assert is_outside_hours(day, hour, RULES) is is_outside


def test_day_on_a_par_with_a_holiday_is_a_day_off():
    assert is_outside_hours(DAY, 12, RULES, frozenset({DAY}))


@pytest.mark.parametrize(("times", "is_often"), [(5, False), (6, True)])
def test_refused_often_is_above_the_floor(times, is_often):
    assert is_refused_often(times, RULES) is is_often


@given(number=st.integers(0, 10_000), hour=st.integers(0, 23))
def test_what_is_not_set_is_not_looked_for(number, hour):
    assert not is_much(number, Decimal(0), NOTHING_SET)
    assert not is_refused_often(number, NOTHING_SET)
    assert not is_outside_hours(date(2026, 3, 8), hour, NOTHING_SET)
    assert len(NOTHING_SET.missing) == len(SignalParameter)


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Karin Consulent", "Consulent"),
        ("Jan Willem Bakker-Smit", "Bakker-Smit"),
        ("Karin van den Berg", "van den Berg"),
        ("Bo van 't Hof", "van 't Hof"),
        ("Vera", "Vera"),
        ("Li Van", "Van"),
        ("", ""),
    ],
)
def test_surname_begins_at_the_first_prefix_or_is_the_last_word(name, surname):
    assert surname_of(name) == surname


@pytest.mark.parametrize(
    ("name", "surname", "shares"),
    [
        ("Anna de Vries", "Vries", True),
        ("Anna de Vries", "Vries-Jansen", True),
        ("Anna Jansen-de Vries", "vries", True),
        ("Anna Dál", "DAL", True),
        ("Anna de Vries", "de Boer", False),
        ("Anna Vries", "Vriesema", False),
        ("Anna van den Berg", "van den Bos", False),
        ("Willem Bakker", "Willem", False),
        ("Li Do", "Do", True),
        ("", "", False),
    ],
)
def test_surname_is_shared_as_a_whole_word(name, surname, shares):
    assert shares_surname(name, surname) is shares


@given(surname=st.from_regex(r"[A-Z][a-zéöü]{2,12}", fullmatch=True))
def test_everybody_shares_a_surname_with_themselves(surname):
    assert shares_surname(f"Anna {surname}", surname.upper())


def test_each_day_has_the_setting_that_holds_then():
    settings = [
        ("volume_floor", Decimal(25), Period(date(2015, 1, 1), DAY)),
        ("volume_floor", Decimal(40), Period(DAY + timedelta(days=1))),
    ]

    assert SignalRules.on(DAY, settings).volume_floor == 25
    assert SignalRules.on(DAY + timedelta(days=1), settings).volume_floor == 40
    assert SignalRules.on(date(2014, 12, 31), settings).volume_floor is None

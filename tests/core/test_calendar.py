"""Calendar months and the days of the Algemene termijnenwet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import add_months, easter_sunday, is_working_day, legal_term_end, recognised_holidays

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
months = st.integers(min_value=-120, max_value=120)


def month_number(day: date) -> int:
    return day.year * 12 + day.month


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2020, 1, 1), date(2020, 7, 1)),
        (date(2020, 8, 31), date(2021, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 8, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_add_months_gives_the_same_day_or_the_last_of_a_shorter_month(last: date, due: date):
    assert add_months(last, 6) == due


@given(days, months)
def test_add_months_never_skips_a_month(day: date, count: int):
    assert month_number(add_months(day, count)) == month_number(day) + count


@given(days, months)
def test_add_months_is_never_later_in_the_month(day: date, count: int):
    later = add_months(day, count)

    # Earlier only because the month has ended.
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(days, days, months)
def test_add_months_keeps_the_order_of_days(one: date, other: date, count: int):
    first, second = sorted([one, other])

    assert add_months(first, count) <= add_months(second, count)


@given(days)
def test_add_no_months_changes_nothing(day: date):
    assert add_months(day, 0) == day


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1954, date(1954, 4, 18)),
        (1961, date(1961, 4, 2)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2011, date(2011, 4, 24)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
        (2049, date(2049, 4, 18)),
        (2076, date(2076, 4, 19)),
    ],
)
def test_easter_sunday_matches_the_known_tables(year: int, easter: date):
    assert easter_sunday(year) == easter


@given(st.integers(min_value=1900, max_value=2299))
def test_easter_sunday_is_a_sunday_between_its_limits(year: int):
    easter = easter_sunday(year)

    assert easter.isoweekday() == 7
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


def test_recognised_holidays_of_2026_are_those_of_the_act():
    assert recognised_holidays(2026) == {
        date(2026, 1, 1): "Nieuwjaarsdag",
        date(2026, 4, 3): "Goede Vrijdag",
        date(2026, 4, 6): "Tweede Paasdag",
        date(2026, 4, 27): "Koningsdag",
        date(2026, 5, 5): "Bevrijdingsdag",
        date(2026, 5, 14): "Hemelvaartsdag",
        date(2026, 5, 25): "Tweede Pinksterdag",
        date(2026, 12, 25): "Eerste Kerstdag",
        date(2026, 12, 26): "Tweede Kerstdag",
    }


def test_recognised_holidays_are_in_order_of_date():
    assert list(recognised_holidays(2025)) == sorted(recognised_holidays(2025))


def test_kings_day_on_a_sunday_is_a_day_earlier():
    holidays = recognised_holidays(2025)

    assert holidays[date(2025, 4, 26)] == "Koningsdag"
    assert date(2025, 4, 27) not in holidays


def test_the_queens_birthday_was_celebrated_until_2013():
    assert recognised_holidays(2013)[date(2013, 4, 30)] == "Koninginnedag"
    assert recognised_holidays(2006)[date(2006, 4, 29)] == "Koninginnedag"


def test_liberation_day_is_a_holiday_every_year():
    assert all(date(year, 5, 5) in recognised_holidays(year) for year in range(1990, 2050))


def test_two_holidays_on_one_day_are_both_named():
    assert recognised_holidays(2016)[date(2016, 5, 5)] == "Bevrijdingsdag en Hemelvaartsdag"


def test_equated_days_are_data_of_the_caller():
    friday_after_ascension = date(2026, 5, 15)

    assert is_working_day(friday_after_ascension)
    assert not is_working_day(friday_after_ascension, {friday_after_ascension})
    assert friday_after_ascension not in recognised_holidays(2027, {friday_after_ascension})


@pytest.mark.parametrize(
    ("last_day", "end"),
    [
        pytest.param(date(2026, 11, 20), date(2026, 11, 20), id="a friday stays"),
        pytest.param(date(2026, 11, 21), date(2026, 11, 23), id="a saturday"),
        pytest.param(date(2026, 11, 22), date(2026, 11, 23), id="a sunday"),
        pytest.param(date(2026, 4, 3), date(2026, 4, 7), id="good friday runs past easter"),
        pytest.param(date(2025, 4, 26), date(2025, 4, 28), id="king's day moved to saturday"),
        pytest.param(date(2026, 5, 5), date(2026, 5, 6), id="liberation day"),
        pytest.param(date(2026, 12, 25), date(2026, 12, 28), id="christmas before a weekend"),
        pytest.param(date(2022, 12, 31), date(2023, 1, 2), id="into the next year"),
        pytest.param(date(2026, 5, 14), date(2026, 5, 15), id="ascension day without a decree"),
    ],
)
def test_legal_term_runs_on_to_the_first_working_day(last_day: date, end: date):
    assert legal_term_end(last_day) == end


def test_legal_term_runs_over_equated_days_too():
    # Ascension Day on 7 May: the Wednesday between two holidays and the Friday after are put on a par.
    equated = {date(2043, 5, 6), date(2043, 5, 8)}

    assert recognised_holidays(2043)[date(2043, 5, 7)] == "Hemelvaartsdag"
    assert legal_term_end(date(2043, 5, 5), equated) == date(2043, 5, 11)


@given(days)
def test_legal_term_ends_on_the_first_working_day_from_then(day: date):
    end = legal_term_end(day)

    assert is_working_day(end)
    assert day <= end
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((end - day).days))

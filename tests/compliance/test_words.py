"""The words of a check, as a finding keeps them."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from compliance.enums import State
from compliance.rules.handling import LONGEST, Words, only_time_passed, words_of
from compliance.rules.results import Interval, Result, not_assessable
from compliance.rules.timeline import Need
from compliance.rules.words import share_sum
from core.periods import in_words

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def late(days, since):
    number = "1 dag" if days == 1 else f"{days} dagen"
    return Words(f"evaluatie al {number} te laat, sinds {in_words(since)}", "elke 6 maanden", "")


@given(st.integers(1, 900), st.integers(1, 900), DAYS, DAYS)
def test_other_days_and_numbers_of_days_are_only_time(one, other, since, until):
    assert only_time_passed(late(one, since), late(other, until))


@given(st.integers(0, 9), st.integers(0, 9), DAYS)
def test_other_numbers_are_more_than_time(one, other, day):
    goals = [Words(f"{number} doelen op {in_words(day)}", "", "") for number in (one, other)]

    assert only_time_passed(*goals) == (one == other)


def test_words_name_the_worst_part_of_the_day_and_what_helps():
    result = Result(State.NOT_MET, "1 professional", "2", worst=Interval(540, 600), advice="Eén erbij.")

    assert words_of(result) == Words("1 professional, 9:00 tot 10:00", "2", "Eén erbij.")


def test_words_of_what_nobody_can_tell_are_what_is_missing():
    assert words_of(not_assessable("Vul de tijd in.", demanded="5")).to_do == "Vul de tijd in."


@given(st.text(min_size=250, max_size=900))
def test_words_fit_the_columns_that_keep_them(text):
    assert max(len(one) for one in words_of(Result(State.NOT_MET, text, text))[:2]) <= LONGEST


def test_sum_of_shares_is_told_to_the_thousandth():
    need = Need(level=2, load=Fraction(9, 8), available=1)

    assert "= 1,125, naar boven afgerond 2" in share_sum([(1, 8), (5, 5)], need)

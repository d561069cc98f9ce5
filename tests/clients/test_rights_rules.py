"""How long a file is kept, and which answers to a request hold together."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from clients.enums import RefusalGround, RightsKind, RightsOutcome
from clients.rules.rights import (
    GROUNDS,
    changed_before,
    check_carried_out,
    check_received,
    decision_faults,
    retained_until,
)
from clients.rules.terms import Term

FIFTEEN_YEARS = Term(15, "years", runs_on_to_working_day=False)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("changed_on", "until"),
    [
        (date(2026, 11, 22), date(2041, 11, 22)),
        (date(2028, 2, 29), date(2043, 2, 28)),  # no 29 February in 2043
        (date(2027, 5, 16), date(2042, 5, 16)),  # a Friday or not: a term in years does not run on
    ],
)
def test_file_is_kept_fifteen_years_from_its_last_change(changed_on, until):
    assert retained_until(changed_on, FIFTEEN_YEARS) == until


@given(changed_on=DAYS, today=DAYS, years=st.integers(1, 30))
def test_queue_and_date_of_a_file_agree_on_every_day(changed_on, today, years):
    term = Term(years, "years", runs_on_to_working_day=False)

    assert (retained_until(changed_on, term) < today) == (changed_on < changed_before(today, term))


@given(today=DAYS, length=st.integers(1, 60), unit=st.sampled_from(["days", "weeks", "months", "years"]))
def test_first_day_that_is_not_over_is_exact(today, length, unit):
    term = Term(length, unit, runs_on_to_working_day=False)

    first = changed_before(today, term)

    assert retained_until(first, term) >= today
    assert retained_until(first - timedelta(days=1), term) < today


@given(
    kind=st.sampled_from(RightsKind.values),
    outcome=st.sampled_from(RightsOutcome.values),
    ground=st.sampled_from(["", *RefusalGround.values]),
    explanation=st.sampled_from(["", "  ", "Daarom."]),
)
def test_who_refuses_says_on_which_ground_of_the_law_and_why(kind, outcome, ground, explanation):
    faults = decision_faults(kind, outcome, ground, explanation)

    is_refusal = outcome in {"refused", "partly"}
    is_complete = ground in GROUNDS[kind] and bool(explanation.strip())
    assert bool(faults) == (not is_complete if is_refusal else bool(ground))


def test_each_kind_of_request_has_grounds_of_its_own():
    assert set(GROUNDS) == set(RightsKind.values)
    assert {ground for grounds in GROUNDS.values() for ground in grounds} == set(RefusalGround)


def test_request_comes_before_it_is_registered():
    check_received(date(2026, 3, 1), date(2026, 3, 1))
    with pytest.raises(ValidationError) as refusal:
        check_received(date(2026, 3, 2), date(2026, 3, 1))
    assert refusal.value.code == "received_in_future"


@pytest.mark.parametrize(
    ("on", "code"), [(date(2026, 2, 28), "handled_early"), (date(2026, 3, 11), "handled_in_future")]
)
def test_what_was_granted_is_carried_out_between_answer_and_today(on, code):
    check_carried_out(date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 10))
    with pytest.raises(ValidationError) as refusal:
        check_carried_out(on, date(2026, 3, 1), date(2026, 3, 10))
    assert refusal.value.code == code

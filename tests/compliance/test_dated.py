"""What holds in a period: dated facts, against looking at each day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from compliance.rules.dated import Facts, always, at_or_above, highest, since
from core.periods import Period

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(40)]

periods = st.tuples(st.integers(0, 30), st.none() | st.integers(0, 12)).map(
    lambda pair: Period(DAYS[pair[0]], None if pair[1] is None else DAYS[pair[0]] + timedelta(days=pair[1]))
)


@given(st.lists(periods, max_size=3), st.lists(st.tuples(periods, st.integers(1, 7)), max_size=5))
def test_highest_that_holds_on_each_day(within, values):
    facts = highest("somebody", within, values)
    for day in DAYS:
        employed = any(one.contains(day) for one in within)
        expected = max((value for period, value in values if period.contains(day)), default=0) if employed else 0
        held = [fact.value for fact in facts if fact.starts_on <= day <= fact.ends_on]
        assert held == ([expected] if expected else [])


@given(st.lists(periods, max_size=3), st.lists(periods, max_size=3))
def test_what_holds_only_within(within, held):
    facts = Facts(competences=always((1, 2), within, held))
    for day in DAYS:
        both = any(one.contains(day) for one in within) and any(one.contains(day) for one in held)
        assert facts.is_competent(1, 2, day) == both


@given(
    st.dictionaries(st.sampled_from(DAYS), st.integers(0, 4), max_size=5),
    st.lists(st.integers(1, 39), max_size=2, unique=True),
    st.lists(st.integers(0, 4), min_size=3, max_size=3),
)
def test_a_score_counts_until_the_next_at_the_threshold_of_the_day(scores, changes, values):
    starts = [FIRST, *(DAYS[number] for number in sorted(changes))]
    ends = [*(day - timedelta(days=1) for day in starts[1:]), None]
    thresholds = [(Period(*pair), value) for pair, value in zip(zip(starts, ends, strict=True), values, strict=False)]
    facts = Facts(care=since((1, 2), at_or_above(scores, thresholds)))
    for day in DAYS:
        known = [scores[one] for one in sorted(scores) if one <= day]
        threshold = next(value for period, value in thresholds if period.contains(day))
        assert facts.needs_care(1, 2, day) == (bool(known) and known[-1] >= threshold)

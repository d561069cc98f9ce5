"""Of many wishes about one person on one day, what can be: against a slow and obviously right reckoning by minutes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delivery.rules.attending import Elsewhere, Span
from delivery.rules.together import Wish, clashes

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 20), st.integers(1, 8))
stays = st.lists(spans, max_size=1).map(tuple)
fixed = st.lists(spans.map(lambda span: Elsewhere(span, "vast")), max_size=2)
days = st.lists(st.tuples(stays, stays), max_size=5).map(
    lambda pairs: [Wish(number, f"g{number}", before, after) for number, (before, after) in enumerate(pairs)]
)
unhurried = settings(suppress_health_check=[HealthCheck.too_slow])


def minutes(some):
    return {minute for span in some for minute in range(span.starts, span.ends)}


@unhurried
@given(days, fixed)
def test_whoever_is_taken_is_nowhere_else_and_whoever_is_refused_really_is(wishes, fixed):
    refused = clashes(wishes, fixed)
    standing = [(None, minutes([one.span])) for one in fixed]
    standing += [(w.number, minutes(w.before if w.number in refused else w.after)) for w in wishes]

    for wish in wishes:
        others = [taken for number, taken in standing if number != wish.number]
        met = any(minutes(wish.after) & taken for taken in others)
        if wish.number in refused:
            assert refused[wish.number]
            assert all(minutes(wish.after) & minutes([one.span]) for one in refused[wish.number])
        else:
            assert not met


@unhurried
@given(days, fixed)
def test_lines_that_meet_nobody_are_all_taken(wishes, fixed):
    taken = [minutes([one.span]) for one in fixed] + [minutes(wish.after) for wish in wishes]
    if sum(map(len, taken)) == len(set().union(*taken)) and not any(wish.before for wish in wishes):
        assert clashes(wishes, fixed) == {}


def test_of_two_the_first_goes_before_and_what_it_left_counts_for_the_other():
    morning, late = (Span(9, 12),), (Span(11, 13),)
    one, two = Wish(1, "a", (), morning), Wish(2, "b", (), late)
    assert clashes([one, two], []) == {2: [Elsewhere(morning[0], "a")]}
    # The first cannot be, so it stays where it was: and there the second meets it.
    one = Wish(1, "a", late, morning)
    assert set(clashes([one, two], [Elsewhere(Span(9, 10), "vast")])) == {1, 2}

"""The checks against a reference that looks at each minute apart: slow, and plainly right."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import ceil

from hypothesis import example, given
from hypothesis import strategies as st

from compliance.enums import State
from compliance.rules import (
    Attendance,
    ClientStay,
    Demand,
    StaffStay,
    check_cover,
    check_personal_care,
    check_ratio,
    check_volunteers,
    clients_too_many,
    timeline,
)
from delivery.enums import StaffKind

STARTS, ENDS = 20, 50
"""A short day says as much as a long one."""
MINUTES = range(70)

demands = st.builds(Demand, st.sampled_from([None, 1, 2, 3, 5]), st.integers(0, 3))
spans = st.tuples(st.integers(0, 69), st.integers(1, 30)).map(lambda pair: (pair[0], min(70, pair[0] + pair[1])))
client_stays = st.builds(
    lambda who, span, demand, needs_care: ClientStay(who, span[0], span[1], demand, needs_care),
    st.integers(1, 9),
    spans,
    demands,
    st.booleans(),
)
staff_stays = st.builds(
    lambda who, span, kind, level, is_competent: StaffStay(who, span[0], span[1], kind, level, is_competent),
    st.integers(101, 106),
    spans,
    st.sampled_from(StaffKind),
    st.integers(0, 3),
    st.booleans(),
)


@st.composite
def attendances(draw):
    """Who comes twice comes as the same person: the same product, the same diploma."""
    clients = draw(st.lists(client_stays, max_size=8))
    staff = draw(st.lists(staff_stays, max_size=6))
    of_client = {one.who: (one.demand, one.needs_care) for one in clients}
    of_staff = {one.who: (one.kind, one.level, one.is_competent) for one in staff}
    return Attendance(
        STARTS,
        ENDS,
        tuple(ClientStay(one.who, one.starts, one.ends, *of_client[one.who]) for one in clients),
        tuple(StaffStay(one.who, one.starts, one.ends, *of_staff[one.who]) for one in staff),
    )


def there(stays, minute):
    return {one.who: one for one in stays if one.starts <= minute < one.ends}.values()


def is_short(attendance, minute):
    """Whether at this minute some level has too few professionals for the clients who demand it or more."""
    clients, staff = there(attendance.clients, minute), there(attendance.staff, minute)
    held = [one.demand for one in clients if one.demand.max_clients]
    return any(
        ceil(sum(Fraction(1, one.max_clients) for one in held if one.level >= level))
        > sum(1 for one in staff if one.kind == StaffKind.PROFESSIONAL and one.level >= level)
        for level in {one.level for one in held}
    )


def minutes_of(result):
    return {minute for one in result.broken for minute in range(one.starts, one.ends)}


@given(attendances())
@example(Attendance(STARTS, ENDS, (), ()))
def test_ratio_is_broken_at_exactly_the_minutes_that_the_reference_finds(attendance):
    within, whole = check_ratio(attendance), check_cover(attendance)

    assert minutes_of(whole) == {minute for minute in MINUTES if is_short(attendance, minute)}
    assert minutes_of(within) == {minute for minute in minutes_of(whole) if STARTS <= minute < ENDS}
    for result in (within, whole):
        assert (result.state == State.NOT_MET) == bool(result.broken)
        assert bool(result.advice) == bool(result.broken)
        if result.worst and result.broken:
            assert set(range(result.worst.starts, result.worst.ends)) <= minutes_of(result)


@given(attendances())
def test_nobody_is_alone_with_volunteers_but_at_the_minutes_of_the_reference(attendance):
    alone = {
        minute
        for minute in MINUTES
        if there(attendance.clients, minute)
        and (staff := there(attendance.staff, minute))
        and all(one.kind != StaffKind.PROFESSIONAL for one in staff)
    }
    assert minutes_of(check_volunteers(attendance)) == alone


@given(attendances())
def test_care_is_missing_at_the_minutes_of_the_reference(attendance):
    missing = {
        minute
        for minute in MINUTES
        if any(one.needs_care for one in there(attendance.clients, minute))
        and not any(one.is_competent and one.kind == StaffKind.PROFESSIONAL for one in there(attendance.staff, minute))
    }
    assert minutes_of(check_personal_care(attendance)) == missing


@given(attendances())
def test_no_fewer_clients_would_do_than_advised(attendance):
    for stretch in timeline(attendance.clients, attendance.staff):
        enough = next(
            number
            for number in range(len(stretch.clients) + 1)
            for staying in combinations(stretch.clients, len(stretch.clients) - number)
            if not replace(stretch, clients=staying).short
        )
        assert clients_too_many(stretch) == enough


@given(attendances(), st.data())
def test_what_is_not_written_down_never_turns_wrong_into_right(attendance, data):
    """Whatever the departure was, the answer without it is the same or "not assessable"."""
    place = data.draw(st.integers(0, max(0, len(attendance.clients) - 1)))
    if not attendance.clients or attendance.clients[place].ends > ENDS:
        return
    rows = list(attendance.clients)
    of_known = rows[place]
    rows[place] = ClientStay(of_known.who, of_known.starts, None, of_known.demand, of_known.needs_care)
    unknown = Attendance(STARTS, ENDS, tuple(rows), attendance.staff)
    for check in (check_ratio, check_cover, check_personal_care):
        state = check(unknown).state
        assert state in {check(attendance).state, State.NOT_ASSESSABLE}

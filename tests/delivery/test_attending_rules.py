"""How long somebody was with a group, and what cannot be, without a database."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.minutes import DAY
from delivery.enums import Presence
from delivery.rules.attending import (
    NEVER,
    Elsewhere,
    Span,
    Stay,
    as_planned,
    check_begun,
    check_held,
    check_nowhere_else,
    check_stay,
    last_minute,
    missing,
    times_with_group,
)
from tests.delivery.test_group_rules import faults_of

HERE, GONE, AWAITED = Presence.PRESENT, Presence.ABSENT, Presence.EXPECTED
NOON = 720
TODAY = date(2026, 3, 2)

minutes = st.integers(0, 400)
spans = st.tuples(minutes, st.integers(1, 60)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@st.composite
def stays(draw):
    """Somebody who was there, with breaks within the stay."""
    arrived = draw(minutes)
    left = draw(st.none() | st.integers(arrived + 1, 460))
    breaks = [one for one in draw(st.lists(spans, max_size=4)) if arrived <= one.starts and one.ends <= (left or 460)]
    return Stay(HERE, arrived, left, tuple(breaks))


@pytest.mark.parametrize(
    ("stay", "codes"),
    [
        (Stay(HERE, 540, 700), []),
        (Stay(HERE, 540), []),
        (Stay(HERE), ["no_arrival"]),
        (Stay(HERE, 540, 540), ["left_before_arriving"]),
        (Stay(HERE, 600, 540, (Span(610, 600),)), ["left_before_arriving", "break_order"]),
        (Stay(HERE, 540, NOON + 1), ["in_the_future"]),
        (Stay(HERE, NOON + 1, NOON + 2), ["in_the_future", "in_the_future"]),
        (Stay(GONE, reason="no_show"), []),
        (Stay(GONE), ["absence_reason"]),
        (Stay(GONE, 540, reason="no_show"), ["no_times"]),
        (Stay(HERE, 540, reason="no_show"), ["absence_reason"]),
        (Stay(AWAITED), []),
        (Stay(AWAITED, 540), ["no_times"]),
        (Stay(HERE, 540, 700, (Span(600, 615), Span(615, 620))), []),
        (Stay(HERE, 540, 700, (Span(600, 615), Span(614, 620))), ["break_overlap"]),
        (Stay(HERE, 540, 700, (Span(530, 545), Span(690, 701))), ["break_outside", "break_outside"]),
        (Stay(HERE, 540, None, (Span(NOON + 5, NOON + 10),)), ["in_the_future"]),
        (Stay(GONE, breaks=(Span(600, 610),), reason="no_show"), ["break_outside"]),
    ],
)
def test_what_cannot_be_is_named_all_at_once(stay, codes):
    if not codes:
        check_stay(stay, latest=NOON, is_planned=True, is_client=True)
        return
    with pytest.raises(ValidationError) as refusal:
        check_stay(stay, latest=NOON, is_planned=True, is_client=True)
    assert [code for code, _ in faults_of(refusal)] == codes


def test_who_was_not_planned_is_not_expected():
    with pytest.raises(ValidationError) as refusal:
        check_stay(Stay(AWAITED), latest=NOON, is_planned=False, is_client=False)
    assert [code for code, _ in faults_of(refusal)] == ["not_planned"]


def test_nobody_is_there_on_a_day_to_come():
    latest = last_minute(TODAY + timedelta(days=1), TODAY, NOON)
    with pytest.raises(ValidationError) as refusal:
        check_stay(Stay(HERE, 540), latest=latest, is_planned=True, is_client=False)
    assert [code for code, _ in faults_of(refusal)] == ["in_the_future"]
    check_stay(Stay(GONE, reason="cancelled"), latest=latest, is_planned=True, is_client=True)
    assert last_minute(TODAY - timedelta(days=1), TODAY, NOON) == DAY


@given(stays(), st.integers(0, 460))
def test_time_with_a_group_is_what_each_minute_says(stay, until):
    end = max(until, stay.arrived + 1) if stay.left is None else stay.left
    minute_by_minute = {
        minute for minute in range(stay.arrived, end) if not any(one.starts <= minute < one.ends for one in stay.breaks)
    }

    found = times_with_group(stay, until)

    assert {minute for one in found for minute in range(one.starts, one.ends)} == minute_by_minute
    assert all(one.starts < one.ends for one in found)


@given(stays(), spans, st.integers(0, 460))
def test_two_groups_at_once_is_one_minute_in_both(stay, other, until):
    here = {minute for one in times_with_group(stay, until) for minute in range(one.starts, one.ends)}
    is_in_both = bool(here & set(range(other.starts, other.ends)))

    if is_in_both:
        with pytest.raises(ValidationError, match="al bij De Serre"):
            check_nowhere_else(stay, until, [Elsewhere(other, "De Serre")])
    else:
        check_nowhere_else(stay, until, [Elsewhere(other, "De Serre")])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"cancelled_reason": "ziekte", "closed_reason": ""}, "session_cancelled"),
        ({"cancelled_reason": "", "closed_reason": "Kerst"}, "group_closed"),
    ],
)
def test_nobody_is_there_when_it_is_not_held(facts, code):
    with pytest.raises(ValidationError) as refusal:
        check_held(Stay(HERE, 540), **facts)
    assert [code for code, _ in faults_of(refusal)] == [code]
    check_held(Stay(GONE), **facts)


PLAN = Stay(AWAITED, 540, 750, (Span(600, 615),))


@pytest.mark.parametrize(
    ("stay", "latest", "expected"),
    [
        (Stay(AWAITED), 530, Stay(AWAITED)),
        (Stay(AWAITED), 545, Stay(HERE, 540)),
        (Stay(AWAITED), 760, Stay(HERE, 540, 750, (Span(600, 615),))),
        (Stay(HERE, 555), 760, Stay(HERE, 555, 750, (Span(600, 615),))),
        (Stay(HERE, 610), 760, Stay(HERE, 610, 750)),
        (Stay(HERE, 755), 760, Stay(HERE, 755)),
        (Stay(HERE, 540, None, (Span(630, 640),)), 760, Stay(HERE, 540, 750, (Span(630, 640),))),
        (Stay(HERE, 540, 700), 760, Stay(HERE, 540, 700)),
        (Stay(GONE, reason="no_show"), 760, Stay(GONE, reason="no_show")),
    ],
)
def test_as_planned_fills_in_what_nobody_wrote_and_what_has_passed(stay, latest, expected):
    assert as_planned(PLAN, stay, latest) == expected


def test_a_dagdeel_is_complete_when_all_came_and_left_or_did_not_come():
    assert missing(Stay(HERE, 540, 600)) is None
    assert missing(Stay(GONE, reason="no_show")) is None
    for stay, code in ((Stay(AWAITED), "still_expected"), (Stay(HERE, 540), "left_missing")):
        fault = missing(stay)
        assert fault is not None
        assert fault.code == code


def test_a_dagdeel_that_has_not_begun_is_not_closed():
    check_begun(540, 540)
    for latest in (539, NEVER):
        with pytest.raises(ValidationError, match=r"pas om 9:00"):
            check_begun(540, latest)

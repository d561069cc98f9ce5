"""The client's week as plain values: what a number stands for, what the picture shows, what the advice says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.enums import Dagdeel, Weekday
from plans.rules import CODES, MOMENTS, PlannedActivity, Week, week_advice, week_picture

WEEKS = st.integers(min_value=0, max_value=(1 << 21) - 1).map(Week.from_bits)
PLANNED = st.builds(
    PlannedActivity,
    description=st.text(min_size=1, max_size=20),
    times=st.integers(min_value=1, max_value=9),
    per=st.sampled_from(["dagdeel", "day", "week", "month"]),
    is_in_group=st.booleans(),
    moments=WEEKS,
)


def planned(*codes: str, **changes):
    values: dict[str, Any] = {"description": "Koken", "times": len(codes) or 1, "per": "week", "is_in_group": True}
    return PlannedActivity(**(values | changes), moments=Week.of(*codes))


@given(bits=st.integers(min_value=0, max_value=(1 << 21) - 1))
def test_number_and_week_stand_for_each_other(bits):
    week = Week.from_bits(bits)

    assert week.bits == bits
    assert len(week) == bits.bit_count()
    assert Week.of(*(moment.code for moment in week)) == week


@pytest.mark.parametrize("bits", [-1, 1 << 21])
def test_number_outside_a_week_is_refused(bits):
    with pytest.raises(ValueError, match="no week"):
        Week.from_bits(bits)


def test_places_in_the_number_never_move():
    # They stand in databases: another order would give everybody another week.
    assert list(CODES)[:4] == ["1-morning", "1-afternoon", "1-evening", "2-morning"]
    assert len(MOMENTS) == 21
    assert Week.of("1-morning").bits == 1
    assert Week.of("7-evening").bits == 1 << 20


def test_week_is_said_in_words_and_an_empty_one_not_at_all():
    assert str(Week.of("5-morning", "1-morning", "1-afternoon")) == "maandagochtend, maandagmiddag en vrijdagochtend"
    assert str(Week.of("7-evening")) == "zondagavond"
    assert str(Week()) == ""
    assert not Week()


@given(attends=WEEKS, activities=st.lists(PLANNED, max_size=4))
def test_picture_shows_every_moment_in_use_once_and_every_activity(attends, activities):
    picture = week_picture(attends, activities)

    if not attends and not any(one.moments for one in activities):
        assert picture is None
        return
    assert picture is not None
    cells = {cell.moment: cell for day in picture.days for cell in day.cells}
    assert len(cells) == len(picture.days) * len(picture.parts)
    for moment in MOMENTS:
        done = [one.in_the_week for one in activities if moment in one.moments]
        if moment in cells:
            assert cells[moment].attends == (moment in attends)
            assert list(cells[moment].activities) == done
        else:
            assert moment not in attends
            assert not done
    assert list(picture.beside) == [one.beside_the_week for one in activities if not one.moments]


def test_weekend_and_evening_are_shown_only_when_in_use():
    plain = week_picture(Week.of("1-morning"), [])
    busy = week_picture(Week.of("6-evening"), [])

    assert plain is not None
    assert busy is not None
    assert [day.day for day in plain.days] == list(Weekday)[:5]
    assert plain.parts == (Dagdeel.MORNING, Dagdeel.AFTERNOON)
    assert busy.days[-1].day == Weekday.SATURDAY
    assert busy.parts == tuple(Dagdeel)


def test_activity_says_how_often_only_where_that_is_not_each_week():
    assert planned("1-morning").in_the_week == "Koken"
    assert planned("1-morning", per="month").in_the_week == "Koken (1 keer per maand)"
    assert planned("1-morning", per="dagdeel", is_in_group=False).in_the_week == (
        "Koken (1 keer per dagdeel, niet in de groep)"
    )
    assert planned(per="month", is_in_group=False).beside_the_week == "Koken: 1 keer per maand, niet in de groep"


@pytest.mark.parametrize(
    ("attends", "allocated", "said"),
    [
        (("1-morning", "2-morning"), 2, []),
        (("1-morning", "2-morning"), 4, ["De cliënt komt 2 dagdelen per week. Toegewezen: 4 dagdelen per week."]),
        (("1-morning",), 2, ["De cliënt komt 1 dagdeel per week. Toegewezen: 2 dagdelen per week."]),
        (("1-morning", "2-morning"), None, []),
        ((), 4, []),
    ],
)
def test_advice_compares_the_week_with_the_allocation(attends, allocated, said):
    assert week_advice(Week.of(*attends), [], allocated_per_week=allocated) == said


@pytest.mark.parametrize(
    ("activity", "said"),
    [
        (planned("1-morning", "2-morning"), []),
        (planned("1-morning", times=3), ["‘Koken’ is 3 keer per week, maar heeft 1 vast moment in de week."]),
        (
            planned("1-morning", "2-morning", times=3),
            ["‘Koken’ is 3 keer per week, maar heeft 2 vaste momenten in de week."],
        ),
        (planned(times=3), []),
        (planned("1-morning", times=3, per="month"), []),
        (planned("1-morning", times=3, per="dagdeel"), []),
        (planned("1-morning", "3-morning"), ["‘Koken’ is in de groep op woensdagochtend. Dan komt de cliënt niet."]),
        (planned("3-morning", is_in_group=False), []),
    ],
)
def test_advice_points_out_what_does_not_fit_together(activity, said):
    attends = Week.of("1-morning", "2-morning")

    assert week_advice(attends, [activity], allocated_per_week=2) == said


def test_absence_is_not_pointed_out_before_anybody_said_when_the_client_comes():
    assert week_advice(Week(), [planned("1-morning")], allocated_per_week=2) == []

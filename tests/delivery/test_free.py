"""Where a place is free, and how full a group gets: without a database."""

from datetime import date, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.periods import ONE_DAY, Period
from delivery.rules import Free, Hours, Offer, Opened, Placed, changes_ahead, first_free, most_at_once
from plans.rules.week import CODES, MOMENTS, Week

MONDAY = date(2026, 3, 2)
MORNING, AFTERNOON = (Hours(CODES[f"1-{part}"], time(9), time(12)) for part in ("morning", "afternoon"))
TUESDAY = Hours(CODES["2-morning"], time(9), time(12))

days = st.integers(0, 40).map(lambda number: MONDAY + timedelta(days=number))
periods = st.tuples(days, st.none() | st.integers(0, 20)).map(
    lambda pair: Period(pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
)
weeks = st.sets(st.sampled_from(MOMENTS[:7]), min_size=1).map(lambda moments: Week(frozenset(moments)))
placed = st.builds(Placed, periods, weeks)
opened = st.builds(Opened, periods, st.sampled_from(MOMENTS[:7]).map(lambda one: Hours(one, time(9), time(12))))
offers = st.builds(
    Offer, periods, st.lists(opened, max_size=5), st.dictionaries(days, st.just("Feest"), max_size=5), st.integers(1, 3)
)


def offer(*hours: Hours, closed: dict[date, str] | None = None, capacity: int = 1) -> Offer:
    return Offer(Period(MONDAY), [Opened(Period(MONDAY), one) for one in hours], closed or {}, capacity)


def test_first_free_place_passes_by_what_is_full_closed_or_not_open():
    whole_day = [Placed(Period(MONDAY), Week.of("1-morning"))]
    week = offer(MORNING, AFTERNOON, TUESDAY)
    next_monday = MONDAY + timedelta(days=7)

    assert first_free(week, [], since=MONDAY, days=1) == Free(MONDAY, MORNING, 1)
    assert first_free(week, whole_day, since=MONDAY, days=1) == Free(MONDAY, AFTERNOON, 1)
    shut = {MONDAY: "Feest", MONDAY + ONE_DAY: "Feest"}
    again = offer(MORNING, AFTERNOON, TUESDAY, closed=shut)
    assert first_free(again, whole_day, since=MONDAY, days=8) == Free(next_monday, AFTERNOON, 1)
    assert first_free(again, whole_day, since=MONDAY, days=7) is None


def test_other_opening_times_are_seen_coming():
    later = date(2026, 5, 1)
    week = Offer(
        Period(MONDAY), [Opened(Period(MONDAY, later - ONE_DAY), MORNING), Opened(Period(later), TUESDAY)], {}, 4
    )

    assert changes_ahead(week, MONDAY) == [later]
    assert changes_ahead(week, later) == []
    assert [week.hours_in_week(day) for day in (MONDAY, later)] == [[MORNING], [TUESDAY]]


# How fast examples are made is that of the machine, which other work shares.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(offers, st.lists(placed, max_size=5), days, st.integers(1, 30))
def test_first_free_place_is_the_first_that_counting_finds(week, others, since, number):
    found = [
        (since + ONE_DAY * ahead, one.hours)
        for ahead in range(number)
        for one in sorted(week.opened, key=lambda one: MOMENTS.index(one.hours.moment))
        if one.hours.moment.day == (since + ONE_DAY * ahead).isoweekday()
        and one.period.contains(since + ONE_DAY * ahead)
        and week.period.contains(since + ONE_DAY * ahead)
        and since + ONE_DAY * ahead not in week.closed
        and sum(
            one.hours.moment in other.moments and other.period.contains(since + ONE_DAY * ahead) for other in others
        )
        < week.capacity
    ]

    free = first_free(week, others, since=since, days=number)

    assert (None if free is None else (free.day, free.hours)) == (found[0] if found else None)
    assert free is None or 1 <= free.places <= week.capacity


@given(placed, st.lists(placed, max_size=6))
def test_most_at_once_is_what_counting_every_day_says(wanted, others):
    every_day = [MONDAY + timedelta(days=number) for number in range(70)]

    assert most_at_once(wanted, others) == {
        moment: 1
        + max(
            sum(moment in one.moments and one.period.contains(day) for one in others)
            for day in every_day
            if wanted.period.contains(day)
        )
        for moment in wanted.moments
    }

"""The database refuses rosters, helpers and leave that the services never write: each constraint attacked."""

from datetime import date

import pytest

from delivery.models import Helper, Leave, RosterLine
from plans.rules.week import Week
from tests.delivery.roster_story import START, colleague, works
from tests.plans.test_constraints import refused_by

EARLY = date(2020, 1, 1)


@pytest.fixture
def helper(de_linde):
    return Helper.objects.create(provider=de_linde, name="Toos", kind="volunteer", starts_on=START)


@pytest.fixture
def line(group, planner, de_linde):
    return works(planner, group, colleague(de_linde), starts=600, ends=900, break_starts=690, break_ends=720)


@pytest.mark.parametrize(
    ("name", "values"),
    [("delivery_helper_period_order", {"ends_on": EARLY}), ("delivery_helper_kind", {"kind": "professional"})],
)
def test_helper_has_a_period_and_is_no_professional(helper, name, values):
    refused_by(name, Helper.objects.update, **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("delivery_rosterline_period_order", {"ends_on": EARLY}),
        ("delivery_rosterline_somebody", {"professional": None}),
        ("delivery_rosterline_moments", {"moments": Week()}),
        ("delivery_rosterline_week", {"moments": 1 << 21}),
        ("delivery_rosterline_order", {"ends": 600}),
        ("delivery_rosterline_break_order", {"break_ends": 690}),
        ("delivery_rosterline_break_whole", {"break_ends": None}),
    ],
)
def test_line_of_the_roster_is_whole(line, name, values):
    refused_by(name, RosterLine.objects.update, **values)


def test_line_of_the_roster_is_about_one_person(line, helper):
    refused_by("delivery_rosterline_somebody", RosterLine.objects.update, helper=helper)


@pytest.mark.parametrize("who", ["professional", "helper"])
def test_leave_is_reported_once(helper, de_linde, who):
    person = {"helper": helper} if who == "helper" else {"professional": colleague(de_linde)}
    facts = {"provider": de_linde, "kind": "illness", **person}
    Leave.objects.create(**facts, starts_on=START)
    refused_by(f"delivery_leave_once_{who}", Leave.objects.create, **facts, starts_on=date(2026, 5, 1))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("delivery_leave_period_order", {"ends_on": EARLY}),
        ("delivery_leave_kind", {"kind": "griep"}),
        ("delivery_leave_somebody", {"professional": None}),
    ],
)
def test_leave_is_of_somebody_in_a_period(de_linde, name, values):
    Leave.objects.create(provider=de_linde, kind="illness", professional=colleague(de_linde), starts_on=START)
    refused_by(name, Leave.objects.update, **values)

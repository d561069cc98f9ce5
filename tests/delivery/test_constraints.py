"""The database refuses what the services never write: each constraint attacked behind their back."""

from datetime import date, time

import pytest
from django.db.models import F

from delivery.models import ClosedDay, Group, MixDecision, MixShare, Opening, Placement
from delivery.services import place_client
from plans.rules.week import Week
from tests.plans.test_constraints import refused_by

EARLY = date(2020, 1, 1)


@pytest.fixture
def placed(group, planner, allocation):
    tuesday, start = Week.of("2-morning"), date(2026, 3, 2)
    return place_client(actor=planner, group=group, allocation=allocation, moments=tuesday, starts_on=start)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("delivery_group_period_order", {"ends_on": EARLY}),
        ("delivery_group_capacity", {"capacity": 0}),
    ],
)
def test_group_has_places_and_a_period(group, name, values):
    refused_by(name, Group.objects.filter(pk=group.pk).update, **values)


def test_group_has_a_name_of_its_own(group):
    facts = {"provider": group.provider, "location": group.location, "capacity": 1, "starts_on": EARLY}
    refused_by("delivery_group_name", Group.objects.create, name=group.name, **facts)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("delivery_opening_period_order", {"ends_on": EARLY}),
        ("delivery_opening_moment", {"weekday": 8}),
        ("delivery_opening_moment", {"dagdeel": "night"}),
        ("delivery_opening_order", {"closes": F("opens")}),
    ],
)
def test_opening_is_a_dagdeel_of_a_week(group, name, values):
    refused_by(name, group.openings.filter(weekday=1).update, **values)


def test_group_opens_once_on_a_dagdeel(group):
    hours = {"opens": time(8), "closes": time(9)}
    facts = {"group": group, "weekday": 1, "dagdeel": "morning", "starts_on": date(2026, 6, 1)}
    refused_by("delivery_opening_once", Opening.objects.create, **facts, **hours)


def test_day_is_closed_once(group):
    facts = {"group": group, "day": date(2026, 12, 25), "reason": "Kerst"}
    ClosedDay.objects.create(**facts)
    refused_by("delivery_closedday_once", ClosedDay.objects.create, **facts)


def test_decisions_on_levels_follow_each_other(group):
    facts = {"group": group, "motivation": "Zo.", "starts_on": EARLY}
    decision = MixDecision.objects.create(**facts)
    share = MixShare.objects.create(decision=decision, level="mbo2", percent=100)

    refused_by("delivery_mix_once", MixDecision.objects.create, **facts | {"starts_on": date(2026, 1, 1)})
    refused_by(
        "delivery_mix_period_order", MixDecision.objects.filter(pk=decision.pk).update, ends_on=date(2019, 12, 31)
    )
    refused_by("delivery_mixshare_level", MixShare.objects.create, decision=decision, level="mbo2", percent=1)
    for values in ({"percent": 0}, {"percent": 101}, {"level": "mbo9"}):
        refused_by("delivery_mixshare_percent", MixShare.objects.filter(pk=share.pk).update, **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("delivery_placement_period_order", {"ends_on": EARLY}),
        ("delivery_placement_moments", {"moments": 0}),
        ("delivery_placement_week", {"moments": 1 << 21}),
    ],
)
def test_placement_is_of_some_moments_of_a_week(placed, name, values):
    refused_by(name, Placement.objects.filter(pk=placed.pk).update, **values)


def test_client_is_placed_in_a_group_once(placed):
    facts = {"group": placed.group, "allocation": placed.allocation, "moments": Week.of("1-morning")}
    refused_by("delivery_placement_once", Placement.objects.create, starts_on=date(2026, 5, 1), **facts)

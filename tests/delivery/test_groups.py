"""Keeping groups: what they are, when they are open, how they are staffed."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import Conflict
from delivery.models import Group
from delivery.rules import Hours
from delivery.selectors import hours_of, occupation
from delivery.services import change_group, close_day, decide_mix, place_client, reopen_day, set_hours, start_group
from organisations.enums import Role
from plans.rules.week import CODES, MOMENTS, Week
from tests.cast import actor_of_user
from tests.delivery.conftest import HOURS
from tests.factories.organisations import LocationFactory

START = date(2026, 3, 2)


def codes_of(refusal):
    error = refusal.value
    lists = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return [one.code for errors in lists for one in errors]


@pytest.fixture
def placed(group, planner, allocation):
    return place_client(
        actor=planner, group=group, allocation=allocation, moments=Week.of("2-morning"), starts_on=START
    )


def test_a_group_is_at_a_location_of_its_own_provider(group, planner):
    with pytest.raises(ValidationError) as refusal:
        change_group(actor=planner, group=group, revision=2, values={"location": LocationFactory.create()})
    assert codes_of(refusal) == ["location_of_another"]


def test_two_groups_of_a_provider_have_two_names(group, planner):
    values = {"name": "De Tuinkamer", "location": group.location, "capacity": 4, "starts_on": date(2026, 1, 1)}
    with pytest.raises(ValidationError) as refusal:
        start_group(actor=planner, values=values)
    assert codes_of(refusal) == ["group_name"]


@pytest.mark.parametrize("who", ["petra", "karin"])
def test_only_who_plans_for_the_provider_keeps_its_groups(group, who, request):
    actor = actor_of_user(request.getfixturevalue(who))
    for act in (
        lambda: start_group(actor=actor, values={"name": "Nieuw"}),
        lambda: change_group(actor=actor, group=group, revision=2, values={"name": "Anders"}),
        lambda: set_hours(actor=actor, group=group, revision=2, hours=HOURS, starts_on=date(2026, 4, 1)),
        lambda: close_day(actor=actor, groups=[group], day=date(2026, 12, 25), reason="Kerst"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_other_hours_hold_from_their_day_on_and_the_past_stays(group, planner):
    later = [Hours(CODES["1-morning"], time(9), time(12, 30)), Hours(CODES["3-afternoon"], time(13), time(16))]

    set_hours(actor=planner, group=group, revision=2, hours=later, starts_on=date(2026, 5, 1))

    assert hours_of(group, date(2026, 4, 30)) == sorted(HOURS, key=lambda one: MOMENTS.index(one.moment))
    assert hours_of(group, date(2026, 5, 1)) == later
    assert group.openings.filter(weekday=1, dagdeel="morning").count() == 1, "what stays the same is one row"


def test_hours_that_never_began_are_replaced(group, planner):
    day = date(2026, 5, 1)
    second = [Hours(CODES["1-morning"], time(11), time(12))]

    for revision, hours in ((2, [Hours(CODES["1-morning"], time(10), time(12))]), (3, second)):
        set_hours(actor=planner, group=group, revision=revision, hours=hours, starts_on=day)

    assert hours_of(group, date(2026, 6, 1)) == second


def test_a_dagdeel_on_which_clients_come_cannot_be_dropped(placed, group, planner):
    with pytest.raises(ValidationError) as refusal:
        set_hours(actor=planner, group=group, revision=2, hours=HOURS[:1], starts_on=date(2026, 5, 1))
    assert codes_of(refusal) == ["placed_when_closed"]


def test_a_group_does_not_end_before_its_placements(placed, group, planner):
    with pytest.raises(ValidationError) as refusal:
        change_group(actor=planner, group=group, revision=2, values={"ends_on": date(2026, 6, 30)})
    assert codes_of(refusal) == ["placed_longer"]
    change_group(actor=planner, group=group, revision=2, values={"ends_on": date(2026, 12, 31)})


def test_who_saw_an_older_version_is_told(group, planner):
    change_group(actor=planner, group=group, revision=2, values={"capacity": 3})
    with pytest.raises(Conflict):
        change_group(actor=planner, group=group, revision=2, values={"capacity": 4})
    group.refresh_from_db()
    assert group.capacity == 3


def test_a_day_is_closed_once_and_can_be_opened_again(group, planner):
    day = date(2026, 12, 25)

    added = close_day(actor=planner, groups=[group], day=day, reason="Eerste Kerstdag")
    assert close_day(actor=planner, groups=[group], day=day, reason="Nog eens") == []
    reopen_day(actor=planner, closed_day=added[0])

    assert not group.closed_days.exists()
    with pytest.raises(ValidationError):
        close_day(actor=planner, groups=[group], day=day, reason=" ")


def test_a_decision_on_levels_adds_up_and_follows_the_one_before(group, planner):
    def decide(revision, starts_on, shares):
        facts = {"motivation": "Veel toezicht nodig.", "starts_on": starts_on, "shares": shares}
        return decide_mix(actor=planner, group=group, revision=revision, **facts)

    first = decide(2, date(2026, 1, 1), {"mbo2": 60, "mbo4": 40})
    second = decide(3, date(2026, 4, 1), {"mbo3": 100})

    first.refresh_from_db()
    assert (first.ends_on, second.ends_on) == (date(2026, 3, 31), None)
    for starts_on, shares, code in (
        (date(2026, 5, 1), {"mbo2": 60, "mbo4": 30}, "mix_total"),
        (date(2026, 3, 1), {"mbo2": 100}, "mix_earlier"),
        (date(2026, 5, 1), {"mbo2": 100, "mbo4": 0}, "mix_percent"),
    ):
        with pytest.raises(ValidationError) as refusal:
            decide(4, starts_on, shares)
        assert codes_of(refusal) == [code]


def test_who_sees_a_group(placed, petra, karin, zoe):
    seen = [
        Group.objects.visible_to(actor).count()
        for actor in (
            actor_of_user(petra),
            actor_of_user(karin),
            replace(actor_of_user(karin), role=Role.CONTRACT_MANAGER),
            replace(actor_of_user(zoe), role=Role.CONTRACT_MANAGER),
        )
    ]

    assert seen == [1, 0, 1, 0]


def test_occupation_counts_who_comes_on_each_dagdeel(placed, group, planner):
    rows = occupation(group, planner, date(2026, 3, 3))

    assert [(str(one.hours.moment), one.placed, one.free) for one in rows[:2]] == [
        ("maandagochtend", 0, 2),
        ("dinsdagochtend", 1, 1),
    ]

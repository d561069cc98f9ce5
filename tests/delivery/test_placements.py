"""Placing clients in groups."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import Conflict
from delivery.models import Placement
from delivery.services import change_placement, end_placement, place_client
from plans.rules.week import Week
from tests.cast import actor_of_user
from tests.delivery.test_groups import codes_of
from tests.plans.story import allocate

START = date(2026, 3, 2)
TUESDAYS = Week.of("2-morning", "2-afternoon")


@pytest.fixture
def placed(group, planner, allocation):
    return place_client(actor=planner, group=group, allocation=allocation, moments=TUESDAYS, starts_on=START)


def test_a_placement_ends_with_the_allocation(placed, allocation):
    assert placed.ends_on == allocation.ends_on
    assert str(placed.moments) == "dinsdagochtend en dinsdagmiddag"


def test_all_that_stands_in_the_way_is_said_at_once(group, planner, allocation):
    moments, early = Week.of("6-evening"), date(2025, 12, 1)
    with pytest.raises(ValidationError) as refusal:
        place_client(actor=planner, group=group, allocation=allocation, moments=moments, starts_on=early)
    assert sorted(codes_of(refusal)) == ["group_closed", "outside_allocation", "outside_group"]


def test_the_last_place_is_given_once(placed, group, planner, apeldoorn, de_linde):
    others = [allocate(apeldoorn, de_linde, surname=name) for name in ("Bos", "Dam")]
    place_client(actor=planner, group=group, allocation=others[0], moments=TUESDAYS, starts_on=START)

    with pytest.raises(ValidationError) as refusal:
        place_client(actor=planner, group=group, allocation=others[1], moments=TUESDAYS, starts_on=START)

    assert codes_of(refusal) == ["group_full", "group_full"]


def test_other_dagdelen_are_a_new_placement_and_the_old_one_is_history(placed, planner):
    day = date(2026, 6, 1)
    changed = change_placement(actor=planner, placement=placed, revision=1, moments=Week.of("1-morning"), starts_on=day)

    placed.refresh_from_db()
    assert placed.ends_on == date(2026, 5, 31)
    assert (changed.starts_on, changed.ends_on) == (day, date(2026, 12, 31))
    for wrong in (day, date(2027, 1, 1)):
        with pytest.raises(ValidationError) as refusal:
            change_placement(actor=planner, placement=changed, revision=1, moments=TUESDAYS, starts_on=wrong)
        assert codes_of(refusal) == ["not_after_start"]


def test_change_that_does_not_fit_leaves_all_as_it_was(placed, planner):
    moments = Week.of("7-evening")
    with pytest.raises(ValidationError):
        change_placement(actor=planner, placement=placed, revision=1, moments=moments, starts_on=date(2026, 6, 1))
    assert [row.ends_on for row in Placement.objects.all()] == [date(2026, 12, 31)]


def test_a_placement_gets_shorter_and_not_longer(placed, planner):
    end_placement(actor=planner, placement=placed, revision=1, ends_on=date(2026, 5, 1))
    with pytest.raises(ValidationError) as refusal:
        end_placement(actor=planner, placement=placed, revision=2, ends_on=date(2026, 6, 1))
    assert codes_of(refusal) == ["end_later"]
    with pytest.raises(Conflict):
        end_placement(actor=planner, placement=placed, revision=1, ends_on=date(2026, 4, 1))


@pytest.mark.parametrize("who", ["petra", "karin", "hanna"])
def test_only_a_planner_of_the_provider_places_clients(placed, group, allocation, who, request):
    actor = actor_of_user(request.getfixturevalue(who))
    with pytest.raises(PermissionDenied):
        place_client(actor=actor, group=group, allocation=allocation, moments=TUESDAYS, starts_on=START)
    with pytest.raises(PermissionDenied):
        end_placement(actor=actor, placement=placed, revision=1, ends_on=date(2026, 5, 1))

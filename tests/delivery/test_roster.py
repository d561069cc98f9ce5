"""The standing week of who works in a group, and the dagdelen that follow from it."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import Conflict
from delivery.models import Helper, RosterLine, StaffAttendance
from delivery.rules import Hours, Times
from delivery.services import (
    add_helper,
    add_roster_line,
    change_helper,
    change_roster_line,
    close_day,
    end_roster_line,
    plan_staff,
    reopen_day,
    set_hours,
    start_group,
)
from organisations.enums import Role
from organisations.models import Employment
from plans.rules.week import CODES, Week
from tests.cast import actor_of_user, member
from tests.delivery.roster_story import START, TUESDAY, TUESDAYS, colleague, session_on, staffing, works
from tests.delivery.test_groups import codes_of
from tests.factories.organisations import EmploymentFactory, LocationFactory

NINE, HALF_PAST_TWELVE, ONE, HALF_PAST_FOUR = 540, 750, 780, 990


@pytest.fixture
def anna(de_linde):
    return colleague(de_linde)


@pytest.fixture
def toos(planner):
    values = {"name": "Toos", "kind": "volunteer", "starts_on": START}
    return add_helper(actor=planner, values=values)


def another_group(provider, planner, hours):
    place = LocationFactory.create(provider=provider)
    values = {"name": "De Serre", "location": place, "capacity": 4, "starts_on": date(2026, 1, 1)}
    made = start_group(actor=planner, values=values)
    return set_hours(actor=planner, group=made, revision=1, hours=hours, starts_on=date(2026, 1, 1))


def test_who_is_on_the_roster_is_planned_for_as_long_as_the_group_is_open(group, planner, anna):
    works(planner, group, anna)
    assert staffing(session_on(group)) == {anna: (NINE, HALF_PAST_TWELVE)}
    assert staffing(session_on(group, dagdeel="afternoon")) == {anna: (ONE, HALF_PAST_FOUR)}
    assert staffing(session_on(group, START)) == {}


def test_a_time_of_the_day_is_the_end_of_the_morning_and_the_begin_of_the_afternoon(group, planner, anna):
    works(planner, group, anna, starts=600, ends=900, break_starts=690, break_ends=720)
    assert staffing(session_on(group)) == {anna: (600, HALF_PAST_TWELVE)}
    assert staffing(session_on(group, dagdeel="afternoon")) == {anna: (ONE, 900)}
    (row,) = StaffAttendance.objects.filter(session=session_on(group))
    assert [(one.starts, one.ends, one.is_planned) for one in row.breaks.all()] == [(690, 720, True)]


def test_the_line_ends_with_the_employment(group, planner, anna):
    Employment.objects.filter(professional=anna).update(ends_on=date(2026, 4, 30))
    assert works(planner, group, anna).ends_on == date(2026, 4, 30)


def test_all_that_stands_in_the_way_is_said_at_once(group, planner, anna):
    Employment.objects.filter(professional=anna).update(starts_on=START)
    with pytest.raises(ValidationError) as refusal:
        works(planner, group, anna, "2-morning", "6-evening", starts_on=date(2025, 12, 1), starts=500)
    assert sorted(codes_of(refusal)) == ["group_closed", "not_employed", "outside_group"]
    with pytest.raises(ValidationError) as refusal:
        works(planner, group, anna, "1-morning", "2-morning", starts=500)
    assert codes_of(refusal) == ["outside_opening", "outside_opening"]
    with pytest.raises(ValidationError) as refusal:
        works(planner, group, anna, break_starts=HALF_PAST_TWELVE, break_ends=ONE)
    assert codes_of(refusal) == ["break_outside"]
    assert not RosterLine.objects.exists()


def test_nobody_works_in_two_groups_at_once(group, planner, anna, de_linde):
    serre = another_group(de_linde, planner, [Hours(CODES["2-morning"], time(12), time(14))])
    works(planner, group, anna)
    with pytest.raises(ValidationError) as refusal:
        works(planner, serre, anna, "2-morning")
    assert codes_of(refusal) == ["works_elsewhere"]
    assert "dinsdag van 12:00 tot 14:00" in str(refusal.value)
    works(planner, serre, anna, "2-morning", starts=750, ends=780)


def test_nobody_works_for_two_providers_at_once_and_nobody_learns_where(group, planner, anna, het_anker):
    EmploymentFactory.create(professional=anna, provider=het_anker)
    works(planner, group, anna)

    of_anker = actor_of_user(member("Anke Planner", het_anker, Role.PLANNER))
    elsewhere = another_group(het_anker, of_anker, [Hours(CODES["2-morning"], time(9), time(12))])
    with pytest.raises(ValidationError) as refusal:
        works(of_anker, elsewhere, anna, "2-morning")
    assert codes_of(refusal) == ["works_elsewhere"]
    assert group.name not in str(refusal.value)
    assert str(group.provider) not in str(refusal.value)


def test_nobody_stands_twice_in_a_dagdeel(group, planner, anna):
    works(planner, group, anna, "2-morning", ends=600)
    with pytest.raises(ValidationError) as refusal:
        works(planner, group, anna, "2-morning", starts=660)
    assert codes_of(refusal) == ["works_elsewhere"]


def test_who_is_planned_by_hand_does_not_get_a_line_at_that_time(group, planner, anna):
    plan_staff(actor=planner, session=session_on(group), revision=1, person=anna)
    with pytest.raises(ValidationError) as refusal:
        works(planner, group, anna)
    assert codes_of(refusal) == ["works_elsewhere"]
    works(planner, group, anna, starts_on=TUESDAY + timedelta(days=1))


def test_other_times_are_a_new_line_and_the_old_one_is_history(group, planner, anna):
    line = works(planner, group, anna)
    day = TUESDAY + timedelta(days=7)
    facts: dict[str, Any] = {"moments": Week.of("2-morning"), "times": Times(starts=600), "starts_on": day}
    changed = change_roster_line(actor=planner, line=line, revision=1, **facts)

    line.refresh_from_db()
    assert (line.ends_on, changed.starts_on) == (day - timedelta(days=1), day)
    assert staffing(session_on(group)) == {anna: (NINE, HALF_PAST_TWELVE)}
    assert staffing(session_on(group, day)) == {anna: (600, HALF_PAST_TWELVE)}
    with pytest.raises(Conflict):
        change_roster_line(actor=planner, line=line, revision=1, **facts)
    with pytest.raises(ValidationError) as refusal:
        change_roster_line(actor=planner, line=line, revision=2, **facts)
    assert codes_of(refusal) == ["line_over"]


def test_a_line_gets_shorter_and_one_that_had_not_begun_goes(group, planner, anna):
    line = works(planner, group, anna, ends_on=date(2026, 5, 1))
    with pytest.raises(ValidationError) as refusal:
        end_roster_line(actor=planner, line=line, revision=1, ends_on=date(2026, 6, 1))
    assert codes_of(refusal) == ["end_later"]
    end_roster_line(actor=planner, line=line, revision=1, ends_on=TUESDAY)
    assert staffing(session_on(group)) == {anna: (NINE, HALF_PAST_TWELVE)}
    assert staffing(session_on(group, TUESDAY + timedelta(days=7))) == {}
    end_roster_line(actor=planner, line=line, revision=2, ends_on=date(2026, 3, 1))
    assert not RosterLine.objects.exists()
    with pytest.raises(Conflict):
        end_roster_line(actor=planner, line=line, revision=2, ends_on=date(2026, 3, 1))


def test_helpers_work_in_the_groups_of_their_own_provider(group, planner, toos, het_anker):
    works(planner, group, toos)
    assert staffing(session_on(group)) == {toos: (NINE, HALF_PAST_TWELVE)}
    change_helper(actor=planner, helper=toos, values={"ends_on": START})
    assert staffing(session_on(group)) == {}
    stranger = Helper.objects.create(provider=het_anker, name="Ton", kind="trainee", starts_on=START)
    with pytest.raises(ValidationError) as refusal:
        works(planner, group, stranger)
    assert codes_of(refusal) == ["not_employed"]
    with pytest.raises(TypeError):
        change_helper(actor=planner, helper=toos, values={"provider": het_anker})


def test_a_closed_day_has_no_dagdelen_until_it_is_open_again(group, planner, anna):
    works(planner, group, anna)
    (closed,) = close_day(actor=planner, groups=[group], day=TUESDAY, reason="Feest")
    assert not group.sessions.filter(held_on=TUESDAY).exists()
    reopen_day(actor=planner, closed_day=closed)
    assert staffing(session_on(group)) == {anna: (NINE, HALF_PAST_TWELVE)}


def test_other_hours_move_who_is_planned(group, planner, anna):
    works(planner, group, anna)
    hours = [Hours(CODES["2-morning"], time(10), time(12))]
    set_hours(actor=planner, group=group, revision=2, hours=hours, starts_on=START)
    assert staffing(session_on(group)) == {anna: (600, 720)}
    assert not group.sessions.filter(dagdeel="afternoon").exists()


@pytest.mark.parametrize("who", ["petra", "hanna", "karin", "pim"])
def test_only_a_planner_of_the_provider_makes_the_roster(group, planner, anna, who, request):
    line = works(planner, group, anna)
    actor = actor_of_user(request.getfixturevalue(who))
    facts: dict[str, Any] = {"moments": TUESDAYS, "times": Times(), "starts_on": START}
    with pytest.raises(PermissionDenied):
        add_roster_line(actor=actor, group=group, person=anna, **facts)
    with pytest.raises(PermissionDenied):
        end_roster_line(actor=actor, line=line, revision=1, ends_on=START)

"""Who sees who was there: the own files, and on the floor the name of who comes to the group, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from clients.models import Allocation, Client, TreatmentRelation
from core.actors import Actor
from delivery.access import may_record_attendance, may_see_attendance
from delivery.models import ClientAttendance, Group, RosterLine, Session
from organisations.enums import OrganisationKind, Role
from plans.rules.week import Week
from tests.cast import actor_of_user
from tests.delivery.attending import HELD_ON, expect, hold
from tests.factories.organisations import ProfessionalFactory


@pytest.fixture
def bo_actor(bo, de_linde):
    """Somebody who treats nobody, and has been employed for long."""
    ProfessionalFactory.create(name=bo.name, user=bo, provider=de_linde)
    return actor_of_user(bo)


def on_roster(bo, group, **period):
    dates = {"starts_on": date(2026, 1, 1)} | period
    RosterLine.objects.create(group=group, professional=bo.professional, moments=Week.of("1-morning"), **dates)


def seen_by(actor):
    return set(ClientAttendance.objects.visible_to(actor))


def test_who_is_on_the_roster_sees_who_comes_and_no_file(morning, bo, bo_actor):
    assert seen_by(bo_actor) == set()
    on_roster(bo, morning.group)

    assert seen_by(bo_actor) == {morning.client}
    assert may_record_attendance(bo_actor, morning.session)
    assert not Client.objects.visible_to(bo_actor).exists()
    assert not Allocation.objects.visible_to(bo_actor).exists()


@pytest.mark.parametrize("period", [{"starts_on": date(2026, 3, 3)}, {"ends_on": date(2026, 3, 1)}])
def test_a_roster_counts_on_its_days(morning, bo, bo_actor, period):
    on_roster(bo, morning.group, **period)
    assert seen_by(bo_actor) == set()
    assert not may_record_attendance(bo_actor, morning.session)


def test_a_roster_of_another_group_says_nothing(morning, bo, bo_actor):
    other = Group.objects.create(
        provider=morning.group.provider,
        location=morning.group.location,
        name="De Serre",
        capacity=4,
        starts_on=date(2026, 1, 1),
    )
    on_roster(bo, other)
    assert seen_by(bo_actor) == set()


def test_who_works_in_a_dagdeel_sees_that_one_and_no_other(morning):
    TreatmentRelation.objects.all().delete()
    expect(hold(morning.group, held_on=date(2026, 2, 23)), morning.allocation)

    assert seen_by(morning.petra) == {morning.client}
    assert list(Session.objects.recorded_by(morning.petra)) == [morning.session]


def test_half_a_year_after_the_allocation_the_floor_is_forgotten(morning, on_day):
    Allocation.objects.update(ends_on=HELD_ON)
    on_day(date(2026, 9, 2))
    assert seen_by(morning.petra) == {morning.client}
    on_day(date(2026, 9, 3))
    assert seen_by(morning.petra) == set()
    assert seen_by(morning.planner) == set()


def test_planner_sees_all_of_the_provider_and_nobody_elsewhere_anything(morning, request):
    seeing = {"wil": True, "hanna": True, "karin": True, "bo": False, "mo": False, "zoe": False, "maud": False}
    seen = {name: bool(seen_by(actor_of_user(request.getfixturevalue(name)))) for name in seeing}
    assert seen == seeing
    recording = {"wil": True, "hanna": False, "karin": False, "bo": False, "mo": False, "zoe": False, "maud": False}
    may = {
        name: may_record_attendance(actor_of_user(request.getfixturevalue(name)), morning.session) for name in recording
    }
    assert may == recording


@pytest.mark.parametrize("kind", [kind for kind in OrganisationKind if kind != OrganisationKind.PROVIDER])
def test_a_role_at_the_wrong_kind_of_organisation_records_nothing(morning, kind):
    for role in Role:
        actor = replace(morning.planner, role=role, organisation_kind=kind)
        assert not may_see_attendance(actor)
        assert not Session.objects.recorded_by(actor).exists()
    assert not Session.objects.recorded_by(Actor.anonymous()).exists()


def test_what_is_not_held_is_not_waiting_to_be_closed(morning):
    rows = Session.objects.unclosed_before(date(2026, 3, 3))
    assert list(rows) == [morning.session]
    assert not Session.objects.unclosed_before(HELD_ON).exists()
    morning.group.closed_days.create(day=HELD_ON, reason="Feest")
    assert not rows.all().exists()

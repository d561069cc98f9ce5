"""Exceptions to the standing week: who is away, who works instead, and what does not go on."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import Conflict
from delivery.models import Leave, Session, StaffAttendance
from delivery.rules import Hours, Times
from delivery.services import (
    cancel_session,
    change_leave,
    derive_sessions,
    end_leave,
    move_staff,
    plan_staff,
    report_leave,
    resume_session,
    unplan_staff,
)
from organisations.models import Employment
from plans.rules.week import CODES
from tests.cast import actor_of_user
from tests.delivery.roster_story import START, TUESDAY, colleague, session_on, staffing, works
from tests.delivery.test_groups import codes_of
from tests.delivery.test_roster import another_group
from tests.factories.organisations import EmploymentFactory

NEXT = TUESDAY + timedelta(days=7)
MORNING = (540, 750)


@pytest.fixture
def anna(de_linde, group, planner):
    person = colleague(de_linde)
    works(planner, group, person)
    return person


@pytest.fixture
def bea(de_linde):
    return colleague(de_linde)


def row_of(session, person):
    return StaffAttendance.objects.get(session=session, professional=person)


def revision(session):
    return Session.objects.get(pk=session.pk).revision


def ill(planner, person, starts_on=TUESDAY, ends_on=None):
    return report_leave(actor=planner, person=person, kind="illness", starts_on=starts_on, ends_on=ends_on)


def test_who_is_away_is_not_planned_and_comes_back_with_the_end(group, planner, anna):
    before = revision(session_on(group))
    leave = ill(planner, anna)
    assert staffing(session_on(group)) == staffing(session_on(group, NEXT)) == {}
    assert revision(session_on(group)) > before
    end_leave(actor=planner, leave=leave, revision=1, ends_on=TUESDAY)
    assert (staffing(session_on(group)), staffing(session_on(group, NEXT))) == ({}, {anna: MORNING})
    change_leave(actor=planner, leave=leave, revision=2, kind="other", starts_on=NEXT, ends_on=NEXT)
    assert (staffing(session_on(group)), staffing(session_on(group, NEXT))) == ({anna: MORNING}, {})
    end_leave(actor=planner, leave=leave, revision=3, ends_on=TUESDAY)
    assert not Leave.objects.exists()
    with pytest.raises(Conflict):
        end_leave(actor=planner, leave=leave, revision=3, ends_on=TUESDAY)


def test_leave_is_refused_with_a_reason(group, planner, anna):
    leave = ill(planner, anna)
    with pytest.raises(ValidationError) as refusal:
        ill(planner, anna, NEXT)
    assert codes_of(refusal) == ["leave_twice"]
    with pytest.raises(ValidationError) as refusal:
        ill(planner, anna, date(2019, 1, 1), date(2019, 2, 1))
    assert codes_of(refusal) == ["not_employed"]
    end_leave(actor=planner, leave=leave, revision=1, ends_on=NEXT)
    with pytest.raises(ValidationError) as refusal:
        end_leave(actor=planner, leave=leave, revision=2, ends_on=NEXT + timedelta(days=1))
    assert codes_of(refusal) == ["end_later"]


def test_leave_at_one_provider_says_nothing_of_another(planner, het_anker, anna, group):
    EmploymentFactory.create(professional=anna, provider=het_anker)
    Leave.objects.create(provider=het_anker, professional=anna, kind="holiday", starts_on=START)
    derive_sessions(START)
    assert staffing(session_on(group)) == {anna: MORNING}
    Employment.objects.filter(professional=anna, provider=group.provider).delete()
    with pytest.raises(PermissionDenied):
        ill(planner, anna)


def test_who_was_planned_by_hand_is_taken_off_by_leave(group, planner, anna, bea):
    plan_staff(actor=planner, session=session_on(group), revision=revision(session_on(group)), person=bea)
    ill(planner, bea)
    assert staffing(session_on(group)) == {anna: MORNING, bea: None}


def test_what_is_planned_by_hand_stays_whatever_follows(group, planner, anna, bea):
    session = session_on(group)
    plan_staff(
        actor=planner,
        session=session,
        revision=revision(session),
        person=bea,
        times=Times(starts=600, break_starts=660, break_ends=690),
    )
    unplan_staff(actor=planner, attendance=row_of(session, anna), revision=revision(session))
    derive_sessions(START)
    assert staffing(session) == {anna: None, bea: (600, 750)}
    assert [(one.starts, one.ends) for one in row_of(session, bea).breaks.all()] == [(660, 690)]
    plan_staff(actor=planner, session=session, revision=revision(session), person=anna, times=Times(ends=600))
    derive_sessions(START)
    assert staffing(session) == {anna: (540, 600), bea: (600, 750)}


def test_who_moves_works_in_the_other_group_alone(group, planner, anna, de_linde):
    serre = another_group(de_linde, planner, [Hours(CODES["2-morning"], time(9), time(12))])
    session, there = session_on(group), session_on(serre)
    with pytest.raises(ValidationError) as refusal:
        plan_staff(actor=planner, session=there, revision=1, person=anna)
    assert codes_of(refusal) == ["works_elsewhere"]
    move_staff(actor=planner, attendance=row_of(session, anna), revision=revision(session), to=there)
    assert (staffing(session), staffing(there)) == ({anna: None}, {anna: (540, 720)})


def test_a_swap_that_cannot_be_says_all_that_is_wrong(group, planner, anna, bea):
    Leave.objects.create(provider=group.provider, professional=bea, kind="holiday", starts_on=START)
    Employment.objects.filter(professional=bea).update(ends_on=START)
    session = session_on(group)
    with pytest.raises(ValidationError) as refusal:
        plan_staff(
            actor=planner, session=session, revision=revision(session), person=bea, times=Times(starts=500, ends=600)
        )
    assert sorted(codes_of(refusal)) == ["not_employed", "on_leave", "outside_opening"]
    with pytest.raises(Conflict):
        plan_staff(actor=planner, session=session, revision=99, person=bea)


def test_nothing_is_planned_in_what_is_over_closed_or_cancelled(group, planner, anna, on_day, wil):
    session = session_on(group)
    row = row_of(session, anna)
    cancel_session(actor=planner, session=session, revision=revision(session), reason="Storm")
    with pytest.raises(ValidationError) as refusal:
        unplan_staff(actor=planner, attendance=row, revision=revision(session))
    assert codes_of(refusal) == ["session_cancelled"]
    resume_session(actor=planner, session=session, revision=revision(session))
    StaffAttendance.objects.filter(pk=row.pk).update(presence="present", arrived=540)
    with pytest.raises(ValidationError) as refusal:
        unplan_staff(actor=planner, attendance=row, revision=revision(session))
    assert codes_of(refusal) == ["already_there"]
    with pytest.raises(ValidationError) as refusal:
        cancel_session(actor=planner, session=session, revision=revision(session), reason=" ")
    assert sorted(codes_of(refusal)) == ["people_there", "reason"]
    on_day(NEXT)
    with pytest.raises(ValidationError) as refusal:
        unplan_staff(actor=planner, attendance=row, revision=revision(session))
    assert sorted(codes_of(refusal)) == ["already_there", "session_over"]
    Session.objects.filter(pk=session.pk).update(closed_at="2026-03-03T17:00:00Z", closed_by=wil)
    with pytest.raises(ValidationError) as refusal:
        cancel_session(actor=planner, session=session, revision=revision(session), reason="Storm")
    assert sorted(codes_of(refusal)) == ["session_closed"]


def test_who_is_not_of_the_provider_swaps_nothing(group, planner, anna, petra, mo):

    session = session_on(group)
    for user in (petra, mo):
        actor = actor_of_user(user)
        for act in (
            lambda actor=actor: plan_staff(actor=actor, session=session, revision=1, person=anna),
            lambda actor=actor: unplan_staff(actor=actor, attendance=row_of(session, anna), revision=1),
            lambda actor=actor: cancel_session(actor=actor, session=session, revision=1, reason="Zo"),
            lambda actor=actor: ill(actor, anna),
        ):
            with pytest.raises(PermissionDenied):
                act()

"""Diplomas, employments and competences: what rests on them is checked again as soon as they change."""

from datetime import timedelta

import pytest

from compliance.enums import State
from compliance.models import Finding, SessionOutcome
from compliance.rules.outcome import CHECKS
from compliance.services.checking import check_sessions
from compliance.services.depending import follow_professional
from compliance.services.finding_files import follow_plan
from core.clock import now, today
from core.jobs import Job
from delivery.enums import Presence
from delivery.models import ClientAttendance, Session, StaffAttendance
from delivery.services import place_client
from organisations.models import Qualification
from organisations.services import (
    employ,
    end_employment,
    record_competence,
    register_professional,
    verify_qualification,
    withdraw_verification,
)
from plans.rules.week import Week
from plans.services.settings import load_settings
from tests.cast import actor_of_user
from tests.delivery.roster_story import colleague, works
from tests.plans.story import TODAY

YESTERDAY = TODAY - timedelta(days=1)
NINE, ENDS = 540, 750


def hold(group, user, allocation, person, day):
    """A closed morning with one client and one professional, who both came and stayed."""
    facts = {"starts": NINE, "ends": ENDS, "closed_at": now(), "closed_by": user}
    session, _ = Session.objects.update_or_create(group=group, held_on=day, dagdeel="morning", defaults=facts)
    times = {"planned_starts": NINE, "planned_ends": ENDS, "presence": Presence.PRESENT, "arrived": NINE, "left": ENDS}
    ClientAttendance.objects.create(session=session, allocation=allocation, **times)
    StaffAttendance.objects.create(session=session, professional=person, **times)
    return session


@pytest.fixture(autouse=True)
def settings_of_plans(allocation):
    load_settings()


@pytest.fixture
def anna(de_linde):
    return colleague(de_linde)


@pytest.fixture
def mornings(group, petra, allocation, anna):
    """Yesterday's and today's, both checked."""
    held = [hold(group, petra, allocation, anna, day) for day in (YESTERDAY, TODAY)]
    check_sessions([one.pk for one in held])
    return held


@pytest.fixture
def woken(monkeypatch):
    found: list[object] = []
    monkeypatch.setattr(Job, "wake", lambda job, *ids: found.append((job.name, *ids)))
    return found


def states(mornings):
    rows = SessionOutcome.objects.current().realised().filter(session__in=mornings).order_by("session__held_on")
    return list(rows.values_list("ratio", flat=True))


def test_withdrawn_diploma_is_a_finding_at_once_and_closes_when_it_is_verified_again(
    *, mornings, anna, pim, django_capture_on_commit_callbacks
):
    assert states(mornings) == [State.MET, State.MET]
    diploma = anna.qualifications.get()

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_verification(actor=actor_of_user(pim), qualification=diploma)

    assert states(mornings) == [State.NOT_MET, State.NOT_MET]
    finding = Finding.objects.get(rule_kind=CHECKS["ratio"][0])
    assert (finding.is_open, finding.opened_on, finding.sessions) == (True, YESTERDAY, 2)

    Qualification.objects.filter(pk=diploma.pk).update(evidence="diploma.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        verify_qualification(actor=actor_of_user(pim), qualification=diploma)

    # It counts from the day on which somebody looked at the evidence: yesterday stays as it was.
    assert states(mornings) == [State.NOT_MET, State.MET]
    finding.refresh_from_db()
    assert (finding.is_open, finding.met_again_on, finding.last_on) == (False, TODAY, YESTERDAY)


def test_what_stood_before_can_still_be_read(mornings, anna):
    before = set(SessionOutcome.objects.values_list("pk", flat=True))
    anna.qualifications.update(verified_on=None, verified_by=None)

    assert follow_professional(anna.pk, TODAY) == 8  # planned and as it went, of both days: one ends, one begins
    assert follow_professional(anna.pk, TODAY) == 0
    assert set(SessionOutcome.objects.exclude(superseded_at=None).values_list("pk", flat=True)) == before


def test_dagdelen_of_others_are_left_alone(mornings, de_linde):
    other = colleague(de_linde)
    other.qualifications.update(verified_on=None, verified_by=None)

    assert follow_professional(other.pk, TODAY) == 0


def test_who_leaves_the_provider_is_taken_off_what_lies_ahead_and_today_is_checked(
    *, group, planner, allocation, anna, wil, on_day, django_capture_on_commit_callbacks
):
    place_client(actor=planner, group=group, allocation=allocation, moments=Week.of("2-morning"), starts_on=TODAY)
    works(planner, group, anna, "2-morning")
    tuesday = Session.objects.get(group=group, held_on=TODAY + timedelta(days=1), dagdeel="morning")
    on_day(tuesday.held_on)
    check_sessions([tuesday.pk])
    employment = anna.employments.get()

    employment.ends_on = today() - timedelta(days=1)
    employment.save()
    follow_professional(anna.pk, today())

    assert not StaffAttendance.objects.filter(professional=anna, session__held_on__gte=today()).exists()
    assert SessionOutcome.objects.current().get(session=tuesday).ratio == State.NOT_MET


def test_level_of_who_is_responsible_is_followed_in_the_file(running, allocation):
    follow_plan(running.plan_id, TODAY)
    code = "BGD-IN-03"
    assert not Finding.objects.standing().filter(code=code).exists()
    responsible = running.plan.responsibilities.get().professional
    responsible.qualifications.update(verified_on=None, verified_by=None)

    follow_professional(responsible.pk, TODAY)

    assert Finding.objects.standing().get(code=code).allocation == allocation


def test_every_change_that_matters_wakes_the_check(*, woken, de_linde, petra, pim, allocation):
    keeper, checker = actor_of_user(petra), actor_of_user(pim)
    person = register_professional(actor=keeper, name="Bo Bos", provider=de_linde, starts_on=TODAY)
    job = ("compliance.check_professional", person.pk)
    assert woken == [job]
    woken.clear()
    diploma = Qualification.objects.create(
        professional=person, level="mbo2", title="Helpende", starts_on=TODAY, evidence="diploma.pdf"
    )
    verify_qualification(actor=checker, qualification=diploma)
    withdraw_verification(actor=checker, qualification=diploma)
    record_competence(actor=keeper, professional=person, evidence_reference="Map 3", starts_on=TODAY)
    end_employment(actor=keeper, employment=person.employments.get(), ends_on=TODAY)
    employ(actor=keeper, professional=person, provider=de_linde, starts_on=TODAY + timedelta(days=1))
    assert woken == [job] * 5

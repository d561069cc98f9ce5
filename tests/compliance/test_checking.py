"""Outcomes and findings follow from who was there: of one session after a change, and of all in the night."""

from datetime import date, timedelta

import pytest

from compliance.enums import Basis, State
from compliance.models import CheckRun, Finding, SessionOutcome
from compliance.services.checking import check_all, check_changed, check_sessions
from core.clock import now
from delivery.enums import Presence
from delivery.models import ClientAttendance, Session, StaffAttendance
from tests.compliance.test_attending import trained
from tests.plans.story import TODAY, allocate

NINE, HALF_PAST_TEN, ENDS = 540, 630, 750


@pytest.fixture
def six(allocation, apeldoorn, zutphen, de_linde):
    """Six clients of Duurzaam, one of them of Zutphen: two professionals are needed."""
    others = [allocate(apeldoorn, de_linde, surname=f"Buur{letter}") for letter in "abcd"]
    return [allocation, *others, allocate(zutphen, de_linde, surname="Elders")]


@pytest.fixture
def team(de_linde):
    return [trained(de_linde), trained(de_linde)]


def hold(group, user, clients, staff, *, day=TODAY, left=(ENDS, ENDS)):
    """A closed session in which everybody came, and each of the staff left at a time."""
    facts = {"starts": NINE, "ends": ENDS, "closed_at": now(), "closed_by": user}
    session, _ = Session.objects.update_or_create(group=group, held_on=day, dagdeel="morning", defaults=facts)
    times = {"planned_starts": NINE, "planned_ends": ENDS, "presence": Presence.PRESENT, "arrived": NINE}
    for allocation in clients:
        ClientAttendance.objects.create(session=session, allocation=allocation, left=ENDS, **times)
    for professional, until in zip(staff, left, strict=True):
        StaffAttendance.objects.create(session=session, professional=professional, left=until, **times)
    return session


def correct(session, **times):
    """The one who left early stayed after all, or the other way round."""
    row = session.staff.current().order_by("pk").last()
    StaffAttendance.objects.filter(pk=row.pk).update(**times)
    Session.objects.filter(pk=session.pk).update(revision=session.revision + 1)
    session.refresh_from_db()


def states(session, basis=Basis.REALISED):
    row = SessionOutcome.objects.current().get(session=session, basis=basis)
    return row.ratio, row.short, row.short_minutes


def test_planned_and_realised_are_kept_apart(group, petra, six, team):
    session = hold(group, petra, six, team, left=(ENDS, HALF_PAST_TEN))
    assert check_sessions([session.pk]) == 2
    assert states(session, Basis.PLANNED) == (State.MET, 0, 0)
    assert states(session) == (State.NOT_MET, 1, 120)


def test_checking_again_changes_nothing(group, petra, six, team):
    session = hold(group, petra, six, team)
    check_sessions([session.pk])
    assert check_sessions([session.pk]) == 0
    assert check_changed() == 0
    assert SessionOutcome.objects.count() == 2


def test_an_outcome_that_changes_can_still_be_read_as_it_stood(group, petra, six, team):
    session = hold(group, petra, six, team, left=(ENDS, HALF_PAST_TEN))
    check_sessions([session.pk])
    SessionOutcome.objects.update(computed_at=now() - timedelta(hours=2))
    reported = now() - timedelta(hours=1)
    correct(session, left=ENDS)

    assert check_changed() == 1

    assert states(session) == (State.MET, 0, 0)
    (former,) = SessionOutcome.objects.realised().known_at(reported)
    assert (former.ratio, former.short_minutes) == (State.NOT_MET, 120)


def test_what_did_not_go_on_has_no_outcome(group, petra, six, team):
    session = hold(group, petra, six, team)
    check_sessions([session.pk])
    values = {"closed_at": None, "closed_by": None, "cancelled_reason": "Stroomstoring", "revision": 2}
    Session.objects.filter(pk=session.pk).update(**values)
    check_changed()
    assert not SessionOutcome.objects.current().exists()


def test_a_finding_opens_with_the_requirement_the_measured_and_the_worst_time(group, petra, six, team):
    session = hold(group, petra, six, team, left=(ENDS, HALF_PAST_TEN))
    check_sessions([session.pk])

    finding = Finding.objects.get(rule_kind="max_clients_per_professional")
    assert finding.code == "BGD-IN-09"
    assert finding.severity == "fault"
    assert finding.measured == "6 cliënten en 1 professional (mbo 2 of hoger), 10:30 tot 12:30"
    assert finding.demanded == "2 professionals (mbo 2 of hoger): 1 per 5 cliënten"
    assert (finding.sessions, finding.short_minutes, finding.worst_session) == (1, 120, session)
    assert finding.answer_before == TODAY + timedelta(days=14)
    names = set(finding.involved.values_list("municipality__name", flat=True))
    assert names == {"Apeldoorn", "Zutphen"}


def test_the_same_cause_opens_once_and_closes_when_it_is_met_again(group, petra, six, team):
    for days, left in enumerate([(ENDS, HALF_PAST_TEN), (ENDS, HALF_PAST_TEN), (ENDS, ENDS)]):
        session = hold(group, petra, six, team, day=TODAY - timedelta(days=3 - days), left=left)
        check_sessions([session.pk])
    finding = Finding.objects.get(rule_kind="max_clients_per_professional")
    assert finding.sessions == 2
    assert finding.met_again_on == TODAY - timedelta(days=1)
    assert not finding.is_open


def test_a_finding_whose_cause_was_corrected_away_stays_and_says_so(group, petra, six, team):
    session = hold(group, petra, six, team, left=(ENDS, HALF_PAST_TEN))
    check_sessions([session.pk])
    correct(session, left=ENDS)
    check_sessions([session.pk])
    assert all(one.withdrawn_at for one in Finding.objects.all())
    number = Finding.objects.count()

    correct(session, left=HALF_PAST_TEN)
    check_sessions([session.pk])

    assert Finding.objects.count() == number
    assert all(one.is_open for one in Finding.objects.all())


def test_the_night_finds_what_was_found_already_and_no_difference(group, petra, six, team):
    for days, left in enumerate([(ENDS, HALF_PAST_TEN), (ENDS, ENDS), (HALF_PAST_TEN, ENDS)]):
        session = hold(group, petra, six, team, day=TODAY - timedelta(days=days), left=left)
        check_sessions([session.pk])
    before = list(SessionOutcome.objects.order_by("pk").values()), list(Finding.objects.order_by("pk").values())

    run = check_all(TODAY)

    assert (run.sessions, run.outcomes, run.differences) == (3, 0, 0)
    after = list(SessionOutcome.objects.order_by("pk").values()), list(Finding.objects.order_by("pk").values())
    assert after == before


def test_the_night_alone_finds_the_same(group, petra, six, team):
    for days, left in enumerate([(ENDS, HALF_PAST_TEN), (ENDS, ENDS), (HALF_PAST_TEN, ENDS)]):
        hold(group, petra, six, team, day=TODAY - timedelta(days=days), left=left)
    run = check_all(TODAY)

    assert (run.sessions, run.outcomes, run.differences) == (3, 6, 0)
    assert check_changed() == 0
    found = Finding.objects.filter(rule_kind="max_clients_per_professional").order_by("opened_on")
    assert [one.met_again_on for one in found] == [TODAY - timedelta(days=1), None]


def test_the_night_reports_what_changed_without_anybody_saying_so(group, petra, six, team):
    session = hold(group, petra, six, team)
    check_sessions([session.pk])
    StaffAttendance.objects.filter(professional=team[1]).update(left=HALF_PAST_TEN)

    assert check_all(TODAY).differences == 1
    assert states(session)[0] == State.NOT_MET
    assert CheckRun.objects.count() == 1


def test_what_is_to_come_is_not_checked_yet(group, petra, six, team):
    group.sessions.all().delete()
    hold(group, petra, six, team, day=date(2027, 1, 5))
    assert check_all(TODAY).sessions == 0

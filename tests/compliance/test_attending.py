"""The plain values of the checks, read from the database at once for many dagdelen."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance.enums import Basis
from compliance.rules import Attendance, ClientStay, Demand, StaffStay
from compliance.selectors.attending import load
from delivery.enums import Presence, StaffKind
from delivery.models import ClientAttendance, Helper, Session, StaffAttendance, StaffBreak
from organisations.models import Employment, Professional
from plans.models import Evaluation, IndicatorScore, PlanSetting, PlanVersion
from products.enums import Indicator
from products.models import ProductVersion
from tests.delivery.story import place
from tests.factories.organisations import (
    EmploymentFactory,
    PersonalCareCompetenceFactory,
    ProfessionalFactory,
    QualificationFactory,
)
from tests.plans.story import TODAY, allocate

NINE, TEN, ELEVEN, NOON, ENDS = 540, 600, 660, 720, 750
MBO_2, MBO_4 = 2, 4
DUURZAAM = Demand(max_clients=5, level=MBO_2)


@pytest.fixture
def session(group):
    return hold(group)


@pytest.fixture
def anna(de_linde):
    """A professional of De Linde of mbo 2."""
    return trained(de_linde)


def hold(group, day=TODAY, dagdeel="morning", **facts):
    times = {"starts": NINE, "ends": ENDS, **facts}
    return Session.objects.update_or_create(group=group, held_on=day, dagdeel=dagdeel, defaults=times)[0]


def trained(provider, level="mbo2", **facts):
    person = ProfessionalFactory.create(provider=provider)
    QualificationFactory.create(professional=person, level=level, **({"verified": True} | facts))
    return person


def expect(session, starts=NINE, ends=ENDS, **who) -> Any:
    model: Any = ClientAttendance if "allocation" in who else StaffAttendance
    return model.objects.create(session=session, planned_starts=starts, planned_ends=ends, **who)


def attend(session, arrived=NINE, left=ENDS, **who) -> Any:
    times = {"presence": Presence.PRESENT, "arrived": arrived, "left": left}
    model: Any = ClientAttendance if "allocation" in who else StaffAttendance
    return model.objects.create(session=session, **times, **who)


def planned(session):
    return load([session], Basis.PLANNED)[session.pk]


def level_of(session):
    (stay,) = planned(session).staff
    return stay.level


def test_planned_is_who_has_planned_times_without_the_breaks(session, allocation, anna, de_linde):
    helper = Helper.objects.create(provider=de_linde, name="Vrijwilliger", kind=StaffKind.VOLUNTEER, starts_on=TODAY)
    expect(session, allocation=allocation, starts=TEN)
    row = expect(session, professional=anna)
    StaffBreak.objects.create(attendance=row, is_planned=True, starts=TEN, ends=TEN + 30)
    StaffBreak.objects.create(attendance=row, is_planned=False, starts=ELEVEN, ends=NOON)
    expect(session, helper=helper, presence=Presence.ABSENT)
    StaffAttendance.objects.create(session=session, professional=trained(de_linde), presence=Presence.ABSENT)

    assert planned(session) == Attendance(
        NINE,
        ENDS,
        (ClientStay(allocation.client_id, TEN, ENDS, DUURZAAM),),
        (
            StaffStay(anna.pk, NINE, TEN, StaffKind.PROFESSIONAL, MBO_2),
            StaffStay(anna.pk, TEN + 30, ENDS, StaffKind.PROFESSIONAL, MBO_2),
            StaffStay(-helper.pk, NINE, ENDS, StaffKind.VOLUNTEER),
        ),
    )


def test_realised_is_who_was_present_and_what_nobody_wrote_down_stays_unknown(session, allocation, anna, de_linde):
    attend(session, allocation=allocation, left=None)
    row = attend(session, professional=anna, arrived=TEN, left=None)
    StaffBreak.objects.create(attendance=row, is_planned=False, starts=ELEVEN, ends=NOON)
    expect(session, professional=trained(de_linde))

    assert load([session], Basis.REALISED)[session.pk] == Attendance(
        NINE,
        ENDS,
        (ClientStay(allocation.client_id, NINE, None, DUURZAAM),),
        (
            StaffStay(anna.pk, TEN, ELEVEN, StaffKind.PROFESSIONAL, MBO_2),
            StaffStay(anna.pk, NOON, None, StaffKind.PROFESSIONAL, MBO_2),
        ),
    )


def test_what_does_not_go_on_has_nobody(group, allocation):
    cancelled = hold(group, cancelled_reason="Stroomstoring")
    expect(cancelled, allocation=allocation)
    assert planned(cancelled) == Attendance(NINE, ENDS, (), ())


def test_a_correction_counts_from_when_it_was_made(session, allocation):
    at_five = datetime(2026, 3, 2, 17, tzinfo=ZoneInfo("Europe/Amsterdam"))
    later = at_five + timedelta(days=3)
    first = attend(session, allocation=allocation, left=NOON, recorded_at=at_five, superseded_at=later)
    second = attend(session, allocation=allocation, left=ELEVEN, recorded_at=later, correction_reason="Ging eerder weg")

    def left(known_at=None):
        return [one.ends for one in load([session], Basis.REALISED, known_at)[session.pk].clients]

    assert (left(), left(later)) == ([second.left], [second.left])
    assert left(later - timedelta(seconds=1)) == [first.left]
    assert left(at_five - timedelta(seconds=1)) == []


def test_the_demand_is_that_of_the_version_on_the_day(group, allocation):
    day = TODAY + timedelta(days=14)
    ProductVersion.objects.filter(variant=allocation.variant).update(ends_on=day)
    sessions = [hold(group, day), hold(group, day + timedelta(days=1))]
    for one in sessions:
        expect(one, allocation=allocation)
    found = load(sessions, Basis.PLANNED)
    assert [found[one.pk].clients[0].demand for one in sessions] == [DUURZAAM, None]


def test_a_level_counts_on_the_days_on_which_it_is_proven(group, anna):
    qualification = anna.qualifications.get()
    qualification.ends_on = TODAY
    qualification.verified_on = TODAY
    qualification.save()
    days = [TODAY + timedelta(days=number) for number in (-1, 0, 1)]
    sessions = [hold(group, day) for day in days]
    for one in sessions:
        expect(one, professional=anna)
    assert [level_of(one) for one in sessions] == [0, MBO_2, 0]


def test_the_highest_proven_level_counts_and_what_nobody_checked_does_not(session, anna):
    expect(session, professional=anna)
    QualificationFactory.create(professional=anna, level="hbo", evidenced=True)
    assert level_of(session) == MBO_2
    QualificationFactory.create(professional=anna, level="mbo4", verified=True)
    assert level_of(session) == MBO_4


@pytest.mark.parametrize(
    ("works", "level"), [({"ends_on": TODAY}, MBO_2), ({"ends_on": TODAY - timedelta(days=1)}, 0), (None, 0)]
)
def test_nothing_of_somebody_counts_who_is_not_employed_there_on_that_day(session, anna, het_anker, works, level):
    PersonalCareCompetenceFactory.create(professional=anna)
    EmploymentFactory.create(professional=anna, provider=het_anker)
    of_linde = Employment.objects.filter(professional=anna).exclude(provider=het_anker)
    if works is None:
        of_linde.delete()
    else:
        of_linde.update(**works)
    expect(session, professional=anna)
    (stay,) = planned(session).staff
    assert (stay.level, stay.is_competent) == (level, bool(level))


def test_competence_counts_in_its_period(group, anna):
    PersonalCareCompetenceFactory.create(professional=anna, ends_on=TODAY)
    sessions = [hold(group, TODAY + timedelta(days=number)) for number in (0, 1)]
    for one in sessions:
        expect(one, professional=anna)
    assert [planned(one).staff[0].is_competent for one in sessions] == [True, False]


def score(version, number, **facts):
    of = {"version": version, "indicator": Indicator.PERSONAL_CARE_NEED}
    IndicatorScore.objects.update_or_create(**of, **facts, defaults={"score": number})


def test_care_is_needed_from_the_last_score_that_was_known(group, evaluation):
    """The plan starts on the first of March with 1; the evaluation is of the second."""
    version: PlanVersion = evaluation.version
    score(version, 2, evaluation=None)
    score(version, 1, evaluation=evaluation)
    days = [date(2026, 2, 28), date(2026, 3, 1), TODAY, date(2026, 3, 3)]
    sessions = [hold(group, day) for day in days]
    for one in sessions:
        expect(one, allocation=version.plan.allocation)

    def needed():
        found = load(sessions, Basis.PLANNED)
        return [found[one.pk].clients[0].needs_care for one in sessions]

    assert needed() == [False, True, False, False]
    Evaluation.objects.update(completed_at=None)
    assert needed() == [False, True, True, True]
    PlanSetting.objects.filter(parameter="care_score").update(starts_on=date(2026, 3, 3))
    assert needed() == [False, False, False, True]


def test_what_a_draft_says_is_not_agreed_and_counts_for_nothing(session, draft):
    score(draft, 4, evaluation=None)
    expect(session, allocation=draft.plan.allocation)
    assert [one.needs_care for one in planned(session).clients] == [False]


def test_what_another_provider_scored_is_not_known_here(running, apeldoorn, het_anker):
    score(running, 4, evaluation=None)
    elsewhere = allocate(apeldoorn, het_anker)
    elsewhere.client = running.plan.allocation.client
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(client=elsewhere.client)
    session = place(elsewhere).group.sessions.create(held_on=TODAY, dagdeel="morning", starts=NINE, ends=ENDS)
    expect(session, allocation=elsewhere)
    assert [one.needs_care for one in planned(session).clients] == [False]


def test_many_dagdelen_are_read_in_as_many_queries_as_one_and_give_the_same(group, allocation, apeldoorn, de_linde):
    others = [allocate(apeldoorn, de_linde, code, surname=code) for code in ("bg-licht", "bg-complex")]
    people: list[Professional] = [trained(de_linde, level) for level in ("mbo2", "mbo4", "hbo")]
    sessions = [hold(group, TODAY + timedelta(days=number)) for number in range(4)]
    for number, one in enumerate(sessions):
        for seat, (whose, person) in enumerate(zip([allocation, *others], people, strict=True)):
            if (number + seat) % 3:
                expect(one, starts=NINE + number, allocation=whose)
                row = expect(one, professional=person)
                StaffBreak.objects.create(attendance=row, is_planned=True, starts=TEN + seat, ends=ELEVEN)

    counts = []
    for some in (sessions[:1], sessions):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = load(some, Basis.PLANNED)
        counts.append(len(queries))

    assert counts == [12, 12]
    assert found == {one.pk: planned(one) for one in sessions}

"""What lies ahead: the week of a group, and what a change would mean before it is stored."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compliance.enums import State
from compliance.selectors.ahead import planned_week
from compliance.services.ahead import effect_of_leave, effect_of_placing
from delivery.models import Leave, Placement, StaffAttendance
from delivery.services import change_group, place_client
from plans.rules.week import Week
from tests.cast import sign_in
from tests.delivery.roster_story import START, TUESDAY, colleague, works
from tests.plans.story import allocate

MORNING = Week.of("2-morning")


@pytest.fixture
def anna(group, planner, de_linde, allocation):
    """The only one who works on Tuesdays, and mevrouw De Vries who comes on Tuesday mornings."""
    person = colleague(de_linde)
    works(planner, group, person)
    place_client(actor=planner, group=group, allocation=allocation, moments=MORNING, starts_on=START)
    return person


def week(group, planner):
    return {(one.session.held_on, one.session.dagdeel): one for one in planned_week(group, planner, START)}


def test_the_week_says_whether_the_plan_holds_and_what_would_mend_it(group, planner, anna):
    tuesday = week(group, planner)[TUESDAY, "morning"]
    assert (tuesday.state, tuesday.clients, tuesday.advice) == (State.MET, 1, ())
    StaffAttendance.objects.filter(session=tuesday.session).update(planned_starts=630)
    tuesday = week(group, planner)[TUESDAY, "morning"]
    assert tuesday.advice == ("Van 9:00 tot 10:30: 1 professional (mbo 2 of hoger) meer.",)
    assert week(group, planner)[START, "morning"].state == State.NOT_APPLICABLE


def test_leave_shows_what_would_fall_short_and_stores_nothing(group, planner, anna):
    effect = effect_of_leave(
        actor=planner, person=anna, kind="holiday", starts_on=TUESDAY, ends_on=TUESDAY + timedelta(days=7)
    )
    assert [one.session.held_on for one in effect] == [TUESDAY, TUESDAY + timedelta(days=7)]
    assert effect[0].advice == ("Van 9:00 tot 12:30: 1 professional (mbo 2 of hoger) meer.",)
    assert not Leave.objects.exists()
    assert week(group, planner)[TUESDAY, "morning"].state == State.MET


def test_placing_shows_what_would_fall_short_and_stores_nothing(group, planner, anna, apeldoorn, de_linde):
    group.refresh_from_db()
    change_group(actor=planner, group=group, revision=group.revision, values={"capacity": 8})
    others = [allocate(apeldoorn, de_linde, surname=name) for name in ("Bos", "Dam", "Eik", "Fok", "Gans")]
    for one in others[:4]:
        facts: dict[str, Any] = {"group": group, "allocation": one, "moments": MORNING, "starts_on": START}
        assert effect_of_placing(actor=planner, **facts).short == ()
        place_client(actor=planner, **facts)
    facts = {"group": group, "allocation": others[4], "moments": MORNING, "starts_on": TUESDAY + timedelta(days=1)}
    effect = effect_of_placing(actor=planner, **facts).short
    assert [one.session.held_on for one in effect[:2]] == [TUESDAY + timedelta(days=7), TUESDAY + timedelta(days=14)]
    assert "of 1 cliënt minder" in effect[0].advice[0]
    assert Placement.objects.count() == 5


def test_the_page_names_who_works_and_counts_who_comes(client, wil, group, anna):
    page = sign_in(client, wil).get(reverse("compliance:roster", args=[group.public_id]), {"week": "2026-03-05"})
    text = page.content.decode()
    assert (anna.name in text, "1 cliënt" in text, "Vries" in text) == (True, True, False)
    StaffAttendance.objects.all().delete()
    text = client.get(reverse("compliance:roster", args=[group.public_id])).content.decode()
    assert "In 1 dagdeel zijn er te weinig professionals." in text
    assert "Van 9:00 tot 12:30: 1 professional (mbo 2 of hoger) meer." in text
    text = client.get(reverse("compliance:roster", args=[group.public_id]), {"week": "2031-01-01"}).content.decode()
    assert "te ver vooruit" in text


def test_the_week_takes_as_many_queries_for_six_dagdelen_as_for_one(group, planner, anna):
    counts = []
    for keep in (None, TUESDAY):
        if keep:
            group.sessions.exclude(held_on=keep, dagdeel="morning").exclude(staff__isnull=False).delete()
        with CaptureQueriesContext(connection) as queries:
            planned_week(group, planner, START)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_leave_is_stored_once_its_effect_was_seen(client, wil, group, anna):
    url = reverse("compliance:report_leave", args=[group.public_id])
    sign_in(client, wil)
    assert anna.name in client.get(url).content.decode()
    typed = {"person": anna.public_id, "kind": "holiday", "starts_on": "2026-03-03", "ends_on": "2026-03-03"}
    page = client.post(url, typed)
    text = page.content.decode()
    assert "Van 9:00 tot 12:30: 1 professional (mbo 2 of hoger) meer." in text
    assert not Leave.objects.exists()
    done = client.post(url, typed | {"seen": page.context["form"]["seen"].value()})
    assert done.status_code == 302
    assert Leave.objects.get().professional == anna

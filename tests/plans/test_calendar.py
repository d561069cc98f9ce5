"""The dates of a calendar: those of the work list and what will come on it, and valid iCalendar (RFC 5545)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from core.calendar import add_months
from plans.enums import DateKind, WorkKind
from plans.models import WlzTrack
from plans.selectors import work_items
from plans.selectors.calendar import CalendarDate, calendar_dates, window
from plans.services.reminders import derive_reminders
from plans.services.settings import load_settings
from plans.services.wlz import end_track, record_wlz_step
from plans.web.calendar import PAGES, calendar_of
from tests.cast import actor_of_user
from tests.clients.intake import notify
from tests.factories.decisions import CaseFactory, DecisionFactory
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY, evaluate, remind
from tests.reference import lay_out_terms

DUE = date(2026, 9, 2)
"""Six months after the agreement of the story."""


def dates(user, kind, day=TODAY):
    """The days of this kind in the calendar of somebody."""
    return [row.day for row in calendar_dates(actor_of_user(user), day) if row.kind == kind]


# Which dates ------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestContent:
    def test_provider_sees_when_an_evaluation_is_due_and_planned(self, petra, hanna, running):
        for user in (petra, hanna):
            assert dates(user, DateKind.EVALUATION) == [DUE]
            assert dates(user, DateKind.MOMENT) == [date(2026, 8, 1)]
        (row,) = (row for row in calendar_dates(actor_of_user(petra), TODAY) if row.kind == DateKind.EVALUATION)
        assert (row.keys, row.since) == ((running.public_id,), TODAY)

    def test_plan_that_is_not_carried_out_has_no_date(self, petra, agreed):
        assert dates(petra, DateKind.EVALUATION) == dates(petra, DateKind.MOMENT) == []

    def test_end_of_the_allocation_is_there_for_both_sides(self, petra, wil, karin, ruud, running):
        last = running.plan.allocation.ends_on
        assert [dates(user, DateKind.ALLOCATION_END) for user in (petra, wil, karin)] == [[last]] * 3
        assert dates(ruud, DateKind.ALLOCATION_END) == []

    def test_municipality_has_an_evaluation_when_it_is_late(self, karin, running):
        assert dates(karin, DateKind.EVALUATION, DUE) == []
        assert dates(karin, DateKind.EVALUATION, DUE + timedelta(days=1)) == [DUE]

    def test_planner_has_what_the_reminders_say(self, wil, running, on_day):
        assert dates(wil, DateKind.REMINDED) == []
        on_day(DUE)
        remind(DUE)

        assert dates(wil, DateKind.REMINDED, DUE) == [DUE]
        assert dates(wil, DateKind.EVALUATION, DUE) == []

    def test_settled_reminder_is_gone(self, wil, petra, running, on_day):
        on_day(DUE)
        remind(DUE)
        evaluate(petra, running)
        derive_reminders(DUE)

        assert dates(wil, DateKind.REMINDED, DUE) == []

    def test_terms_of_a_case_are_there_until_they_are_met(self, karin, ruud, allocation):
        lay_out_terms()
        case = notify(actor_of_user(karin), allocation.client)
        (term,) = case.terms.filter(kind="investigation")
        (row,) = (row for row in calendar_dates(actor_of_user(karin), TODAY) if row.kind == DateKind.TERM)

        assert (row.day, row.keys) == (term.due_on, (allocation.client.public_id, case.public_id))
        assert dates(ruud, DateKind.TERM) == []
        case.terms.update(met_on=TODAY)
        assert dates(karin, DateKind.TERM) == []

    def test_reassessment_is_there_long_before_it_comes_on_the_work_list(self, karin, allocation):
        case = CaseFactory.create(client=allocation.client)
        DecisionFactory.create(case=case, variant=allocation.variant, reassess_on=date(2027, 2, 1))

        assert dates(karin, DateKind.REASSESSMENT) == [date(2027, 2, 1)]

    def test_wlz_track_says_when_it_stalls(self, petra, karin, running, on_day):
        load_settings()
        track = evaluate(petra, running, wmo_fit="doubt").wlz_track
        assert dates(petra, DateKind.WLZ_STEP) == dates(karin, DateKind.WLZ_STEP) == [date(2026, 3, 16)]
        on_day(date(2026, 3, 10))
        actor = actor_of_user(petra)
        record_wlz_step(actor=actor, track=track, kind="conversation", taken_on=date(2026, 3, 9), note="Gebeld.")
        assert dates(petra, DateKind.WLZ_STEP, date(2026, 3, 10)) == [date(2026, 3, 23)]

        track = WlzTrack.objects.get()
        end_track(
            actor=actor,
            track=track,
            revision=track.revision,
            outcome="stays_in_wmo",
            ended_on=date(2026, 3, 10),
            note="Besproken.",
        )

        assert dates(petra, DateKind.WLZ_STEP, date(2026, 3, 10)) == []

    def test_day_on_which_a_track_stalls_is_that_of_the_work_list(self, petra, running):
        load_settings()
        evaluate(petra, running, wmo_fit="doubt")
        (stalls,) = dates(petra, DateKind.WLZ_STEP)

        def is_stalled(day):
            return WorkKind.WLZ_STALLED in {block.kind for block in work_items(actor_of_user(petra), day)}

        assert [is_stalled(stalls + timedelta(days=days)) for days in (-1, 0, 1)] == [False, True, True]

    def test_nothing_stays_of_who_died(self, petra, karin, running):
        running.plan.allocation.client.__class__.objects.update(died_on=TODAY)

        assert calendar_dates(actor_of_user(petra), TODAY) == calendar_dates(actor_of_user(karin), TODAY) == []

    @pytest.mark.parametrize("who", ["zoe", "mo", "bo", "pim", "vera", "maud", "nobody", "tess"])
    def test_stranger_and_who_has_no_work_list_have_nothing(self, request, running, who):
        assert calendar_dates(actor_of_user(request.getfixturevalue(who)), TODAY) == []

    def test_only_what_lies_in_the_window(self, petra, running):
        shown = window(DUE)
        assert (shown.first, shown.last) == (date(2026, 8, 2), date(2027, 10, 2))
        for day, is_shown in ((add_months(DUE, 1), True), (add_months(DUE, 1) + timedelta(days=1), False)):
            assert (DUE in dates(petra, DateKind.EVALUATION, day)) is is_shown
        for day, is_shown in ((add_months(DUE, -13), True), (add_months(DUE, -13) - timedelta(days=1), False)):
            assert (DUE in dates(petra, DateKind.EVALUATION, day)) is is_shown

    def test_what_is_late_is_what_the_work_list_shows(self, petra, running):
        late = DUE + timedelta(days=3)
        blocks = {block.kind: block for block in work_items(actor_of_user(petra), late)}

        (item,) = blocks[WorkKind.EVALUATION_OVERDUE].items

        (row,) = (row for row in calendar_dates(actor_of_user(petra), late) if row.kind == DateKind.EVALUATION)
        assert (row.day, row.keys) == (item.due_on, (item.subject_uuid,))


# How they are written ---------------------------------------------------------------------------------

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
IDS = st.uuids(version=4)


@st.composite
def calendar_rows(draw):
    """Dates of every kind, with as many ids as their page takes."""
    kind = draw(st.sampled_from(list(DateKind)))
    keys = tuple(draw(st.lists(IDS, min_size=1, max_size=1)))
    if PAGES[kind] == "clients:case":
        keys = (*keys, draw(IDS))
    return CalendarDate(draw(DAYS), kind, keys, draw(DAYS))


@settings(deadline=None)  # not how fast it is
@given(st.sets(calendar_rows(), max_size=12))
def test_calendar_is_valid_and_reads_back_as_it_was(rows):
    written = calendar_of(sorted(rows))

    calendar = Calendar.from_ical(written)
    found: list[Any] = list(calendar.walk("VEVENT"))
    assert [event["DTSTART"].dt for event in found] == [row.day for row in sorted(rows)]
    assert [str(event["SUMMARY"]) for event in found] == [row.kind.label for row in sorted(rows)]
    assert [event["DTSTAMP"].dt.date() for event in found] == [row.since for row in sorted(rows)]
    for row, event in zip(sorted(rows), found, strict=True):
        assert all(str(key) in event["URL"] for key in row.keys)
        assert str(event["URL"]) in event["DESCRIPTION"]
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert "DTEND" not in event
    assert not any(component.errors for component in calendar.walk())
    # RFC 5545, 3.1: lines end in CRLF and are at most 75 octets long.
    assert written.endswith(b"\r\n")
    lines = written.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert calendar.to_ical() == written


@settings(deadline=None)  # not how fast it is
@given(st.sets(calendar_rows(), min_size=2, max_size=12))
def test_id_of_a_date_is_its_own_and_stays(rows):
    def ids(some):
        return [str(event["UID"]) for event in Calendar.from_ical(calendar_of(some)).walk("VEVENT")]

    told_apart = {(row.kind, row.keys, row.day) for row in rows}
    assert len(set(ids(sorted(rows)))) == len(told_apart)
    for row in rows:
        assert ids([row])[0] in ids(sorted(rows))


def test_calendar_says_what_it_is_and_how_often_to_ask():
    text = calendar_of([]).decode()

    assert text.startswith("BEGIN:VCALENDAR\r\n")
    for line in ("VERSION:2.0", "PRODID:-//zorgregio//agenda//NL", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"):
        assert f"\r\n{line}\r\n" in text
    assert "METHOD" not in text


def test_words_of_a_date_say_nothing_of_whom():
    row = CalendarDate(TODAY, DateKind.EVALUATION, (UUID(int=1),), TODAY)

    text = calendar_of([row]).decode().replace("\r\n ", "")

    assert "SUMMARY:Uiterste dag: evaluatie van een plan\r\n" in text
    assert "CLASS:PRIVATE" in text
    assert "TRANSP:TRANSPARENT" in text

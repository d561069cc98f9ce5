"""Pages with which a planner says who works in a group: the standing week, one dagdeel, helpers and leave."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from delivery.models import Helper, Leave, RosterLine, StaffAttendance
from delivery.services import add_helper, report_leave
from plans.rules.week import Week
from tests.cast import sign_in
from tests.delivery.roster_story import START, TUESDAY, colleague, session_on, staffing, works


@pytest.fixture
def anna(de_linde):
    return colleague(de_linde)


@pytest.fixture
def joop(planner):
    """A volunteer of De Linde."""
    return add_helper(actor=planner, values={"name": "Joop Haan", "kind": "volunteer", "starts_on": START})


def url(name, *rows):
    return reverse(f"delivery:{name}", args=[row.public_id for row in rows])


def text_of(page):
    return " ".join(page.content.decode().split())


def sent(client, address, **typed):
    """The form as it is shown, with this typed into it."""
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return client.post(address, {name: value for name, value in (shown | typed).items() if value is not None})


# The standing week ---------------------------------------------------------------------------------------


def test_somebody_is_put_on_the_roster_with_times_and_a_break(*, client, wil, group, anna, joop):
    sign_in(client, wil)
    address = url("add_roster_line", group)
    page = text_of(client.get(address))
    assert (anna.name in page, "Joop Haan" in page) == (True, True)

    times = {"starts": "10:00", "ends": "12:00", "break_starts": "10:30", "break_ends": "10:45"}
    done = client.post(
        address, {"person": anna.public_id, "moments": ["2-morning"], "starts_on": "2026-03-02", **times}
    )

    assert done["Location"] == url("roster_lines", group)
    line = RosterLine.objects.get()
    assert (line.professional, line.moments, line.starts_on) == (anna, Week.of("2-morning"), START)
    assert (line.starts, line.ends, line.break_starts, line.break_ends) == (600, 720, 630, 645)
    listed = text_of(client.get(done["Location"]))
    assert "10:00 tot 12:00, pauze 10:30 tot 10:45" in listed


def test_all_that_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client, wil, group, anna):
    sign_in(client, wil)
    typed = {
        "person": anna.public_id,
        "moments": ["7-morning"],
        "starts": "12:00",
        "ends": "11:00",
        "break_starts": "10:30",
        "starts_on": "2020-01-01",
    }
    page = client.post(url("add_roster_line", group), typed)

    form = page.context["form"]
    assert {name: [fault.code for fault in form.errors[name].as_data()] for name in form.errors} == {
        "starts": ["times_order"],
        "break_starts": ["break_half"],
        "moments": ["group_closed"],
        "starts_on": ["outside_group"],
    }
    assert (form["moments"].value(), form["starts"].value()) == (["7-morning"], "12:00")
    assert not RosterLine.objects.exists()


def test_who_is_unknown_or_of_anhet_anker_cannot_be_chosen(client, wil, group, het_anker):
    stranger = colleague(het_anker)
    sign_in(client, wil)
    for person in (stranger.public_id, "niemand", ""):
        typed = {"person": person, "moments": ["2-morning"], "starts_on": "2026-03-02"}
        assert "person" in client.post(url("add_roster_line", group), typed).context["form"].errors
    assert stranger.name not in text_of(client.get(url("add_roster_line", group)))


def test_line_is_changed_from_a_day_on_and_ended(*, client, wil, planner, group, anna):
    line = works(planner, group, anna, "2-morning", starts=600)
    sign_in(client, wil)
    assert (
        sent(client, url("change_roster_line", line), moments=["3-morning"], starts_on="2026-03-09").status_code == 302
    )
    former, later = RosterLine.objects.order_by("starts_on")
    assert (former.ends_on, later.starts_on, later.starts) == (date(2026, 3, 8), date(2026, 3, 9), 600)
    assert later.moments == Week.of("3-morning")

    assert sent(client, url("end_roster_line", later), ends_on="2026-03-31").status_code == 302
    later.refresh_from_db()
    assert later.ends_on == date(2026, 3, 31)


def test_change_of_a_line_meets_somebody_elses(*, client, wil, planner, group, anna):
    line = works(planner, group, anna, "2-morning")
    sign_in(client, wil)
    for name in ("change_roster_line", "end_roster_line"):
        address = url(name, line)
        form = client.get(address).context["form"]
        RosterLine.objects.filter(pk=line.pk).update(revision=line.revision + 1)
        typed = {"moments": ["2-morning"], "starts_on": "2026-03-09", "ends_on": "2026-03-09"}
        page = client.post(address, typed | {"revision": form["revision"].value()})
        assert (page.status_code, "Iemand anders heeft deze regel" in text_of(page)) == (409, True)
        line.refresh_from_db()


@pytest.mark.parametrize("name", ["roster_lines", "helpers", "leaves"])
def test_lists_ask_as_much_of_the_database_for_three_as_for_one(*, client, wil, planner, group, de_linde, name):
    address = url(name, group) if name == "roster_lines" else reverse(f"delivery:{name}")
    sign_in(client, wil)
    counts = []
    for number in (1, 2):
        for place in range(number):
            person = colleague(de_linde)
            works(planner, group, person, "2-morning")
            report_leave(actor=planner, person=person, kind="holiday", starts_on=START)
            values = {"name": f"Joop {number}{place}", "kind": "trainee", "starts_on": START}
            works(planner, group, add_helper(actor=planner, values=values), "2-morning")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# One dagdeel ---------------------------------------------------------------------------------------------


def test_somebody_extra_is_planned_and_taken_off(*, client, wil, group, planner, anna, joop):
    works(planner, group, anna)
    session = session_on(group)
    sign_in(client, wil)
    address = url("plan_session", session)
    assert f"<strong>{anna.name}</strong>" in text_of(client.get(address))

    assert sent(client, address, person=str(joop.public_id), starts="10:00").status_code == 302
    assert staffing(session) == {anna: (540, 750), joop: (600, 750)}

    row = StaffAttendance.objects.get(session=session, professional=anna)
    done = sent(client, url("unplan_staff", row))
    assert done["Location"] == address
    assert staffing(session) == {anna: None, joop: (600, 750)}
    assert "werkt niet" in text_of(client.get(address))


def test_dagdeel_is_cancelled_with_a_reason_and_resumed(client, wil, group):
    session = session_on(group)
    sign_in(client, wil)
    assert "reason" in sent(client, url("cancel_session", session)).context["form"].errors
    assert sent(client, url("cancel_session", session), reason="De verwarming is stuk.").status_code == 302
    page = text_of(client.get(url("plan_session", session)))
    assert "Dit dagdeel gaat niet door: De verwarming is stuk." in page
    assert "Iemand inplannen" not in page

    assert sent(client, url("resume_session", session)).status_code == 302
    session.refresh_from_db()
    assert session.cancelled_reason == ""


def test_what_was_planned_meanwhile_is_said(client, wil, group, anna):
    session = session_on(group)
    sign_in(client, wil)
    for name, typed in (("plan_session", {"person": anna.public_id}), ("cancel_session", {"reason": "Feest"})):
        page = client.post(url(name, session), typed | {"revision": session.revision + 7})
        assert (page.status_code, "Iemand anders heeft dit dagdeel" in text_of(page)) == (409, True)
    assert staffing(session) == {}


def test_past_dagdeel_is_not_planned_any_more(client, wil, group, on_day):
    session = session_on(group)
    on_day(date(2026, 3, 4))
    page = text_of(sign_in(client, wil).get(url("plan_session", session)))
    assert ("voorbij of afgesloten" in page, "Iemand inplannen" in page) == (True, False)


def test_week_leads_a_planner_to_the_forms_and_nobody_else(client, wil, petra, group):
    links = (url("plan_session", session_on(group)), url("roster_lines", group))
    address = reverse("compliance:roster", args=[group.public_id], query={"week": TUESDAY.isoformat()})
    page = sign_in(client, wil).get(address).content.decode()
    assert all(link in page for link in links)
    page = sign_in(client, petra).get(address).content.decode()
    assert not any(link in page for link in links)


# Helpers and leave ---------------------------------------------------------------------------------------


def test_helper_is_added_and_ends(client, wil, group):
    sign_in(client, wil)
    typed = {"name": "Joop Haan", "kind": "volunteer", "starts_on": "2026-03-02"}
    page = client.post(reverse("delivery:new_helper"), typed, follow=True)
    assert "Joop Haan staat erbij." in text_of(page)
    helper = Helper.objects.get()
    wrong = sent(client, url("change_helper", helper), ends_on="2026-03-01").context["form"]
    assert "ends_on" in wrong.errors
    assert sent(client, url("change_helper", helper), ends_on="2026-03-31", kind="trainee").status_code == 302
    helper.refresh_from_db()
    assert (helper.kind, helper.ends_on, helper.name) == ("trainee", date(2026, 3, 31), "Joop Haan")


def test_leave_is_changed_and_ended(*, client, wil, planner, group, anna):
    works(planner, group, anna)
    leave = report_leave(actor=planner, person=anna, kind="illness", starts_on=START)
    sign_in(client, wil)
    assert anna.name in text_of(client.get(reverse("delivery:leaves")))
    assert sent(client, url("change_leave", leave), kind="holiday", starts_on="2026-03-03").status_code == 302
    leave.refresh_from_db()
    assert (leave.kind, leave.starts_on, leave.ends_on) == ("holiday", TUESDAY, None)

    assert sent(client, url("end_leave", leave), ends_on="2026-03-03").status_code == 302
    leave.refresh_from_db()
    assert leave.ends_on == TUESDAY
    refused = sent(client, url("end_leave", leave), ends_on="2026-03-09").context["form"]
    assert [fault.code for fault in refused.errors["ends_on"].as_data()] == ["end_later"]
    Leave.objects.filter(pk=leave.pk).update(revision=9)
    page = client.post(url("end_leave", leave), {"ends_on": "2026-03-03", "revision": leave.revision})
    assert page.status_code == 409

"""A page of delivery with clients on it leaves exactly one line when it is opened; one about nobody leaves none."""

import pytest
from django.urls import get_resolver, reverse

from audit.models import AuditEntry
from delivery.models import ClosedDay
from delivery.services import place_client
from plans.rules.week import Week
from tests.cast import actor_of_user, sign_in
from tests.delivery.roster_story import session_on
from tests.delivery.sheets import came, sent
from tests.delivery.story import rosters_of
from tests.plans.story import TODAY

OF_ROSTERS = {"roster_lines", "add_roster_line", "change_roster_line", "end_roster_line", "plan_session"}
OF_ROSTERS |= {"unplan_staff", "cancel_session", "resume_session", "change_helper", "change_leave", "end_leave"}
WITHOUT_AN_ID = {"groups", "new_group", "close_day", "helpers", "new_helper", "leaves"}
WITHOUT_AN_ID |= {"import_attendance", "attendance_template"}
OF_SHEETS = {"attendance_run", "attendance_faults"}
ABOUT_NOBODY = {"change_group", "hours", "decide_mix", *WITHOUT_AN_ID, *OF_ROSTERS, *OF_SHEETS} - {"groups"}
"""Pages about a group and who works in it. The list of groups counts clients and names none."""
BUTTONS = {"confirm_attendance", "restart_attendance", "cancel_attendance", "reopen_day", "session_tap"}
OF_SESSION = {f"session{page}" for page in ("", "_client", "_staff", "_handover", "_close", "_correct")}
OF_CONTRACT = {"ceilings", "ceiling"}
"""Pages of totals, for purchasers: tests/delivery/test_spending.py."""
OF_CLIENT = {"delivered", "end_placement", "of_allocation"}


@pytest.fixture
def placement(group, planner, allocation):
    return place_client(
        actor=planner, group=group, allocation=allocation, moments=Week.of("2-morning"), starts_on=TODAY
    )


def url_of(name, placement):
    rows = {
        **{key: [] for key in WITHOUT_AN_ID},
        "end_placement": [placement],
        "of_allocation": [placement.allocation],
        "delivered": [placement.allocation],
    }
    return reverse(f"delivery:{name}", args=[row.public_id for row in rows.get(name, [placement.group])])


def test_every_page_has_its_place_here():
    _, resolver = get_resolver().namespace_dict["delivery"]
    names = {name for name in resolver.reverse_dict if isinstance(name, str)}

    assert names == ABOUT_NOBODY | BUTTONS | OF_CLIENT | OF_CONTRACT | OF_SESSION | {"group", "groups", "sessions"}


@pytest.mark.parametrize("name", sorted(OF_CLIENT))
def test_page_about_a_client_leaves_one_line(client, wil, placement, name):
    page = sign_in(client, wil).get(url_of(name, placement))

    assert page.status_code == 200
    lines = AuditEntry.objects.filter(event="read")
    assert [(line.actor, line.client) for line in lines] == [(wil.public_id, placement.allocation.client.public_id)]


def test_page_that_names_several_clients_leaves_one_line(client, wil, placement):
    assert sign_in(client, wil).get(url_of("group", placement)).status_code == 200

    line = AuditEntry.objects.get(event="read")
    assert (line.actor, line.target_label, line.fields) == (wil.public_id, "delivery.group", [{"name": "plaatsingen"}])


@pytest.mark.parametrize("name", sorted({*ABOUT_NOBODY, "groups"}))
def test_page_about_nobody_names_nobody_and_leaves_no_line(client, wil, placement, name):
    ClosedDay.objects.create(group=placement.group, day=TODAY, reason="Feest")
    url = url_of(name, placement)
    if name in OF_ROSTERS:
        keys = rosters_of(session_on(placement.group))
        url = reverse(f"delivery:{name}", args=[keys.get(name, placement.group.public_id)])

    if name in OF_SHEETS:
        url = reverse(f"delivery:{name}", args=[sent(actor_of_user(wil), came(placement.allocation)).public_id])

    page = sign_in(client, wil).get(url)

    assert page.status_code == 200
    assert b"Vries" not in page.content
    assert not AuditEntry.objects.filter(event="read").exists()


@pytest.mark.parametrize("name", sorted({*OF_SESSION, "sessions"}))
def test_page_of_the_floor_leaves_one_line_of_the_dagdeel(client, petra, morning, name):
    url = reverse(f"delivery:{name}", args=[morning.session.public_id] if name in OF_SESSION else [])

    assert sign_in(client, petra).get(url).status_code == 200

    line = AuditEntry.objects.get(event="read")
    target = morning.session.public_id if name in OF_SESSION else None
    assert (line.actor, line.target, line.client) == (petra.public_id, target, None)

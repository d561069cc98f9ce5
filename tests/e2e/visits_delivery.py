"""Visits of what the planner comes to about groups, and of what others see of them."""

from collections.abc import Callable, Iterator
from typing import Any

from core.clock import today
from delivery.models import (
    AttendanceRun,
    ClientAttendance,
    Group,
    Placement,
    RosterLine,
    Session,
    StaffAttendance,
)
from delivery.services import add_helper, report_leave
from tests.delivery.sheets import came, sent
from tests.e2e.people import WIL, Files, actor


def of_groups(visit: Callable[..., Any], files: Files) -> Iterator[Any]:
    """Groups, and who comes to them."""
    group = Group.objects.get(name="De Tuinkamer").public_id
    waiting = files.allocation(files.new("none")).public_id
    placement = Placement.objects.filter(group__public_id=group)[0]
    yield visit("groups", "delivery:groups")
    yield visit("group", "delivery:group", group)
    yield visit("group without levels", "delivery:group", Group.objects.get(name="De Werkplaats").public_id)
    yield visit("roster", "compliance:roster", group)
    yield visit("roster of another week", "compliance:roster", group, query="?week=2031-01-01")
    yield visit("report leave", "compliance:report_leave", group)
    yield from of_rosters(visit, group)
    yield visit("new group", "delivery:new_group")
    yield visit("change group", "delivery:change_group", group)
    yield visit("opening times", "delivery:hours", group)
    yield visit("levels", "delivery:decide_mix", group)
    yield visit("close day", "delivery:close_day", query=f"?groep={group}")
    yield visit("place", "compliance:place", group)
    yield visit("place one", "compliance:place_one", group, waiting)
    yield visit("change placement", "compliance:change_placement", placement.public_id)
    yield visit("end placement", "delivery:end_placement", placement.public_id)
    yield visit("groups of client", "delivery:of_allocation", placement.allocation.public_id)
    yield visit("delivered", "delivery:delivered", placement.allocation.public_id)
    session = Session.objects.filter(group__public_id=group, closed_at=None).order_by("held_on")[0]
    yield visit("today", "delivery:sessions")
    yield from of_sheets(visit)
    yield visit("dagdeel", "delivery:session", session.public_id)
    for page in ("client", "staff", "handover", "close"):
        yield visit(f"dagdeel {page}", f"delivery:session_{page}", session.public_id)
    closed = Session.objects.filter(clients__correction_reason__gt="")[0]
    yield visit("closed dagdeel", "delivery:session", closed.public_id)
    yield visit("correction", "delivery:session_correct", closed.public_id)
    yield visit("groups of client empty", "delivery:of_allocation", waiting)


def of_sheets(visit: Callable[..., Any]) -> Iterator[Any]:
    """Attendance from outside, at each stage."""
    planner = actor(WIL)
    own = ClientAttendance.objects.filter(session__group__provider=planner.organisation_id).current()
    row = own.filter(session__held_on__lt=today(), session__closed_at=None)[0]
    facts = {"Groep": row.session.group.name, "Dag": f"{row.session.held_on:%d-%m-%Y}"}
    facts |= {"Dagdeel": row.session.get_dagdeel_display(), "Gekomen": "9:15", "Vertrokken": "9:45"}
    checked = sent(planner, came(row.allocation, **facts), came(99), came(99, Dag="x"))
    refused = sent(planner, came(99))
    busy = sent(planner, came(99))
    AttendanceRun.objects.filter(pk=busy.pk).update(status="checking")
    yield visit("import attendance", "delivery:import_attendance")
    for name, run in (("checked", checked), ("refused", refused), ("busy", busy)):
        yield visit(f"attendance {name}", "delivery:attendance_run", run.public_id)


def of_rosters(visit: Callable[..., Any], group: Any) -> Iterator[Any]:
    """Who works in a group, who helps there, and who is away."""
    line = RosterLine.objects.filter(group__public_id=group)[0].public_id
    ahead = Session.objects.filter(group__public_id=group, held_on__gt=today(), cancelled_reason="")[0]
    planned = StaffAttendance.objects.filter(session__held_on__gt=today(), session__group__public_id=group)[0]
    values = {"name": "Joop Haan", "kind": "volunteer", "starts_on": today()}
    helper = add_helper(actor=actor(WIL), values=values)
    leave = report_leave(actor=actor(WIL), person=helper, kind="holiday", starts_on=today()).public_id
    yield visit("standing week", "delivery:roster_lines", group)
    yield visit("add to roster", "delivery:add_roster_line", group)
    yield visit("change roster", "delivery:change_roster_line", line)
    yield visit("end on roster", "delivery:end_roster_line", line)
    yield visit("plan dagdeel", "delivery:plan_session", ahead.public_id)
    yield visit("take off dagdeel", "delivery:unplan_staff", planned.public_id)
    yield visit("cancel dagdeel", "delivery:cancel_session", ahead.public_id)
    yield visit("resume dagdeel", "delivery:resume_session", ahead.public_id)
    yield visit("helpers", "delivery:helpers")
    yield visit("new helper", "delivery:new_helper")
    yield visit("change helper", "delivery:change_helper", helper.public_id)
    yield visit("leaves", "delivery:leaves")
    yield visit("change leave", "delivery:change_leave", leave)
    yield visit("end leave", "delivery:end_leave", leave)


def seen_from_outside(visit: Callable[..., Any]) -> Iterator[Any]:
    """What who sees few files, or none, sees of groups."""
    yield visit("groups", "delivery:groups")
    yield visit("group", "delivery:group", Group.objects.get(name="De Tuinkamer").public_id)

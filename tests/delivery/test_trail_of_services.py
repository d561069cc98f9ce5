"""Every service of delivery that writes leaves a line in the trail for every row that it touched."""

from datetime import date, time
from typing import Any

import pytest

import delivery.services
from core.actors import Actor
from delivery.models import Group, Placement, Session
from delivery.rules import Hours, Times
from delivery.services import (
    add_helper,
    add_roster_line,
    cancel_session,
    change_group,
    change_helper,
    change_leave,
    change_placement,
    change_roster_line,
    close_day,
    decide_mix,
    end_leave,
    end_placement,
    end_roster_line,
    move_staff,
    place_client,
    plan_staff,
    reopen_day,
    report_leave,
    resume_session,
    set_hours,
    start_group,
    unplan_staff,
)
from organisations.enums import Action
from organisations.rules import role_may
from plans.rules.week import CODES, Week
from tests import trail
from tests.cast import actor_of_user
from tests.delivery.roster_story import TUESDAYS, session_on, works
from tests.plans.story import professional_of
from tests.trail import Act, Case

SPRING = date(2026, 4, 1)
PARTS_OF_WRITERS = {
    "lock_group",
    "lock_session",
    "floor_of",
    "write_in_place",
    "write_rows",
    "add_rows",
    "fill",
    "take_off",
}
WRITES_NOTHING = {"xlsx_template"}
OF_ATTENDANCE = {
    *("record_attendance", "confirm_as_planned", "correct_attendance", "add_client", "add_staff"),
    *("close_session", "write_handover"),
}
"""These have cases in `test_trail_of_attendance.py`."""
NOT_IN_A_FILE = {"take_once", "bring_in", "send_sheet", "confirm_sheet", "restart_sheet", "cancel_sheet"}
NOT_IN_A_FILE |= {"look_through", "take_from_program", "record_attendance_reading"}
"""What came in from outside is about nobody, and what it did about many: see `test_bringing.py` and `_runs.py`."""
BY_RECORDING = {"put_right", "put_right_once", "look_at_right"}
"""These write by `record_attendance` and `correct_attendance`: see `test_api_correcting.py`."""
HELPER: dict[str, Any] = {"name": "Toos", "kind": "volunteer", "starts_on": SPRING}


class Story(trail.Story):
    def __init__(self, fixture: Any) -> None:
        super().__init__(fixture)
        self.group: Group = fixture("group")
        self.planner: Actor = actor_of_user(fixture("wil"))

    def placed(self) -> Placement:
        return place_client(
            actor=self.planner,
            group=self.group,
            allocation=self.allocation,
            moments=Week.of("2-morning"),
            starts_on=date(2026, 3, 2),
        )

    def closed(self) -> Any:
        return close_day(actor=self.planner, groups=[self.group], day=SPRING, reason="Feest")[0]

    def rostered(self) -> Any:
        return works(self.planner, self.group, professional_of(self.petra))

    def away(self) -> Any:
        facts: dict[str, Any] = {"kind": "illness", "starts_on": SPRING}
        return report_leave(actor=self.planner, person=professional_of(self.petra), **facts)

    def helped(self) -> Any:
        return add_helper(actor=self.planner, values=HELPER)

    def cancelled(self) -> Session:
        session = session_on(self.group)
        if not session.cancelled_reason:
            cancel_session(actor=self.planner, session=session, revision=session.revision, reason="Storm")
        return session_on(self.group)

    def ahead(self) -> Session:
        self.rostered()
        return session_on(self.group)


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return Story(request.getfixturevalue)


def _of_group(service: Any, **given: Any) -> Case:
    return lambda story: story.by(story.planner, service, group=story.group, revision=story.group.revision, **given)


def _of_placement(service: Any, **given: Any) -> Case:
    def case(story: Story) -> Act:
        placement = story.placed()
        return story.by(story.planner, service, placement=placement, revision=placement.revision, **given)

    return case


def _of_session(service: Any, **given: Any) -> Case:
    def case(story: Story) -> Act:
        session = story.ahead()
        return story.by(story.planner, service, session=session, revision=session.revision, **given)

    return case


def _of_row(service: Any, **given: Any) -> Case:
    def case(story: Story) -> Act:
        session = story.ahead()
        facts = {name: value(story) for name, value in given.items()}
        return story.by(story.planner, service, attendance=session.staff.get(), revision=session.revision, **facts)

    return case


def _of(made: str, name: str, service: Any, **given: Any) -> Case:
    return lambda story: story.by(story.planner, service, **{name: getattr(story, made)()}, **given)


ON_THE_ROSTER: dict[str, Case] = {
    "add_helper": lambda story: story.by(story.planner, add_helper, values=HELPER),
    "change_helper": _of("helped", "helper", change_helper, values={"kind": "trainee"}),
    "add_roster_line": lambda story: story.by(
        story.planner,
        add_roster_line,
        group=story.group,
        person=professional_of(story.petra),
        moments=TUESDAYS,
        times=Times(),
        starts_on=SPRING,
    ),
    "change_roster_line": _of(
        "rostered", "line", change_roster_line, revision=1, moments=TUESDAYS, times=Times(starts=600), starts_on=SPRING
    ),
    "end_roster_line": _of("rostered", "line", end_roster_line, revision=1, ends_on=SPRING),
    "report_leave": lambda story: story.by(
        story.planner, report_leave, person=professional_of(story.petra), kind="holiday", starts_on=SPRING
    ),
    "change_leave": _of("away", "leave", change_leave, revision=1, kind="other", starts_on=SPRING, ends_on=SPRING),
    "end_leave": _of("away", "leave", end_leave, revision=1, ends_on=SPRING),
    "plan_staff": lambda story: story.by(
        story.planner,
        plan_staff,
        session=session_on(story.group),
        revision=1,
        person=professional_of(story.petra),
    ),
    "unplan_staff": _of_row(unplan_staff),
    "move_staff": _of_row(move_staff, to=lambda story: session_on(story.group, dagdeel="afternoon")),
    "cancel_session": _of_session(cancel_session, reason="Storm"),
    "resume_session": lambda story: story.by(
        story.planner, resume_session, session=story.cancelled(), revision=story.cancelled().revision
    ),
}
ABOUT_NOBODY: dict[str, Case] = {
    "start_group": lambda story: story.by(
        story.planner,
        start_group,
        values={"name": "De Serre", "location": story.group.location, "capacity": 6, "starts_on": SPRING},
    ),
    "change_group": _of_group(change_group, values={"capacity": 5}),
    "set_hours": _of_group(set_hours, hours=[Hours(CODES["1-morning"], time(10), time(12))], starts_on=SPRING),
    "close_day": lambda story: story.by(story.planner, close_day, groups=[story.group], day=SPRING, reason="Feest"),
    "reopen_day": lambda story: story.by(story.planner, reopen_day, closed_day=story.closed()),
    "decide_mix": _of_group(decide_mix, starts_on=SPRING, motivation="Zo.", shares={"mbo2": 50, "mbo4": 50}),
}
CASES: dict[str, Case] = {
    **ABOUT_NOBODY,
    **ON_THE_ROSTER,
    "place_client": lambda story: story.by(
        story.planner,
        place_client,
        group=story.group,
        allocation=story.allocation,
        moments=Week.of("2-morning"),
        starts_on=date(2026, 3, 2),
    ),
    "change_placement": _of_placement(change_placement, moments=Week.of("1-morning"), starts_on=SPRING),
    "end_placement": _of_placement(end_placement, ends_on=SPRING),
}


NO_CASE = PARTS_OF_WRITERS | WRITES_NOTHING | NOT_IN_A_FILE | BY_RECORDING


def test_every_service_that_writes_has_a_case() -> None:
    assert trail.services_that_write(delivery.services, but=NO_CASE) == set(CASES) | OF_ATTENDANCE


@pytest.mark.parametrize("name", CASES)
def test_service_leaves_a_line_for_every_row_it_touched(name, story):
    owner: Any = None if name in {*ABOUT_NOBODY, *ON_THE_ROSTER} else story.client.public_id
    trail.assert_every_row_has_its_line(CASES[name](story), lambda _: {owner})


@pytest.mark.parametrize("name", CASES)
def test_service_that_cannot_write_the_trail_writes_nothing(name, story, monkeypatch):
    trail.assert_nothing_without_its_line(CASES[name](story), monkeypatch)


@pytest.mark.parametrize("name", CASES)
def test_service_refuses_whoever_it_is_not_for(name, story):
    action = Action.MANAGE_GROUPS if name in ABOUT_NOBODY else Action.PLACE_CLIENTS
    if name in ON_THE_ROSTER:
        action = Action.MAKE_ROSTER

    def may(other: Actor) -> bool:
        is_own = other.organisation_id == story.group.provider_id or name in {"start_group", "add_helper"}
        return is_own and role_may(other.role, action)

    trail.assert_others_are_refused(CASES[name](story), story, but=may)

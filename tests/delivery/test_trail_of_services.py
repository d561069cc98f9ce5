"""Every service of delivery that writes leaves a line in the trail for every row that it touched."""

from datetime import date, time
from typing import Any

import pytest

import delivery.services
from core.actors import Actor
from delivery.models import Group, Placement
from delivery.rules import Hours
from delivery.services import (
    change_group,
    change_placement,
    close_day,
    decide_mix,
    end_placement,
    place_client,
    reopen_day,
    set_hours,
    start_group,
)
from organisations.enums import Action
from organisations.rules import role_may
from plans.rules.week import CODES, Week
from tests import trail
from tests.cast import actor_of_user
from tests.trail import Act, Case

SPRING = date(2026, 4, 1)
PARTS_OF_WRITERS = {"lock_group", "lock_session", "floor_of", "write_in_place", "fill"}
WRITES_NOTHING = {"preview_change", "preview_placement"}
OF_ATTENDANCE = {
    *("record_attendance", "confirm_as_planned", "correct_attendance", "add_client", "add_staff"),
    *("close_session", "write_handover"),
}
"""These have cases in `test_trail_of_attendance.py`."""
NOT_IN_A_FILE = {"take_once"}
"""Writes only that something was sent, which is about nobody."""


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


NO_CASE = PARTS_OF_WRITERS | WRITES_NOTHING | NOT_IN_A_FILE


def test_every_service_that_writes_has_a_case() -> None:
    assert trail.services_that_write(delivery.services, but=NO_CASE) == set(CASES) | OF_ATTENDANCE


@pytest.mark.parametrize("name", CASES)
def test_service_leaves_a_line_for_every_row_it_touched(name, story):
    owner: Any = None if name in ABOUT_NOBODY else story.client.public_id
    trail.assert_every_row_has_its_line(CASES[name](story), lambda _: {owner})


@pytest.mark.parametrize("name", CASES)
def test_service_that_cannot_write_the_trail_writes_nothing(name, story, monkeypatch):
    trail.assert_nothing_without_its_line(CASES[name](story), monkeypatch)


@pytest.mark.parametrize("name", CASES)
def test_service_refuses_whoever_it_is_not_for(name, story):
    action = Action.MANAGE_GROUPS if name in ABOUT_NOBODY else Action.PLACE_CLIENTS

    def may(other: Actor) -> bool:
        is_own = other.organisation_id == story.group.provider_id or name == "start_group"
        return is_own and role_may(other.role, action)

    trail.assert_others_are_refused(CASES[name](story), story, but=may)

"""Every service of attendance leaves a line for every row that it touched, under the client where there is one."""

from typing import Any

import pytest

from delivery.enums import Presence
from delivery.models import Session
from delivery.rules.attending import Stay
from delivery.services import (
    add_client,
    add_staff,
    close_session,
    confirm_as_planned,
    correct_attendance,
    record_attendance,
    write_handover,
)
from tests import trail
from tests.delivery.attending import HERE, NO_SHOW, expect, helper_of, hold, roster
from tests.delivery.test_trail_of_services import Story as StoryOfGroups
from tests.factories.organisations import ProfessionalFactory
from tests.trail import Act, Case


class Story(StoryOfGroups):
    """A morning of the group in which nobody of the cast works; only the planner may write down who was there."""

    def __init__(self, fixture: Any) -> None:
        super().__init__(fixture)
        self.session: Session = hold(self.group)
        self.row = expect(self.session, self.allocation)
        self.staff = roster(self.session, ProfessionalFactory.create(provider=self.group.provider))

    def closed(self) -> Session:
        gone = Stay(Presence.PRESENT, 540, 700)
        stays = {self.row.public_id: gone, self.staff.public_id: gone}
        record_attendance(actor=self.planner, session=self.session, stays=stays)
        return close_session(actor=self.planner, session=self.session)


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return Story(request.getfixturevalue)


def _act(service: Any, **given: Any) -> Case:
    return lambda story: story.by(story.planner, service, session=story.session, **given)


def _record(story: Story) -> Act:
    stays = {story.row.public_id: NO_SHOW, story.staff.public_id: HERE}
    return story.by(story.planner, record_attendance, session=story.session, stays=stays)


def _correct(story: Story) -> Act:
    session = story.closed()
    stays = {story.row.public_id: NO_SHOW}
    return story.by(story.planner, correct_attendance, session=session, stays=stays, reason="Verkeerd gelezen.")


def _add_client(story: Story) -> Act:
    story.row.delete()
    return story.by(story.planner, add_client, session=story.session, allocation=story.allocation, stay=HERE)


def _add_staff(story: Story) -> Act:
    return story.by(story.planner, add_staff, session=story.session, person=helper_of(story.group), stay=HERE)


def _close(story: Story) -> Act:
    story.closed()
    Session.objects.update(closed_at=None, closed_by=None)
    return story.by(story.planner, close_session, session=story.session)


CASES: dict[str, Case] = {
    "record_attendance": _record,
    "confirm_as_planned": _act(confirm_as_planned),
    "correct_attendance": _correct,
    "add_client": _add_client,
    "add_staff": _add_staff,
    "close_session": _close,
    "write_handover": _act(write_handover, note="De bus komt laat.", was=""),
}
BOTH, CLIENT, NOBODY = (True, True), (True, False), (False, True)
ABOUT = {
    "record_attendance": BOTH,
    "confirm_as_planned": BOTH,
    "correct_attendance": CLIENT,
    "add_client": CLIENT,
    "add_staff": NOBODY,
    "close_session": NOBODY,
    "write_handover": NOBODY,
}
"""Whether the lines of a service are about a client, and whether some are about nobody."""


@pytest.mark.parametrize("name", CASES)
def test_service_leaves_a_line_for_every_row_it_touched(name, story):
    is_client, is_nobody = ABOUT[name]
    owners: Any = {story.client.public_id} if is_client else set()
    trail.assert_every_row_has_its_line(CASES[name](story), lambda _: owners | ({None} if is_nobody else set()))


@pytest.mark.parametrize("name", CASES)
def test_service_that_cannot_write_the_trail_writes_nothing(name, story, monkeypatch):
    trail.assert_nothing_without_its_line(CASES[name](story), monkeypatch)


@pytest.mark.parametrize("name", CASES)
def test_service_refuses_whoever_it_is_not_for(name, story):
    trail.assert_others_are_refused(CASES[name](story), story)

"""The services about requests and destruction: a line in the trail for every row that they touched."""

from datetime import date
from typing import Any

import pytest

from clients.services.destruction import propose_destruction, withdraw_destruction
from clients.services.rights import carry_out_request, decide_request, register_request
from organisations.enums import Role
from tests import trail
from tests.clients.conftest import TODAY
from tests.trail import Act, Case, Story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
IN_A_TEST_OF_ITS_OWN = {"approve_destruction"}
"""Leaves no row to look at: `tests/plans/test_destruction.py` says what stands in the trail."""


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return Story(request.getfixturevalue)


def _request(story: Story, kind: str = "copy", *, granted: bool = False) -> Any:
    given: dict[str, Any] = {"kind": kind, "received_on": TODAY, "requested_by": "client"}
    asked = register_request(actor=story.worker, client=story.client, **given)
    return decide_request(actor=story.worker, request=asked, revision=1, outcome="granted") if granted else asked


def _register(story: Story) -> Act:
    given = {"kind": "copy", "received_on": TODAY, "requested_by": "client"}
    return story.by(story.worker, register_request, client=story.client, **given)


def _decide(story: Story) -> Act:
    return story.by(story.worker, decide_request, request=_request(story), revision=1, outcome="granted")


def _carry_out(story: Story) -> Act:
    asked = _request(story, granted=True)
    return story.by(story.worker, carry_out_request, request=asked, revision=asked.revision, handled_on=TODAY)


def _propose(story: Story) -> Act:
    type(story.allocation).objects.update(ends_on=date(2026, 2, 1))  # the care is over
    asked = _request(story, "destruction", granted=True)
    return story.by(story.worker, propose_destruction, client=story.client, request=asked)


def _withdraw(story: Story) -> Act:
    return story.by(story.worker, withdraw_destruction, destruction=_propose(story)())


CASES: dict[str, Case] = {
    "register_request": _register,
    "decide_request": _decide,
    "carry_out_request": _carry_out,
    "propose_destruction": _propose,
    "withdraw_destruction": _withdraw,
}


def _also_may(name: str, story: Story, other: Any) -> bool:
    """At the client's own municipality a privacy officer may do all of this, and a manager withdraws a proposal."""
    roles = {Role.PRIVACY_OFFICER} | ({Role.MUNICIPAL_MANAGER} if name == "withdraw_destruction" else set())
    return other.role in roles and other.organisation_id == story.worker.organisation_id


@pytest.mark.parametrize("name", CASES)
def test_service_leaves_a_line_for_every_row_it_touched(name, story):
    trail.assert_every_row_has_its_line(CASES[name](story), lambda made: {story.client.public_id})


@pytest.mark.parametrize("name", CASES)
def test_service_that_cannot_write_the_trail_writes_nothing(name, story, monkeypatch):
    trail.assert_nothing_without_its_line(CASES[name](story), monkeypatch)


@pytest.mark.parametrize("name", CASES)
def test_service_refuses_whoever_it_is_not_for(name, story):
    trail.assert_others_are_refused(CASES[name](story), story, but=lambda other: _also_may(name, story, other))

"""Every service of compliance that writes leaves a line in the trail for every row that it touched."""

from typing import Any

import pytest

import compliance.services
from compliance.services.judging import judge_file, judge_requirement
from core.actors import Actor
from organisations.enums import Role
from tests import trail
from tests.cast import actor_of_user, member
from tests.compliance.story import JUDGED, requirement
from tests.factories.clients import OpeningFactory
from tests.factories.contracts import ContractFactory
from tests.plans.story import TODAY
from tests.trail import Case

GOOD = JUDGED | {"judged_on": TODAY}


class Story(trail.Story):
    def __init__(self, fixture: Any) -> None:
        super().__init__(fixture)
        self.provider = fixture("de_linde")
        ContractFactory.create(framework__region=fixture("region"), provider=self.provider)
        self.cees: Actor = actor_of_user(member("Cees Contract", fixture("apeldoorn"), Role.CONTRACT_MANAGER))
        self.tess: Actor = actor_of_user(fixture("tess"))
        self.opening = OpeningFactory.create(
            client=self.client, user=fixture("tess"), organisation=fixture("ggd"), ground="supervision"
        )


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return Story(request.getfixturevalue)


CASES: dict[str, Case] = {
    "judge_requirement": lambda story: story.by(
        story.cees, judge_requirement, requirement=requirement(), provider=story.provider, **GOOD
    ),
    "judge_file": lambda story: story.by(
        story.tess, judge_file, requirement=requirement(), allocation=story.allocation, **GOOD
    ),
}


def test_every_service_that_writes_has_a_case() -> None:
    assert trail.services_that_write(compliance.services, but=()) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_service_leaves_a_line_for_every_row_it_touched(name, story):
    owner: Any = story.client.public_id if name == "judge_file" else None
    trail.assert_every_row_has_its_line(CASES[name](story), lambda _: {owner})


@pytest.mark.parametrize("name", CASES)
def test_service_that_cannot_write_the_trail_writes_nothing(name, story, monkeypatch):
    trail.assert_nothing_without_its_line(CASES[name](story), monkeypatch)


@pytest.mark.parametrize("name", CASES)
def test_service_refuses_whoever_it_is_not_for(name, story):
    def may(other: Actor) -> bool:
        if name == "judge_file":
            return bool(other.user_id == story.tess.user_id)
        return other.organisation_id in {story.cees.organisation_id, story.tess.organisation_id} and other.role in {
            Role.CONTRACT_MANAGER,
            Role.SUPERVISOR,
        }

    trail.assert_others_are_refused(CASES[name](story), story, but=may)

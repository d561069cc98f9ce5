"""Every service of compliance that writes leaves a line in the trail for every row that it touched."""

from datetime import date
from typing import Any

import pytest

import compliance.services
from compliance.models import Finding, Involved
from compliance.services.handling import explain_finding, judge_finding, plan_improvement
from compliance.services.judging import judge_file, judge_requirement
from core.actors import Actor
from organisations.enums import Action, Role
from organisations.rules import role_may
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
        self.hanna: Actor = actor_of_user(fixture("hanna"))
        self.opening = OpeningFactory.create(
            client=self.client, user=fixture("tess"), organisation=fixture("ggd"), ground="supervision"
        )

        self.finding = self.found()

    def found(self) -> Finding:
        """What was found in the file."""
        finding = Finding.objects.create(
            provider=self.provider,
            allocation=self.allocation,
            requirement=requirement(),
            rule_kind="plan_content",
            code="BGD-IN-06",
            severity="block",
            **dict.fromkeys(("opened_on", "last_on", "answer_before"), TODAY),
        )
        Involved.objects.create(
            finding=finding, provider=self.provider, municipality_id=self.allocation.municipality_id
        )
        return finding


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return Story(request.getfixturevalue)


def _of_finding(who: str, service: Any, **given: Any) -> Case:
    return lambda story: story.by(getattr(story, who), service, finding=story.finding, **given)


CASES: dict[str, Case] = {
    "judge_requirement": lambda story: story.by(
        story.cees, judge_requirement, requirement=requirement(), provider=story.provider, **GOOD
    ),
    "judge_file": lambda story: story.by(
        story.tess, judge_file, requirement=requirement(), allocation=story.allocation, **GOOD
    ),
    "explain_finding": _of_finding("hanna", explain_finding, text="Er was iemand ziek."),
    "plan_improvement": _of_finding("hanna", plan_improvement, text="Wij werven.", due_on=date(2026, 4, 1)),
    "judge_finding": _of_finding("cees", judge_finding, ruling="accepted", text="Goed."),
}


def test_every_service_that_writes_has_a_case() -> None:
    looks = {"effect_of_leave", "effect_of_moving", "effect_of_placing"}  # undone before they are done
    assert trail.services_that_write(compliance.services, but=looks) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_service_leaves_a_line_for_every_row_it_touched(name, story):
    owner: Any = None if name == "judge_requirement" else story.client.public_id
    trail.assert_every_row_has_its_line(CASES[name](story), lambda _: {owner})


@pytest.mark.parametrize("name", CASES)
def test_service_that_cannot_write_the_trail_writes_nothing(name, story, monkeypatch):
    trail.assert_nothing_without_its_line(CASES[name](story), monkeypatch)


@pytest.mark.parametrize("name", CASES)
def test_service_refuses_whoever_it_is_not_for(name, story):
    def may(other: Actor) -> bool:
        match name:
            case "judge_file":
                return bool(other.user_id == story.tess.user_id)
            case "judge_finding":
                return bool(other.organisation_id == story.cees.organisation_id) and other.role == Role.CONTRACT_MANAGER
            case "judge_requirement":
                own = {story.cees.organisation_id, story.tess.organisation_id}
                return other.organisation_id in own and other.role in {Role.CONTRACT_MANAGER, Role.SUPERVISOR}
        return bool(other.organisation_id == story.provider.pk) and role_may(other.role, Action.ANSWER_FINDINGS)

    trail.assert_others_are_refused(CASES[name](story), story, but=may)

"""Every service of plans that writes in a client's file leaves a line in the trail for every row that it touched."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import plans.services
from core.actors import Actor
from organisations.enums import Role
from plans.access import may_keep_templates
from plans.enums import AgreedAs
from plans.services.agreements import agree_as_professional, agree_for_client
from plans.services.coordination import add_contact, change_contact, record_coordination, state_nobody_else
from plans.services.drafting import change_plan, set_evaluation_moments, start_new_version, start_plan
from plans.services.evaluations import change_evaluation, complete_evaluation, start_evaluation
from plans.services.execution import end_plan, start_execution
from plans.services.experiences import record_experiences, request_evaluation
from plans.services.goals import add_goal, change_goal, remove_goal
from plans.services.indicators import score_start
from plans.services.printing import cancel_printing, finish, retry_printing
from plans.services.responsibility import hand_over
from plans.services.results import set_agreed_results
from plans.services.templates import (
    add_template_goal,
    change_template,
    change_template_goal,
    copy_template,
    create_template,
    remove_template_goal,
    retire_template,
)
from plans.services.withdrawing import refuse_plan, withdraw_agreement
from plans.services.wlz import end_track, hand_over_track, record_wlz_step
from tests import trail
from tests.cast import member
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.plans.print_story import start
from tests.plans.story import (
    ACTIVITY,
    ANSWERS,
    CONTACT,
    GOAL,
    SCORES,
    TODAY,
    agree,
    agree_results,
    coordinate,
    draft_of,
    evaluate,
    professional_of,
    template_of,
)
from tests.trail import Act, Case

pytestmark = pytest.mark.django_db
PARTS_OF_WRITERS = {
    *(
        "carry_scores_over",
        "start_printing",
        "record_download",
        "copy_row",
        "start_from_former",
        "start_from_results",
        "start_from_template",
        "take_over_goals",
    ),
    *("end_version", "follow_allocation", "touch", "set_clock", "cover_from", "lock_plan", "lock_version"),
    *("replace_scores", "answer_requests", "lock_open_evaluation", "open_track"),
    *("replace_activities", "remove_activities", "move_up", "end_agreement"),
}


class Story(trail.Story):
    def draft(self, goals: int = 1) -> Any:
        return draft_of(self.petra, self.allocation, goals=goals)

    def agreed(self) -> Any:
        return agree(self.petra, self.draft())

    def running(self) -> Any:
        version = start_execution(actor=self.carer, version=self.agreed())
        version.refresh_from_db()
        return version


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return Story(request.getfixturevalue)


def _hand_over(story: Story) -> Act:
    version = story.draft()
    follower = ProfessionalFactory.create(provider=story.allocation.provider)
    QualificationFactory.create(professional=follower, verified=True)
    return story.by(story.carer, hand_over, plan=version.plan, professional=follower, from_on=date(2026, 4, 1))


def _agree(story: Story, service: Callable[..., object], **given: Any) -> Act:
    version = story.draft()
    return story.by(story.carer, service, version=version, revision=version.revision, agreed_on=TODAY, **given)


def _withdraw(story: Story) -> Act:
    agreement = _agree(story, agree_as_professional)()
    return story.by(story.carer, withdraw_agreement, agreement=agreement, withdrawn_on=TODAY, reason="Toch niet.")


def _of_draft(service: Callable[..., object], **given: Any) -> Case:
    def case(story: Story) -> Act:
        version = story.draft()
        return story.by(story.carer, service, version=version, revision=version.revision, **given)

    return case


def _of_goal(service: Callable[..., object], **given: Any) -> Case:
    def case(story: Story) -> Act:
        version = story.draft(goals=2)
        goal = version.goals.order_by("position")[0]
        return story.by(story.carer, service, goal=goal, revision=version.revision, **given)

    return case


def _of_evaluation(service: Callable[..., object], **given: Any) -> Case:
    def case(story: Story) -> Act:
        evaluation = evaluate(story.petra, story.running(), complete=False)
        return story.by(story.carer, service, evaluation=evaluation, revision=evaluation.revision, **given)

    return case


def _of_track(service: Callable[..., object], **given: Any) -> Case:
    def case(story: Story) -> Act:
        track = evaluate(story.petra, story.running(), wmo_fit="doubt").wlz_track
        if "revision" in given:
            given["revision"] = track.revision
        return story.by(story.carer, service, track=track, **given)

    return case


def _of_template(service: Callable[..., object], **given: Any) -> Case:
    def case(story: Story) -> Act:
        template = template_of(story.petra)
        if service in {change_template_goal, remove_template_goal}:
            return story.by(story.carer, service, goal=template.goals.get(), revision=template.revision, **given)
        if service not in {copy_template, retire_template}:
            given["revision"] = template.revision
        return story.by(story.carer, service, template=template, **given)

    return case


def _change_contact(story: Story) -> Act:
    contact = coordinate(story.petra, story.draft().plan).contact
    values = {"phone": "06 12 34 56 78"}
    return story.by(story.carer, change_contact, contact=contact, revision=1, values=values)


def _record_coordination(story: Story) -> Act:
    plan = story.draft().plan
    contact = coordinate(story.petra, plan).contact
    return story.by(
        story.carer, record_coordination, plan=plan, contact=contact, held_on=TODAY, discussed="De medicijnen."
    )


def _hand_over_track(story: Story) -> Act:
    colleague = member("Cor Collega", story.allocation.provider, Role.CARE_PROFESSIONAL)
    return _of_track(hand_over_track, revision=1, owner=colleague)(story)


def _results(story: Story) -> Act:
    first, _ = agree_results(story.fixture("karin"), story.allocation, "Eet warm.", "Kleedt zich aan.")
    story.allocation.refresh_from_db()
    rows = [
        {"key": first.public_id, "domain": "structure", "text": "Eet elke dag warm."},
        {"domain": "structure", "text": "Komt op vaste dagen."},
    ]
    return story.by(
        story.worker, set_agreed_results, allocation=story.allocation, revision=story.allocation.revision, rows=rows
    )


ABOUT_NOBODY: dict[str, Case] = {
    "create_template": lambda story: story.by(
        story.carer, create_template, variant=story.allocation.variant, values={"name": "Nieuw"}
    ),
    "copy_template": _of_template(copy_template),
    "change_template": _of_template(change_template, values={"name": "Anders"}),
    "retire_template": _of_template(retire_template),
    "add_template_goal": _of_template(
        add_template_goal, values={"domain": "structure", "statement": "Komt."}, activities=[ACTIVITY]
    ),
    "change_template_goal": _of_template(change_template_goal, values={"statement": "Anders."}, activities=[ACTIVITY]),
    "remove_template_goal": _of_template(remove_template_goal),
}
"""Services about templates: the trail has their lines, and no client stands in them."""


def _of_batch(service: Callable[..., object], **columns: Any) -> Case:
    def case(story: Story) -> Act:
        batch = start(story.petra, [story.draft()])
        batch.items.update(**columns)
        finish(batch.pk)
        return story.by(story.carer, service, batch=batch)

    return case


OF_BATCH: dict[str, Case] = {
    "cancel_printing": _of_batch(cancel_printing),
    "retry_printing": _of_batch(retry_printing, state="failed", fault="Kapot."),
}
"""Services about plans that are printed together; `test_printing.py` has the others, which refuse in another way."""

CASES: dict[str, Case] = {
    **ABOUT_NOBODY,
    **OF_BATCH,
    "set_agreed_results": _results,
    "start_plan": lambda story: story.by(
        story.carer,
        start_plan,
        allocation=story.allocation,
        professional=professional_of(story.petra),
        starts_on=date(2026, 3, 1),
        ends_on=None if story.allocation.ends_on is None else date(2026, 12, 31),
    ),
    "change_plan": _of_draft(change_plan, values={"situation": "Anders.", "starts_on": date(2026, 2, 1)}),
    "set_evaluation_moments": _of_draft(set_evaluation_moments, days=[date(2026, 7, 1)]),
    "start_new_version": lambda story: story.by(story.carer, start_new_version, plan=story.agreed().plan),
    "add_goal": _of_draft(add_goal, values=GOAL, activities=[ACTIVITY]),
    "change_goal": _of_goal(change_goal, values={"statement": "Anders."}, activities=[ACTIVITY]),
    "remove_goal": _of_goal(remove_goal),
    "score_start": _of_draft(score_start, scores=SCORES),
    "agree_for_client": lambda story: _agree(story, agree_for_client, agreed_as=AgreedAs.CLIENT),
    "agree_as_professional": lambda story: _agree(story, agree_as_professional),
    "add_contact": lambda story: story.by(
        story.carer,
        add_contact,
        plan=story.draft().plan,
        values=CONTACT | {"consent_on": TODAY, "starts_on": TODAY},
    ),
    "change_contact": _change_contact,
    "state_nobody_else": lambda story: story.by(story.carer, state_nobody_else, plan=story.draft().plan),
    "record_coordination": _record_coordination,
    "withdraw_agreement": _withdraw,
    "refuse_plan": _of_draft(refuse_plan, refused_on=TODAY, reason="Te veel dagen."),
    "start_execution": lambda story: story.by(story.carer, start_execution, version=story.agreed()),
    "end_plan": lambda story: story.by(story.carer, end_plan, version=story.running(), reason="Verhuisd."),
    "hand_over": _hand_over,
    "start_evaluation": lambda story: story.by(story.carer, start_evaluation, version=story.running(), held_on=TODAY),
    "change_evaluation": _of_evaluation(
        change_evaluation,
        values={"report": "Anders."},
        participants=[{"kind": "client", "name": "Sanne"}],
        progress=[],
        scores={"supervision": 4, "behaviour": 0},
    ),
    "record_experiences": _of_evaluation(record_experiences, answers={"carer": ANSWERS}),
    "request_evaluation": lambda story: story.by(
        story.carer,
        request_evaluation,
        plan=story.running().plan,
        asked_by="client",
        name="Sanne",
        asked_on=TODAY,
        reason="Moe.",
    ),
    "record_wlz_step": _of_track(record_wlz_step, kind="conversation", taken_on=TODAY, note="Gebeld."),
    "hand_over_track": _hand_over_track,
    "end_track": _of_track(end_track, revision=1, outcome="withdrawn", ended_on=TODAY, note="Wil niet."),
    "complete_evaluation": _of_evaluation(complete_evaluation),
}


def test_every_service_that_writes_has_a_case() -> None:
    assert trail.services_that_write(plans.services, but=PARTS_OF_WRITERS) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_service_leaves_a_line_for_every_row_it_touched(name, story):
    owner: Any = None if name in {*ABOUT_NOBODY, *OF_BATCH} else story.client.public_id
    trail.assert_every_row_has_its_line(CASES[name](story), lambda _: {owner})


@pytest.mark.parametrize("name", CASES)
def test_service_that_cannot_write_the_trail_writes_nothing(name, story, monkeypatch):
    trail.assert_nothing_without_its_line(CASES[name](story), monkeypatch)


@pytest.mark.parametrize("name", CASES)
def test_service_refuses_whoever_it_is_not_for(name, story):
    both = {"request_evaluation": {story.carer.user_id, story.worker.user_id}}
    case = CASES[name](story)

    def keeps_templates(actor: Actor) -> bool:
        is_own = actor.organisation_id == story.allocation.provider_id or name == "create_template"
        keeps = name in ABOUT_NOBODY and is_own and may_keep_templates(actor)
        return keeps or actor.user_id in both.get(name, ())

    trail.assert_others_are_refused(case, story, but=keeps_templates)

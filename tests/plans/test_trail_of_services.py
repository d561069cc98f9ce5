"""Every service that writes in a client's file leaves a line in the trail for every row that it touched."""

import inspect
import pkgutil
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models

import clients.services
import plans.services
from accounts.models import User
from audit.enums import WRITES
from audit.models import AuditEntry
from clients.services import (
    add_member,
    allocate,
    assign_treatment,
    change_client,
    change_member,
    end_allocation,
    end_member,
    end_treatment,
    record_start_of_delivery,
    register_client,
)
from core.actors import Actor
from organisations.enums import Role
from organisations.models import Membership
from plans.enums import AgreedAs
from plans.services.agreements import agree_as_professional, agree_for_client, withdraw_agreement
from plans.services.drafting import change_plan, set_evaluation_moments, start_new_version, start_plan
from plans.services.evaluations import change_evaluation, complete_evaluation, start_evaluation
from plans.services.execution import end_plan, start_execution
from plans.services.goals import add_goal, change_goal, remove_goal
from plans.services.responsibility import hand_over
from tests.cast import actor_of_user, member
from tests.factories.clients import ClientFactory, MemberFactory, fictional_bsns
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.plans.story import ACTIVITY, GOAL, TODAY, agree, draft_of, evaluate, professional_of

pytestmark = pytest.mark.django_db
Act = Callable[..., Any]
Case = Callable[[Any], Act]
PERSON = {"bsn": next(fictional_bsns(90_000)), "initials": "T.", "surname": "Trail", "birth_date": date(1940, 1, 1)}
NO_WRITERS = {"record_list_reading", "record_reading", "record_trail_reading", "record_search", "record_bsn_search"}
PARTS_OF_WRITERS = {"touch", "set_clock", "cover_from", "join_team", "lock_plan", "lock_version"}


class Story:
    """Who and what the cases begin with. A case prepares first and returns the one call that is watched."""

    def __init__(self, karin: User, petra: User, allocation: Any) -> None:
        self.worker, self.carer = actor_of_user(karin), actor_of_user(petra)
        self.planner = actor_of_user(member("Plien Planner", allocation.provider, Role.PLANNER))
        self.petra, self.allocation, self.client = petra, allocation, allocation.client

    def draft(self, goals: int = 1) -> Any:
        return draft_of(self.petra, self.allocation, goals=goals)

    def agreed(self) -> Any:
        return agree(self.petra, self.draft())

    def running(self) -> Any:
        version = start_execution(actor=self.carer, version=self.agreed())
        version.refresh_from_db()
        return version

    def by(self, actor: Actor, service: Callable[..., object], **given: Any) -> Act:
        return lambda other=None: service(actor=other or actor, **given)


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
    return story.by(story.carer, withdraw_agreement, agreement=agreement)


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


def _of_member(service: Callable[..., object], **given: Any) -> Case:
    def case(story: Story) -> Act:
        return story.by(story.worker, service, member=MemberFactory.create(client=story.client), **given)

    return case


def _allocate(story: Story) -> Act:
    person = story.client = ClientFactory.create(municipality=story.client.municipality)
    given = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 9, 30), "volume": 2}
    product = story.allocation.contracted_product
    return story.by(story.worker, allocate, client=person, contracted_product=product, **given)


def _assign_treatment(story: Story) -> Act:
    colleague = member("Cor Collega", story.allocation.provider, Role.CARE_PROFESSIONAL, team=False)
    return story.by(story.planner, assign_treatment, client=story.client, user=colleague, starts_on=TODAY)


CASES: dict[str, Case] = {
    "register_client": lambda story: story.by(story.worker, register_client, **PERSON),
    "change_client": lambda story: story.by(
        story.worker, change_client, client=story.client, revision=story.client.revision, surname="Anders"
    ),
    "add_member": lambda story: story.by(
        story.worker, add_member, client=story.client, name="Naaste", relation="16", starts_on=TODAY
    ),
    "change_member": _of_member(change_member, revision=1, name="Anders"),
    "end_member": _of_member(end_member, ends_on=TODAY),
    "allocate": _allocate,
    "end_allocation": lambda story: story.by(
        story.worker, end_allocation, allocation=story.allocation, ends_on=date(2026, 6, 30), reason="19"
    ),
    "record_start_of_delivery": lambda story: story.by(
        story.carer, record_start_of_delivery, allocation=story.allocation, on=TODAY
    ),
    "assign_treatment": _assign_treatment,
    "end_treatment": lambda story: story.by(
        story.planner, end_treatment, relation=story.client.treatments.get(), ends_on=TODAY
    ),
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
    "agree_for_client": lambda story: _agree(story, agree_for_client, agreed_as=AgreedAs.CLIENT),
    "agree_as_professional": lambda story: _agree(story, agree_as_professional),
    "withdraw_agreement": _withdraw,
    "start_execution": lambda story: story.by(story.carer, start_execution, version=story.agreed()),
    "end_plan": lambda story: story.by(story.carer, end_plan, version=story.running(), reason="Verhuisd."),
    "hand_over": _hand_over,
    "start_evaluation": lambda story: story.by(story.carer, start_evaluation, version=story.running(), held_on=TODAY),
    "change_evaluation": _of_evaluation(
        change_evaluation,
        values={"report": "Anders."},
        participants=[{"kind": "client", "name": "Sanne"}],
        progress=[],
    ),
    "complete_evaluation": _of_evaluation(complete_evaluation),
}


def services_that_write() -> set[str]:
    """Public functions with an actor in the services of the rooms that hold client files."""
    found = set()
    for package in (clients.services, plans.services):
        for info in pkgutil.iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{info.name}")
            for name, function in inspect.getmembers(module, inspect.isfunction):
                is_own = function.__module__ == module.__name__ and not name.startswith("_")
                if is_own and "actor" in inspect.signature(function).parameters:
                    found.add(name)
    return found - NO_WRITERS - PARTS_OF_WRITERS


def test_every_service_that_writes_has_a_case():
    assert services_that_write() == set(CASES)


def stored() -> dict[UUID, tuple[type[models.Model], dict[str, Any]]]:
    """All rows of the client's file, by public id."""
    rows = {}
    for room in ("clients", "plans"):
        for model in apps.get_app_config(room).get_models():
            for row in model._default_manager.values():
                rows[row.pop("public_id")] = (model, row)
    return rows


def touched(before: dict[UUID, Any], after: dict[UUID, Any]) -> set[UUID]:
    """Public ids of the rows that came, went or changed; a version whose content moved only counts up."""
    found = set(before) ^ set(after)
    for identifier in set(before) & set(after):
        old, new = before[identifier][1], after[identifier][1]
        differing = {name for name in new if new[name] != old[name]}
        if differing - {"revision"}:
            found.add(identifier)
    return found


@pytest.mark.parametrize("name", CASES)
def test_service_leaves_a_line_for_every_row_it_touched(name, karin, petra, allocation):
    story = Story(karin, petra, allocation)
    act = CASES[name](story)
    before, last = stored(), AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    made = act()

    lines = list(AuditEntry.objects.filter(pk__gt=last, event__in=WRITES))
    rows = touched(before, stored())
    owner = made.public_id if name == "register_client" else story.client.public_id
    assert rows
    assert rows <= {line.target for line in lines}
    assert {line.client for line in lines} == {owner}
    assert {line.actor for line in lines} <= {
        story.worker.user_uuid,
        story.carer.user_uuid,
        story.planner.user_uuid,
        None,
    }
    assert {line.organisation for line in lines} - {None}


@pytest.mark.parametrize("name", CASES)
def test_service_that_cannot_write_the_trail_writes_nothing(name, karin, petra, allocation, monkeypatch):
    act = CASES[name](Story(karin, petra, allocation))
    before = stored()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("audit.services.recording.append", broken)
    with pytest.raises(RuntimeError, match="no trail"):
        act()

    assert stored() == before


STRANGERS = ["zoe", "mo", "ruud", "ilse", "pim", "ada", "nobody", "maud", "vera", "bo", "lars", "tess"]


@pytest.mark.parametrize("name", CASES)
def test_service_refuses_whoever_it_is_not_for(name, karin, petra, allocation, request):
    """Called directly, as a page or a message could: karin and petra cannot do each other's work either."""
    story = Story(karin, petra, allocation)
    act = CASES[name](story)
    others = [actor_of_user(request.getfixturevalue(stranger)) for stranger in STRANGERS]
    former = member("Fenna Former", allocation.provider, Role.CARE_PROFESSIONAL)
    Membership.objects.filter(user=former).update(ends_on=date(2026, 3, 1))
    others += [actor_of_user(former), Actor.anonymous(), Actor.system("proef", is_administrator=True)]
    others.append(story.carer if name in BY_WORKER else story.worker)
    before = stored()

    for other in others:
        if name == "register_client" and other.role == Role.CASE_WORKER:
            continue  # in the own municipality everybody with this role may
        with pytest.raises(PermissionDenied):
            act(other)

    assert stored() == before


BY_WORKER = {
    "register_client",
    "change_client",
    "add_member",
    "change_member",
    "end_member",
    "allocate",
    "end_allocation",
}

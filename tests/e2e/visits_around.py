"""Visits of what happens around a plan: agreeing, not agreeing, and taking it back."""

from collections.abc import Callable, Iterator
from typing import Any

from core.clock import today
from plans.models import PlanVersion
from plans.services.agreements import agree_for_client
from plans.services.withdrawing import refuse_plan, withdraw_agreement
from tests.e2e.people import PETRA, Files, actor


def of_agreeing(
    visit: Callable[..., Any], files: Files, *, incomplete: PlanVersion, waits: PlanVersion
) -> Iterator[Any]:
    """The pages on which both sides agree, or do not."""
    yield visit("agree incomplete", "plans:agree", incomplete.public_id)
    yield visit("agree waits", "plans:agree", waits.public_id)
    draft = files.version(files.new("draft"))
    yield visit("agree for client", "plans:agree_for_client", draft.public_id)
    yield visit("agree on paper", "plans:agree_on_paper", draft.public_id)
    yield visit("refuse", "plans:refuse", draft.public_id)
    yield visit("agree as professional", "plans:agree_as_professional", agreed_by_client(files).public_id)
    refused = files.version(files.new("draft"))
    refuse_plan(
        actor=actor(PETRA), version=refused, revision=refused.revision, refused_on=today(), reason="Te veel dagen."
    )
    yield visit("agree refused", "plans:agree", refused.public_id)
    running = files.version(files.new("running"))
    yield visit("withdraw", "plans:withdraw", running.agreements.standing()[0].public_id)
    withdrawn = files.version(files.new("running"))
    withdraw_agreement(
        actor=actor(PETRA),
        agreement=withdrawn.agreements.standing()[0],
        withdrawn_on=today(),
        reason="De dagen passen niet meer.",
    )
    yield visit("plan without agreement", "plans:detail", withdrawn.public_id)


def of_coordination(visit: Callable[..., Any], plan: PlanVersion) -> Iterator[Any]:
    """Other professionals around a client."""
    yield visit("coordination", "plans:coordination", plan.public_id)
    yield visit("add contact", "plans:add_contact", plan.public_id)
    yield visit("add note", "plans:add_note", plan.public_id)
    yield visit("change contact", "plans:change_contact", plan.plan.contacts.all()[0].public_id)


def agreed_by_client(files: Files) -> PlanVersion:
    """A plan that waits for the professional alone."""
    version = files.version(files.new("draft"))
    agree_for_client(
        actor=actor(PETRA), version=version, revision=version.revision, agreed_as="client", agreed_on=today()
    )
    return version

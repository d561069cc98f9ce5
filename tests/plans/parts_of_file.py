"""A file with a decided case and one that ended before a decision, and what a part of it needs to be destroyed."""

import pytest

from accounts.models import User
from audit.models import DestructionCertificate
from clients.models import (
    Case,
    Client,
    Destruction,
    RightsRequest,
)
from clients.selectors.file_parts import Part
from clients.services.case_ends import end_case
from clients.services.destruction import approve_destruction, propose_destruction
from clients.services.rights import decide_request, register_request
from core.actors import Actor
from plans.models import Evaluation
from tests.cast import actor_of_user
from tests.clients import intake
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY
from tests.plans.whole_file import *  # noqa: F403 - fixtures

EXPLANATION = "Het besluit bewaren wij, want dat moet van de wet."


@pytest.fixture
def decided(person: Client, karin: User, evaluation: Evaluation) -> Case:
    """The case of the whole file, with a decision; care runs."""
    worker, case = actor_of_user(karin), person.cases.get()
    intake.grant(worker, intake.apply(worker, case), evaluation.version.plan.allocation.variant)
    return intake.fresh(case)


@pytest.fixture
def ended(person: Client, decided: Case, karin: User) -> Case:
    """A case that ended before a decision."""
    worker = actor_of_user(karin)
    case = intake.report(worker, intake.fill_in(worker, intake.investigate(worker, intake.notify(worker, person))))
    end_case(
        actor=worker,
        case=case,
        revision=case.revision,
        ended_on=TODAY,
        reason="withdrawn",
        explanation="Het lukt weer.",
    )
    return intake.fresh(case)


def asked_in_part(actor: Actor, client: Client, outcome: str = "partly") -> RightsRequest:
    asked = register_request(
        actor=actor, client=client, kind="destruction", received_on=TODAY, requested_by="client", text="Alles weg."
    )
    reason = {"ground": "law", "explanation": EXPLANATION} if outcome == "partly" else {}
    return decide_request(actor=actor, request=asked, revision=asked.revision, outcome=outcome, **reason)


def propose(actor: Actor, client: Client, *parts: Part) -> Destruction:
    return propose_destruction(actor=actor, client=client, request=asked_in_part(actor, client), parts=parts)


def approve(actor: Actor, destruction: Destruction) -> DestructionCertificate:
    return approve_destruction(actor=actor, destruction=destruction, revision=destruction.revision)


def gone(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {label: count - after.get(label, 0) for label, count in before.items() if count != after.get(label, 0)}

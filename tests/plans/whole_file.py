"""A client with something in nearly every part of the file, over all rooms, and the two who may destroy it."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from clients.documents.file_copy import FileCopy
from clients.models import Client, Destruction, PersonalPlan, RightsRequest
from clients.selectors.whole_file import rows_of
from clients.services.destruction import (
    propose_destruction,
)
from clients.services.rights import decide_request, register_request
from core.actors import Actor
from core.clock import today
from core.personal_data import models_about_clients
from plans.models import Evaluation
from tests.cast import actor_of_user
from tests.clients.intake import fill_in, investigate, notify, report
from tests.compliance.story import explained, found_in_file, judged_file
from tests.delivery.story import attend, place
from tests.factories.clients import MemberFactory
from tests.plans.print_story import start
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY, leave_autosave, remind, sign, watch
from tests.reference import lay_out_terms

AFTER_CARE = date(2027, 1, 4)
"""The allocation of the story ends with 2026."""
LATER = date(2043, 1, 5)
LETTER = b"%PDF-1.7 the plan of the client itself"


@pytest.fixture
def person(karin: User, petra: User, evaluation: Evaluation) -> Client:
    """A client with something in nearly every part of the file, and an upload."""
    lay_out_terms()
    worker = actor_of_user(karin)
    client = evaluation.version.plan.allocation.client
    watch(petra, evaluation)
    sign(evaluation.version)
    start(petra, [evaluation.version])
    leave_autosave(petra, evaluation)
    MemberFactory.create(client=client, name="Jan Jansen-Naaste", is_informal_carer=True)
    case = report(worker, fill_in(worker, investigate(worker, notify(worker, client))))
    stored = default_storage.save("personal-plans/raadsel", ContentFile(LETTER))
    PersonalPlan.objects.create(
        case=case, received_on=TODAY, summary="Wat ik wil.", file=stored, file_name="mijn plan.pdf"
    )
    ask(worker, client, "copy")
    remind()
    attend(place(evaluation.version.plan.allocation))
    judged_file(petra, evaluation.version.plan.allocation)
    explained(found_in_file(evaluation.version.plan.allocation), petra)
    return Client.objects.select_related("municipality").get(pk=client.pk)


@pytest.fixture
def officer(vera: User) -> Actor:
    """The privacy officer."""
    return actor_of_user(vera)


@pytest.fixture
def manager(maud: User) -> Actor:
    """The manager."""
    return actor_of_user(maud)


def ask(actor: Actor, client: Client, kind: str) -> RightsRequest:
    asked = register_request(
        actor=actor, client=client, kind=kind, received_on=today(), requested_by="client", text="Graag."
    )
    return decide_request(actor=actor, request=asked, revision=asked.revision, outcome="granted")


def counts_of(client: Client) -> dict[str, int]:
    found = {model._meta.label_lower: rows_of(model, client).count() for model in models_about_clients()}
    return {label: count for label, count in found.items() if count}


def copied(client: Client) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(FileCopy(client, TODAY).as_json())
    return values


def proposal(actor: Actor, client: Client) -> Destruction:
    return propose_destruction(actor=actor, client=client, request=ask(actor, client, "destruction"))

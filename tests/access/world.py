"""One of everything around one client, and a browser for each of the cast."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import NoReverseMatch, URLResolver, reverse

from accounts.enums import ProvenBy
from accounts.models import User
from clients.enums import OpeningGround
from core.pdf import pdf_available
from organisations.models import CareProvider, Organisation
from organisations.services import make_feed
from plans.models import Evaluation, PlanTemplate
from plans.services.agreements import agree_for_client
from plans.services.drafting import start_new_version
from products.services.versions import draft_next_version
from tests.access.matrix import CAST
from tests.access.voice import voice_of
from tests.access.world_carers import carers_of
from tests.access.world_informal import finding_of
from tests.access.world_of_boards import board_of
from tests.access.world_parts import (
    at_night,
    compliance_of,
    consultations_of,
    contracts_of,
    delivery_of,
    intake_of,
    open_data_of,
    rights_of,
    session_elsewhere,
)
from tests.access.world_volunteers import volunteers_of
from tests.cast import actor_of_user, sign_in
from tests.compliance.story import explained, found_in_file
from tests.factories.accounts import UserFactory
from tests.factories.clients import (
    ImportRunFactory,
    MemberFactory,
    OpeningFactory,
    ShieldAccessFactory,
    ShieldFactory,
)
from tests.factories.decisions import DecisionFactory
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.plans.print_story import start
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY, sign, watch

OF_TEMPLATE = ("template", "change_template", "copy_template", "retire_template", "add_template_goal")


@dataclass
class World:
    """One of everything that a route may point at, all of it around one client."""

    address_of: Callable[[str], str]
    browsers: dict[str, Browser]


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal of no words: what it looks like is asked elsewhere, and here are thousands of them."""
    monkeypatch.setattr(
        URLResolver, "resolve_error_handler", lambda _, status: lambda *args, **kwargs: HttpResponse(status=status)
    )


@pytest.fixture
def plain_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets a document is asked here, not what it looks like."""
    if pdf_available():
        monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *_, **__: b"%PDF-")


@pytest.fixture
def unhurried(settings: Any) -> None:
    """How often somebody may ask the API is asked elsewhere, and here everybody asks from one address."""
    settings.API_OPEN_PER_MINUTE = settings.API_TOKENS_PER_MINUTE = 1_000_000


@pytest.fixture
def world(
    *,
    request: pytest.FixtureRequest,
    plain_documents: None,
    unhurried: None,
    evaluation: Evaluation,
    petra: User,
    pim: User,
    de_linde: CareProvider,
    karin: User,
    vera: User,
) -> World:
    running = evaluation.version
    client = running.plan.allocation.client
    draft = start_new_version(actor=actor_of_user(petra), plan=running.plan)
    agreement = agree_for_client(
        actor=actor_of_user(petra), version=draft, revision=draft.revision, agreed_as="client", agreed_on=TODAY
    )
    member = MemberFactory.create(client=client)
    professional = ProfessionalFactory.create(name="Lies", provider=de_linde)
    qualification = QualificationFactory.create(professional=professional, level="mbo4", verified=True)
    version = running.plan.allocation.variant.versions.get(number=1)
    next_version = draft_next_version(actor=actor_of_user(pim), version=version)
    employment = professional.employments.get()
    opening = OpeningFactory.create(
        client=client,
        user=UserFactory.create(),
        ground=OpeningGround.BREAK_GLASS,
        organisation=Organisation.objects.get(pk=de_linde.pk),
    )
    shield = ShieldFactory.create(client=client, organisation=opening.organisation, set_by=petra)
    for name in ("wil", "hanna"):
        ShieldAccessFactory.create(shield=shield, user=request.getfixturevalue(name))
    access = ShieldAccessFactory.create(shield=shield, user=petra)
    asked, proposal, certificate = rights_of(client, vera, karin)
    decision = DecisionFactory.create(case__client=client, variant=version.variant)
    of_decision = {
        "public_id": client.public_id,
        "case_id": decision.case.public_id,
        "decision_id": decision.public_id,
    }
    track = watch(petra, evaluation)
    found = found_in_file(running.plan.allocation)
    explained(found, petra)
    batch = start(petra, [running])
    template = PlanTemplate.objects.get()
    feed, secret = make_feed(actor=actor_of_user(karin), proven_by=ProvenBy.NOTHING)
    objects = {
        "clients:case_revise": of_decision,
        "clients:case_withdraw": of_decision,
        "accounts": {"public_id": session_elsewhere(request.getfixturevalue("karin")).public_id},
        "organisations": {
            "public_id": professional.public_id,
            "qualification_id": qualification.public_id,
            "employment_id": employment.public_id,
        },
        "clients": {
            "public_id": client.public_id,
            **intake_of(request, client),
            "member_id": member.public_id,
            "relation_id": client.treatments.get().public_id,
            "opening_id": opening.public_id,
            "shield_id": shield.public_id,
            "access_id": access.public_id,
            "allocation_id": running.plan.allocation.public_id,
            "decision_id": decision.public_id,
            "run_id": ImportRunFactory.create(municipality=client.municipality).public_id,
            "request_id": asked.public_id,
        },
        **contracts_of(running.plan.allocation.contracted_product),
        "clients:destruction": {"destruction_id": proposal.public_id},
        "clients:destruction_withdraw": {"destruction_id": proposal.public_id},
        "clients:destruction_certificate": {"certificate_id": certificate.public_id},
        "clients:signal": {"person_id": karin.public_id, "kind": "outside_hours", "day": at_night(karin, client)},
        "plans": {"public_id": draft.public_id},
        "plans:of_client": {"public_id": client.public_id},
        "plans:calendar": {"public_id": feed.public_id, "secret": secret},
        "plans:start": {"public_id": running.plan.allocation.public_id},
        "plans:start_evaluation": {"public_id": running.public_id},
        "plans:change_goal": {"public_id": draft.goals.get().public_id},
        "plans:remove_goal": {"public_id": draft.goals.get().public_id},
        "plans:results": {"public_id": running.plan.allocation.public_id},
        **{f"plans:{name}": {"public_id": template.public_id} for name in OF_TEMPLATE},
        "plans:change_template_goal": {"public_id": template.goals.get().public_id},
        "plans:remove_template_goal": {"public_id": template.goals.get().public_id},
        "plans:withdraw": {"public_id": agreement.public_id},
        "plans:agreement_scan": {"public_id": sign(running).public_id},
        "plans:change_contact": {"public_id": running.plan.contacts.get().public_id},
        "plans:request_evaluation": {"public_id": running.public_id},
        "plans:experiences": {"public_id": evaluation.public_id},
        **{f"plans:print_{name}": {"public_id": batch.public_id} for name in ("batch", "zip", "cancel", "retry")},
        "plans:questions_pdf": {"public_id": evaluation.public_id},
        **{f"plans:wlz_{name}": {"public_id": track.public_id} for name in ("track", "step", "owner", "end")},
        "plans:evaluation": {"public_id": evaluation.public_id},
        "plans:evaluation_pdf": {"public_id": evaluation.public_id},
        **delivery_of(running.plan.allocation),
        **compliance_of(running.plan.allocation),
        **finding_of(*(request.getfixturevalue(name) for name in ("ilse", "gijs", "apeldoorn"))),
        **voice_of(request.getfixturevalue("ilse")),
        **carers_of(request.getfixturevalue("ilse"), client, de_linde),
        **board_of(request.getfixturevalue("ilse"), de_linde, request.getfixturevalue("practice"), next_version),
        **volunteers_of(request.getfixturevalue("ilse"), client.public_id),
        "compliance": {
            "public_id": version.requirements.get(code="BGD-IN-06").public_id,
            "provider_id": de_linde.public_id,
            "allocation_id": running.plan.allocation.public_id,
            "finding_id": found.public_id,
        },
        "products": {"public_id": next_version.public_id},
        "products:detail": {"public_id": version.variant.public_id},
        "products:version": {"public_id": version.public_id},
        "products:draft_next": {"public_id": version.public_id},
        "products:withdraw": {"public_id": version.public_id},
        **consultations_of(de_linde, running.plan.allocation.contracted_product.contract.framework.region),
        "products:requirement_remove": {"public_id": next_version.requirements.all()[1].public_id},
        "products:requirement": {"public_id": next_version.requirements.all()[0].public_id},
        **open_data_of(running.plan.allocation, version),
    }

    def address_of(name: str) -> str:
        known = objects.get(name) or objects.get(name.split(":", maxsplit=1)[0], {})
        for kwargs in ({}, *({key: known[key] for key in keys} for keys in _key_sets(known))):
            try:
                return reverse(name, kwargs=kwargs)
            except NoReverseMatch:
                continue
        raise AssertionError(f"no object is known for {name}")

    browsers = {
        person: Browser() if person == "anonymous" else sign_in(Browser(), request.getfixturevalue(person))
        for person in CAST
    }
    return World(address_of, browsers)


def _key_sets(known: dict[str, Any]) -> list[tuple[str, ...]]:
    keys = tuple(known)
    pairs = [(keys[0], key) for key in keys[1:]]
    return [(key,) for key in keys] + pairs + [(*pair, key) for pair in pairs for key in keys[1:] if key != pair[1]]

"""Every route, asked by everybody: nobody sees what is not theirs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.enums import ProvenBy
from accounts.models import User, UserSession
from audit.models import DestructionCertificate
from audit.services.certifying import certify_destruction
from clients.enums import OpeningGround
from clients.models import Allocation, Client, Destruction, ImportRun, RightsRequest
from clients.services import move_client, receive_personal_plan, record_reading
from clients.services.rights import decide_request, register_request
from core.clock import AMSTERDAM
from core.pdf import pdf_available
from delivery.models import ClientAttendance, ClosedDay, StaffAttendance
from organisations.models import CareProvider, Organisation, Professional, Qualification
from organisations.services import make_feed
from plans.models import Evaluation, PlanTemplate, PlanVersion
from plans.services.agreements import agree_for_client
from plans.services.drafting import start_new_version
from plans.services.settings import load_settings
from products.services.versions import draft_next_version
from tests.access.matrix import ADMIN, CAST, MATRIX
from tests.cast import actor_of_user, sign_in
from tests.clients.intake import investigate, notify
from tests.compliance.story import explained, found_in_file
from tests.delivery.story import attend, place, rosters_of
from tests.factories.accounts import UserFactory
from tests.factories.clients import (
    ClientFactory,
    ImportRunFactory,
    MemberFactory,
    OpeningFactory,
    ShieldAccessFactory,
    ShieldFactory,
)
from tests.factories.decisions import DecisionFactory
from tests.factories.organisations import PDF, ProfessionalFactory, QualificationFactory
from tests.plans.print_story import start
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY, sign, watch
from tests.reference import lay_out_terms

SIGN_IN = "/aanmelden"
ENDS_THE_SESSION = {"accounts:sign_out", "accounts:sessions_end"}


def routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Names of all routes, the admin's aside."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if pattern.namespace != "admin":
                yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def outcome(response: Any) -> str:
    """What the answer comes down to, in the words of the matrix."""
    if response.status_code in {403, 404, 405}:
        return str(response.status_code)
    if response.status_code in {301, 302, 303} and response["Location"].startswith(SIGN_IN):
        return "in"
    assert response.status_code < 500, response.status_code
    return "ok"


def ask(browser: Browser, method: str, address: str) -> Any:
    """One request whose changes are taken back."""
    with transaction.atomic():
        response = getattr(browser, method)(address)
        if response.streaming:
            b"".join(response.streaming_content)  # or the file stays open
        transaction.set_rollback(True)
    return response


def session_elsewhere(user: User) -> UserSession:
    """Another browser in which this user is signed in."""
    sign_in(Browser(), user)
    return UserSession.objects.get(user=user)


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
def world(
    *,
    request: pytest.FixtureRequest,
    plain_documents: None,
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
        "contracts": {"public_id": running.plan.allocation.contracted_product.public_id},
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
        "products:requirement": {"public_id": next_version.requirements.all()[0].public_id},
        "api-v1": {"uuid": version.variant.public_id},
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


OF_SESSION = ("", "_tap", "_client", "_staff", "_handover", "_close", "_correct")
OF_TEMPLATE = ("template", "change_template", "copy_template", "retire_template", "add_template_goal")


def delivery_of(allocation: Allocation) -> dict[str, dict[str, Any]]:
    """A group of the provider with a day on which it is closed, and the client placed in it."""
    load_settings()
    placement = place(allocation)
    session = attend(placement).session
    StaffAttendance.objects.create(
        session=session, professional=Professional.objects.get(user__name="Petra Linde"), presence="absent"
    )
    rosters = rosters_of(session)
    closed = ClosedDay.objects.create(group=placement.group, day=TODAY, reason="Feest")
    return {
        "delivery": {"public_id": placement.group.public_id, "allocation_id": allocation.public_id},
        **{f"compliance:{page}": {"public_id": placement.group.public_id} for page in ("roster", "report_leave")},
        "delivery:reopen_day": {"public_id": closed.public_id},
        **{f"delivery:session{page}": {"public_id": session.public_id} for page in OF_SESSION},
        **{f"delivery:{name}": {"public_id": key} for name, key in rosters.items()},
        "delivery:delivered": {"public_id": allocation.public_id},
        "delivery:of_allocation": {"public_id": allocation.public_id},
        **{f"delivery:{name}_placement": {"public_id": placement.public_id} for name in ("change", "end")},
    }


def compliance_of(allocation: Allocation) -> dict[str, dict[str, Any]]:
    """The provider, and a dagdeel in which the client was."""
    return {
        "compliance:provider": {"public_id": allocation.provider.public_id},
        "compliance:dagdeel": {"public_id": ClientAttendance.objects.get(allocation=allocation).session.public_id},
    }


def rights_of(client: Client, vera: User, karin: User) -> tuple[RightsRequest, Destruction, DestructionCertificate]:
    """A granted request for a copy, a proposal to destroy the file that vera made, and a certificate of another."""
    lay_out_terms()
    officer = actor_of_user(vera)
    asked = [
        register_request(actor=officer, client=client, kind=kind, received_on=TODAY, requested_by="client")
        for kind in ("copy", "destruction")
    ]
    copy, other = (decide_request(actor=officer, request=one, revision=1, outcome="granted") for one in asked)
    proposal = Destruction.objects.create(client=client, ground="request", request=other, proposed_by=vera)
    certificate = certify_destruction(
        actor=actor_of_user(karin),
        ground="retention",
        proposed_on=TODAY,
        proposed_by=vera.public_id,
        proposed_by_label=vera.name,
        rows=[{"model": "clients.client", "kind": "cliënten", "rows": 1}],
        files=0,
    )
    return copy, proposal, certificate


def at_night(karin: User, client: Client) -> str:
    """The day on which karin read the file at five in the morning."""
    with time_machine.travel(datetime.combine(TODAY, time(5), AMSTERDAM), tick=False):
        record_reading(actor=actor_of_user(karin), client=client)
    return TODAY.isoformat()


def _key_sets(known: dict[str, Any]) -> list[tuple[str, ...]]:
    keys = tuple(known)
    pairs = [(keys[0], key) for key in keys[1:]]
    return [(key,) for key in keys] + pairs + [(*pair, key) for pair in pairs for key in keys[1:] if key != pair[1]]


def intake_of(request: pytest.FixtureRequest, client: Client) -> dict[str, Any]:
    """A case of the client with all its parts, and somebody who comes from Zutphen to Apeldoorn."""
    lay_out_terms()
    karin, zoe = (actor_of_user(request.getfixturevalue(name)) for name in ("karin", "zoe"))
    case = investigate(karin, notify(karin, client))
    plan = ContentFile(PDF, name="plan.pdf")
    receive_personal_plan(actor=karin, case=case, revision=case.revision, received_on=TODAY, file=plan)
    mover = ClientFactory.create(municipality=request.getfixturevalue("zutphen"))
    apeldoorn = request.getfixturevalue("apeldoorn")
    move = move_client(actor=zoe, client=mover, revision=1, to_municipality=apeldoorn, moved_on=TODAY, has_consent=True)
    return {
        "case_id": case.public_id,
        "letter_id": case.letters.get().public_id,
        "term_id": case.terms.get(kind="investigation").public_id,
        "move_id": move.public_id,
    }


def test_every_route_has_a_row_in_the_matrix():
    assert set(routes(get_resolver().url_patterns)) == set(MATRIX)


@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_gets_what_the_matrix_says(world, method):
    wrong = []
    for name, row in MATRIX.items():
        address = world.address_of(name)
        for person, expected in getattr(row, method).items():
            if name in ENDS_THE_SESSION and method == "post":
                continue  # for the routes that follow; tested in tests/accounts
            found = outcome(ask(world.browsers[person], method, address))
            if found != expected:
                wrong.append(f"{method.upper()} {name}: {person} gets {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_admin_is_for_administrators_only(world):
    wrong = []
    pages = [reverse("admin:index")]
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{place}_changelist"))
        row = model._default_manager.first()
        if row is not None:
            pages.append(reverse(f"{place}_change", args=[row.pk]))
    for address in pages:
        for person, expected in ADMIN.items():
            response = ask(world.browsers[person], "get", address)
            if response.status_code == 302 and response["Location"].startswith(
                "/beheer"
            ):  # the admin's own sign-in passes on, or refuses who is signed in
                response = ask(world.browsers[person], "get", response["Location"])
            if (found := outcome(response)) != expected:
                wrong.append(f"{address}: {person} gets {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_public_routes_say_why():
    public = {name for name, row in MATRIX.items() if row.get["anonymous"] == "ok"}

    assert public == {name for name, row in MATRIX.items() if row.public_because}


def test_ids_of_another_organisation_are_as_good_as_none(world, zoe, mo):
    """Whatever the route, a stranger gets nothing else for a real id than for one that does not exist."""
    theirs = {
        str(Evaluation.objects.get().version.plan.allocation.client.public_id),
        str(Evaluation.objects.get().public_id),
    }
    theirs |= {str(version.public_id) for version in PlanVersion.objects.all()}
    theirs |= {str(row.public_id) for row in Qualification.objects.all()}
    theirs |= {str(run.public_id) for run in ImportRun.objects.all()}
    for stranger in ("zoe", "mo"):
        for name in MATRIX:
            address = world.address_of(name)
            if not any(identifier in address for identifier in theirs):
                continue
            real = ask(world.browsers[stranger], "get", address)
            for identifier in theirs:
                address = address.replace(identifier, "00000000-0000-4000-8000-000000000000")
            none = ask(world.browsers[stranger], "get", address)
            assert real.status_code == none.status_code, (stranger, name)
            assert b"Vries" not in real.content

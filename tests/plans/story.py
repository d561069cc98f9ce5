"""A client of Apeldoorn allocated to De Linde, and the plan at each stage: made by the services themselves."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile

from accounts.models import User
from clients.models import Allocation, Autosave
from clients.services.autosaves import keep_autosave
from contracts.models import Contract, ContractedProduct
from core.clock import today
from organisations.models import CareProvider, Municipality, Professional
from plans.enums import AgreedAs, Asker, GivenHow, ParticipantKind, Party, Progress, Respondent, WmoFit
from plans.models import (
    AgreedResult,
    Agreement,
    CoordinationNote,
    Evaluation,
    Plan,
    PlanTemplate,
    PlanVersion,
    Refusal,
    WlzTrack,
)
from plans.services.agreements import agree_as_professional, agree_for_client
from plans.services.coordination import add_contact, record_coordination
from plans.services.drafting import change_plan, set_evaluation_moments, start_plan
from plans.services.evaluations import change_evaluation, complete_evaluation, start_evaluation
from plans.services.execution import start_execution
from plans.services.experiences import record_experiences, request_evaluation
from plans.services.goals import add_goal
from plans.services.ladders import load_reminders
from plans.services.reminders import derive_reminders
from plans.services.results import set_agreed_results
from plans.services.templates import add_template_goal, create_template
from plans.services.wlz import record_wlz_step
from products.models import ProductVariant
from tests.cast import actor_of_user
from tests.factories.clients import AllocationFactory, ClientFactory
from tests.factories.contracts import ContractedProductFactory, ContractFactory
from tests.factories.organisations import PDF
from tests.reference import lay_out_book

TODAY = date(2026, 3, 2)

GOAL: dict[str, Any] = {
    "domain": "structure",
    "statement": "Mevrouw komt op vaste dagen naar de groep.",
    "measure": "Dagdelen per week waarop mevrouw er is",
    "unit": "dagdelen per week",
    "start_value": Decimal(1),
    "target_value": Decimal("2.5"),
    "client_words": "Ik wil weten waar ik aan toe ben.",
    "has_consent": True,
    "why_realistic": "Het vervoer rijdt op vaste tijden.",
    "due_on": date(2026, 8, 31),
}
ACTIVITY: dict[str, Any] = {
    "description": "Weekkaart doornemen bij binnenkomst",
    "times": 1,
    "per": "dagdeel",
    "performed_by": "vaste begeleider",
    "is_in_group": True,
}

SCORES: dict[str, int] = {
    "personal_care_need": 1,
    "supervision": 2,
    "proximity": 3,
    "structure": 2,
    "behaviour": 0,
}

CONTACT: dict[str, Any] = {
    "name": "Dokter Haan",
    "function": "huisarts",
    "organisation": "Praktijk Zuid",
    "phone": "055 123 45 67",
    "email": "haan@praktijk.example",
    "ends_on": None,
    "sharing": "consent",
    "sharing_reason": "",
}

ANSWERS: dict[str, Any] = {
    "name": "",
    "answered_how": "together",
    "satisfaction": 4,
    "cooperation": 5,
    "goes_well": "Het is gezellig.",
    "could_be_better": "De bus komt vaak te laat.",
}


@pytest.fixture
def frozen(on_day: Any) -> date:
    """The day of the story."""
    on_day(TODAY)
    return TODAY


@pytest.fixture
def book(db: None) -> None:
    """The product book as it comes with the software."""
    lay_out_book()


@pytest.fixture
def allocation(frozen: date, book: None, apeldoorn: Municipality, de_linde: CareProvider, petra: User) -> Allocation:
    """Mevrouw De Vries, allocated to De Linde for 2026."""
    return allocate(apeldoorn, de_linde)


def allocate(
    municipality: Municipality, provider: CareProvider, code: str = "bg-duurzaam", **client: Any
) -> Allocation:
    """An allocation of a product to a provider, for a client of the municipality."""
    variant = ProductVariant.objects.get(code=code)
    contract = Contract.objects.filter(provider=provider).first() or ContractFactory.create(provider=provider)
    product = ContractedProduct.objects.filter(
        contract=contract, variant=variant
    ).first() or ContractedProductFactory.create(contract=contract, variant=variant)
    names = {"initials": "S.", "prefix": "de", "surname": "Vries", "given_names": "Sanne"} | client
    person = ClientFactory.create(municipality=municipality, **names)
    made: Allocation = AllocationFactory.create(client=person, contracted_product=product)
    return made


def professional_of(user: User) -> Professional:
    """The professional that this user is."""
    return Professional.objects.get(user=user)


def draft_of(user: User, allocation: Allocation, goals: int = 0) -> PlanVersion:
    """A draft with its texts and one moment, and a number of goals."""
    actor = actor_of_user(user)
    version = start_plan(
        actor=actor,
        allocation=allocation,
        professional=professional_of(user),
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 12, 31),
    )
    texts = {"situation": "Mevrouw woont alleen.", "needed_support": "Altijd iemand in dezelfde ruimte."}
    version = change_plan(actor=actor, version=version, revision=version.revision, values=texts)
    for _ in range(goals):
        version.refresh_from_db()
        add_goal(actor=actor, version=version, revision=version.revision, values=GOAL, activities=[ACTIVITY])
    if goals:
        version.refresh_from_db()
        days = [date(2026, 8, 1)]
        set_evaluation_moments(actor=actor, version=version, revision=version.revision, days=days)
    version.refresh_from_db()
    return version


def agree(user: User, version: PlanVersion) -> PlanVersion:
    """Both sides agree today."""
    actor, day = actor_of_user(user), today()
    agree_for_client(
        actor=actor,
        version=version,
        revision=version.revision,
        agreed_as=AgreedAs.CLIENT,
        member=None,
        agreed_on=day,
    )
    agree_as_professional(actor=actor, version=version, revision=version.revision, agreed_on=day)
    version.refresh_from_db()
    return version


def evaluate(
    user: User,
    version: PlanVersion,
    *,
    complete: bool = True,
    scores: dict[str, int] | None = None,
    **values: Any,
) -> Evaluation:
    """An evaluation with everything in it, complete or still open."""
    actor = actor_of_user(user)
    asked: dict[str, Any] = {
        "asked_by": Asker.CLIENT,
        "name": "Sanne de Vries",
        "asked_on": today(),
        "reason": "Ik ben vaker moe.",
    }
    request_evaluation(actor=actor, plan=version.plan, **asked)
    evaluation = start_evaluation(actor=actor, version=version, held_on=today())
    evaluation = record_experiences(
        actor=actor, evaluation=evaluation, revision=evaluation.revision, answers={Respondent.CLIENT: ANSWERS}
    )
    content = {
        "effectiveness": "De vaste dagen geven rust.",
        "report": "We gaan zo door.",
        "wmo_fit": WmoFit.YES,
        "wmo_reason": "Mevrouw redt zich thuis met hulp.",
    }
    evaluation = change_evaluation(
        actor=actor,
        evaluation=evaluation,
        revision=evaluation.revision,
        values=content | values,
        participants=[
            {"kind": ParticipantKind.CLIENT, "name": "Sanne de Vries", "contribution": "Het is gezellig."},
            {"kind": ParticipantKind.PROFESSIONAL, "name": user.name, "contribution": ""},
        ],
        progress=[
            {
                "goal": goal,
                "progress": Progress.BETTER,
                "measured_value": Decimal(2),
                "explanation": "Ze belt zelf.",
            }
            for goal in version.goals.all()
        ],
        scores=SCORES if scores is None else scores,
    )
    if complete:
        complete_evaluation(actor=actor, evaluation=evaluation, revision=evaluation.revision)
        evaluation.refresh_from_db()
    return evaluation


def sign(version: PlanVersion) -> Agreement:
    """The client's agreement with this version, as if it had been given on paper."""
    agreement = version.agreements.get(party=Party.CLIENT)
    agreement.given_how, agreement.scan_name = GivenHow.ON_PAPER, "getekend plan.pdf"
    agreement.scan.save("getekend plan.pdf", ContentFile(PDF))
    return agreement


def refuse(version: PlanVersion) -> Refusal:
    """That the client did not agree with an earlier text of this version."""
    return Refusal.objects.create(
        version=version, revision=0, name="S. de Vries", refused_on=today(), reason="Ik wil minder dagen."
    )


def coordinate(user: User, plan: Plan) -> CoordinationNote:
    """A general practitioner who is involved with the client of this plan, and what was discussed."""
    values = CONTACT | {"consent_on": today(), "starts_on": today()}
    contact = add_contact(actor=actor_of_user(user), plan=plan, values=values)
    return record_coordination(
        actor=actor_of_user(user), plan=plan, contact=contact, held_on=today(), discussed="De pijn in de knie."
    )


def watch(user: User, evaluation: Evaluation) -> WlzTrack:
    """A Wlz track with a step, as if this evaluation had opened it."""
    plan = evaluation.version.plan
    track = WlzTrack.objects.create(plan=plan, evaluation=evaluation, owner=user, opened_on=today())
    record_wlz_step(actor=actor_of_user(user), track=track, kind="conversation", taken_on=today(), note="Gebeld.")
    return track


def leave_autosave(user: User, evaluation: Evaluation) -> Autosave:
    """Something that was typed in the form of an evaluation, and never saved."""
    return keep_autosave(
        actor=actor_of_user(user),
        client=evaluation.version.plan.allocation.client,
        form="plans:evaluation",
        target=evaluation.public_id,
        typed=[("report", "Nog niet opgeslagen.")],
    )


def template_of(user: User, name: str = "Vaste dagen") -> PlanTemplate:
    """A template of the user's provider for Duurzaam, with one goal."""
    actor = actor_of_user(user)
    template = create_template(
        actor=actor,
        variant=ProductVariant.objects.get(code="bg-duurzaam"),
        values={"name": name, "needed_support": "Altijd iemand in de buurt."},
    )
    values = {name: GOAL[name] for name in ("domain", "statement", "measure", "unit", "target_value")}
    add_template_goal(actor=actor, template=template, revision=1, values=values, activities=[ACTIVITY])
    template.refresh_from_db()
    return template


def agree_results(user: User, allocation: Allocation, *texts: str) -> list[AgreedResult]:
    """Results that the municipality hands over, about daily living."""
    allocation.refresh_from_db()
    rows = [{"domain": "daily_living", "text": text} for text in texts]
    return set_agreed_results(actor=actor_of_user(user), allocation=allocation, revision=allocation.revision, rows=rows)


def remind(day: date = date(2026, 9, 2)) -> None:
    """The reminders that there are on a day; by itself on that on which the evaluation of the story is due."""
    load_reminders()
    derive_reminders(day)


@pytest.fixture
def empty_draft(petra: User, allocation: Allocation) -> PlanVersion:
    """A plan that has only just begun."""
    return draft_of(petra, allocation)


@pytest.fixture
def draft(petra: User, allocation: Allocation) -> PlanVersion:
    """A plan that is ready to be agreed."""
    return draft_of(petra, allocation, goals=1)


@pytest.fixture
def agreed(petra: User, draft: PlanVersion) -> PlanVersion:
    """A plan to which both sides agreed."""
    return agree(petra, draft)


@pytest.fixture
def running(petra: User, agreed: PlanVersion) -> PlanVersion:
    """A plan in execution."""
    start_execution(actor=actor_of_user(petra), version=agreed)
    agreed.refresh_from_db()
    return agreed


@pytest.fixture
def results(karin: User, allocation: Allocation) -> list[AgreedResult]:
    """What was agreed in the conversation."""
    return agree_results(karin, allocation, "Mevrouw eet elke dag warm.", "Mevrouw kleedt zich zelf aan.")


@pytest.fixture
def evaluation(petra: User, running: PlanVersion, results: list[AgreedResult]) -> Evaluation:
    """A complete evaluation, in a file with what was agreed and at a provider with a template."""
    template_of(petra)
    refuse(running)
    coordinate(petra, running.plan)
    return evaluate(petra, running)


@pytest.fixture
def open_evaluation(petra: User, running: PlanVersion) -> Evaluation:
    """An evaluation that was only begun."""
    return start_evaluation(actor=actor_of_user(petra), version=running, held_on=today())

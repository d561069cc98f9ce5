"""What a route of a room may point at, around one client."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client as Browser

from accounts.models import User, UserSession
from audit.models import DestructionCertificate
from audit.services.certifying import certify_destruction
from clients.models import Allocation, Client, Destruction, RightsRequest
from clients.services import move_client, receive_personal_plan, record_reading
from clients.services.rights import decide_request, register_request
from contracts.api.open_contracting.rows import ocid_of
from contracts.enums import LotDomain
from contracts.models import AgreementDocument, ContractedProduct, FrameworkAgreement, Lot
from core.clock import AMSTERDAM
from core.models import PublicModel
from delivery.models import AttendanceRun, ClientAttendance, ClosedDay, StaffAttendance
from organisations.enums import ApiScope
from organisations.models import CareProvider, Location, Professional, Region, WebhookSubscription
from plans.models import Evaluation
from plans.services.settings import load_settings
from products.models import ProductVersion
from tests.api import client_of
from tests.cast import actor_of_user, sign_in
from tests.clients.intake import investigate, notify
from tests.delivery.story import attend, place, rosters_of
from tests.factories.clients import (
    ClientFactory,
)
from tests.factories.contracts import (
    CeilingStepFactory,
    DocumentFactory,
    EvidenceFactory,
    IndexationLineFactory,
    LineFactory,
    MeasurementFactory,
    OptionFactory,
    ParticipationFactory,
    PriceSheetFactory,
    ReportFactory,
)
from tests.factories.organisations import PDF
from tests.factories.products import (
    ConsultationFactory,
    ConsultedRequirementFactory,
    InvitationFactory,
    ProductVersionFactory,
    ReactionFactory,
)
from tests.plans.story import TODAY
from tests.reference import lay_out_terms

OF_GROUP = ("roster", "report_leave", "place")
OF_SESSION = ("", "_tap", "_client", "_staff", "_handover", "_close", "_correct")


def session_elsewhere(user: User) -> UserSession:
    """Another browser in which this user is signed in."""
    sign_in(Browser(), user)
    return UserSession.objects.get(user=user)


def with_file(framework: FrameworkAgreement) -> AgreementDocument:
    """A document of which the file stands here."""
    file = ContentFile(PDF, name="raamovereenkomst.pdf")
    document: AgreementDocument = DocumentFactory.create(framework=framework, file=file, file_name=file.name)
    return document


def contracts_of(product: ContractedProduct) -> dict[str, dict[str, Any]]:
    """A framework agreement with a municipality and an option, and an addendum that is being written."""
    contract, framework = product.contract, product.contract.framework
    municipality = framework.region.municipalities.get(name="Apeldoorn")
    line = LineFactory.create(addendum__contract=contract)
    own = {"public_id": framework.public_id}
    run = {"public_id": IndexationLineFactory.create(run__framework=framework, rate=product.rates.get()).run.public_id}
    ceiling = {"public_id": CeilingStepFactory.create(ceiling__contract=contract).ceiling.public_id}
    report = {"public_id": ReportFactory.create(contract=contract).public_id}
    evidence = {"public_id": EvidenceFactory.create(provider=contract.provider).public_id}
    addendum = {"public_id": line.addendum.public_id}
    return {
        "contracts": {"public_id": product.public_id, "rate_id": product.rates.get().public_id},
        **{f"contracts:{name}": own for name in ("framework", "lot_new", "document_new", "participation_new")},
        "contracts:contract_new": own,
        "contracts:document": {"public_id": with_file(framework).public_id},
        "contracts:participation_end": {
            **own,
            "participation_id": ParticipationFactory.create(framework=framework, municipality=municipality).public_id,
        },
        "contracts:option": {**own, "option_id": OptionFactory.create(framework=framework).public_id},
        **{
            f"contracts:{name}": {"public_id": contract.public_id}
            for name in ("contract", "sign", "product_new", "clause_new", "call_off_new", "addendum_new")
        },
        "contracts:ceiling_new": {"public_id": contract.public_id},
        **{f"contracts:ceiling_{act}": ceiling for act in ("change", "step")},
        "delivery:ceiling": ceiling,
        "contracts:report": report,
        "contracts:report_answer": report,
        **{f"contracts:evidence_{act}": evidence for act in ("file", "check")},
        "contracts:measurement_new": {
            "public_id": MeasurementFactory.create(indicator__contract=contract).indicator.public_id
        },
        **{f"contracts:indexation{step}": run for step in ("", "_approve", "_withdraw")},
        "contracts:indexation_letter": {**run, "provider_id": contract.provider.public_id},
        "contracts:price": {"public_id": PriceSheetFactory.create(region=framework.region).public_id},
        **{f"contracts:addendum{step}": addendum for step in ("", "_adopt", "_withdraw")},
        "contracts:line_new": {**addendum, "kind": "tarief"},
        "contracts:line_remove": {**addendum, "line_id": line.public_id},
    }


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
    petra = User.objects.get(name="Petra Linde")
    brought = attendance_run(placement.group.provider, petra)
    return {
        **{f"delivery:attendance_{page}": {"public_id": brought.public_id} for page in ("run", "faults")},
        **{f"delivery:{act}_attendance": {"public_id": brought.public_id} for act in ("confirm", "restart", "cancel")},
        "delivery": {"public_id": placement.group.public_id},
        **{f"compliance:{page}": {"public_id": placement.group.public_id} for page in OF_GROUP},
        "compliance:place_one": {"public_id": placement.group.public_id, "allocation_id": allocation.public_id},
        "delivery:reopen_day": {"public_id": closed.public_id},
        **{f"delivery:session{page}": {"public_id": session.public_id} for page in OF_SESSION},
        **{f"delivery:{name}": {"public_id": key} for name, key in rosters.items()},
        "delivery:delivered": {"public_id": allocation.public_id},
        "delivery:of_allocation": {"public_id": allocation.public_id},
        "delivery:end_placement": {"public_id": placement.public_id},
        "compliance:change_placement": {"public_id": placement.public_id},
    }


def attendance_run(provider: CareProvider, user: User) -> AttendanceRun:
    """A sheet with attendance that a care professional of the provider sent; nothing is in it."""
    facts = {"role": "care_professional", "file_name": "lijst.csv", "sha256": "0" * 64, "content": "[]"}
    return AttendanceRun.objects.create(provider=provider, user=user, status="checked", **facts)


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


OF_SUBSCRIPTION = tuple(f"api-v1:subscription-{act}" for act in ("detail", "secret", "resume", "replay"))


def open_data_of(allocation: Allocation, version: ProductVersion) -> dict[str, dict[str, Any]]:
    """One of each resource of the API: what was contracted for this allocation, and what is demanded."""
    product = allocation.contracted_product
    framework = product.contract.framework
    lot, _ = Lot.objects.get_or_create(framework=framework, number=1, defaults={"domain": LotDomain.WMO, "name": "Wmo"})
    shown: dict[str, PublicModel] = {
        "product": version.variant,
        "consultation": ConsultationFactory.create(),
        "product-version": version,
        "requirement": version.requirements.all()[0],
        "framework": framework,
        "lot": lot,
        "contract": product.contract,
        "contracted-product": product,
        "rate": product.rates.all()[0],
        "provider": allocation.provider,
        "location": Location.objects.filter(provider=allocation.provider)[0],
        "municipality": allocation.municipality,
        "allocation": allocation,
        "plan": allocation.plan,
        "evaluation": Evaluation.objects.filter(version__plan=allocation.plan)[0],
        "finding": allocation.findings.all()[0],
        "attendance": allocation.attendances.all()[0],
        "care-figures": allocation.municipality,
        "spending-ceiling": product.contract.ceilings.all()[0],
    }
    process = {"ocid": ocid_of(framework.public_id)}
    program = client_of(allocation.provider, ApiScope.WEBHOOKS)
    subscription = WebhookSubscription.objects.create(client=program, address="https://ecd.example", secret="-")
    return {
        **{f"api-v1:{name}-detail": {"uuid": row.public_id} for name, row in shown.items()},
        "api-v1:ocds-releases": process,
        "api-v1:ocds-record": process,
        **{key: {"uuid": subscription.public_id} for key in OF_SUBSCRIPTION},
    }


def consultations_of(provider: CareProvider, region: Region) -> dict[str, dict[str, Any]]:
    """A consultation that is open, one that is closed, and one of which the note was published."""
    opens_at = datetime.combine(TODAY, time.min, AMSTERDAM)
    ours: dict[str, Any] = {"consultation__region": region, "provider": provider}
    is_open = {"opens_at": opens_at, "closes_at": opens_at + timedelta(days=30), "published_at": opens_at}
    reaction = ReactionFactory.create(**ours, **{f"consultation__{name}": moment for name, moment in is_open.items()})
    InvitationFactory.create(consultation=reaction.consultation, provider=provider)
    asked = ConsultedRequirementFactory.create(consultation=reaction.consultation)
    closed = ReactionFactory.create(**ours)
    InvitationFactory.create(consultation=closed.consultation, provider=provider)
    told = ConsultationFactory.create(
        region=region,
        version=ProductVersionFactory.create(),
        note_document={"product": "", "number": 1, "region": "", "window": "", "introduction": "", "general": []}
        | {"published_on": "2026-01-01", "is_fictional": True, "requirements": []},
        note_sha256="0" * 64,
        note_published_at=opens_at,
    )
    return {
        "products:consultation_detail": {"public_id": reaction.consultation.public_id},
        "products:react": {"public_id": reaction.consultation.public_id},
        "products:react_to_requirement": {"requirement_id": asked.public_id},
        "products:reaction_withdraw": {"reaction_id": reaction.public_id},
        "products:answer": {"reaction_id": closed.public_id},
        "products:note_publish": {"public_id": closed.consultation.public_id},
        "products:note": {"public_id": told.public_id},
        "products:difference": {"public_id": told.public_id},
    }

"""Visits of who buys for the region."""

from collections.abc import Iterator
from datetime import timedelta

from contracts.models import Addendum, Contract, Evidence, Indicator, PriceSheet, ProviderReport
from contracts.web.addenda import KINDS
from core.clock import today
from products.enums import VersionStatus
from products.models import MarketConsultation, ProductVariant, ProductVersion
from products.services.versions import draft_next_version
from tests.e2e.people import PIM, Files, actor
from tests.e2e.visiting import Visit, own_product, visits_of


def of_contracts() -> Iterator[Visit]:
    """The framework agreement of the demo, a contract with its changes, and the addendum that is being written."""
    visit = visits_of(PIM)
    product, draft = own_product(), Addendum.objects.get(status="draft")
    framework, contract = product.contract.framework, product.contract
    changed = Contract.objects.get(addenda__status="adopted")
    yield visit("contracts", "contracts:list")
    yield visit("frameworks", "contracts:frameworks")
    yield visit("new framework", "contracts:framework_new")
    for name in ("framework", "lot_new", "document_new", "participation_new", "contract_new"):
        yield visit(name.replace("_", " "), f"contracts:{name}", framework.public_id)
    participation = framework.participations.order_by("pk")[0].public_id
    yield visit("end of participation", "contracts:participation_end", framework.public_id, participation)
    yield visit("option", "contracts:option", framework.public_id, framework.options.get(number=1).public_id)
    yield visit("contract", "contracts:contract", contract.public_id)
    days = f"?peildatum={today():%Y-%m-%d}&vergelijk={today() - timedelta(days=90):%Y-%m-%d}"
    yield visit("contract compared", "contracts:contract", changed.public_id, query=days)
    for name in ("sign", "product_new", "clause_new", "call_off_new", "addendum_new"):
        yield visit(name.replace("_", " "), f"contracts:{name}", contract.public_id)
    yield visit("rate", "contracts:rate_new", product.public_id)
    rate = product.rates.order_by("pk")[0].public_id
    yield visit("correction", "contracts:rate_correct", product.public_id, rate)
    yield visit("indexations", "contracts:indexations")
    yield visit("new indexation", "contracts:indexation_new")
    yield visit("indexation", "contracts:indexation", framework.indexations.order_by("pk")[0].public_id)
    ceiling = contract.ceilings.order_by("starts_on")[0].public_id
    yield visit("ceilings", "delivery:ceilings")
    yield visit("ceiling", "delivery:ceiling", ceiling)
    yield visit("new ceiling", "contracts:ceiling_new", contract.public_id)
    yield visit("amount of ceiling", "contracts:ceiling_change", ceiling)
    yield visit("step of ceiling", "contracts:ceiling_step", ceiling)
    yield visit("reports", "contracts:reports")
    report = ProviderReport.objects.filter(state="open")[0].public_id
    yield visit("report", "contracts:report", report)
    yield visit("answer to report", "contracts:report_answer", report)
    yield visit("evidence", "contracts:evidence")
    yield visit("check of evidence", "contracts:evidence_check", Evidence.objects.filter(state="waiting")[0].public_id)
    yield visit("indicators", "contracts:indicators")
    yield visit("new indicator", "contracts:indicator_new")
    yield visit("new measurement", "contracts:measurement_new", Indicator.objects.all()[0].public_id)
    yield visit("prices", "contracts:prices")
    yield visit("new price", "contracts:price_new")
    sheet = PriceSheet.objects.get(version__variant=product.variant).public_id
    yield visit("price", "contracts:price", sheet)
    yield visit("price what if", "contracts:price", sheet, query="?clients=6&deel_0=30&deel_1=40&deel_2=30")
    yield visit("price refused", "contracts:price", sheet, query="?clients=6&deel_0=30")
    yield visit("addendum", "contracts:addendum", draft.public_id)
    yield visit("adopted addendum", "contracts:addendum", changed.addenda.get().public_id)
    for kind in KINDS:
        yield visit(f"line {kind}", "contracts:line_new", draft.public_id, kind)
    yield visit("adopt addendum", "contracts:addendum_adopt", draft.public_id)


def of_purchaser(files: Files) -> Iterator[Visit]:
    """What Pim of the region comes to."""
    visit = visits_of(PIM)
    basis = ProductVersion.objects.get(variant__code="bg-basis", status=VersionStatus.ADOPTED)
    duurzaam = ProductVersion.objects.get(variant__code="bg-duurzaam", status=VersionStatus.ADOPTED)
    draft = draft_next_version(actor=actor(PIM), version=basis)
    yield visit("worklist", "home")
    yield visit("products", "products:list")
    yield visit("product", "products:detail", ProductVariant.objects.get(code="bg-duurzaam").public_id)
    yield visit("version", "products:version", duurzaam.public_id)
    yield visit("version fictional", "products:version", basis.public_id)
    yield visit("draft", "products:version", draft.public_id)
    yield visit("consultation", "products:consultation", draft.public_id)
    yield visit("adopt", "products:adopt", draft.public_id)
    yield visit("demands of the model", "informal_care:version_demands", draft.public_id)
    yield visit("demand of the model", "informal_care:version_demand", draft.public_id, "VLI-B-2")
    yield visit("consultations", "products:consultations")
    told = MarketConsultation.objects.get(version__variant__code="bg-duurzaam")
    running = MarketConsultation.objects.get(version__variant__code="bg-licht")
    for name, one in (("closed", told), ("running", running)):
        yield visit(f"consultation {name}", "products:consultation_detail", one.public_id)
        yield visit(f"note of {name}", "products:note_publish", one.public_id)
    yield visit("difference", "products:difference", told.public_id)
    yield visit("answer", "products:answer", told.reactions.order_by("pk")[0].public_id)
    yield visit("withdraw", "products:withdraw", basis.public_id)
    yield visit("new requirement", "products:requirement_new", draft.public_id)
    requirement = draft.requirements.exclude(rule_kind="").order_by("position")[0]
    yield visit("requirement", "products:requirement", requirement.public_id)
    yield from of_contracts()
    yield visit("waiting time", "contracts:waiting_time", own_product().public_id)
    yield visit("professionals", "organisations:professionals")

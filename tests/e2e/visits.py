"""Which pages are visited, by whom. `test_every_page.py` fails for a page of the project that is not among them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from django.core.files.base import ContentFile
from django.urls import reverse

from clients.enums import SignalKind
from clients.models import Case, Client, FileOpening, FileShield, ImportRun, RightsRequest
from clients.selectors.signals import signals_by_person
from clients.services import importing, move_client, record_death
from clients.services.case_ends import end_case
from clients.services.rights import decide_request, register_request
from contracts.models import ContractedProduct
from core.clock import today
from core.periods import Period
from organisations.models import Employment, Municipality, Professional
from plans.models import Evaluation, PlanVersion, WlzTrack
from products.enums import VersionStatus
from products.models import ProductVariant, ProductVersion
from products.services.versions import draft_next_version
from tests.clients.intake import applied, grant, investigate, notify
from tests.clients.sheets import as_csv, checked, imported, person, with_care
from tests.e2e.people import ADA, BAS, COR, HANNA, KARIN, MAUD, PETRA, PIM, TESS, VERA, WIL, ZOE, Files, actor
from tests.e2e.visits_around import of_agreeing, of_coordination
from tests.e2e.visits_compliance import of_compliance
from tests.e2e.visits_delivery import of_groups, seen_from_outside
from tests.e2e.visits_plans import PLANS_ON_PAPER, for_client, of_batches
from tests.e2e.writing import of_draft, of_templates, of_versions


class Visit(NamedTuple):
    """A page: the user, what to call it, its route and its address."""

    email: str
    name: str
    route: str
    address: str


WALKED: Final = {
    "accounts:sign_in": "test_pages_without_a_person_are_accessible",
    "accounts:second_step": "test_second_step_by_keyboard",
    "accounts:second_step_remove": "test_second_step_by_keyboard",
    "accounts:recovery": "test_second_step_by_keyboard",
    "accounts:recovery_renew": "test_second_step_by_keyboard",
    "clients:open": "test_file_is_opened_with_a_reason",
    "clients:notify_new": "test_intake_by_keyboard",
    "clients:case_confirm": "test_intake_by_keyboard",
    "clients:case_start": "test_intake_by_keyboard",
    "clients:case_conversation": "test_intake_by_keyboard",
    "clients:case_findings": "test_intake_by_keyboard",
    "clients:case_carer": "test_intake_by_keyboard",
    "clients:case_identity": "test_intake_by_keyboard",
    "clients:case_profile": "test_intake_by_keyboard",
    "clients:case_report": "test_intake_by_keyboard",
    "clients:case_apply": "test_intake_by_keyboard",
    "clients:case_decide": "test_intake_by_keyboard",
    "clients:allocation_decided": "test_intake_by_keyboard",
    "clients:allocation_choose": "test_intake_by_keyboard",
}
"""Pages that one comes to on a way only: the test that looks at them there."""

NO_PAGE: Final = {
    "health": "for the load balancer",
    "accounts:single_sign_on": "leads to the provider of identities",
    "organisations:single_sign_on": "the way back from there",
    "organisations:professional_search": "leads to the list",
    "clients:search": "leads to the list",
    "accounts:recovery_file": "a text file",
    "organisations:evidence": "an upload",
    "clients:import_template_xlsx": "a workbook",
    "clients:import_template_csv": "a csv file",
    "clients:import_faults": "a csv file",
    "compliance:findings_csv": "a csv file",
    "compliance:findings_xlsx": "a workbook",
    "clients:trail_pdf": "a PDF",
    "clients:rights_letter": "a PDF",
    "clients:copy_pdf": "a PDF",
    "clients:copy_zip": "a zip file",
    "clients:destruction_certificate": "a PDF",
    "clients:case_plan_file": "an upload",
    "clients:case_letter": "a PDF",
    **PLANS_ON_PAPER,
    "plans:agreement_scan": "an upload",
    "plans:calendar": "for calendar programs",
    **dict.fromkeys(("api-v1:openapi", "api-v1:product-list", "api-v1:product-detail"), "for programs"),
}
"""What is read but is no page, and why. What can only be sent is left out by the access matrix."""


def in_demo(surname: str) -> Client:
    """A client of the demo."""
    return Client.objects.get(surname=surname)


def plan_of(surname: str) -> PlanVersion:
    """The plan of a client of the demo."""
    return PlanVersion.objects.get(plan__allocation__client__surname=surname)


def visits_of(email: str) -> Callable[..., Visit]:
    """A function that makes the visits of one user."""
    who = email.partition("@")[0]

    def visit(name: str, route: str, *args: Any, query: str = "") -> Visit:
        return Visit(email, f"{who} {name}", route, reverse(route, args=args) + query)

    return visit


def of_case_worker(files: Files) -> Iterator[Visit]:
    """What Karin of Apeldoorn comes to in daily work."""
    visit = visits_of(KARIN)
    client = in_demo("Brinkhorst")
    member, allocation, empty = client.system.get(), client.allocations.get(), in_demo("Gans").public_id
    yield visit("worklist", "home")
    yield visit("clients", "clients:list")
    yield visit("clients by product", "clients:list", query="?toewijzing=lopend")
    yield visit("search bsn", "clients:bsn_search")
    yield visit("new client", "clients:new")
    yield visit("file", "clients:file", client.public_id)
    yield visit("file asked to be destroyed", "clients:file", in_demo("Veldkamp").public_id)
    yield visit("change client", "clients:change", client.public_id)
    yield visit("trail", "clients:trail", client.public_id)
    yield visit("trail line by line", "clients:trail", client.public_id, query="?weergave=regels")
    yield visit("client system", "clients:system", client.public_id)
    yield visit("client system empty", "clients:system", empty)
    yield visit("new member", "clients:member_new", client.public_id)
    yield visit("change member", "clients:member_change", client.public_id, member.public_id)
    yield visit("end member", "clients:member_end", client.public_id, member.public_id)
    yield visit("allocations", "clients:allocations", client.public_id)
    yield visit("allocations empty", "clients:allocations", empty)
    yield visit("new allocation", "clients:allocation_new", client.public_id)
    for act in ("change", "extend", "end"):
        yield visit(f"{act} allocation", f"clients:allocation_{act}", client.public_id, allocation.public_id)
    yield visit("plans of client", "plans:of_client", client.public_id)
    yield visit("plans of client empty", "plans:of_client", empty)
    yield visit("plan", "plans:detail", plan_of("Brinkhorst").public_id)
    yield visit("agreed results", "plans:results", plan_of("Brinkhorst").plan.allocation.public_id)
    yield visit("evaluation", "plans:evaluation", Evaluation.objects.get(version=plan_of("Wolters")).public_id)
    yield visit("death", "clients:death", client.public_id)
    yield visit("move", "clients:move", client.public_id)
    yield visit("shield none", "clients:shield", client.public_id)
    yield visit("new shield", "clients:shield_new", client.public_id)
    yield visit("contracts", "contracts:list")
    yield visit("products", "products:list")


def of_intake(files: Files) -> Iterator[Visit]:
    """What Karin comes to from a notification on, and when somebody comes to live in the municipality."""
    visit = visits_of(KARIN)
    client = files.new("none")
    case = notify(actor(KARIN), client, is_urgent=True, urgent_reason="De mantelzorger ligt in het ziekenhuis.")
    of_case = (client.public_id, case.public_id)
    term = case.terms.get(kind="investigation")
    mover = files.new("none", municipality="0301")
    to = Municipality.objects.get(cbs_code="0200")
    move = move_client(
        actor=actor(ZOE), client=mover, revision=1, to_municipality=to, moved_on=today(), has_consent=True
    )
    yield visit("find person", "clients:notify")
    yield visit("moves", "clients:moves")
    yield visit("take over", "clients:take_over", move.public_id)
    yield visit("cases", "clients:cases", client.public_id)
    yield visit("cases empty", "clients:cases", in_demo("Gans").public_id)
    yield visit("new case", "clients:case_new", client.public_id)
    yield visit("reassess", "clients:case_reassess", client.public_id)
    yield visit("case", "clients:case", *of_case)
    for step in ("telling", "plan", "decide_urgently", "end"):
        yield visit(f"case {step}", f"clients:case_{step}", *of_case)
    investigate(actor(KARIN), case)
    yield visit("case nobody talked to", "clients:case_no_carer", *of_case)
    for act in ("suspend", "resume"):
        yield visit(f"term {act}", f"clients:case_{act}", *of_case, term.public_id)
    granted = files.new("none")
    decided = grant(actor(KARIN), applied(actor(KARIN), granted), ProductVariant.objects.get(code="bg-duurzaam"))
    yield visit("choose decision", "clients:allocation_choose", granted.public_id)
    for act in ("revise", "withdraw"):
        page = (granted.public_id, decided.case.public_id, decided.public_id)
        yield visit(f"{act} decision", f"clients:case_{act}", *page)
    calm = files.new("none")
    yield visit("case urgent", "clients:case_urgent", calm.public_id, notify(actor(KARIN), calm).public_id)
    dead = record_death(actor=actor(KARIN), client=calm, revision=calm.revision, died_on=today())
    yield visit("undo death", "clients:death_undo", dead.public_id)
    yield visit("allocate decision", "clients:allocation_decided", granted.public_id, decided.public_id)
    for surname in ("Kuipers", "Brandsma", "Meerdink"):
        case = Case.objects.get(client__surname=surname)
        yield visit(f"case of {surname}", "clients:case", case.client.public_id, case.public_id)


def of_requests(files: Files) -> Iterator[Visit]:
    """What clients ask about their file: Karin and Vera answer, Maud approves a destruction."""
    visit, karin = visits_of(KARIN), actor(KARIN)
    handled, asked, leaves = in_demo("Wolters"), in_demo("Lankhorst"), in_demo("Veldkamp")
    correction = RightsRequest.objects.get(client=asked)
    other = files.new("none")
    copy = register_request(actor=karin, client=other, kind="copy", received_on=today(), requested_by="client")
    copy = decide_request(actor=karin, request=copy, revision=1, outcome="granted")
    proposal = leaves.destruction.public_id
    partly = files.new("none")
    case = investigate(karin, notify(karin, partly))
    end_case(actor=karin, case=case, revision=case.revision, ended_on=today(), reason="withdrawn", explanation="Beter.")
    wipe = register_request(actor=karin, client=partly, kind="destruction", received_on=today(), requested_by="client")
    why = {"outcome": "partly", "ground": "law", "explanation": "Het besluit bewaren wij."}
    wipe = decide_request(actor=karin, request=wipe, revision=1, **why)
    yield visit("rights choose parts", "clients:destruction_choose", partly.public_id, wipe.public_id)
    yield visit("rights none", "clients:rights", in_demo("Gans").public_id)
    yield visit("rights handled", "clients:rights", handled.public_id)
    yield visit("rights open", "clients:rights", asked.public_id)
    yield visit("rights proposed", "clients:rights", leaves.public_id)
    yield visit("rights new", "clients:rights_new", asked.public_id)
    yield visit("rights decide", "clients:rights_decide", asked.public_id, correction.public_id)
    yield visit("rights carry out", "clients:rights_carry_out", other.public_id, copy.public_id)
    for visit in (visits_of(VERA), visits_of(MAUD)):
        yield visit("worklist", "home")
        yield visit("destructions", "clients:destructions")
        yield visit("destruction", "clients:destruction", proposal)
    visit = visits_of(VERA)
    yield visit("rights", "clients:rights", leaves.public_id)
    yield visit("trail", "clients:trail", leaves.public_id)


def of_import(files: Files) -> Iterator[Visit]:
    """An import before and after it is carried out, one with faults, one that waits for a worker."""
    visit, karin = visits_of(KARIN), actor(KARIN)
    begins, ends = (f"{day.day}-{day.month}-{day.year}" for day in (today(), today() + timedelta(days=180)))
    care = {"Begindatum": begins, "Einddatum": ends}
    runs: dict[str, ImportRun] = {
        "done": imported(karin, as_csv([with_care(900) | care, person(901)]), "nieuw-van-de-wijk.csv"),
        "checked": checked(karin, as_csv([with_care(902) | care, person(903)]), "tweede-lijst.csv"),
        "faults": checked(karin, as_csv([person(904 + row, Postcode="fout", BSN="123") for row in range(12)])),
        "waits": importing.start_import(
            actor=karin, upload=ContentFile(as_csv([person(930)]), name="wacht.csv"), wakes_worker=False
        ),
    }
    yield visit("import", "clients:import")
    for name, run in runs.items():
        yield visit(f"import {name}", "clients:import_run", run.public_id)


def of_account(files: Files) -> Iterator[Visit]:
    """What is about the user, and what is for everybody."""
    visit = visits_of(KARIN)
    yield visit("account", "accounts:account")
    yield visit("sessions", "accounts:sessions")
    yield visit("mail", "organisations:mail_preference")
    yield visit("calendar", "organisations:calendar_feed")
    yield visit("password", "accounts:change_password")
    yield visit("second step", "accounts:second_step_set_up")
    yield visit("act as", "organisations:act_as")
    yield visit("roles", "organisations:rights")
    yield visit("accessibility", "toegankelijkheid")
    for email in (ADA, TESS, BAS):
        yield visits_of(email)("worklist", "home")
        yield visits_of(email)("open search", "clients:open_search")
    yield visits_of(ADA)("act as", "organisations:act_as")
    yield visits_of(BAS)("opened file", "clients:file", in_demo("Postma").public_id)


def of_professional(files: Files) -> Iterator[Visit]:
    """What Petra of De Linde comes to."""
    visit = visits_of(PETRA)
    waiting = in_demo("Meerdink")
    allocation = waiting.allocations.get()
    yield visit("worklist", "home")
    yield visit("clients", "clients:list")
    yield visit("file", "clients:file", waiting.public_id)
    yield visit("allocations", "clients:allocations", waiting.public_id)
    yield visit("start of delivery", "clients:allocation_start", waiting.public_id, allocation.public_id)
    delivered = in_demo("Ommen")
    yield visit(
        "stop of delivery", "clients:allocation_stop", delivered.public_id, delivered.allocations.get().public_id
    )
    running = delivered.allocations.get().public_id
    yield visit("resume of delivery", "clients:allocation_resume", delivered.public_id, running)
    yield visit("team", "clients:team", delivered.public_id)
    yield visit("plans of client", "plans:of_client", waiting.public_id)
    yield visit("start plan", "plans:start", allocation.public_id)
    for name, surname in (("incomplete", "Broeke"), ("waits", "Achterberg"), ("agreed", "Hulshof")):
        yield visit(f"plan {name}", "plans:detail", plan_of(surname).public_id)
    draft = plan_of("Broeke")
    yield from of_draft(visit, draft)
    yield from of_templates(visit)
    yield from of_agreeing(visit, files, incomplete=draft, waits=plan_of("Achterberg"))
    carried_out = plan_of("Ommen")
    yield visit("plan soon", "plans:detail", carried_out.public_id)
    yield visit("plan overdue", "plans:detail", plan_of("Lankhorst").public_id)
    yield visit("hand over", "plans:hand_over", carried_out.public_id)
    yield visit("end plan", "plans:end", carried_out.public_id)
    yield visit("request evaluation", "plans:request_evaluation", carried_out.public_id)
    yield visit("experiences", "plans:experiences", files.begun_evaluation().public_id)
    yield visit("start evaluation", "plans:start_evaluation", carried_out.public_id)
    yield visit("evaluated plan", "plans:detail", (evaluated := plan_of("Wolters")).public_id)
    track = WlzTrack.objects.get(plan=evaluated.plan).public_id
    yield from (visit(f"wlz {part}", f"plans:wlz_{part}", track) for part in ("track", "step", "owner", "end"))
    yield from of_versions(visit, evaluated, files.version(files.new("running")), actor(PETRA))
    yield from for_client(visit, evaluated)
    yield from of_coordination(visit, plan_of("Brinkhorst"))
    yield from of_batches(visit, evaluated, actor(PETRA))


def of_employer(files: Files) -> Iterator[Visit]:
    """What Petra does about her colleagues, and about the waiting time."""
    visit = visits_of(PETRA)
    henk = Professional.objects.get(name="Henk Overweg")
    diploma, employment = henk.qualifications.get(), Employment.objects.get(professional=henk)
    yield visit("contracts", "contracts:list")
    yield visit("waiting time", "contracts:waiting_time", own_product().public_id)
    yield visit("professionals", "organisations:professionals")
    yield visit("register professional", "organisations:professional_add")
    yield visit("professional", "organisations:professional", henk.public_id)
    yield visit("employment", "organisations:employment_add", henk.public_id)
    yield visit("end employment", "organisations:employment_end", henk.public_id, employment.public_id)
    yield visit("qualification", "organisations:qualification_add", henk.public_id)
    yield visit("evidence", "organisations:evidence_add", henk.public_id, diploma.public_id)
    yield visit("experience", "organisations:experience_add", henk.public_id)
    yield visit("competence", "organisations:competence_add", henk.public_id)


def own_product() -> ContractedProduct:
    """What De Linde has a contract for."""
    return ContractedProduct.objects.get(variant__code="bg-duurzaam", contract__provider__agb_code="98000101")


def of_provider_office(files: Files) -> Iterator[Visit]:
    """What the planner and the quality officer of De Linde come to."""
    visit = visits_of(WIL)
    nobody, team, shielded = in_demo("Postma"), in_demo("Brinkhorst"), in_demo("Nijkamp")
    yield visit("worklist", "home")
    yield visit("team empty", "clients:team", nobody.public_id)
    yield visit("add to team", "clients:team_add", nobody.public_id)
    yield visit("waiting times", "contracts:waiting_times")
    yield from of_groups(visit, files)
    for email in (BAS, COR):
        yield from seen_from_outside(visits_of(email))
    visit = visits_of(HANNA)
    yield visit("worklist", "home")
    yield visit("team", "clients:team", team.public_id)
    relation = team.treatments.order_by("pk")[0]
    yield visit("end of treatment", "clients:team_end", team.public_id, relation.public_id)
    shield = FileShield.objects.get(client=shielded)
    of_shield = (shielded.public_id, shield.public_id)
    access = shield.people.get(user__email=PETRA)
    yield visit("shield", "clients:shield", shielded.public_id)
    yield visit("shield name", "clients:shield_name", *of_shield)
    yield visit("shield lift", "clients:shield_lift", *of_shield)
    yield visit("shield end", "clients:shield_end", shielded.public_id, access.public_id)
    yield visit("openings", "clients:openings")
    opening = FileOpening.objects.get(client=nobody)
    yield visit("review opening", "clients:opening_review", opening.public_id)


def of_privacy_officer(files: Files) -> Iterator[Visit]:
    """What Vera comes to: who opened what, and where that stands out."""
    visit = visits_of(VERA)
    yield visit("openings", "clients:openings")
    yield visit("signals", "clients:signals")
    last = today() - timedelta(days=365)
    yield visit("signals empty", "clients:signals", query=f"?van={last}&tot={last}")
    kinds = {
        signal.kind: signal
        for row in signals_by_person(actor(VERA), Period(today(), today()))
        for signal in row.signals
    }
    for kind in (SignalKind.OWN_NAME, SignalKind.OPENED):
        signal = kinds[kind]
        yield visit(f"signal {kind}", "clients:signal", signal.person, signal.kind, signal.day.isoformat())


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
    yield visit("withdraw", "products:withdraw", basis.public_id)
    requirement = draft.requirements.exclude(rule_kind="").order_by("position")[0]
    yield visit("requirement", "products:requirement", requirement.public_id)
    yield visit("contracts", "contracts:list")
    yield visit("waiting time", "contracts:waiting_time", own_product().public_id)
    yield visit("professionals", "organisations:professionals")


GROUPS: Final[tuple[Callable[[Files], Iterator[Visit]], ...]] = (
    *(of_case_worker, of_intake, of_requests, of_import, of_account, of_professional),
    *(of_employer, of_provider_office, of_privacy_officer, of_purchaser),
    partial(of_compliance, visits_of),
)

"""Visits of who works for a municipality: files, intake, requests, imports and the trail."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.base import ContentFile

from clients.enums import SignalKind
from clients.models import Case, ImportRun, RightsRequest
from clients.selectors.signals import signals_by_person
from clients.services import importing, move_client, record_death
from clients.services.case_ends import end_case
from clients.services.rights import decide_request, register_request
from core.clock import today
from core.periods import Period
from organisations.models import Municipality
from plans.models import Evaluation
from products.models import ProductVariant
from tests.clients.intake import applied, grant, investigate, notify
from tests.clients.sheets import as_csv, checked, imported, person, with_care
from tests.e2e.people import KARIN, MAUD, VERA, ZOE, Files, actor
from tests.e2e.visiting import Visit, in_demo, plan_of, visits_of


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

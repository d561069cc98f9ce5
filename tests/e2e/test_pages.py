"""Every page that a user can come to: reachable, accessible, and within the width of a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from clients.models import Client
from organisations.models import Employment, Professional
from plans.models import Evaluation, PlanVersion
from plans.services.execution import end_plan
from products.enums import VersionStatus
from products.models import ProductVariant, ProductVersion
from products.services.versions import draft_next_version
from tests.e2e.conftest import SignedIn
from tests.e2e.people import ADA, BAS, KARIN, PETRA, PIM, Files, actor
from tests.e2e.survey import Survey

Visit = tuple[str, str]


def visit(name: str, route: str, *args: Any) -> Visit:
    """A page: what to call it, and its address."""
    return name, reverse(route, args=args)


def in_demo(surname: str) -> Client:
    """A client of the demo."""
    return Client.objects.get(surname=surname)


def plan_of(surname: str) -> PlanVersion:
    """The plan of a client of the demo."""
    return PlanVersion.objects.get(plan__allocation__client__surname=surname)


def pages_of_case_worker(files: Files) -> Iterator[Visit]:
    """What Karin of Apeldoorn comes to."""
    client = in_demo("Brinkhorst")
    member, allocation = client.system.get(), client.allocations.get()
    yield visit("karin worklist", "home")
    yield visit("karin clients", "clients:list")
    yield visit("karin clients by product", "clients:list")[0], reverse("clients:list") + "?toewijzing=lopend"
    yield visit("karin search bsn", "clients:bsn_search")
    yield visit("karin new client", "clients:new")
    yield visit("karin file", "clients:file", client.public_id)
    yield visit("karin change client", "clients:change", client.public_id)
    yield visit("karin trail", "clients:trail", client.public_id)
    yield visit("karin client system", "clients:system", client.public_id)
    yield visit("karin client system empty", "clients:system", in_demo("Gans").public_id)
    yield visit("karin new member", "clients:member_new", client.public_id)
    yield visit("karin change member", "clients:member_change", client.public_id, member.public_id)
    yield visit("karin end member", "clients:member_end", client.public_id, member.public_id)
    yield visit("karin allocations", "clients:allocations", client.public_id)
    yield visit("karin allocations empty", "clients:allocations", in_demo("Gans").public_id)
    yield visit("karin new allocation", "clients:allocation_new", client.public_id)
    yield visit("karin end allocation", "clients:allocation_end", client.public_id, allocation.public_id)
    yield visit("karin plans of client", "plans:of_client", client.public_id)
    yield visit("karin plans of client empty", "plans:of_client", in_demo("Gans").public_id)
    yield visit("karin plan", "plans:detail", plan_of("Brinkhorst").public_id)
    yield visit("karin evaluation", "plans:evaluation", Evaluation.objects.get(version=plan_of("Wolters")).public_id)
    yield visit("karin contracts", "contracts:list")
    yield visit("karin products", "products:list")
    yield visit("karin act as", "organisations:act_as")
    yield visit("karin password", "accounts:change_password")
    yield visit("karin accessibility", "toegankelijkheid")


def pages_of_professional(files: Files) -> Iterator[Visit]:
    """What Petra of De Linde comes to."""
    yield visit("petra worklist", "home")
    yield visit("petra clients", "clients:list")
    waiting = in_demo("Meerdink")
    allocation = waiting.allocations.get()
    yield visit("petra file", "clients:file", waiting.public_id)
    yield visit("petra allocations", "clients:allocations", waiting.public_id)
    yield visit("petra start of delivery", "clients:allocation_start", waiting.public_id, allocation.public_id)
    yield visit("petra plans of client", "plans:of_client", waiting.public_id)
    yield visit("petra start plan", "plans:start", allocation.public_id)
    for name, surname in (("incomplete", "Broeke"), ("waits", "Achterberg"), ("agreed", "Hulshof")):
        yield visit(f"petra plan {name}", "plans:detail", plan_of(surname).public_id)
    draft = plan_of("Broeke")
    yield visit("petra change plan", "plans:change", draft.public_id)
    yield visit("petra moments", "plans:moments", draft.public_id)
    yield visit("petra add goal", "plans:add_goal", draft.public_id)
    goal = draft.goals.order_by("position")[0]
    yield visit("petra change goal", "plans:change_goal", goal.public_id)
    yield visit("petra remove goal", "plans:remove_goal", goal.public_id)
    yield visit("petra agree incomplete", "plans:agree", draft.public_id)
    yield visit("petra agree waits", "plans:agree", plan_of("Achterberg").public_id)
    running = plan_of("Ommen")
    yield visit("petra plan soon", "plans:detail", running.public_id)
    yield visit("petra plan overdue", "plans:detail", plan_of("Lankhorst").public_id)
    yield visit("petra hand over", "plans:hand_over", running.public_id)
    yield visit("petra end plan", "plans:end", running.public_id)
    yield visit("petra start evaluation", "plans:start_evaluation", running.public_id)
    yield visit("petra evaluated plan", "plans:detail", plan_of("Wolters").public_id)


def pages_of_employer(files: Files) -> Iterator[Visit]:
    """What Petra does about her colleagues."""
    henk = Professional.objects.get(name="Henk Overweg")
    diploma, employment = henk.qualifications.get(), Employment.objects.get(professional=henk)
    yield visit("petra professionals", "organisations:professionals")
    yield visit("petra register professional", "organisations:professional_add")
    yield visit("petra professional", "organisations:professional", henk.public_id)
    yield visit("petra employment", "organisations:employment_add", henk.public_id)
    yield visit("petra end employment", "organisations:employment_end", henk.public_id, employment.public_id)
    yield visit("petra qualification", "organisations:qualification_add", henk.public_id)
    yield visit("petra evidence", "organisations:evidence_add", henk.public_id, diploma.public_id)
    yield visit("petra experience", "organisations:experience_add", henk.public_id)
    yield visit("petra competence", "organisations:competence_add", henk.public_id)


def pages_of_purchaser(files: Files) -> Iterator[Visit]:
    """What Pim of the region comes to."""
    basis = ProductVersion.objects.get(variant__code="bg-basis", status=VersionStatus.ADOPTED)
    duurzaam = ProductVersion.objects.get(variant__code="bg-duurzaam", status=VersionStatus.ADOPTED)
    draft = draft_next_version(actor=actor(PIM), version=basis)
    yield visit("pim worklist", "home")
    yield visit("pim products", "products:list")
    yield visit("pim product", "products:detail", ProductVariant.objects.get(code="bg-duurzaam").public_id)
    yield visit("pim version", "products:version", duurzaam.public_id)
    yield visit("pim version fictional", "products:version", basis.public_id)
    yield visit("pim draft", "products:version", draft.public_id)
    yield visit("pim consultation", "products:consultation", draft.public_id)
    yield visit("pim adopt", "products:adopt", draft.public_id)
    yield visit("pim withdraw", "products:withdraw", basis.public_id)
    for requirement in draft.requirements.exclude(rule_kind="").order_by("position")[:1]:
        yield visit("pim requirement", "products:requirement", requirement.public_id)
    yield visit("pim contracts", "contracts:list")
    yield visit("pim professionals", "organisations:professionals")


@pytest.mark.parametrize(
    ("email", "pages"),
    [
        (KARIN, pages_of_case_worker),
        (PETRA, pages_of_professional),
        (PETRA, pages_of_employer),
        (PIM, pages_of_purchaser),
    ],
)
def test_each_page_is_accessible_and_fits(
    signed_in: SignedIn, survey: Survey, files: Files, email: str, pages: Callable[[Files], Iterator[Visit]]
) -> None:
    """No violation and no sideways scrolling on any page of this user."""
    page = signed_in(email)
    for name, address in pages(files):
        response = page.goto(address)
        if response is None or response.status != 200:
            survey.faults.append(f"{name}: status {response and response.status} for {address}")
        survey.look(page, name)


def test_pages_without_a_person_are_accessible(new_context: Callable[..., BrowserContext], survey: Survey) -> None:
    """Sign-in, its errors, the lockout and what is open to everybody."""
    page: Page = new_context().new_page()
    page.goto("/aanmelden")
    survey.look(page, "sign in")
    for attempt in range(1, 6):
        page.get_by_label("E-mailadres").fill("iemand@elders.example")
        page.get_by_label("Wachtwoord").fill("verkeerd")
        page.get_by_role("button", name="Inloggen").click()
        if attempt == 1:
            survey.look(page, "sign in refused")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "aanmelden" in page.url
    survey.look(page, "locked out")
    page.goto("/toegankelijkheid")
    survey.look(page, "accessibility")


def test_error_pages_are_accessible(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """403, 404, 409, and a form without its token."""
    page = signed_in(PETRA)
    for name, address, status in (
        ("error 404", "/bestaat-niet", 404),
        ("error 403", reverse("clients:new"), 403),
    ):
        response = page.goto(address)
        assert response is not None
        assert response.status == status
        survey.look(page, name)
    version = files.version(files.new("draft"))
    page.goto(reverse("plans:change", args=[version.public_id]))
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", name="Het formulier is verlopen")).to_be_visible()
    survey.look(page, "error form without token")


def test_page_that_is_no_longer_true_says_so(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """A button on a page that was overtaken: 409 when it is done already, 400 when it cannot be done any more."""
    version = files.version(files.new("agreed", agreed=0))
    address = reverse("plans:detail", args=[version.public_id])
    first = signed_in(PETRA)
    second, third = first.context.new_page(), first.context.new_page()
    for page in (first, second, third):
        page.goto(address)
    first.get_by_role("button", name="Uitvoering starten").click()
    second.get_by_role("button", name="Uitvoering starten").click()
    expect(second.get_by_role("heading", name="Iemand anders was u voor")).to_be_visible()
    survey.look(second, "error 409")
    end_plan(actor=actor(PETRA), version=version, reason="De cliënt verhuist.")
    third.get_by_role("button", name="Uitvoering starten").click()
    expect(third.get_by_role("heading", name="Dit verzoek klopt niet")).to_be_visible()
    survey.look(third, "error 400")
    first.goto(address)
    survey.look(first, "petra plan ended")


def test_pages_of_last_resort_are_accessible(new_context: Callable[..., BrowserContext], survey: Survey) -> None:
    """The pages for when nothing else works, as they are rendered without anything from outside."""
    page = new_context().new_page()
    page.goto("/aanmelden")
    for name, template, context in (
        ("error 500", "500.html", {}),
        ("error 503", "503.html", {"path": "/", "may_send_again": False, "texts": ["Wat ik typte"]}),
    ):
        page.set_content(render_to_string(template, context))
        survey.look(page, name)


def test_user_without_an_organisation_gets_a_clear_page(signed_in: SignedIn, survey: Survey) -> None:
    """An administrator sees no client files, and is told why."""
    page = signed_in(ADA)
    for name, address in (("ada worklist", "/"), ("ada act as", reverse("organisations:act_as"))):
        page.goto(address)
        survey.look(page, name)


def test_colleague_without_the_level_cannot_agree(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """Somebody with mbo 2 reads who has to agree, and gets no button."""
    version = files.version(files.new("draft"))
    page = signed_in(BAS)
    page.goto(reverse("plans:agree", args=[version.public_id]))
    expect(page.get_by_text("Alleen Petra Lubbers kan hier akkoord geven")).to_be_visible()
    expect(page.get_by_role("button", name="Ik ga akkoord als professional")).to_have_count(0)
    survey.look(page, "bas agree")

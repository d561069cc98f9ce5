"""Pages that one comes to on a way: signing in, errors, what was overtaken, a file that is opened with a reason."""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from plans.services.execution import end_plan
from tests.e2e.conftest import SignedIn
from tests.e2e.people import BAS, PETRA, TESS, Files, actor
from tests.e2e.survey import Survey


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


def test_file_is_opened_with_a_reason(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """A supervisor looks for a file, is refused without a good reason, says why, and reads the file."""
    client = files.new("none")
    page = signed_in(TESS)
    page.goto(reverse("clients:open_search"))
    page.get_by_label("BSN", exact=False).fill("999990019")
    page.get_by_role("button", name="Zoeken").last.click()
    survey.look(page, "open found nothing")
    page.get_by_label("BSN", exact=False).fill(client.bsn)
    page.get_by_role("button", name="Zoeken").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Er is een dossier")
    survey.look(page, "open")
    page.get_by_label("Waarom").fill("Controle")
    page.get_by_role("button", name="Dossier openen").click()
    survey.look(page, "open refused")
    page.get_by_label("Waarom").fill("Een melding bij de inspectie over deze groep.")
    page.get_by_role("button", name="Dossier openen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(client.name)
    survey.look(page, "opened file of supervisor")


def test_colleague_without_the_level_cannot_agree(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """Somebody with mbo 2 reads who has to agree, and gets no button."""
    version = files.version(files.new("draft"))
    page = signed_in(BAS)
    page.goto(reverse("plans:agree", args=[version.public_id]))
    expect(page.get_by_text("Alleen Petra Lubbers kan hier akkoord geven")).to_be_visible()
    expect(page.get_by_role("button", name="Ik ga akkoord als professional")).to_have_count(0)
    survey.look(page, "bas agree")

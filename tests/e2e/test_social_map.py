"""Who cares for somebody finds help: without signing in, in plain words, by keyboard, on a phone, without script."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import BrowserContext, expect

from tests.e2e.keyboard import Keyboard
from tests.e2e.survey import Survey

PHONE = {"width": 390, "height": 844}
OFFER = "Even vrij op dinsdag (fictief)"
OTHER = "Koffie en praten (fictief)"


def test_help_is_found_by_keyboard(site: str, new_context: Callable[..., BrowserContext], survey: Survey) -> None:
    """From the places to what one does first; and nothing is kept of who looked."""
    context = new_context()
    keys = Keyboard(context.new_page())
    page = keys.page
    page.goto(reverse("informal_care:maps"))
    survey.look(page, "places with help")
    keys.follow("Apeldoorn")
    survey.look(page, "help in a place")
    keys.write("Wat zoekt u?", "wie kan er oppassen zodat ik even weg kan")
    keys.push("Zoeken")
    expect(page.get_by_role("status").filter(has_text="Gevonden:")).to_be_visible()
    expect(page.locator(".zr-list").get_by_role("link").first).to_have_text(OFFER)
    expect(page.get_by_role("link", name=OTHER)).to_have_count(0)
    expect(page.get_by_label("Wat zoekt u?")).to_have_value("wie kan er oppassen zodat ik even weg kan")
    survey.look(page, "help that was found")
    keys.follow(OFFER)
    keys.expect_heading(OFFER)
    expect(page.get_by_role("heading", name="Wat doet u eerst?")).to_be_visible()
    expect(page.get_by_role("link", name="055 123 45 68")).to_have_attribute("href", "tel:0551234568")
    survey.look(page, "all about help")
    keys.follow("Apeldoorn")
    expect(page.get_by_role("link", name=OTHER)).to_be_visible()

    assert context.cookies() == []


def test_who_finds_nothing_is_helped_on(site: str, new_context: Callable[..., BrowserContext], survey: Survey) -> None:
    """The kinds of help that there are, and whom one can phone."""
    keys = Keyboard(new_context(viewport=PHONE).new_page())
    page = keys.page
    page.goto(reverse("informal_care:map", args=["apeldoorn"]))
    keys.write("Wat zoekt u?", "raket")
    keys.tick("Alleen gratis")
    keys.push("Zoeken")
    expect(page.get_by_role("status").filter(has_text="Niets gevonden.")).to_be_visible()
    expect(page.get_by_text("de gemeente Apeldoorn")).to_be_visible()
    survey.look(page, "nothing was found")
    keys.follow("Even ergens anders: dagopvang of logeren")
    expect(page.get_by_role("link", name="Een weekend logeren (fictief)")).to_be_visible()
    keys.follow("Alles tonen")
    expect(page.get_by_role("link", name=OFFER)).to_be_visible()


def test_help_is_found_on_a_phone_without_script(
    site: str, new_context: Callable[..., BrowserContext], survey: Survey
) -> None:
    """The same pages, sent by the browser alone."""
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(reverse("informal_care:maps"))
    page.get_by_role("link", name="Apeldoorn", exact=True).click()
    page.get_by_label("Wat zoekt u?").fill("praten")
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_role("link", name=OTHER).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(OTHER)
    expect(page.get_by_text("Kom gewoon langs.")).to_be_visible()

"""Writing long texts: what is typed is kept on the server, and two people at one text both keep theirs."""

from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore
from django.urls import reverse
from playwright.sync_api import Page, expect

from clients.models import Autosave
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import PASSWORD, PETRA, Files
from tests.e2e.survey import Survey

TYPED = "Mevrouw vertelt graag over vroeger en zingt dan mee."
THEIRS = "Mevrouw vertelt graag over haar kinderen."
STATE = "[data-autosave-state]"
KEPT = "() => Object.keys(localStorage).length + Object.keys(sessionStorage).length"


def end_session(page: Page) -> None:
    """As after half an hour of silence."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    session = SessionStore(session_key=cookies[settings.SESSION_COOKIE_NAME])
    session["seen_at"] = 0
    session.save()


def test_what_is_typed_is_kept_offered_and_saved_by_keyboard(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """Type, walk away, come back, go on and save: without a mouse."""
    version = files.version(files.new("draft"))
    address = reverse("plans:change", args=[version.public_id])
    page = signed_in(PETRA)
    page.goto(address)
    keys = Keyboard(page)
    keys.to("checkbox", "vrijdagochtend")
    keys.press("Space")
    keys.write("Hoe gaat het nu? (niet verplicht)", TYPED)
    expect(page.locator(STATE)).to_contain_text("Concept bewaard om")
    assert page.evaluate(KEPT) == 0
    survey.look(page, "kept while typing")

    page = signed_in(PETRA)
    page.goto(address)
    expect(page.get_by_role("heading", name="Er is een concept van")).to_be_visible()
    expect(page.get_by_label("Hoe gaat het nu?")).not_to_have_value(TYPED)
    survey.look(page, "kept text is offered")
    keys = Keyboard(page)
    keys.follow("Verdergaan met het concept")
    expect(page.get_by_label("Hoe gaat het nu?")).to_have_value(TYPED)
    expect(page.get_by_label("vrijdagochtend")).to_be_checked()
    survey.look(page, "kept text goes on")
    keys.push("Opslaan")
    expect(page.get_by_text(TYPED)).to_be_visible()
    expect(page.get_by_role("row", name="Vrijdag")).to_contain_text("In de groep")
    assert not Autosave.objects.filter(target=version.public_id).exists()


def test_undecided_text_is_not_written_over_and_can_be_thrown_away(signed_in: SignedIn, files: Files) -> None:
    """Who types while an older text waits is told to choose first."""
    version = files.version(files.new("draft"))
    page = signed_in(PETRA)
    page.goto(reverse("plans:change", args=[version.public_id]))
    page.get_by_label("Hoe gaat het nu?").press_sequentially(TYPED)
    expect(page.locator(STATE)).to_contain_text("Concept bewaard om")
    page = signed_in(PETRA)
    page.goto(reverse("plans:change", args=[version.public_id]))
    page.get_by_label("Hoe gaat het nu?").press_sequentially("Iets anders.")
    expect(page.locator(STATE)).to_contain_text("Kies eerst bovenaan")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Concept weggooien").click()
    expect(page.get_by_text("Het concept is weggegooid.")).to_be_visible()
    expect(page.get_by_role("heading", name="Er is een concept van")).to_have_count(0)


def test_ended_session_is_told_and_goes_on_after_signing_in_elsewhere(
    signed_in: SignedIn, survey: Survey, files: Files
) -> None:
    """Typing after half an hour of silence: a clear message, a sign-in in another tab, and the text is kept again."""
    version = files.version(files.new("draft"))
    address = reverse("plans:change", args=[version.public_id])
    page = signed_in(PETRA)
    page.goto(address)
    end_session(page)
    page.get_by_label("Hoe gaat het nu?").fill(TYPED)
    expect(page.locator(STATE)).to_contain_text("Uw sessie is verlopen.")
    expect(page.get_by_label("Hoe gaat het nu?")).to_have_value(TYPED)
    survey.look(page, "session ended while typing")

    with page.context.expect_page() as waiting:
        page.get_by_role("link", name="Log in in een nieuw tabblad").click()
    other = waiting.value
    other.get_by_label("E-mailadres").fill(PETRA)
    other.get_by_label("Wachtwoord").fill(PASSWORD)
    other.get_by_role("button", name="Inloggen").click()
    other.wait_for_url(f"**{address}")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(STATE)).to_contain_text("Concept bewaard om")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text(TYPED)).to_be_visible()


def test_ended_session_and_straight_to_the_button_loses_nothing(signed_in: SignedIn, files: Files) -> None:
    """The script asks first and is refused; the button still takes the text along through the sign-in."""
    version = files.version(files.new("draft"))
    page = signed_in(PETRA)
    page.goto(reverse("plans:change", args=[version.public_id]))
    end_session(page)
    page.get_by_label("Hoe gaat het nu?").fill(TYPED)
    expect(page.locator(STATE)).to_contain_text("Uw sessie is verlopen.")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_label("E-mailadres").fill(PETRA)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("button", name="Versturen", exact=True).click()
    expect(page.get_by_text(TYPED)).to_be_visible()


def test_two_at_one_goal_choose_field_by_field_with_the_keyboard(
    signed_in: SignedIn, survey: Survey, files: Files
) -> None:
    """The second sees both texts side by side, takes one over, keeps the other, and saves."""
    version = files.version(files.new("draft"))
    goal = version.goals.order_by("position")[0]
    address = reverse("plans:change_goal", args=[goal.public_id])
    first, second = signed_in(PETRA), signed_in(PETRA)
    for page in (first, second):
        page.goto(address)
    first.get_by_label("In de woorden van de cliënt").fill(THEIRS)
    first.get_by_label("Eenheid").fill("keer per maand")
    first.get_by_role("button", name="Doel opslaan").click()
    first.wait_for_url("**/plannen/**")
    keys = Keyboard(second)
    keys.write("In de woorden van de cliënt", TYPED)
    keys.write("Wat meten we?", "Hoe vaak mevrouw meezingt")
    keys.push("Doel opslaan")

    expect(second.locator("[data-error-summary]")).to_be_focused()
    expect(second.get_by_role("heading", name="Twee teksten naast elkaar")).to_be_visible()
    words = second.get_by_role("group", name="In de woorden van de cliënt")
    expect(words).to_contain_text(TYPED)
    expect(words).to_contain_text(THEIRS)
    expect(second.get_by_role("group", name="Wat meten we?")).to_have_count(0)
    unit = second.get_by_role("group", name="Eenheid")
    expect(unit.get_by_label("Overnemen wat is opgeslagen")).to_be_checked()
    survey.look(second, "two texts side by side")
    keys.pick("In de woorden van de cliënt", "Overnemen")
    keys.push("Doel opslaan")
    second.wait_for_url("**/plannen/**")
    goal.refresh_from_db()
    assert (goal.client_words, goal.unit, goal.measure) == (THEIRS, "keer per maand", "Hoe vaak mevrouw meezingt")

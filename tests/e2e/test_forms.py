"""What happens when something goes wrong in a form: it says where, and nothing that was typed is lost."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect

from core.clock import today
from organisations.models import Professional
from tests.e2e.conftest import SignedIn
from tests.e2e.people import KARIN, PASSWORD, PETRA, Files
from tests.e2e.survey import Survey

SUMMARY = "[data-error-summary]"
TYPED = "Een lange tekst die niet weg mag zijn."


def refused(page: Page, field: str, message: str) -> None:
    """The summary has the focus, and its link leads to the field."""
    summary = page.locator(SUMMARY)
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=message).first.press("Enter")
    expect(page.get_by_label(field, exact=True).first).to_be_focused()


def test_refused_goal_keeps_what_was_typed(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """A word where a number belongs."""
    version = files.version(files.new("draft"))
    page = signed_in(PETRA)
    page.goto(reverse("plans:add_goal", args=[version.public_id]))
    page.get_by_label("Doel", exact=True).fill(TYPED)
    page.get_by_label("Beginwaarde").fill("nul")
    page.get_by_label("Wat doen we?").first.fill("Wandelen")
    page.get_by_label("Hoe vaak?").first.fill("")
    page.get_by_role("button", name="Doel opslaan").click()
    refused(page, "Beginwaarde", "Vul een getal in, bijvoorbeeld 3 of 2,5.")
    expect(page.get_by_label("Doel", exact=True)).to_have_value(TYPED)
    expect(page.get_by_label("Beginwaarde")).to_have_value("nul")
    expect(page.get_by_label("Wat doen we?").first).to_have_value("Wandelen")
    survey.look(page, "errors in goal")


def test_refused_allocation_keeps_what_was_typed(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """An end before the start."""
    client = files.new()
    page = signed_in(KARIN)
    page.goto(reverse("clients:allocation_new", args=[client.public_id]))
    page.get_by_label("Product en aanbieder").select_option(index=1)
    page.get_by_label("Einddatum").fill((today() - timedelta(days=1)).isoformat())
    page.get_by_label("Aantal dagdelen").fill("4")
    page.get_by_role("button", name="Toewijzen").click()
    expect(page.locator(SUMMARY)).to_be_focused()
    expect(page.get_by_label("Aantal dagdelen")).to_have_value("4")
    survey.look(page, "errors in allocation")


def test_refused_client_keeps_what_was_typed(signed_in: SignedIn, survey: Survey) -> None:
    """A citizen service number that cannot exist, and nothing else filled in but a name."""
    page = signed_in(KARIN)
    page.goto(reverse("clients:new"))
    page.get_by_label("Burgerservicenummer (BSN)").fill("123456789")
    page.get_by_label("Achternaam").fill("Óngewoon")
    page.get_by_role("button", name="Dossier maken").click()
    expect(page.locator(SUMMARY)).to_be_focused()
    page.locator(SUMMARY).get_by_role("link").first.press("Enter")
    expect(page.get_by_label("Burgerservicenummer (BSN)")).to_be_focused()
    expect(page.get_by_label("Achternaam")).to_have_value("Óngewoon")
    survey.look(page, "errors in client")


def test_incomplete_evaluation_says_what_is_missing(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """Completing too early keeps the text and names the rest."""
    version = files.version(files.new("running", agreed=0))
    page = signed_in(PETRA)
    page.goto(reverse("plans:start_evaluation", args=[version.public_id]))
    page.get_by_role("button", name="Evaluatie beginnen").click()
    page.get_by_label("Verslag", exact=True).fill(TYPED)
    page.get_by_role("button", name="Afronden").click()
    expect(page.locator(SUMMARY)).to_be_focused()
    expect(page.get_by_label("Verslag", exact=True)).to_have_value(TYPED)
    survey.look(page, "errors in evaluation")


def test_leaving_a_changed_form_warns(signed_in: SignedIn, files: Files) -> None:
    """Typed text is not lost without a question; an untouched form asks nothing."""
    version = files.version(files.new("draft"))
    page = signed_in(PETRA)
    address = reverse("plans:change", args=[version.public_id])
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(address)
    page.get_by_role("link", name="Annuleren").click()
    page.wait_for_url("**" + reverse("plans:detail", args=[version.public_id]))
    assert asked == []
    page.goto(address)
    page.get_by_label("Hoe gaat het nu?").fill(TYPED)
    page.get_by_role("link", name="Annuleren").click()
    expect(page.get_by_label("Hoe gaat het nu?")).to_have_value(TYPED)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text(TYPED)).to_be_visible()
    assert asked == ["beforeunload"]


def test_conflict_keeps_the_text_of_who_came_second(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """Two people change one plan: the second sees what the first wrote, still has the own text, and may go on."""
    version = files.version(files.new("draft"))
    address = reverse("plans:change", args=[version.public_id])
    first, second = signed_in(PETRA), signed_in(PETRA)
    for page, text in ((first, "Van de eerste."), (second, TYPED)):
        page.goto(address)
        page.get_by_label("Hoe gaat het nu?").fill(text)
    first.get_by_role("button", name="Opslaan").click()
    expect(first.get_by_text("Van de eerste.")).to_be_visible()
    second.get_by_role("button", name="Opslaan").click()
    expect(second.locator(SUMMARY)).to_contain_text("Iemand anders heeft dit plan gewijzigd")
    expect(second.get_by_text("Nu opgeslagen: Van de eerste.")).to_be_visible()
    expect(second.get_by_label("Hoe gaat het nu?")).to_have_value(TYPED)
    survey.look(second, "conflict in plan")
    second.get_by_role("button", name="Opslaan").click()
    expect(second.get_by_text(TYPED)).to_be_visible()


def test_pushing_twice_stores_once(signed_in: SignedIn, files: Files) -> None:
    """A double click on a button that saves is one click."""
    client = files.new("draft")
    version = files.version(client)
    page = signed_in(PETRA)
    page.goto(reverse("plans:add_goal", args=[version.public_id]))
    page.get_by_label("Doel", exact=True).fill(TYPED)
    page.get_by_role("button", name="Doel opslaan").dblclick()
    expect(page.get_by_text(TYPED)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert version.goals.filter(statement=TYPED).count() == 1


def test_broken_upload_keeps_the_other_fields(signed_in: SignedIn, survey: Survey, tmp_path: Path) -> None:
    """A file that is no PDF in spite of its name."""
    broken = tmp_path / "diploma.pdf"
    broken.write_bytes(b"dit is geen pdf")
    lies = Professional.objects.get(name="Lies Kamphuis")
    page = signed_in(PETRA)
    page.goto(reverse("organisations:qualification_add", args=[lies.public_id]))
    page.get_by_label("Niveau").select_option("mbo4")
    page.get_by_label("Opleiding").fill("Persoonlijk begeleider")
    page.get_by_label("Geldig vanaf").fill("2024-07-01")
    page.get_by_label("Bewijs").set_input_files(broken)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(SUMMARY)).to_be_focused()
    expect(page.locator(SUMMARY).get_by_role("link")).to_have_count(1)
    expect(page.get_by_label("Niveau")).to_have_value("mbo4")
    expect(page.get_by_label("Opleiding")).to_have_value("Persoonlijk begeleider")
    expect(page.get_by_label("Geldig vanaf")).to_have_value("2024-07-01")
    survey.look(page, "errors in upload")


def test_ended_session_keeps_what_was_sent(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """Sent after half an hour of silence: sign in again, push one button, and it is stored."""
    version = files.version(files.new("draft"))
    page = signed_in(PETRA)
    page.goto(reverse("plans:change", args=[version.public_id]))
    page.get_by_label("Hoe gaat het nu?").fill(TYPED)
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    session = SessionStore(session_key=cookies[settings.SESSION_COOKIE_NAME])
    session["seen_at"] = 0
    session.save()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("niet kwijt")).to_be_visible()
    survey.look(page, "sign in after silence")
    page.get_by_label("E-mailadres").fill(PETRA)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    survey.look(page, "held input")
    page.get_by_role("button", name="Versturen", exact=True).click()
    expect(page.get_by_text(TYPED)).to_be_visible()

"""No page needs JavaScript: a goal is written and a plan agreed with script switched off."""

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import expect

from core.clock import today
from plans.enums import PlanStatus
from tests.e2e.conftest import SignedIn
from tests.e2e.people import PETRA, Files


def test_goal_and_agreement_without_script(signed_in: SignedIn, files: Files) -> None:
    """The same forms, sent by the browser alone; pushing twice stores one goal."""
    version = files.version(files.new("draft"))
    page = signed_in(PETRA, java_script_enabled=False)
    page.goto(reverse("plans:detail", args=[version.public_id]))
    page.get_by_role("link", name="Doel toevoegen", exact=True).click()
    page.get_by_label("Doel", exact=True).fill("Meneer drinkt koffie met de groep.")
    page.get_by_label("In de woorden van de cliënt").fill("Ik mis de gezelligheid.")
    page.get_by_label("De cliënt wil dit doel").check()
    page.get_by_label("Wat meten we?").fill("keren koffie met de groep")
    page.get_by_label("Beginwaarde").fill("0")
    page.get_by_label("Streefwaarde").fill("2,5")
    page.get_by_label("Eenheid").fill("keer per week")
    page.get_by_label("Waarom is dit haalbaar?").fill("De groep zit er al.")
    page.get_by_label("Bereikt op").fill((today() + timedelta(days=90)).isoformat())
    page.get_by_label("Wat doen we?").first.fill("Samen koffie zetten")
    page.get_by_label("Hoe vaak?").first.fill("2")
    # The first answer that comes is of a goal that was saved, or of a conflict with the one that was.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Doel opslaan").dblclick()
    page.wait_for_load_state()
    page.goto(reverse("plans:detail", args=[version.public_id]))
    expect(page.get_by_text("Meneer drinkt koffie met de groep.")).to_have_count(1)
    expect(page.get_by_text("Van 0 naar 2,5 keer per week")).to_be_visible()

    page.get_by_role("link", name="Akkoord geven").click()
    page.get_by_role("radio", name="Marie Testman, partner").check()
    page.get_by_role("radio", name="De cliënt vroeg deze persoon").check()
    page.get_by_label("Toelichting").fill("Meneer laat dit aan zijn vrouw over.")
    page.get_by_role("button", name="Akkoord van de cliënt vastleggen").click()
    page.get_by_role("button", name="Ik ga akkoord als professional").click()
    expect(page.get_by_role("button", name="Uitvoering starten")).to_be_visible()
    version.refresh_from_db()
    assert version.status == PlanStatus.AGREED

"""A market consultation from the draft to the note of information, by keyboard: purchaser, provider, purchaser."""

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import expect

from core.clock import now, today
from products.models import MarketConsultation, ProductVersion
from products.services.versions import draft_next_version
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import PETRA, PIM, actor
from tests.e2e.steps import read_pdf
from tests.e2e.survey import Survey

RATIO = "BGC-IN-07"
SAID = "Vijf cliënten per professional past beter bij het rooster."
ANSWER = "Wij houden zes aan en kijken er over een jaar opnieuw naar."
IN_NOTE = "Een kleinere groep past beter bij het rooster."


def publish(pim: Keyboard, survey: Survey, draft: ProductVersion) -> MarketConsultation:
    """Ask all providers with a contract, for two weeks."""
    pim.page.goto(reverse("products:version", args=[draft.public_id]))
    pim.follow("Marktconsultatie publiceren")
    pim.date("Eerste dag", today())
    pim.date("Laatste dag", today() + timedelta(days=14))
    pim.write("Toelichting (niet verplicht)", "Wij willen weten of u dit kunt leveren.")
    pim.pick("Wie vraagt u?", "Alle aanbieders")
    survey.look(pim.page, "consultation to publish")
    pim.push("Publiceren")
    pim.expect_message("De marktconsultatie is gepubliceerd.")
    survey.look(pim.page, "consultation published")
    return MarketConsultation.objects.get(version=draft)


def react(petra: Keyboard, survey: Survey, page_of_it: str) -> None:
    """React to the requirement about the ratio; an empty reaction is refused."""
    petra.page.goto(page_of_it)
    petra.follow(f"Reageren op {RATIO}")
    petra.push("Reactie opslaan")
    expect(petra.page.get_by_role("link", name="Vul ‘Uw reactie’ in.")).to_be_visible()
    survey.look(petra.page, "reaction refused")
    petra.write("Uw reactie", SAID)
    petra.push("Reactie opslaan")
    petra.expect_message("Uw reactie is opgeslagen.")
    expect(petra.page.get_by_text(SAID)).to_be_visible()
    survey.look(petra.page, "reaction given")


def answer(pim: Keyboard, survey: Survey, page_of_it: str) -> None:
    """Answer, and publish the note once the name of the provider is out of it."""
    pim.page.goto(page_of_it)
    pim.follow(f"Beantwoorden (reactie van De Linde dagbesteding op {RATIO})")
    pim.write("Antwoord", ANSWER)
    pim.write("Reactie zoals in de nota", "De Linde dagbesteding wil een kleinere groep.")
    survey.look(pim.page, "reaction to answer")
    pim.push("Antwoord opslaan")
    pim.follow("Nota bekijken en publiceren")
    survey.look(pim.page, "note to publish")
    pim.push("Nota publiceren")
    expect(pim.page.get_by_text("Haal de naam weg; in de nota staan geen namen.").first).to_be_visible()
    survey.look(pim.page, "note refused")
    pim.page.goto(page_of_it)
    pim.follow(f"Antwoord wijzigen (reactie van De Linde dagbesteding op {RATIO})")
    pim.write("Reactie zoals in de nota", IN_NOTE)
    pim.push("Antwoord opslaan")
    pim.follow("Nota bekijken en publiceren")
    pim.push("Nota publiceren")
    pim.expect_message("De nota van inlichtingen is gepubliceerd.")


def test_consultation_from_draft_to_note_by_keyboard(signed_in: SignedIn, survey: Survey) -> None:
    version = ProductVersion.objects.get(variant__code="bg-complex", number=1)
    pim, petra = Keyboard(signed_in(PIM)), Keyboard(signed_in(PETRA))
    consultation = publish(pim, survey, draft_next_version(actor=actor(PIM), version=version))
    page_of_it = reverse("products:consultation_detail", args=[consultation.public_id])
    react(petra, survey, page_of_it)
    pim.page.goto(page_of_it)
    expect(pim.page.get_by_text(SAID)).to_have_count(0)

    # Two weeks go by: nobody closes it, the clock does.
    rows = MarketConsultation.objects.filter(pk=consultation.pk)
    rows.update(opens_at=now() - timedelta(days=14), closes_at=now() - timedelta(minutes=1))
    petra.page.goto(page_of_it)
    expect(petra.page.get_by_text("De marktconsultatie is gesloten.")).to_be_visible()
    expect(petra.page.get_by_role("link", name="Reageren")).to_have_count(0)

    answer(pim, survey, page_of_it)
    petra.page.goto(page_of_it)
    expect(petra.page.get_by_text(ANSWER)).to_be_visible()
    survey.look(petra.page, "consultation answered")
    text = read_pdf(petra.page.request.get(reverse("products:note", args=[consultation.public_id])).body())
    assert IN_NOTE in text
    assert ANSWER in text
    assert "Linde" not in text

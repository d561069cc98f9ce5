"""The coordinator brings a request for help to a start, with the keyboard alone."""

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import expect

from core.clock import today
from informal_care.models import HelpRequest, Match
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import ILSE
from tests.e2e.survey import Survey


def test_request_to_start(signed_in: SignedIn, survey: Survey) -> None:
    """Ask, see who fits and why, propose, choose, meet, start."""
    page = signed_in(ILSE)
    keys = Keyboard(page)
    page.goto(reverse("informal_care:help_requests"))
    keys.follow("Nieuwe hulpvraag")
    keys.write("Voor wie?", "Een man van 78 die van muziek houdt (fictief)")
    keys.write("Hoe bereiken we diegene?", "Zijn zus, 055 000 02 02")
    keys.write("Postcode", "7315 ZZ")
    keys.tick("Op bezoek komen, gezelschap houden")
    keys.tick("woensdagmiddag")
    keys.pick("Voor hoe lang?", "Voor langere tijd")
    keys.tick("Muziek")
    keys.push("Vragen")
    keys.expect_message("De hulpvraag staat in de lijst.")
    survey.look(page, "match request")

    keys.follow("Wie past hierbij?")
    expect(page.get_by_text("Past bij de wens: muziek.")).to_be_visible()
    expect(page.get_by_text("Is niet beschikbaar: gepauzeerd.")).to_be_visible()
    survey.look(page, "match candidates")
    keys.push("Voorstellen van Sonja Prins (fictief)")
    keys.follow("Kiezen")
    keys.write("Waarom kiest u deze vrijwilliger?", "Zij speelt piano.")
    keys.push("Kiezen")
    keys.expect_message("De keuze staat vast.")
    keys.follow("Kennismaking vastleggen")
    keys.pick("Zegt de vrijwilliger ja?", "Ja")
    keys.pick("Zegt de hulpvrager ja?", "Ja")
    survey.look(page, "match acquaintance")
    keys.push("Opslaan")
    keys.expect_message("De kennismaking staat vast.")
    keys.follow("Starten")
    keys.date("Eerste evaluatie", today() + timedelta(days=30))
    keys.push("Starten")
    keys.expect_message("De hulp is gestart.")
    survey.look(page, "match started")

    asked = HelpRequest.objects.get(postcode="7315 ZZ")
    assert asked.status == "helped"
    assert Match.objects.get(request=asked).volunteer.name.startswith("Sonja")

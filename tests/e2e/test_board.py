"""A board from setting up to the report for the council, by keyboard: the coordinator, who looks at each page."""

from datetime import date
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import expect

from core.clock import today
from informal_care.models import Board
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import ILSE
from tests.e2e.steps import read_pdf
from tests.e2e.survey import Survey

NAME = "Informele zorg, de jaren daarna"
RESULT = "Er is een panel met elke maand een vraag."
PROOF = "Taken op ons bord"


def set_up(ilse: Keyboard, survey: Survey, starts_on: date) -> Board:
    """A board for the years after the one of the demo."""
    ilse.page.goto(reverse("informal_care:boards"))
    ilse.follow("Nieuw bord")
    ilse.write("Naam", NAME)
    ilse.date("Eerste dag", starts_on)
    survey.look(ilse.page, "board to set up")
    ilse.push("Inrichten")
    ilse.expect_message("Het bord staat klaar.")
    return Board.objects.get(name=NAME)


def take_on(ilse: Keyboard, survey: Survey, due_on: date) -> None:
    """One activity is taken on, another is left."""
    ilse.follow("Een dynamische beleidscyclus")
    ilse.follow("Oppakken van VER-A-7")
    ilse.date("Klaar op", due_on)
    survey.look(ilse.page, "activity to take on")
    ilse.push("Oppakken")
    ilse.expect_message("De taak staat op het bord.")
    ilse.follow("niet doen (VER-A-8)")
    ilse.write("Waarom doet u dit niet?", "Eerst het panel.")
    ilse.push("Vastleggen")
    ilse.expect_message("met uw reden")


def tell(ilse: Keyboard, survey: Survey) -> None:
    """The task is done, and a figure shows it."""
    ilse.follow("Bekijken van VER-A-7")
    ilse.follow("Bewijs toevoegen")
    ilse.write("Wat laat dit zien?", PROOF)
    ilse.select("Of een cijfer uit het systeem (niet verplicht)", "Taken die zijn opgepakt")
    survey.look(ilse.page, "evidence to add")
    ilse.push("Toevoegen")
    ilse.expect_message("Het bewijs staat bij de taak.")
    ilse.follow("Vertellen hoe ver het is")
    ilse.pick("Hoe ver is het?", "Klaar")
    ilse.write("Resultaat (niet verplicht)", RESULT)
    ilse.push("Opslaan")
    ilse.expect_message("De taak is bijgewerkt.")
    survey.look(ilse.page, "task that is done")


def decide(ilse: Keyboard, survey: Survey, board: Board) -> None:
    """An evening with carers, and what was decided there."""
    ilse.page.goto(reverse("informal_care:board", args=[board.public_id]))
    ilse.follow("Beleid")
    ilse.follow("Moment toevoegen")
    ilse.select("Stap", "Volgen")
    ilse.date("Dag", today())
    ilse.write("Waar ging het over?", "Avond over het panel")
    ilse.number("Mantelzorgers: hoeveel? (niet verplicht)", 12)
    ilse.select("Mantelzorgers: hoe? (niet verplicht)", "Besloten mee")
    survey.look(ilse.page, "moment to add")
    ilse.push("Toevoegen")
    ilse.expect_message("Het moment staat bij het beleid.")
    ilse.follow("Besluit toevoegen")
    ilse.write("Wat is er besloten?", "Het panel gaat door.")
    ilse.write("Door wie?", "college van B en W")
    ilse.date("Op welke dag?", today())
    ilse.tick("Versterken")
    survey.look(ilse.page, "decision to add")
    ilse.push("Toevoegen")
    ilse.expect_message("Het besluit staat bij het beleid.")
    survey.look(ilse.page, "policy cycle")


def test_board_from_setting_up_to_the_council_by_keyboard(signed_in: SignedIn, survey: Survey, tmp_path: Path) -> None:
    ilse = Keyboard(signed_in(ILSE))
    starts_on = date(today().year + 5, 1, 1)
    board = set_up(ilse, survey, starts_on)
    take_on(ilse, survey, date(starts_on.year, 6, 30))
    tell(ilse, survey)
    decide(ilse, survey, board)

    ilse.page.goto(reverse("informal_care:board", args=[board.public_id]))
    ilse.follow("Verslag voor de raad")
    expect(ilse.page.get_by_text("1 van 1 beloften is nagekomen.")).to_be_visible()
    expect(ilse.page.get_by_text(f"{PROOF}: 1 (Taken die zijn opgepakt")).to_be_visible()
    survey.look(ilse.page, "council report")
    address = ilse.page.get_by_role("link", name="Verslag als pdf").get_attribute("href")
    text = read_pdf(ilse.page.request.get(address or "").body())
    for said in (RESULT, PROOF, "Eerst het panel.", "Het panel gaat door.", "Mantelzorgers: 12. Besloten mee."):
        assert said in text

"""The way from notification to allocation, by keyboard only, and two case workers at one case."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from clients.enums import Topic
from clients.models import Allocation, Case
from clients.selectors.advice import profile_questions
from core.calendar import is_working_day
from core.clock import today
from core.identifiers import is_test_bsn
from core.templatetags.pages import nl_date, nl_date_short
from tests.clients.intake import investigate, notify
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import KARIN, PETRA, WIL, Files, actor
from tests.e2e.steps import put_in_team, read_pdf, sign_in, sign_out
from tests.e2e.survey import Survey

SURNAME = "Keukentafel"
NAME = f"T. {SURNAME}"
CARER = "Wim Keukentafel"
QUESTION = "Overdag alleen thuis lukt niet meer."
PROVIDER = "De Linde dagbesteding"
BSN = next(bsn for number in range(999940000, 999950000) if is_test_bsn(bsn := str(number)))
BSN_LABEL = "Burgerservicenummer (BSN) (niet verplicht)"


def notify_by_keyboard(keys: Keyboard, survey: Survey) -> None:
    """Nobody with this name has a file: make one without a BSN, and the notification in it."""
    day = today()
    keys.follow("Cliënten")
    keys.follow("Nieuwe melding")
    survey.look(keys.page, "intake find")
    keys.write("Achternaam", SURNAME)
    keys.push("Zoeken op naam")
    expect(keys.page.get_by_role("heading", name="Er is nog geen dossier")).to_be_visible()
    survey.look(keys.page, "intake found nobody")
    keys.follow("Nieuw dossier maken")
    keys.write("Voorletters", "T.")
    keys.write("Voornamen (niet verplicht)", "Toos")
    expect(keys.page.get_by_role("textbox", name="Achternaam")).to_have_value(SURNAME)
    keys.date("Geboortedatum", day - timedelta(days=80 * 365))
    keys.write("Huisnummer (niet verplicht)", "1")
    keys.write("Postcode (niet verplicht)", "7311 ZZ")
    survey.look(keys.page, "intake new client")
    keys.push("Dossier maken en verder")
    keys.select("Hoe kwam de melding binnen?", "Telefoon")
    keys.select("Wie deed de melding?", "De cliënt zelf")
    keys.write("Wat is de vraag?", QUESTION)
    survey.look(keys.page, "intake notification")
    keys.push("Melding vastleggen")
    keys.expect_message("De melding is vastgelegd")
    survey.look(keys.page, "intake case notified")


def add_carer(keys: Keyboard) -> None:
    """Her husband looks after her."""
    keys.follow("Cliëntsysteem")
    keys.follow("Persoon toevoegen")
    keys.write("Naam", CARER)
    keys.select("Relatie", "Partner")
    keys.tick("Zorgt voor de cliënt")
    keys.push("Toevoegen")
    keys.follow("Aanvragen")
    number = keys.page.get_by_role("link", name="Zaak").first.inner_text()
    keys.follow(number)


def do(keys: Keyboard, survey: Survey, link: str, button: str) -> None:
    """The next step of which the form is right as it comes."""
    keys.follow(link)
    survey.look(keys.page, f"intake form {link}")
    keys.push(button)
    expect(keys.page.locator(".zr-stepper")).to_be_visible()


def write_findings(keys: Keyboard, survey: Survey) -> None:
    """All seven topics and the outcome."""
    keys.follow("Bevindingen opschrijven")
    for topic in Topic:
        keys.write(f"{topic.value}. {topic.label}", f"Wat wij zagen bij {topic.value}.")
    keys.write("Uitkomst van het onderzoek", "Begeleiding in een groep past.")
    survey.look(keys.page, "intake findings")
    keys.push("Opslaan")
    keys.expect_message("De bevindingen zijn opgeslagen")


def investigate_by_keyboard(keys: Keyboard, survey: Survey) -> None:
    """Conversation, findings, who cares, identity, profile and report."""
    do(keys, survey, "Bevestiging versturen", "Brief maken")
    keys.follow("Voorlichting vastleggen")
    keys.select("Hoe?", "Telefoon")
    survey.look(keys.page, "intake telling")
    keys.push("Opslaan")
    do(keys, survey, "Onderzoek starten", "Onderzoek starten")
    survey.look(keys.page, "intake case investigation")
    keys.follow("Gesprek vastleggen")
    keys.write("Plaats", "Bij de cliënt thuis")
    survey.look(keys.page, "intake conversation")
    keys.push("Opslaan")
    keys.expect_message("Het gesprek is vastgelegd")
    write_findings(keys, survey)
    keys.follow("Gesprek met wie zorgt vastleggen")
    keys.write("Wat doet deze persoon nu?", "Kookt en regelt alles.")
    keys.write("Wat lukt, en wat lukt niet meer?", "De nachten worden te zwaar.")
    keys.write("Wat heeft deze persoon zelf nodig?", "Een dag per week voor zichzelf.")
    keys.select("Wat was het antwoord?", "Wil dat graag")
    survey.look(keys.page, "intake carer")
    keys.push("Opslaan")
    keys.follow("Identiteit vaststellen")
    keys.select("Met welk document?", "Paspoort")
    survey.look(keys.page, "intake identity")
    keys.push("Opslaan")
    keys.follow("Kenmerken invullen")
    for question in profile_questions(today()):
        keys.pick(question.label, "Ja")
    survey.look(keys.page, "intake profile")
    keys.push("Opslaan")
    do(keys, survey, "Verslag versturen", "Verslag maken")


def decide_by_keyboard(keys: Keyboard, survey: Survey) -> None:
    """Application and decision."""
    keys.follow("Aanvraag vastleggen")
    keys.select("Hoe kwam de aanvraag binnen?", "Brief")
    survey.look(keys.page, "intake application")
    keys.push("Opslaan")
    keys.follow("Besluit nemen")
    survey.look(keys.page, "intake decision empty")
    keys.pick("Wat besluit u?", "Toegekend")
    keys.push("Besluit nemen")
    expect(keys.page.get_by_role("alert")).to_be_visible()
    survey.look(keys.page, "intake decision refused")
    keys.pick("Hoe krijgt de cliënt de zorg?", "Zorg in natura")
    keys.number("Aantal dagdelen", 4)
    keys.date("Begindatum", today() + timedelta(days=7))
    keys.date("Einddatum (niet verplicht)", today() + timedelta(days=370))
    keys.write("Waarom neemt u dit besluit?", "Een groep geeft structuur.")
    keys.date("Heronderzoek op", today() + timedelta(days=200))
    keys.push("Besluit nemen")
    keys.expect_message("Het besluit is genomen")
    survey.look(keys.page, "intake case decided")


def read_letters(keys: Keyboard, folder: Path) -> None:
    """What the client reads: the receipt, the report and the decision, word for word what was typed."""
    day, starts_on = today(), today() + timedelta(days=7)
    last = day + timedelta(weeks=6)
    while not is_working_day(last):
        last += timedelta(days=1)
    for letter, words in {
        "Bevestiging van de melding": (QUESTION, nl_date(day)),
        "Verslag van het onderzoek": (
            "Wat wij zagen bij a.",
            "Wat wij zagen bij g.",
            CARER,
            "De nachten worden te zwaar.",
        ),
        "Besluit": ("Een groep geeft structuur.", "4 dagdelen per week", nl_date(starts_on), nl_date(last)),
    }.items():
        text = read_pdf(keys.download(f"{letter} (PDF)", folder))
        for word in (SURNAME, *words):
            assert word in text, f"{letter}: {word}"


def allocate_by_keyboard(keys: Keyboard, survey: Survey) -> None:
    """Choose a provider with the waiting time in sight; that waits for the BSN, and then it is allocated."""
    page = keys.page
    keys.follow("Toewijzingen")
    keys.follow("Nieuwe toewijzing")
    survey.look(page, "intake choose decision")
    choose_provider(keys, survey)
    expect(page.get_by_role("alert").get_by_text("Vul eerst het BSN in het dossier in")).to_be_visible()
    survey.look(page, "intake allocation without bsn")
    keys.follow(NAME)
    keys.follow("Gegevens wijzigen")
    keys.write(BSN_LABEL, BSN)
    keys.push("Opslaan")
    keys.follow("Toewijzingen")
    keys.follow("Nieuwe toewijzing")
    choose_provider(keys, survey)
    keys.expect_message("is gemaakt")
    card = page.get_by_role("region", name="Begeleiding Groep Duurzaam")
    for words in (PROVIDER, "07A16", "4 dagdelen per week", nl_date_short(today() + timedelta(days=7)), "De cliënt"):
        expect(card).to_contain_text(words)
    survey.look(page, "intake allocated")


def choose_provider(keys: Keyboard, survey: Survey) -> None:
    """Product, volume and period come from the decision; who delivers it is chosen here."""
    keys.follow(f"Aanbieder kiezen voor Begeleiding Groep Duurzaam, besluit van {nl_date(today())}")
    offered = keys.page.get_by_role("group", name="Aanbieder")
    expect(offered.get_by_role("radio")).to_have_count(2)
    expect(offered).to_contain_text("Wachttijd 3 weken")
    survey.look(keys.page, "intake choose provider")
    keys.pick("Aanbieder", PROVIDER)
    expect(keys.page.get_by_label("Aantal dagdelen")).to_have_value("4")
    keys.select("Wie koos deze aanbieder?", "De cliënt")
    keys.write("Waarom deze aanbieder?", "Dichtbij, en mevrouw kent de groep.")
    keys.push("Toewijzen")


def read_as_provider(keys: Keyboard, survey: Survey) -> None:
    """The professional of the provider finds the file and the allocation, and nothing of the intake."""
    keys.follow(f"Plannen bekijken van {NAME}")
    keys.follow("Overzicht")
    keys.expect_heading(NAME)
    survey.look(keys.page, "intake file at provider")
    keys.follow("Toewijzingen")
    card = keys.page.get_by_role("region", name="Begeleiding Groep Duurzaam")
    expect(card).to_contain_text("4 dagdelen per week")
    expect(card).not_to_contain_text("Dichtbij, en mevrouw kent de groep.")
    expect(keys.page.get_by_role("link", name="Aanvragen")).to_have_count(0)
    survey.look(keys.page, "intake allocation at provider")


def test_intake_by_keyboard(new_context: Callable[..., BrowserContext], survey: Survey, tmp_path: Path) -> None:
    """From somebody without a file to a file at the provider, without touching a mouse."""
    keys = sign_in(new_context().new_page(), survey, KARIN)
    page = keys.page
    notify_by_keyboard(keys, survey)
    add_carer(keys)
    investigate_by_keyboard(keys, survey)
    decide_by_keyboard(keys, survey)
    assert Case.objects.get(client__surname=SURNAME).decisions.get().is_grant
    read_letters(keys, tmp_path)
    keys.follow("Overzicht")
    expect(page.get_by_text("BSN onbekend")).to_be_visible()
    survey.look(page, "intake file without bsn")
    allocate_by_keyboard(keys, survey)
    allocation = Allocation.objects.get(client__surname=SURNAME)
    assert (allocation.volume, allocation.provider.name) == (4, PROVIDER)
    sign_out(keys)

    keys = sign_in(new_context().new_page(), survey, WIL)
    put_in_team(keys, survey, NAME)
    sign_out(keys)

    read_as_provider(sign_in(new_context().new_page(), survey, PETRA), survey)


def test_second_case_worker_keeps_what_was_typed(signed_in: SignedIn, files: Files, survey: Survey) -> None:
    """Two people write findings; the second sees what the first wrote, and loses nothing."""
    person = files.new("none")
    case = investigate(actor(KARIN), notify(actor(KARIN), person))
    address = f"/clienten/{person.public_id}/aanvragen/{case.public_id}/bevindingen"
    first, second = signed_in(KARIN), signed_in(KARIN)
    for page in (first, second):
        page.goto(address)
    first.get_by_label("a. ").fill("Wat de eerste schreef.")
    first.get_by_role("button", name="Opslaan").click()
    expect(first.get_by_text("De bevindingen zijn opgeslagen")).to_be_visible()

    second.get_by_label("a. ").fill("Wat de tweede schreef.")
    second.get_by_role("button", name="Opslaan").click()

    expect(second.get_by_text("Iemand anders heeft deze aanvraag veranderd").first).to_be_visible()
    expect(second.get_by_text("Nu opgeslagen: Wat de eerste schreef.")).to_be_visible()
    expect(second.get_by_label("a. ")).to_have_value("Wat de tweede schreef.")
    survey.look(second, "intake conflict")
    second.get_by_role("button", name="Opslaan").click()
    expect(second.get_by_text("De bevindingen zijn opgeslagen")).to_be_visible()
    assert case.investigation.findings.get(topic="a").text == "Wat de tweede schreef."

"""The intake from notification to decision, by keyboard only, and two case workers at one case."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from clients.enums import Topic
from clients.models import Case, Client
from clients.selectors.advice import profile_questions
from core.clock import today
from tests.clients.intake import investigate, notify
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import KARIN, Files, actor
from tests.e2e.survey import Survey

SURNAME = "Keukentafel"
NAME = f"T. {SURNAME}"
CARER = "Wim Keukentafel"


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
    keys.write("Wat is de vraag?", "Overdag alleen thuis lukt niet meer.")
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


def test_intake_by_keyboard(signed_in: SignedIn, survey: Survey) -> None:
    """From somebody without a file to a decision, without touching a mouse."""
    page: Page = signed_in(KARIN)
    keys = Keyboard(page)
    page.goto("/")
    survey.look(page, "intake worklist")
    notify_by_keyboard(keys, survey)
    add_carer(keys)
    investigate_by_keyboard(keys, survey)
    decide_by_keyboard(keys, survey)

    assert Case.objects.get(client__surname=SURNAME).decisions.get().is_grant
    page.goto(f"/clienten/{Client.objects.get(surname=SURNAME).public_id}")
    expect(page.get_by_text("BSN onbekend")).to_be_visible()
    survey.look(page, "intake file without bsn")


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


def test_pages_of_the_intake_without_a_step(signed_in: SignedIn, files: Files, survey: Survey) -> None:
    """The pages that the way to the decision does not pass."""
    person = files.new("none")
    case = notify(actor(KARIN), person, is_urgent=True, urgent_reason="De mantelzorger ligt in het ziekenhuis.")
    term = case.terms.get(kind="investigation")
    page = signed_in(KARIN)
    file, of_case = f"/clienten/{person.public_id}", f"/clienten/{person.public_id}/aanvragen/{case.public_id}"
    paths = [f"{file}/{path}" for path in ("aanvragen", "aanvragen/heronderzoek", "overlijden", "verhuizing")]
    steps = ("voorlichting", "persoonlijk-plan", "spoedbesluit", "beeindigen", "niemand-gesproken")
    paths += [f"{of_case}/{step}" for step in steps]
    paths += [f"{of_case}/termijnen/{term.public_id}/{act}" for act in ("stilzetten", "hervatten")]
    for path in (*paths, of_case, "/verhuizingen"):
        page.goto(path)
        survey.look(page, f"intake {path.rpartition('/')[2][:20]}")

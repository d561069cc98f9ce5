"""The main job from allocation to evaluation, by keyboard only, each page looked at on the way."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from core.clock import today
from core.templatetags.pages import nl_date
from plans.selectors import scales
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import KARIN, PETRA, WIL
from tests.e2e.steps import expect_due, put_in_team, read_pdf, sign_in, sign_out, six_months_after, take_part
from tests.e2e.survey import Survey

CLIENT = "R. de Gans"
IN_LIST = "Gans, R. de"
DAUGHTER = "Marloes de Gans"
GOALS = (
    ("Dag- en weekstructuur", "Mevrouw komt op drie vaste dagen.", "dagen per week dat mevrouw er is"),
    ("Contact met anderen", "Mevrouw eet samen met twee anderen.", "lunches samen per week"),
)
REPORT = "We gaan door met de vaste dagen en letten extra op de lunch."


def allocate(keys: Keyboard, survey: Survey, starts_on: date) -> None:
    """The case worker finds the client, adds her daughter, and allocates."""
    page = keys.page
    keys.follow("Cliënten")
    keys.write("Naam", "gans")
    keys.submit()
    expect(page.get_by_text("1 cliënt", exact=True)).to_be_visible()
    survey.look(page, "main clients found")
    keys.follow(IN_LIST)
    keys.expect_heading(CLIENT)
    survey.look(page, "main file")
    keys.follow("Cliëntsysteem")
    keys.follow("Persoon toevoegen")
    survey.look(page, "main new member")
    keys.write("Naam", DAUGHTER)
    keys.select("Relatie", "Zoon of dochter")
    keys.date("Begindatum", starts_on - timedelta(days=365))
    keys.push("Toevoegen")
    expect(page.get_by_role("heading", name=DAUGHTER)).to_be_visible()
    keys.follow("Toewijzingen")
    keys.follow("Nieuwe toewijzing")
    survey.look(page, "main choose decision")
    keys.follow("Het besluit staat niet in dit systeem")
    survey.look(page, "main new allocation")
    keys.write("Waarom is er geen besluit in dit systeem?", "Het besluit staat op papier.")
    keys.select("Product en aanbieder", "Begeleiding Groep Duurzaam, De Linde")
    keys.date("Begindatum", starts_on)
    keys.date("Einddatum (niet verplicht)", starts_on + timedelta(days=364))
    keys.number("Aantal dagdelen", 4)
    keys.select("Wie koos deze aanbieder?", "De cliënt")
    keys.write("Waarom deze aanbieder?", "Mevrouw kent de groep.")
    keys.push("Toewijzen")
    keys.expect_message("is gemaakt")
    survey.look(page, "main allocated")


def write_plan(keys: Keyboard, survey: Survey, starts_on: date) -> None:
    """The professional starts the plan and fills it."""
    page = keys.page
    keys.follow(f"Plannen bekijken van {CLIENT}")
    survey.look(page, "main plans of client")
    number = page.get_by_text("Toewijzing", exact=True).locator("xpath=following-sibling::dd").inner_text()
    keys.follow(f"Plan beginnen voor toewijzing {number}")
    keys.select("Eindverantwoordelijke", "Petra Lubbers")
    keys.date("Eerste dag van het plan", starts_on)
    survey.look(page, "main start plan")
    keys.push("Plan beginnen")
    keys.expect_message("Het plan is begonnen")
    survey.look(page, "main empty plan")
    keys.follow("Wijzigen van situatie en periode")
    survey.look(page, "main change plan")
    keys.write("Hoe gaat het nu? (niet verplicht)", "Woont alleen en vergeet te eten.")
    keys.write("Welk toezicht en welke nabijheid zijn nodig? (niet verplicht)", "Iemand aan dezelfde tafel.")
    keys.push("Opslaan")
    for goal in GOALS:
        add_goal(keys, survey, goal, starts_on)
    keys.follow("Wijzigen van evaluatiemomenten")
    survey.look(page, "main moments")
    keys.date("Evaluatiemoment 1 (niet verplicht)", six_months_after(starts_on) - timedelta(days=7))
    keys.push("Opslaan")
    survey.look(page, "main plan ready to agree")
    expect(page.get_by_text("Er ontbre")).to_have_count(0)


def add_goal(keys: Keyboard, survey: Survey, goal: tuple[str, str, str], starts_on: date) -> None:
    """A SMART goal with two activities."""
    domain, statement, measure = goal
    keys.follow("Doel toevoegen")
    survey.look(keys.page, "main add goal")
    keys.select("Leefgebied", domain)
    keys.write("Doel", statement)
    keys.write("In de woorden van de cliënt", "Ik wil niet de hele dag alleen zitten.")
    keys.tick("De cliënt wil dit doel")
    keys.write("Wat meten we?", measure)
    keys.write("Beginwaarde", "0,5")
    keys.write("Streefwaarde", "3")
    keys.write("Eenheid", "keer per week")
    keys.write("Waarom is dit haalbaar?", "Het vervoer rijdt op vaste tijden.")
    keys.date("Bereikt op", six_months_after(starts_on))
    for activity, times in (("De dag samen doorspreken", 2), ("Samen de tafel dekken", 3)):
        keys.write("Wat doen we?", activity)
        keys.number("Hoe vaak?", times)
        keys.select("Per", "per week")
        keys.write("Door wie? (niet verplicht)", "vaste begeleider")
        keys.press("Tab")
    keys.push("Doel opslaan")
    expect(keys.page.get_by_text(statement).first).to_be_visible()


def agree(keys: Keyboard, survey: Survey, agreed_on: date) -> None:
    """The daughter agrees, and then the professional; from that day the clock runs."""
    keys.follow("Akkoord geven")
    survey.look(keys.page, "main agree")
    keys.pick("Wie gaat akkoord?", DAUGHTER)
    keys.pick("Waarom niet de cliënt zelf?", "De cliënt vroeg deze persoon")
    keys.write("Toelichting (niet verplicht)", "Mevrouw wil dat haar dochter dit regelt.")
    keys.date("Op welke dag?", agreed_on)
    keys.push("Akkoord van de cliënt vastleggen")
    keys.expect_message("Het akkoord van de cliënt is vastgelegd.")
    survey.look(keys.page, "main client agreed")
    keys.date("Op welke dag?", agreed_on)
    keys.push("Ik ga akkoord als professional")
    keys.expect_message("Uw akkoord is vastgelegd.")
    survey.look(keys.page, "main plan agreed")
    keys.push("Uitvoering starten", key="Space")
    keys.expect_message("wordt nu uitgevoerd")
    expect_due(keys, six_months_after(agreed_on))
    survey.look(keys.page, "main plan in execution")


def evaluate(keys: Keyboard, survey: Survey) -> None:
    """The evaluation, first saved as a draft and then completed."""
    page = keys.page
    keys.follow("Evalueren")
    survey.look(page, "main start evaluation")
    keys.push("Evaluatie beginnen")
    keys.expect_message("De evaluatie is begonnen")
    take_part(keys, (CLIENT, "Cliënt"), (DAUGHTER, "Lid van het cliëntsysteem"))
    keys.push("Concept opslaan")
    for _ in range(2):  # past those who are there, to the row that came with saving
        keys.to("textbox", "Naam")
        keys.press("Tab")
    take_part(keys, ("Petra Lubbers", "Professional"))
    keys.push("Concept opslaan")
    survey.look(page, "main evaluation form")
    for number in (1, 2):
        keys.pick(f"Voortgang op doel {number}", "Vooruitgang")
        keys.write("Gemeten waarde (niet verplicht)", "2,5")
        keys.press("Tab")
    for scale in scales().values():
        keys.pick(scale.question, "1:")
    keys.write("Helpt de begeleiding?", "De vaste dagen geven rust.")
    keys.pick("Past de hulpvraag nog bij de Wmo?", "Ja")
    keys.write("Waarom?", "De hulpvraag is gelijk gebleven.")
    keys.write("Verslag", REPORT)
    keys.push("Afronden")
    survey.look(page, "main evaluation complete")


def test_main_job_by_keyboard(new_context: Callable[..., BrowserContext], survey: Survey, tmp_path: Path) -> None:
    """Allocation, plan, both agreements, evaluation and the next due date, without touching a mouse."""
    day = today()
    starts_on, agreed_on = day - timedelta(days=40), day - timedelta(days=30)

    keys = sign_in(new_context().new_page(), survey, KARIN)
    allocate(keys, survey, starts_on)
    sign_out(keys)

    keys = sign_in(new_context().new_page(), survey, WIL)
    put_in_team(keys, survey, CLIENT)
    sign_out(keys)

    keys = sign_in(new_context().new_page(), survey, PETRA)
    write_plan(keys, survey, starts_on)
    agree(keys, survey, agreed_on)
    plan_address = keys.page.url
    text = read_pdf(keys.download("PDF van het plan", tmp_path))
    for words in (CLIENT, DAUGHTER, "Petra Lubbers", nl_date(agreed_on), *(goal[1] for goal in GOALS)):
        assert words in text
    evaluate(keys, survey)
    text = read_pdf(keys.download("PDF van het verslag", tmp_path))
    assert REPORT in text
    assert nl_date(day) in text
    keys.follow("Terug naar het plan")
    expect_due(keys, six_months_after(day))
    survey.look(keys.page, "main plan evaluated")
    sign_out(keys)

    keys = sign_in(new_context().new_page(), survey, KARIN)
    keys.follow("Cliënten")
    keys.write("Naam", "gans")
    keys.submit()
    keys.follow(IN_LIST)
    keys.follow("Plan")
    keys.follow("Plan, versie 1")
    assert keys.page.url == plan_address
    keys.expect_heading(CLIENT)
    expect_due(keys, six_months_after(day))
    expect(keys.page.get_by_role("link", name="Evalueren")).to_have_count(0)
    survey.look(keys.page, "main plan read by case worker")

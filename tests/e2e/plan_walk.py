"""The steps of a plan from template to reminder, for whoever works with the keyboard or with a mouse."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core import clock
from core.calendar import add_months
from core.templatetags.pages import nl_date_short
from plans.models import PlanTemplate
from plans.selectors import scales
from plans.services.templates import add_template_goal, create_template
from products.models import ProductVariant
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import WIL, Files, actor
from tests.e2e.steps import expect_due, read_pdf, six_months_after, take_part
from tests.factories.organisations import PDF

TEMPLATE = "Vier doelen om mee te beginnen"
GOALS = {
    "structure": "De cliënt komt op vaste dagen en weet wat er die dag gebeurt.",
    "activities": "De cliënt kiest elke dag een activiteit en doet mee.",
    "daily_living": "De cliënt eet zelf aan tafel.",
    "social_contacts": "De cliënt praat elke dag met iemand uit de groep.",
}
WEEK = ("dinsdagochtend", "dinsdagmiddag", "donderdagochtend", "donderdagmiddag")
PROFESSIONAL = "Petra Lubbers"
REMINDED_BEFORE = timedelta(weeks=2)
REMINDED = "Evaluatie in te plannen"

Look = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Story:
    """Whose plan it is, and when it is written and evaluated, so that the planner is reminded today."""

    client: str
    written: date
    first: date
    second: date

    @classmethod
    def of(cls, files: Files, today: date) -> "Story":
        """The story of somebody to whom care was allocated a week before the plan is written."""
        second = add_months(today + REMINDED_BEFORE, -6)
        first = add_months(second, -3)
        written = first - timedelta(days=40)
        client = files.new("none", **{"from": (written - today).days - 7, "days": 730})
        return cls(client.name, written, first, second)

    @property
    def due(self) -> date:
        """The last day for the evaluation after the second."""
        return six_months_after(self.second)


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody who goes through the pages: with what, what is looked at on the way, and a folder for files."""

    keys: Keyboard
    look: Look
    folder: Path

    def save(self, button: str, name: str) -> None:
        """Look at a form that is filled in, and send it."""
        self.look(name)
        self.keys.push(button)

    def score(self, score: int) -> None:
        """Say of everything that is followed how much is needed."""
        for scale in scales().values():
            self.keys.pick(scale.question, f"{score}:")


def move_clock(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Make it this day for the server too: its threads know nothing of `core.clock.pretend` in that of the test."""
    monkeypatch.setattr(clock, "_pretended", ContextVar("pretended", default=day))


def keep_template() -> PlanTemplate:
    """A template of De Linde with four goals; it is made once."""
    kept = PlanTemplate.objects.filter(name=TEMPLATE).first()
    if kept is not None:
        return kept
    planner = actor(WIL)
    variant = ProductVariant.objects.get(code="bg-duurzaam")
    template = create_template(
        actor=planner,
        variant=variant,
        values={"name": TEMPLATE, "needed_support": "Er is altijd iemand in dezelfde ruimte."},
    )
    for position, (domain, statement) in enumerate(GOALS.items(), start=1):
        template.refresh_from_db()
        add_template_goal(
            actor=planner,
            template=template,
            revision=template.revision,
            values={"domain": domain, "statement": statement, "measure": "keren dat het lukt", "unit": "keer per week"},
            activities=[{"description": f"Elke keer oefenen bij doel {position}", "times": 2, "per": "week"}],
        )
    return template


def write_plan(walker: Walker, story: Story) -> None:
    """Start with the template, tick the week, and fill in all that the page of the plan says is missing."""
    keys = walker.keys
    keys.follow(f"Plannen bekijken van {story.client}")
    number = keys.page.get_by_text("Toewijzing", exact=True).locator("xpath=following-sibling::dd").inner_text()
    keys.follow(f"Plan beginnen voor toewijzing {number}")
    keys.select("Eindverantwoordelijke", PROFESSIONAL)
    keys.select("Waarmee begint het plan? (niet verplicht)", TEMPLATE)
    walker.save("Plan beginnen", "plan walk start")
    keys.expect_message("Het plan is begonnen")
    for statement in GOALS.values():
        expect(keys.page.get_by_text(statement, exact=True)).to_be_visible()
    walker.look("plan walk from template")

    keys.follow("Invullen wanneer de cliënt komt")
    for moment in WEEK:
        keys.tick(moment)
    walker.save("Opslaan", "plan walk week")
    week = keys.page.get_by_role("table", name="Wanneer de cliënt komt en wat er dan gebeurt")
    expect(week.get_by_text("In de groep", exact=True)).to_have_count(len(WEEK))
    keys.follow("Invullen wat nodig is bij het begin")
    walker.score(1)
    walker.save("Opslaan", "plan walk start scores")
    for position in range(1, len(GOALS) + 1):
        keys.follow(f"Doel {position}: vul in wanneer het doel bereikt is.")
        fill_goal(walker, story)
    keys.follow("Het plan heeft nog geen evaluatiemoment. Vul minstens 1 datum in.")
    keys.date("Evaluatiemoment 1 (niet verplicht)", story.first)
    walker.save("Opslaan", "plan walk moments")
    expect(keys.page.get_by_text("Er ontbre")).to_have_count(0)
    walker.look("plan walk complete")


def fill_goal(walker: Walker, story: Story) -> None:
    """What no template can know: the client's own words and will, the numbers, and the day."""
    keys = walker.keys
    keys.write("In de woorden van de cliënt", "Ik wil niet de hele dag op de bank zitten.")
    keys.tick("De cliënt wil dit doel")
    keys.write("Beginwaarde", "1")
    keys.write("Streefwaarde", "4")
    keys.write("Waarom is dit haalbaar?", "De groep is klein en het vervoer rijdt op vaste tijden.")
    keys.date("Bereikt op", six_months_after(story.written))
    walker.save("Doel opslaan", "plan walk goal")
    keys.expect_heading("Uitvoeringsplan van")


def agree(walker: Walker, story: Story) -> None:
    """The client signed a print, and its scan is kept; the professional agrees on screen and starts."""
    keys = walker.keys
    keys.follow("Akkoord geven")
    walker.look("plan walk agree")
    keys.follow("Leg een akkoord op papier vast")
    printed = read_pdf(keys.download("Print het plan", walker.folder))
    mark = re.search(r"Kenmerk: ([0-9A-F]{4} [0-9A-F]{4})", printed)
    assert mark, "the print of a draft has no mark"
    scan = walker.folder / "getekend plan.pdf"
    scan.write_bytes(PDF)
    keys.pick("Wie tekende?", f"{story.client}, de cliënt zelf")
    keys.date("Welke datum staat bij de handtekening?", story.written)
    keys.write("Welk kenmerk staat er op het papier?", mark[1])
    keys.attach("Scan of foto van het getekende plan", scan)
    walker.save("Akkoord vastleggen", "plan walk agree on paper")
    keys.expect_message("Het akkoord op papier is vastgelegd.")
    walker.look("plan walk client agreed")
    keys.date("Op welke dag?", story.written)
    keys.push("Ik ga akkoord als professional")
    keys.expect_message("Uw akkoord is vastgelegd.")
    walker.look("plan walk agreed")
    keys.push("Uitvoering starten", key="Space")
    keys.expect_message("wordt nu uitgevoerd")
    expect_due(keys, six_months_after(story.written))


def evaluate(walker: Walker, story: Story, score: int) -> None:
    """What was asked beforehand, who took part, each goal, what is needed now, whether the Wmo still fits."""
    keys = walker.keys
    keys.follow("Evalueren")
    keys.push("Evaluatie beginnen")
    keys.expect_message("De evaluatie is begonnen")
    keys.follow("Antwoorden invullen")
    keys.pick("Hoe tevreden bent u over de begeleiding?", "Tevreden")
    keys.pick("Hoe goed werken de begeleiders samen met iedereen om u heen?", "Goed")
    walker.save("Opslaan", "plan walk experiences")
    keys.expect_message("De antwoorden zijn opgeslagen.")
    take_part(keys, (story.client, "Cliënt"), (PROFESSIONAL, "Professional"))
    for position in range(1, len(GOALS) + 1):
        keys.pick(f"Voortgang op doel {position}", "Vooruitgang")
        keys.write("Gemeten waarde (niet verplicht)", "2,5")
        keys.press("Tab")
    walker.score(score)
    keys.write("Helpt de begeleiding?", "De vaste dagen geven rust.")
    keys.pick("Past de hulpvraag nog bij de Wmo?", "Ja")
    keys.write("Waarom?", "De hulpvraag is gelijk gebleven.")
    keys.write("Verslag", "We gaan zo door.")
    walker.save("Afronden", "plan walk evaluation")
    keys.expect_message("De evaluatie is afgerond.")
    walker.look("plan walk evaluated")
    keys.follow("Terug naar het plan")


def expect_trend(keys: Keyboard, *scores: int) -> None:
    """Each thing that is followed is drawn with these scores, and the numbers stand in a table too."""
    for scale in scales().values():
        drawing = keys.page.get_by_role("img", name=f"{scale.label}: {', '.join(map(str, scores))}", exact=True)
        expect(drawing).to_be_visible()
        expect(drawing.locator("circle")).to_have_count(len(scores))
    table = keys.page.get_by_role("table", name="Dezelfde cijfers in een tabel")
    expect(table.locator("tbody tr")).to_have_count(len(scores))


def expect_reminder(keys: Keyboard, story: Story) -> None:
    """The work list says by when this evaluation has to be planned."""
    block = keys.page.locator("section").filter(has=keys.page.get_by_role("heading", name=REMINDED))
    row = block.get_by_role("row").filter(has_text=story.client)
    expect(row).to_contain_text(nl_date_short(story.due))
    expect(row).to_contain_text(f"Nog {(story.due - clock.today()).days} dagen")

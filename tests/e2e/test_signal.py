"""From a worry of a general practitioner to a carer who gets support, by keyboard; each sees what is theirs."""

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import expect

from core.clock import today
from core.templatetags.pages import nl_date
from informal_care.models import Carer, CarerSignal
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import GIJS, ILSE, NOOR
from tests.e2e.survey import Survey

TOLD = "J. van Veldhuizen"
NAME = "Joke van Veldhuizen (fictief)"
SEEN = "Zij zorgt dag en nacht voor haar man en is op (fictief)."
NOTED = "Gebeld; zij huilde aan de telefoon (fictief)."
CAME_OF_IT = "De Brug komt elke dinsdag (fictief)."
FEEDBACK = "Wij spraken haar. Er komt elke week iemand, zodat zij weg kan (fictief)."
TAKES_OVER = "Noor Wijers"
CARERQOL = {
    "1. ": "enige",
    "2. ": "enige",
    "3. ": "veel",
    "4. ": "veel",
    "5. ": "geen",
    "6. ": "geen",
    "7. ": "veel",
}
"""1 + 1 + 0 + 0 + 2 + 0 + 0 = 4 points: heavy."""


def report(gijs: Keyboard, survey: Survey) -> CarerSignal:
    """The practice tells it in a few lines, and reads back no more than that."""
    gijs.page.goto("/")
    gijs.follow("Signalen")
    survey.look(gijs.page, "signal list of a practice")
    gijs.follow("Signaal doorgeven")
    gijs.pick("Wat is er aan de hand?", "Het is te zwaar")
    gijs.write("Wat zag of hoorde u?", SEEN)
    gijs.write("Om wie gaat het?", TOLD)
    gijs.write("Telefoon (niet verplicht)", "055 000 03 03")
    survey.look(gijs.page, "signal to tell")
    gijs.push("Doorgeven")
    gijs.expect_message("Dank u wel. Het signaal is doorgegeven.")
    survey.look(gijs.page, "signal that was told")
    return CarerSignal.objects.get(person_name=TOLD)


def take_up(ilse: Keyboard, survey: Survey, signal: CarerSignal) -> None:
    """The coordinator sees it in time and phones."""
    ilse.page.goto("/")
    ilse.follow("Signalen")
    survey.look(ilse.page, "signals of a municipality")
    ilse.follow(f"{TOLD} (signaal van {nl_date(today())})")
    expect(ilse.page.get_by_text("Vindplaats: Huisartsen De Kade (fictief)")).to_be_visible()
    ilse.follow("Stap vastleggen")
    ilse.write("Wat deed u?", NOTED)
    survey.look(ilse.page, "signal step")
    ilse.push("Opslaan")
    ilse.expect_message("De stap staat erbij.")
    signal.refresh_from_db()
    assert signal.taken_up_on == today() <= signal.due_on
    assert signal.owner is not None
    assert signal.owner.email == ILSE


def register(ilse: Keyboard, survey: Survey) -> Carer:
    """Nobody knows her yet: she is registered with her permission, and the signal is hers from then on."""
    ilse.follow("Welke mantelzorger is dit?")
    survey.look(ilse.page, "signal whose carer is unknown")
    ilse.follow("Mantelzorger vastleggen")
    expect(ilse.page.get_by_label("Hoe heet u?")).to_have_value(TOLD)
    ilse.write("Hoe heet u?", NAME)
    ilse.write("Voor wie zorgt u?", "mijn man")
    ilse.select("Wat bent u van die persoon?", "Partner")
    ilse.date("Sinds wanneer?", today() - timedelta(days=700))
    ilse.number("Hoeveel uur per week? (niet verplicht)", 60)
    survey.look(ilse.page, "carer to register after a signal")
    ilse.push("Vastleggen")
    ilse.expect_message("Het staat erin.")
    survey.look(ilse.page, "carer after a signal")
    return Carer.objects.get(name=NAME)


def refer(ilse: Keyboard, survey: Survey, signal: CarerSignal) -> None:
    """She is handed over to somebody with a name, who tells afterwards how it went."""
    ilse.follow(f"Het is te zwaar, {nl_date(today())}")
    ilse.follow("Verwijzen")
    ilse.pick("Hoe verwijst u?", "Warm")
    ilse.write("Wie neemt het over? (niet verplicht)", TAKES_OVER)
    ilse.select("Organisatie (niet verplicht)", "Steunpunt Mantelzorg De Brug (fictief)")
    survey.look(ilse.page, "warm referral")
    ilse.push("Verwijzen")
    ilse.expect_message("De verwijzing staat erbij.")
    expect(ilse.page.get_by_text("wacht op terugkoppeling")).to_be_visible()
    ilse.follow("Vastleggen hoe het ging")
    ilse.write("Hoe ging het?", "Noor Wijers was bij haar en komt terug (fictief).")
    survey.look(ilse.page, "feedback of a referral")
    ilse.push("Opslaan")
    ilse.expect_message("De terugkoppeling staat erbij.")
    expect(ilse.page.get_by_text("teruggehoord", exact=True)).to_be_visible()
    assert signal.referrals.get().feedback_on == today()


def measure(ilse: Keyboard, survey: Survey) -> None:
    """How she fares. It is heavy, and makes no second signal while this one is open."""
    ilse.follow(NAME)
    ilse.follow("Vragen hoe het gaat")
    for question, answer in CARERQOL.items():
        ilse.pick(question, answer)
    ilse.pick("Hoe gelukkig voelt u zich nu?", "4")
    survey.look(ilse.page, "questions of carerqol")
    ilse.push("Opslaan")
    ilse.expect_message("De meting staat erin.")


def support(ilse: Keyboard, survey: Survey) -> None:
    """Somebody takes over for a part of each week."""
    ilse.follow("Steun vastleggen")
    ilse.select("Soort steun", "Tijdelijke vervanging van de zorg")
    ilse.write("Waar gaat het om?", "Elke dinsdag iemand in huis (fictief)")
    ilse.select("Vorm van vervanging (niet verplicht)", "Thuis: vrijwillige thuishulp")
    ilse.select("Hoeveel wordt overgenomen? (niet verplicht)", "Voor een deel")
    ilse.write("Afgesproken uren (niet verplicht)", "48")
    ilse.date("Begonnen op (niet verplicht)", today())
    ilse.select("Door welke organisatie? (niet verplicht)", "Steunpunt Mantelzorg De Brug (fictief)")
    survey.look(ilse.page, "support to add")
    ilse.push("Opslaan")
    ilse.expect_message("De steun staat erin.")
    survey.look(ilse.page, "carer with support")


def answer(ilse: Keyboard, survey: Survey) -> None:
    """The practice hears what it may know, and the signal is done."""
    ilse.follow(f"Het is te zwaar, {nl_date(today())}")
    ilse.follow("Terugkoppelen")
    ilse.write("Wat mag wie dit doorgaf weten?", FEEDBACK)
    survey.look(ilse.page, "answer to who told")
    ilse.push("Opslaan")
    ilse.expect_message("Wie dit doorgaf, kan uw antwoord nu lezen.")
    ilse.follow("Afhandelen")
    ilse.pick("Uitkomst", "Krijgt hulp")
    ilse.write("Wat is er gedaan?", CAME_OF_IT)
    survey.look(ilse.page, "signal to handle")
    ilse.push("Afhandelen")
    ilse.expect_message("Het signaal is afgehandeld.")
    survey.look(ilse.page, "signal that was handled")


def test_signal_of_a_practice_to_a_carer_with_support_by_keyboard(signed_in: SignedIn, survey: Survey) -> None:
    gijs, ilse, noor = Keyboard(signed_in(GIJS)), Keyboard(signed_in(ILSE)), signed_in(NOOR)
    signal = report(gijs, survey)
    take_up(ilse, survey, signal)
    carer = register(ilse, survey)
    refer(ilse, survey, signal)
    measure(ilse, survey)
    support(ilse, survey)
    answer(ilse, survey)

    signal.refresh_from_db()
    assert (signal.carer, signal.outcome) == (carer, "supported")
    assert carer.signals.count() == 1
    assert (carer.measurements.get().score, carer.measurements.get().is_heavy) == (4, True)
    assert carer.support.get().planned_hours == 48

    gijs.page.goto("/")
    gijs.follow("Signalen")
    gijs.follow(f"{TOLD} (signaal van {nl_date(today())})")
    survey.look(gijs.page, "answer that a practice reads")
    expect(gijs.page.get_by_text(FEEDBACK)).to_be_visible()
    for hidden in (NAME, NOTED, CAME_OF_IT, TAKES_OVER, "Krijgt hulp"):
        expect(gijs.page.get_by_text(hidden)).to_have_count(0)
    for page in (gijs.page, noor):
        answered = page.goto(reverse("informal_care:carer", args=[carer.public_id]))
        assert answered is not None
        assert answered.status in {403, 404}
    seen = noor.goto(reverse("informal_care:signal", args=[signal.public_id]))
    assert seen is not None
    assert seen.status == 404

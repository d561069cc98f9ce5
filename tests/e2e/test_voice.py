"""Who cares for somebody has a say: a poll by a link on a phone, an application without an account, the self test."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import BrowserContext, expect

from accounts.models import User
from core.actors import Origin
from core.clock import today
from informal_care.models import AppreciationScheme, Poll
from informal_care.rules.polls import Asked
from informal_care.services.panel import join_panel
from informal_care.services.polls import invite_panel, make_poll
from organisations.selectors import actor_for, memberships_of
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import ILSE
from tests.e2e.survey import Survey

PHONE = {"width": 390, "height": 844}
READING = 2_500
"""Milliseconds: a form that is sent sooner than a person can is asked once more."""


def test_poll_is_answered_on_a_phone_by_keyboard(
    site: str, new_context: Callable[..., BrowserContext], survey: Survey
) -> None:
    """From the link of a letter to the thanks; the link works once, and the page to leave is looked at."""
    ilse = User.objects.get(email=ILSE)
    actor = actor_for(ilse, memberships_of(ilse, today())[0], Origin())
    join_panel(actor=actor, name="Tonny Telefoon (fictief)")
    poll = make_poll(
        actor=actor,
        asked=[Asked("Kunt u vandaag weg?", ["Ja", "Nee"]), Asked("Hoe gaat het met u?")],
        title="Een korte vraag",
        opens_on=today(),
        closes_on=today() + timedelta(days=5),
    )
    secret = next(secret for member, secret in invite_panel(actor=actor, poll=poll).letters if "Tonny" in member.name)
    link = f"/meedoen/{poll.public_id}/{secret}"
    page = new_context(viewport=PHONE).new_page()
    keys = Keyboard(page)
    page.goto(f"{link}/stoppen")
    survey.look(page, "leave the panel")
    page.goto(link)
    survey.look(page, "poll on a phone")
    keys.pick("Kunt u vandaag weg?", "Ja")
    keys.pick("Hoe gaat het met u?", "Goed")
    page.wait_for_timeout(READING)
    keys.push("Versturen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw antwoorden")
    assert Poll.objects.get(pk=poll.pk).answers == 1
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet")
    survey.look(page, "link that does not work")


def test_somebody_applies_without_an_account(
    site: str, new_context: Callable[..., BrowserContext], survey: Survey
) -> None:
    """Fill in the form by keyboard and come to the page that shows how far it is."""
    scheme = AppreciationScheme.objects.get()
    page = new_context(viewport=PHONE).new_page()
    keys = Keyboard(page)
    page.goto(f"/waardering/aanvragen-in/{scheme.municipality.cbs_code}")
    keys.write("Uw naam", "Tonny Telefoon (fictief)")
    keys.date("Uw geboortedatum", today() - timedelta(days=15_000))
    keys.write("Straat en huisnummer", "Voorbeeldstraat 2")
    keys.write("Postcode", "7311 AA")
    keys.write("Plaats", "Apeldoorn")
    keys.write("Voor wie zorgt u?", "mijn zus")
    keys.date("Sinds wanneer zorgt u?", today() - timedelta(days=400))
    keys.number("Hoeveel uur per week ongeveer?", 12)
    keys.tick("Degene voor wie ik zorg, woont in deze gemeente")
    keys.select("Wat wilt u hebben?", scheme.kinds.all()[0].name)
    page.wait_for_timeout(READING)
    keys.push("Aanvragen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw aanvraag voor waardering")
    survey.look(page, "application state")


def test_self_test_gives_advice(site: str, new_context: Callable[..., BrowserContext], survey: Survey) -> None:
    """Six answers, and tips that belong to them."""
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto("/u-zorgt-voor-iemand/0200")
    for group in page.get_by_role("group").all():
        group.get_by_label("Nee").check()
    page.wait_for_timeout(READING)
    page.get_by_role("button", name="Toon tips").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tips voor u")
    expect(page.get_by_text("Wacht hier niet te lang mee.").first).to_be_visible()

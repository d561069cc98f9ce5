"""A planner makes a group, says when it is open, and places a client: with script and without."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.clock import today
from delivery.models import Group, Placement
from tests.e2e.conftest import SignedIn
from tests.e2e.people import WIL, Files
from tests.e2e.survey import Survey


def coming(weekday: int) -> date:
    """The next day with this number in the week, today not included."""
    return today() + timedelta(days=(weekday - today().isoweekday() - 1) % 7 + 1)


@pytest.mark.parametrize("has_script", [True, False])
def test_group_from_its_name_to_its_first_client(
    signed_in: SignedIn, survey: Survey, files: Files, *, has_script: bool
) -> None:
    """What is wrong stands at its dagdeel; how full the group gets is seen before anything is stored."""
    allocation = files.allocation(files.new("none"))
    page = signed_in(WIL, java_script_enabled=has_script)
    page.goto(reverse("delivery:groups"))
    page.get_by_role("link", name="Nieuwe groep").click()
    name = f"De Kas {'met' if has_script else 'zonder'} script"
    page.get_by_label("Naam").fill(name)
    page.get_by_label("Locatie").select_option(label="Theehuis De Linde")
    page.get_by_label("Plaatsen", exact=True).fill("1")
    page.get_by_role("button", name="Groep maken").click()
    _set_hours(page, survey if has_script else None)
    expect(page.get_by_text("9:00 tot 12:30")).to_be_visible()
    group = Group.objects.get(name=name)

    page.goto(reverse("clients:allocations", args=[allocation.client.public_id]))
    page.get_by_role("link", name="Plaatsen in een groep").click()
    expect(page.get_by_text("nog niet in een groep geplaatst")).to_be_visible()
    page.get_by_role("link", name=f"Plaatsen in {name}").click()
    page.get_by_label("dinsdagochtend").check()
    page.get_by_label("Vanaf").fill(coming(2).isoformat())
    page.get_by_role("button", name="Bekijk wat dit betekent").click()
    expect(page.get_by_role("heading", name="Wat dit betekent")).to_be_visible()
    expect(page.get_by_text("dinsdagochtend, 9:00 tot 12:30: 1 van 1 plaatsen vol")).to_be_visible()
    assert not Placement.objects.filter(group=group).exists()
    if has_script:
        survey.look(page, "effect of a placement")

    page.get_by_role("button", name="Ja, opslaan").click()
    expect(page.get_by_text("De cliënt is geplaatst.")).to_be_visible()
    expect(page.get_by_role("row", name="Dinsdag 9:00 tot 12:30 1 van 1 plaatsen vol")).to_be_visible()
    assert Placement.objects.get(group=group).allocation == allocation


def _set_hours(page: Page, survey: Survey | None) -> None:
    page.get_by_label("Dinsdagochtend van").fill("09:00")
    page.get_by_label("Dinsdagochtend tot").fill("14:30")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("link", name="Een dagdeel duurt hoogstens 4 uur")).to_be_visible()
    if survey is not None:
        survey.look(page, "opening times refused")
    page.get_by_label("Dinsdagochtend tot").fill("12:30")
    page.get_by_role("button", name="Opslaan").click()

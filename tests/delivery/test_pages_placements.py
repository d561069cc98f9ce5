"""The end of a placement on a page, and the page in a client's file that leads to groups."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from delivery.services import place_client, start_group
from plans.rules.week import Week
from tests.cast import sign_in
from tests.plans.story import allocate

START = date(2026, 3, 2)
TUESDAYS = Week.of("2-morning", "2-afternoon")


@pytest.fixture
def placed(group, planner, allocation):
    return place_client(actor=planner, group=group, allocation=allocation, moments=TUESDAYS, starts_on=START)


@pytest.fixture
def second(group, apeldoorn, de_linde):
    """Another client of De Linde, of whom nobody said yet to which group he comes."""
    return allocate(apeldoorn, de_linde, surname="Bos")


def url_of(name, *rows):
    return reverse(f"delivery:{name}", args=[row.public_id for row in rows])


def test_a_placement_ends_on_its_last_day(client, wil, placed, group):
    url = url_of("end_placement", placed)
    assert sign_in(client, wil).get(url).context["form"]["ends_on"].value() == START

    assert client.post(url, {"revision": 1, "ends_on": "2026-05-01"}).url == url_of("group", group)
    placed.refresh_from_db()
    assert placed.ends_on == date(2026, 5, 1)
    later = client.post(url, {"revision": 2, "ends_on": "2026-06-01"})
    assert set(later.context["form"].errors) == {"ends_on"}


def test_file_of_the_client_leads_to_the_groups(*, client, wil, petra, placed, allocation, group):
    of_allocation = url_of("of_allocation", allocation)
    link = f'href="{of_allocation}">Plaatsen in een groep'
    assert (
        link
        in sign_in(client, wil).get(reverse("clients:allocations", args=[allocation.client.public_id])).content.decode()
    )

    page = client.get(of_allocation).content.decode()
    assert "dinsdagochtend en dinsdagmiddag" in page
    assert "Komt hier al" in page
    assert "Dagdelen wijzigen" in page

    of_client = sign_in(client, petra).get(reverse("plans:of_client", args=[allocation.client.public_id]))
    assert f'href="{of_allocation}">Groepen waar de cliënt komt' in of_client.content.decode()
    theirs = client.get(of_allocation).content.decode()
    assert "Dagdelen wijzigen" not in theirs


def test_client_without_a_group_is_placed_from_the_file(client, wil, second, group):
    page = sign_in(client, wil).get(url_of("of_allocation", second)).content.decode()

    assert "nog niet in een groep geplaatst" in page
    assert reverse("compliance:place_one", args=[group.public_id, second.public_id]) in page


def test_allocation_that_is_over_leads_to_no_group(client, wil, placed, allocation, on_day):
    on_day(date(2027, 1, 4))

    page = sign_in(client, wil).get(url_of("of_allocation", allocation)).content.decode()

    assert "Plaatsen kan niet meer" in page
    assert "Dagdelen wijzigen" not in page


def test_page_asks_as_much_of_the_database_for_three_as_for_one(
    *, client, wil, planner, group, second, apeldoorn, de_linde
):
    url = url_of("of_allocation", second)
    sign_in(client, wil).get(url)
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    for surname in ("Dam", "Veld"):
        allocate(apeldoorn, de_linde, surname=surname)
        facts = {"location": group.location, "capacity": 3, "starts_on": date(2026, 1, 1)}
        start_group(actor=planner, values=facts | {"name": f"De {surname}"})
    with CaptureQueriesContext(connection) as with_three:
        client.get(url)

    assert len(with_one) == len(with_three)

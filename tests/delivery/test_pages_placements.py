"""Placing clients on pages: people see how full the group gets before anything is stored."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from clients.models import Allocation
from delivery.models import Placement
from delivery.services import place_client, preview_change, preview_placement, start_group
from plans.rules.week import Week
from tests.cast import sign_in
from tests.delivery.test_groups import codes_of
from tests.plans.story import allocate

START = date(2026, 3, 2)
TUESDAYS = Week.of("2-morning", "2-afternoon")
TYPED = {"moments": ["2-morning", "2-afternoon"], "starts_on": "2026-03-02"}


@pytest.fixture
def placed(group, planner, allocation):
    return place_client(actor=planner, group=group, allocation=allocation, moments=TUESDAYS, starts_on=START)


@pytest.fixture
def second(group, apeldoorn, de_linde):
    """Another client of De Linde, of whom nobody said yet to which group he comes."""
    return allocate(apeldoorn, de_linde, surname="Bos")


def url_of(name, *rows):
    return reverse(f"delivery:{name}", args=[row.public_id for row in rows])


def effect_on(page):
    return [(str(one.moment), one.words, one.badge) for one in page.context["effect"]]


def fields_of(page):
    """What a browser sends back of this page, the hidden fields included."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def test_preview_says_how_full_it_gets_and_stores_nothing(placed, second, group, planner):
    before = AuditEntry.objects.count()

    effect = preview_placement(actor=planner, group=group, allocation=second, moments=TUESDAYS, starts_on=START)

    assert [(str(one.hours.moment), one.placed, one.capacity) for one in effect] == [
        ("dinsdagochtend", 2, 2),
        ("dinsdagmiddag", 2, 2),
    ]
    assert (Placement.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_preview_of_other_dagdelen_counts_the_client_once(placed, planner):
    moments = Week.of("2-morning", "1-morning")

    effect = preview_change(actor=planner, placement=placed, revision=1, moments=moments, starts_on=date(2026, 6, 1))

    assert [one.placed for one in effect] == [1, 1]
    placed.refresh_from_db()
    assert (placed.ends_on, placed.revision) == (date(2026, 12, 31), 1)


def test_client_is_placed_after_the_effect_was_seen(client, wil, placed, second, group):
    url = url_of("place", group)
    sign_in(client, wil).get(url)
    typed = TYPED | {"allocation": second.public_id}

    first = client.post(url, typed)

    assert first.status_code == 200
    assert effect_on(first) == [
        ("dinsdagochtend", "2 van 2 plaatsen", ("vol", "neutral")),
        ("dinsdagmiddag", "2 van 2 plaatsen", ("vol", "neutral")),
    ]
    assert "De cliënt komt 2 dagdelen per week. Toegewezen: 4 dagdelen per week." in first.context["advice"]
    assert "S. de Bos" in first.content.decode()
    assert Placement.objects.count() == 1

    assert client.post(url, fields_of(first)).url == url_of("group", group) + "?dag=2026-03-02"
    made = Placement.objects.get(allocation=second)
    assert (made.moments, made.starts_on, made.ends_on) == (TUESDAYS, START, second.ends_on)


def test_what_is_typed_anew_is_shown_anew(client, wil, second, group):
    url = url_of("place_one", group, second)
    first = sign_in(client, wil).post(url, TYPED)

    again = client.post(url, fields_of(first) | {"moments": ["1-morning"]})

    assert effect_on(again) == [("maandagochtend", "1 van 2 plaatsen", None)]
    assert not Placement.objects.exists()


def test_effect_that_changed_meanwhile_is_shown_again(*, client, wil, planner, allocation, second, group):
    url = url_of("place_one", group, second)
    first = sign_in(client, wil).post(url, TYPED)
    place_client(actor=planner, group=group, allocation=allocation, moments=TUESDAYS, starts_on=START)

    again = client.post(url, fields_of(first))

    assert [words for _, words, _ in effect_on(again)] == ["2 van 2 plaatsen"] * 2
    assert not Placement.objects.filter(allocation=second).exists()
    assert client.post(url, fields_of(again)).status_code == 302


def test_all_that_stands_in_the_way_is_said_before_the_effect(client, wil, second, group):
    url = url_of("place_one", group, second)
    typed = {"moments": ["6-evening"], "starts_on": "2025-12-01", "ends_on": "2026-02-01"}

    page = sign_in(client, wil).post(url, typed)

    assert set(page.context["form"].errors) == {"moments", "starts_on"}
    assert not page.context["effect"]
    assert set(client.post(url, {}).context["form"].errors) == {"moments", "starts_on"}


def test_only_clients_who_are_not_in_the_group_yet_are_offered(
    *, client, wil, placed, second, group, de_linde, zutphen
):
    ended = allocate(zutphen, de_linde, surname="Oud")
    Allocation.objects.filter(pk=ended.pk).update(ends_on=date(2026, 2, 28))

    choices = sign_in(client, wil).get(url_of("place", group)).context["form"].fields["allocation"].choices

    assert [key for key, _ in choices] == ["", str(second.public_id)]
    assert "S. de Bos, geboren" in choices[1][1]
    assert client.get(url_of("place_one", group, ended)).status_code == 404


def test_dagdelen_change_from_a_day_after_the_effect_was_seen(client, wil, placed, group):
    url = url_of("change_placement", placed)
    page = sign_in(client, wil).get(url)
    assert page.context["form"]["moments"].value() == ["2-morning", "2-afternoon"]
    typed = {"revision": 1, "moments": ["1-morning"], "starts_on": "2026-06-01"}

    first = client.post(url, typed)
    assert effect_on(first) == [("maandagochtend", "1 van 2 plaatsen", None)]
    assert client.post(url, fields_of(first)).url == url_of("group", group) + "?dag=2026-06-01"

    placed.refresh_from_db()
    assert placed.ends_on == date(2026, 5, 31)
    assert Placement.objects.latest("starts_on").moments == Week.of("1-morning")


def test_change_over_that_of_somebody_else_is_laid_beside_it(client, wil, placed):
    typed = {"revision": 0, "moments": ["1-morning"], "starts_on": "2026-06-01"}

    assert sign_in(client, wil).post(url_of("change_placement", placed), typed).status_code == 409
    assert Placement.objects.get().revision == 1


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
    assert url_of("place_one", group, second) in page


def test_allocation_that_is_over_leads_to_no_group(client, wil, placed, allocation, on_day):
    on_day(date(2027, 1, 4))

    page = sign_in(client, wil).get(url_of("of_allocation", allocation)).content.decode()

    assert "Plaatsen kan niet meer" in page
    assert "Dagdelen wijzigen" not in page


def test_faults_of_a_preview_are_those_of_the_service(placed, group, planner, allocation):
    with pytest.raises(ValidationError) as refusal:
        preview_placement(actor=planner, group=group, allocation=allocation, moments=TUESDAYS, starts_on=START)
    assert codes_of(refusal) == ["placed_twice"]


@pytest.mark.parametrize("name", ["place", "of_allocation"])
def test_page_asks_as_much_of_the_database_for_three_as_for_one(
    *, client, wil, planner, group, second, apeldoorn, de_linde, name
):
    url = url_of(name, group if name == "place" else second)
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

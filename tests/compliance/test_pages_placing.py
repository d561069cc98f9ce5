"""Placing clients on pages: people see how full the group gets, and who falls short, before anything is stored."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from clients.models import Allocation
from compliance.services.ahead import effect_of_moving, effect_of_placing
from delivery.models import Placement
from delivery.services import change_group, place_client
from plans.rules.week import Week
from tests.cast import sign_in
from tests.delivery.roster_story import colleague, works
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
    return reverse(f"compliance:{name}", args=[row.public_id for row in rows])


def group_url(group):
    return reverse("delivery:group", args=[group.public_id])


def effect_on(page):
    return [(str(one.moment), one.words, one.badge) for one in page.context["effect"]]


def fields_of(page):
    """What a browser sends back of this page, the hidden fields included."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def test_preview_says_how_full_it_gets_and_stores_nothing(placed, second, group, planner):
    before = AuditEntry.objects.count()

    effect = effect_of_placing(actor=planner, group=group, allocation=second, moments=TUESDAYS, starts_on=START)

    assert [(str(one.hours.moment), one.placed, one.capacity) for one in effect.occupied] == [
        ("dinsdagochtend", 2, 2),
        ("dinsdagmiddag", 2, 2),
    ]
    assert (Placement.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_preview_of_other_dagdelen_counts_the_client_once(placed, planner):
    moments = Week.of("2-morning", "1-morning")

    effect = effect_of_moving(actor=planner, placement=placed, revision=1, moments=moments, starts_on=date(2026, 6, 1))

    assert [one.placed for one in effect.occupied] == [1, 1]
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

    assert client.post(url, fields_of(first)).url == group_url(group) + "?dag=2026-03-02"
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
    assert client.post(url, fields_of(first)).url == group_url(group) + "?dag=2026-06-01"

    placed.refresh_from_db()
    assert placed.ends_on == date(2026, 5, 31)
    assert Placement.objects.latest("starts_on").moments == Week.of("1-morning")


def test_change_over_that_of_somebody_else_is_laid_beside_it(client, wil, placed):
    typed = {"revision": 0, "moments": ["1-morning"], "starts_on": "2026-06-01"}

    assert sign_in(client, wil).post(url_of("change_placement", placed), typed).status_code == 409
    assert Placement.objects.get().revision == 1


def test_faults_of_a_preview_are_those_of_the_service(placed, group, planner, allocation):
    with pytest.raises(ValidationError) as refusal:
        effect_of_placing(actor=planner, group=group, allocation=allocation, moments=TUESDAYS, starts_on=START)
    assert codes_of(refusal) == ["placed_twice"]


@pytest.fixture
def five(*, planner, group, apeldoorn, de_linde):
    """Five clients on Tuesdays with one professional: as many as one may stand beside."""
    works(planner, group, colleague(de_linde))
    group.refresh_from_db()
    change_group(actor=planner, group=group, revision=group.revision, values={"capacity": 8})
    placed = []
    for name in ("Dam", "Eik", "Fok", "Gans", "Hert"):
        one = allocate(apeldoorn, de_linde, surname=name)
        placed.append(place_client(actor=planner, group=group, allocation=one, moments=TUESDAYS, starts_on=START))
    return placed


def test_who_would_be_one_too_many_is_seen_once_for_all_weeks(client, wil, five, second, group):
    url = url_of("place_one", group, second)
    first = sign_in(client, wil).post(url, TYPED)

    what, *others = first.context["short"]
    assert what.what == f"{group.name}, dinsdagochtend"
    assert what.when == "8 keer, van 3 maart 2026 tot en met 21 april 2026"
    assert [one.what for one in others] == [f"{group.name}, dinsdagmiddag"]
    text = first.content.decode()
    assert "Nee. In deze dagdelen klopt het rooster dan niet." in text
    assert "1 professional (mbo 2 of hoger) meer, of 1 cliënt minder." in text
    assert not Placement.objects.filter(allocation=second).exists()

    assert client.post(url, fields_of(first)).status_code == 302
    assert Placement.objects.filter(allocation=second).exists()


def test_roster_that_changed_since_is_shown_again(*, client, wil, planner, five, second, group, de_linde):
    url = url_of("place_one", group, second)
    first = sign_in(client, wil).post(url, TYPED)
    works(planner, group, colleague(de_linde))

    again = client.post(url, fields_of(first))

    assert again.context["short"] == []
    assert "komt in geen enkel dagdeel iemand tekort" in again.content.decode()
    assert not Placement.objects.filter(allocation=second).exists()


def test_other_dagdelen_are_looked_at_as_a_new_placement_is(*, client, wil, planner, five, group, second):
    mondays = Week.of("1-morning")
    moved = place_client(actor=planner, group=group, allocation=second, moments=mondays, starts_on=START)
    typed = {"revision": moved.revision, "moments": ["2-morning"], "starts_on": "2026-03-09"}

    page = sign_in(client, wil).post(url_of("change_placement", moved), typed)

    assert [one.when for one in page.context["short"]] == ["7 keer, van 10 maart 2026 tot en met 21 april 2026"]


def test_what_lies_too_far_ahead_is_said_to_be_unknown(client, wil, second, group):
    page = sign_in(client, wil).post(url_of("place_one", group, second), TYPED | {"starts_on": "2026-11-02"})

    assert "zo ver vooruit staan er nog geen dagdelen klaar" in page.content.decode()


def test_page_asks_as_much_of_the_database_for_three_as_for_one(*, client, wil, group, second, apeldoorn, de_linde):
    url = url_of("place", group)
    sign_in(client, wil).get(url)
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    for surname in ("Dam", "Veld"):
        allocate(apeldoorn, de_linde, surname=surname)
    with CaptureQueriesContext(connection) as with_three:
        client.get(url)

    assert len(with_one) == len(with_three)

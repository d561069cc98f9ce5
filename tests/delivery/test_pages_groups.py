"""Pages about groups: the list, one group, and the forms with which a provider keeps them."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from core.clock import today
from delivery.models import ClosedDay, Group, MixDecision
from delivery.rules import Hours
from delivery.selectors import group_rows, number_hidden, occupation
from delivery.services import close_day, decide_mix, place_client, set_hours, start_group
from organisations.enums import Role
from plans.rules.week import CODES, Week
from tests.cast import actor_of_user, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.clients import ShieldFactory
from tests.factories.organisations import LocationFactory, MembershipFactory
from tests.plans.story import allocate

START = date(2026, 3, 2)
TUESDAYS = Week.of("2-morning", "2-afternoon")


@pytest.fixture
def placed(group, planner, allocation):
    return place_client(actor=planner, group=group, allocation=allocation, moments=TUESDAYS, starts_on=START)


@pytest.fixture
def cor(apeldoorn):
    """The contract manager of Apeldoorn."""
    user = UserFactory.create(name="Cor van Laar")
    MembershipFactory.create(user=user, organisation=apeldoorn, role=Role.CONTRACT_MANAGER)
    return user


def page_of(group, name="group"):
    return reverse(f"delivery:{name}", args=[group.public_id])


def text_of(page):
    return " ".join(page.content.decode().split())


def another(planner, name):
    location = LocationFactory.create(provider_id=planner.organisation_id)
    values = {"name": name, "location": location, "capacity": 4, "starts_on": date(2026, 1, 1)}
    return start_group(actor=planner, values=values)


# Reading -------------------------------------------------------------------------------------------------


def test_list_says_how_full_a_group_is_and_where_the_first_place_is(client, wil, placed, group, on_day):
    on_day(date(2026, 3, 3))  # a Tuesday
    text = text_of(sign_in(client, wil).get(reverse("delivery:groups")))

    assert "ochtend: 1 van 2 plaatsen" in text
    assert "middag: 1 van 2 plaatsen" in text
    assert "dinsdagochtend 3-3-2026, 1 plaats" in text


def test_list_passes_by_full_and_closed_days(*, client, wil, planner, placed, group, apeldoorn, de_linde, on_day):
    second = allocate(apeldoorn, de_linde, surname="Bos")
    place_client(actor=planner, group=group, allocation=second, moments=TUESDAYS, starts_on=START)
    close_day(actor=planner, groups=[group], day=date(2026, 3, 4), reason="Feest")
    on_day(date(2026, 3, 3))
    text = text_of(sign_in(client, wil).get(reverse("delivery:groups")))
    assert "donderdagochtend 5-3-2026, 2 plaatsen" in text

    on_day(date(2026, 3, 4))
    assert "Gesloten: Feest" in text_of(sign_in(client, wil).get(reverse("delivery:groups")))


def test_list_without_a_place_says_so(planner, group):
    Group.objects.update(ends_on=date(2026, 1, 31))
    row = group_rows(list(Group.objects.all()), planner, date(2026, 3, 3))[0]

    assert (list(row.today), row.free) == ([], None)


def test_list_shows_groups_that_stopped_only_when_asked(client, wil, planner, group):
    Group.objects.update(ends_on=date(2026, 2, 28))

    assert group.name not in text_of(sign_in(client, wil).get(reverse("delivery:groups")))
    assert group.name in text_of(client.get(reverse("delivery:groups"), {"toon": "alle"}))


@pytest.mark.parametrize("route", ["groups", "group"])
def test_page_asks_as_much_of_the_database_for_three_as_for_one(
    *, client, wil, planner, group, placed, apeldoorn, de_linde, route
):
    url = reverse("delivery:groups") if route == "groups" else page_of(group)
    decide(planner, group, date(2026, 2, 1))
    sign_in(client, wil).get(url)
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    Group.objects.update(capacity=9)
    for name in ("De Kas", "De Serre"):
        place_client(
            actor=planner,
            group=group,
            allocation=allocate(apeldoorn, de_linde, surname=name),
            moments=TUESDAYS,
            starts_on=START,
        )
        other = another(planner, name)
        set_hours(actor=planner, group=other, revision=1, hours=[_hours("1-morning")], starts_on=START)
        close_day(actor=planner, groups=[group, other], day=START.replace(day=len(name)), reason="Feest")
        group.refresh_from_db()
        decide(planner, group, START.replace(month=len(name)))
    with CaptureQueriesContext(connection) as with_three:
        client.get(url)

    assert len(with_one) == len(with_three)


def test_group_names_only_those_whose_file_is_seen_and_counts_the_others(
    *, client, petra, wil, planner, placed, group, apeldoorn, de_linde
):
    for surname in ("Bos", "Dam"):  # not treated by petra
        other = allocate(apeldoorn, de_linde, surname=surname)
        other.client.treatments.all().delete()
        moments = Week.of("1-morning")
        place_client(actor=planner, group=group, allocation=other, moments=moments, starts_on=START)

    theirs = text_of(sign_in(client, petra).get(page_of(group)))
    assert "S. de Vries" in theirs
    assert "Bos" not in theirs
    assert "En nog 2 cliënten van wie u het dossier niet mag zien." in theirs
    assert "Dagdelen wijzigen" not in theirs

    own = text_of(sign_in(client, wil).get(page_of(group)))
    assert "Bos" in own
    assert "Dagdelen wijzigen" in own
    assert "niet mag zien" not in own


def test_shielded_client_is_counted_and_not_named(*, client, wil, planner, placed, group, petra, de_linde, allocation):
    ShieldFactory.create(client=allocation.client, organisation=de_linde, set_by=petra)

    page = text_of(sign_in(client, wil).get(page_of(group)))

    assert "Vries" not in page
    assert "Er is 1 cliënt geplaatst. U mag dit dossier niet zien." in page
    assert [one.placed for one in occupation(group, planner, today())][:2] == [0, 1]


def test_municipality_counts_its_own_and_names_nobody(*, client, cor, planner, placed, group, zutphen, de_linde):
    theirs = allocate(zutphen, de_linde, surname="Bos")
    place_client(actor=planner, group=group, allocation=theirs, moments=TUESDAYS, starts_on=START)
    actor = actor_of_user(cor)

    page = text_of(sign_in(client, cor).get(page_of(group)))

    assert "1 uit uw gemeente" in page
    assert "van 2 plaatsen" not in page
    assert "Er is 1 cliënt uit uw gemeente geplaatst." in page
    assert not AuditEntry.objects.filter(event="read").exists()
    assert number_hidden(group, actor, today()) == 1
    assert "Eerste vrije dagdeel" not in text_of(client.get(reverse("delivery:groups")))
    stranger = replace(actor, organisation_id=zutphen.pk, role=Role.CASE_WORKER)
    assert {one.placed for one in occupation(group, stranger, today())} == {0}


def test_group_without_hours_or_people_says_so(client, wil, planner):
    page = text_of(sign_in(client, wil).get(page_of(another(planner, "De Serre"))))

    for words in ("geen openingstijden", "nog niemand geplaatst", "geen besluit over de niveaus", "geen dagen aan"):
        assert words in page


def test_group_shows_other_opening_times_that_are_coming(client, wil, planner, group):
    later = date(2026, 5, 1)
    set_hours(actor=planner, group=group, revision=2, hours=[_hours("3-evening", 19, 21)], starts_on=later)

    now = text_of(sign_in(client, wil).get(page_of(group)))
    then = text_of(client.get(page_of(group), {"dag": "2026-05-01"}))

    assert "bekijk de week vanaf 1 mei 2026" in now
    assert "19:00 tot 21:00" not in now
    assert "19:00 tot 21:00" in then
    assert client.get(page_of(group), {"dag": "morgen"}).status_code == 200


def test_decisions_on_levels_stand_with_their_reason_and_period(client, petra, planner, group):
    decide(planner, group, date(2026, 1, 1))
    page = text_of(sign_in(client, petra).get(page_of(group)))

    assert "mbo 2 60%, hbo 40%" in page
    assert "Twee cliënten zijn snel onrustig." in page
    assert "vanaf 1-1-2026" in page
    assert "Nieuw besluit" not in page


# Keeping -------------------------------------------------------------------------------------------------


def test_new_group_goes_on_to_its_opening_times(client, wil, group, de_linde):
    location = LocationFactory.create(provider=de_linde)
    typed = {"name": "De Serre", "location": location.public_id, "capacity": 8, "starts_on": "2026-04-01"}

    page = sign_in(client, wil).post(reverse("delivery:new_group"), typed)

    made = Group.objects.get(name="De Serre")
    assert (made.provider_id, made.location, made.capacity, made.ends_on) == (de_linde.pk, location, 8, None)
    assert page["Location"] == page_of(made, "hours")


def test_new_group_says_all_that_is_wrong_beside_its_field(client, wil, group):
    typed = {"name": group.name, "location": LocationFactory.create().public_id, "capacity": 0, "starts_on": ""}

    form = sign_in(client, wil).post(reverse("delivery:new_group"), typed).context["form"]
    assert set(form.errors) == {"location", "capacity", "starts_on"}

    typed |= {"location": group.location.public_id, "capacity": 3, "starts_on": "2026-04-01", "ends_on": "2026-03-01"}
    form = client.post(reverse("delivery:new_group"), typed).context["form"]
    assert set(form.errors) == {"name", "ends_on"}


def test_change_of_a_group_meets_somebody_elses(client, wil, group):
    typed = {
        "name": "De Kas",
        "location": group.location.public_id,
        "capacity": 5,
        "starts_on": "2026-01-01",
        "revision": 1,
    }
    page = sign_in(client, wil).post(page_of(group, "change_group"), typed)
    assert page.status_code == 409

    assert client.post(page_of(group, "change_group"), typed | {"revision": 2}).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.capacity) == ("De Kas", 5)


def test_whole_week_of_opening_times_is_typed_at_once(client, wil, group):
    url = page_of(group, "hours")
    assert "09:00" in text_of(sign_in(client, wil).get(url))
    typed = {
        "revision": 2,
        "starts_on": "2026-05-01",
        "2-morning-opens": "09:15",
        "2-morning-closes": "12:15",
        "7-evening-opens": "19:00",
        "7-evening-closes": "21:00",
    }

    assert client.post(url, typed).status_code == 302
    open_then = [(str(row.opens), row.weekday) for row in group.openings.active_on(date(2026, 5, 1))]
    assert open_then == [("09:15:00", 2), ("19:00:00", 7)]


def test_faults_in_the_week_stand_at_their_dagdeel_all_at_once(client, wil, placed, group):
    typed = {
        "revision": 2,
        "starts_on": "2026-05-01",
        "1-morning-opens": "12:00",
        "1-morning-closes": "09:00",
        "3-morning-opens": "09:00",
        "3-morning-closes": "14:00",
        "3-afternoon-opens": "13:00",
        "3-afternoon-closes": "16:00",
    }
    form = sign_in(client, wil).post(page_of(group, "hours"), typed).context["form"]
    assert {name: [error.code for error in errors.as_data()] for name, errors in form.errors.items()} == {
        "1-morning-opens": ["opening_order"],
        "2-morning-opens": ["placed_when_closed"],
        "2-afternoon-opens": ["placed_when_closed"],
        "3-morning-opens": ["dagdeel_long"],
        "3-afternoon-opens": ["opening_overlap"],
    }

    half = client.post(page_of(group, "hours"), typed | {"4-morning-opens": "09:00", "5-evening-closes": "x"})
    assert set(half.context["form"].errors) == {"4-morning-closes", "5-evening-closes"}
    assert group.openings.count() == 6


def test_other_hours_of_somebody_else_stand_beside_what_was_typed(client, wil, planner, group):
    set_hours(actor=planner, group=group, revision=2, hours=[_hours("1-morning")], starts_on=START)
    typed = {"revision": 2, "starts_on": "2026-05-01", "1-morning-opens": "10:30", "1-morning-closes": "12:00"}

    page = sign_in(client, wil).post(page_of(group, "hours"), typed)

    assert page.status_code == 409
    choices = {
        choice.label: "".join(piece.text for piece in choice.theirs) for choice in page.context["form"].clash.choices
    }
    assert choices["Maandagochtend van"] == "9:00"


def test_day_is_closed_for_several_groups_at_once_and_opened_again(client, wil, planner, group):
    other = another(planner, "De Serre")
    url = reverse("delivery:close_day")
    assert sign_in(client, wil).get(url, {"groep": str(group.public_id)}).context["form"]["groups"].value() == [
        str(group.public_id)
    ]
    typed = {"groups": [group.public_id, other.public_id], "day": "2026-12-25", "reason": "Eerste Kerstdag"}

    assert client.post(url, typed).url == reverse("delivery:groups")
    assert ClosedDay.objects.count() == 2
    closed = group.closed_days.get()
    assert client.post(reverse("delivery:reopen_day", args=[closed.public_id])).url == page_of(group)
    assert not group.closed_days.exists()
    refused = client.post(url, {"groups": ["iets"], "day": "2026-12-25", "reason": " "}).context["form"]
    assert set(refused.errors) == {"groups", "reason"}


def test_decision_on_levels_begins_with_the_last_one(client, wil, planner, group):
    decide(planner, group, date(2026, 1, 1))
    url = page_of(group, "decide_mix")
    assert sign_in(client, wil).get(url).context["form"]["mbo2"].value() == 60

    typed = {"revision": 3, "starts_on": "2026-01-01", "motivation": "", "mbo2": 50, "hbo": 40}
    assert set(client.post(url, typed).context["form"].errors) == {"motivation"}
    refused = client.post(url, typed | {"motivation": "Rustiger."}).context["form"]
    assert set(refused.errors) == {"__all__", "starts_on"}
    assert client.post(url, typed | {"motivation": "Rustiger.", "mbo2": 60, "starts_on": "2026-04-01"}).url == page_of(
        group
    )
    shares = MixDecision.objects.latest("starts_on").shares
    assert dict(shares.values_list("level", "percent")) == {"mbo2": 60, "hbo": 40}


def _hours(code, opens=9, closes=12):
    return Hours(CODES[code], time(opens), time(closes))


def decide(planner, group, starts_on):
    group.refresh_from_db()
    return decide_mix(
        actor=planner,
        group=group,
        revision=group.revision,
        starts_on=starts_on,
        motivation="Twee cliënten zijn snel onrustig.",
        shares={"mbo2": 60, "hbo": 40},
    )

"""The real price: worked by hand, at random, kept, and beside what was agreed.

The formula is that of the domain notes: cost per client and dagdeel = hours x gross hourly cost / productive share /
clients per professional, with the six elements of Uitvoeringsbesluit Wmo 2015 art. 5.4 around it.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEntry
from contracts.models import PriceLevel, PriceSheet
from contracts.rules.price import (
    LevelShare,
    PriceInput,
    cents,
    gap_of,
    hourly_cost,
    price_of,
    productive_share,
    what_if,
)
from contracts.services import set_price_sheet
from core.constraints import as_validation_error
from organisations.enums import OrganisationKind
from organisations.models import Region
from tests.cast import actor_of_user, sign_in
from tests.factories import contracts as made

D = Decimal
TODAY = date(2026, 3, 1)
BY_HAND = PriceInput(
    clients_per_professional=D(5),
    hours_per_unit=D(4),
    levels=(
        LevelShare("mbo 2", D(30), D(30)),
        LevelShare("mbo 3", D(40), D(35)),
        LevelShare("mbo 4", D(30), D(40)),
    ),
    year_hours=D(1800),
    leave_hours=D(200),
    illness_hours=D(100),
    training_hours=D(20),
    meeting_hours=D(40),
    overhead_percentage=D(20),
    travel_costs=D(6),
    training_costs=D("0.50"),
    index_percentage=D(4),
    demand_minutes=D(6),
)


def amounts(price):
    return {element.letter: element.amount for element in price.elements}


def test_price_worked_by_hand():
    """An hour costs 30% x 30 + 40% x 35 + 30% x 40 = 35.00; 1440 of 1800 hours are productive: 80%.

    a: 4 x 35 / 5 = 28.00. c: 28 / 0.8 - 28 = 7.00. b: 20% of 35.00 = 7.00. d: 6.00 + 0.50 = 6.50.
    f: 6/60 x 35 / 0.8 = 4.375, so 4.38. e: 4% of 52.88 = 2.1152, so 2.12. Together 55.00.
    """
    price = price_of(BY_HAND)

    assert (hourly_cost(BY_HAND.levels), productive_share(BY_HAND)) == (D(35), D("0.8"))
    assert amounts(price) == {
        "a": D("28.00"),
        "b": D("7.00"),
        "c": D("7.00"),
        "d": D("6.50"),
        "e": D("2.12"),
        "f": D("4.38"),
    }
    assert price.total == D("55.00")


def test_from_one_on_five_to_one_on_six_worked_by_hand():
    """a: 140 / 6 = 23.33. c: 29.1667 - 23.33 = 5.84. b: 20% of 29.17 = 5.83. e: 4% of 45.88 = 1.84. Together 47.72."""
    price = price_of(what_if(BY_HAND, clients=D(6)))

    assert amounts(price) == {
        "a": D("23.33"),
        "b": D("5.83"),
        "c": D("5.84"),
        "d": D("6.50"),
        "e": D("1.84"),
        "f": D("4.38"),
    }
    assert price.total == D("47.72")


def test_another_mix_of_levels_worked_by_hand():
    """30/40/30 becomes 10/30/60: 10% x 30 + 30% x 35 + 60% x 40 = 37.50 an hour, so a is 4 x 37.50 / 5 = 30.00."""
    price = price_of(what_if(BY_HAND, shares=[D(10), D(30), D(60)]))

    assert price.hourly_cost == D("37.50")
    assert amounts(price)["a"] == D("30.00")


def test_formulas_say_in_plain_words_how_an_amount_came_about():
    words = {element.letter: element.formula for element in price_of(BY_HAND).elements}

    assert words["a"] == (
        "4 uur × €\u00a035,00 per uur ÷ 5 cliënten. Een uur kost 30% mbo 2 van €\u00a030,00 + 40% mbo 3 van "
        "€\u00a035,00 + 30% mbo 4 van €\u00a040,00."
    )
    assert words["c"] == (
        "4 uur × €\u00a035,00 ÷ 5 cliënten ÷ 80% is €\u00a035,00, min a. Van 1800 uur per jaar zijn er 360 niet voor "
        "cliënten."
    )
    assert words["e"] == "4% van a, b, c, d en f samen, €\u00a052,88"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"levels": BY_HAND.levels[:2]}, "levels", "level_mix"),
        ({"levels": (LevelShare("mbo 2", D(100), D(0)),)}, "levels", "level_mix"),
        ({"levels": (LevelShare("mbo 2", D(120), D(30)), LevelShare("hbo", D(-20), D(30)))}, "levels", "level_mix"),
        ({"clients_per_professional": D(0)}, "clients_per_professional", "ratio"),
        ({"hours_per_unit": D(0)}, "hours_per_unit", "unit_hours"),
        ({"leave_hours": D(1800)}, "year_hours", "unproductive"),
        ({"travel_costs": D(-1)}, "travel_costs", "price_negative"),
    ],
)
def test_what_cannot_be_a_price_is_refused(change, field, code):
    with pytest.raises(ValidationError) as refusal:
        price_of(replace(BY_HAND, **change))

    assert [fault.code for fault in refusal.value.error_dict[field]] == [code]


def number(least, most):
    """With two decimals; by way of whole numbers, which is ten times as fast as `st.decimals`."""
    return st.integers(least * 100, most * 100).map(lambda whole: D(whole) / 100)


shares = st.lists(st.integers(0, 100), min_size=2, max_size=2).map(sorted)
inputs = st.builds(
    lambda cuts, costs, **numbers: PriceInput(
        levels=tuple(
            LevelShare(name, D(share), cost)
            for name, share, cost in zip(
                ("mbo 2", "mbo 3", "mbo 4"), (cuts[0], cuts[1] - cuts[0], 100 - cuts[1]), costs, strict=True
            )
        ),
        **numbers,
    ),
    cuts=shares,
    costs=st.tuples(number(1, 90), number(1, 90), number(1, 90)),
    clients_per_professional=number(1, 20),
    hours_per_unit=number(1, 8),
    year_hours=number(1500, 2000),
    leave_hours=number(0, 300),
    illness_hours=number(0, 300),
    training_hours=number(0, 100),
    meeting_hours=number(0, 100),
    overhead_percentage=number(0, 60),
    travel_costs=number(0, 30),
    training_costs=number(0, 9),
    index_percentage=number(0, 10),
    demand_minutes=number(0, 60),
)


unhurried = settings(suppress_health_check=[HealthCheck.too_slow])
"""Sixteen numbers for each example: the first one takes a second on a busy machine."""


@unhurried
@given(inputs)
def test_amounts_add_up_and_staff_is_hours_times_cost_by_share_by_clients(wish):
    price = price_of(wish)
    found = amounts(price)

    assert price.total == sum(found.values())
    assert all(amount >= 0 and amount == cents(amount) for amount in found.values())
    assert [element.letter for element in price.elements] == list("abcdef")
    unrounded = wish.hours_per_unit * hourly_cost(wish.levels) / productive_share(wish) / wish.clients_per_professional
    assert abs(found["a"] + found["c"] - unrounded) <= D("0.00501")  # an exact half may lie on either side of it


@unhurried
@given(inputs, number(0, 10))
def test_more_clients_for_a_professional_never_cost_more(wish, more):
    """Each step is rounded, so the sum may differ by some cents and no more."""
    crowded = price_of(what_if(wish, clients=wish.clients_per_professional + more))

    assert crowded.total <= price_of(wish).total + D("0.03")


@unhurried
@given(inputs)
def test_question_that_changes_nothing_gives_the_same(wish):
    same = what_if(wish, clients=wish.clients_per_professional, shares=[level.share for level in wish.levels])

    assert price_of(same) == price_of(wish)


def test_gap_is_in_euros_and_in_percent_of_the_price():
    assert (gap_of(D("49.50"), D("55.00")).euros, gap_of(D("49.50"), D("55.00")).percentage) == (D("-5.50"), D("-10.0"))
    assert gap_of(D("49.50"), D("55.00")).is_lower
    assert not gap_of(D("55.00"), D("55.00")).is_lower


# Kept ---------------------------------------------------------------------------------------------------


@pytest.fixture
def purchaser(pim, on_day):
    on_day(TODAY)
    return actor_of_user(pim)


def keep(actor, region, starts_on=TODAY, **change):
    numbers = {name: getattr(BY_HAND, name) for name in PriceSheet.INPUTS} | change.pop("numbers", {})
    levels = {"mbo2": (D(30), D(30)), "mbo3": (D(40), D(35)), "mbo4": (D(30), D(40)), "hbo": (D(0), D(0))}
    fields = {"source": "Cao VVT (fictief)", "levels": levels} | change
    return set_price_sheet(
        actor=actor,
        region=region,
        version=made.variant_in_force().versions.get(),
        starts_on=starts_on,
        numbers=numbers,
        **fields,
    )


@pytest.mark.django_db
def test_sheet_is_kept_and_the_next_one_follows_it(purchaser, region):
    first = keep(purchaser, region)
    second = keep(purchaser, region, date(2026, 7, 1), numbers={"clients_per_professional": D(6)})

    first.refresh_from_db()
    assert first.ends_on == date(2026, 6, 30)
    assert (price_of(first.as_input()).total, price_of(second.as_input()).total) == (D("55.00"), D("47.72"))
    assert first.levels.count() == 3
    assert {first.public_id, second.public_id} <= set(AuditEntry.objects.values_list("target", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "change", "field", "code"),
    [
        (TODAY, {}, "__all__", "price_overlap"),
        (date(2026, 2, 1), {}, "starts_on", "price_later"),
        (date(2026, 7, 1), {"source": ""}, "__all__", "price_source"),
        (date(2026, 7, 1), {"levels": {"mbo2": (D(90), D(30))}}, "levels", "level_mix"),
    ],
)
def test_sheet_that_cannot_be_is_refused(*, purchaser, region, starts_on, change, field, code):
    keep(purchaser, region)

    with pytest.raises(ValidationError) as refusal:
        keep(purchaser, region, starts_on, **change)

    assert code in {fault.code for fault in refusal.value.error_dict[field]}
    assert PriceSheet.objects.get().ends_on is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["karin", "petra", "ada"])
def test_price_is_for_the_purchaser_only(request, name, purchaser, region):
    with pytest.raises(PermissionDenied):
        keep(actor_of_user(request.getfixturevalue(name)), region)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"clients_per_professional": 0}, "price_numbers"),
        ({"demand_minutes": -1}, "price_numbers"),
        ({"is_fictional": False}, "price_source"),
        ({"ends_on": date(2024, 1, 1)}, "period_order"),
    ],
)
def test_constraints_of_a_sheet_hold_in_the_database(fields, code):
    """contracts_pricesheet_period_order and the others."""
    made.PriceSheetFactory.create()

    assert refused(lambda: PriceSheet.objects.update(**fields)) == code


@pytest.mark.django_db
def test_other_constraints_of_prices_hold_in_the_database():
    sheet = made.PriceSheetFactory.create()

    def again():
        made.PriceSheetFactory.create(region=sheet.region, version=sheet.version, starts_on=TODAY, levels=False)

    def twice():
        PriceLevel.objects.create(sheet=sheet, level="mbo2", share=1, hourly_cost=1)

    assert refused(again) == "price_overlap"
    assert refused(twice) == "price_level_twice"
    for fields in ({"share": 101}, {"share": -1}, {"hourly_cost": -1}):
        assert refused(lambda fields=fields: PriceLevel.objects.update(**fields)) == "price_level"


def refused(write):
    """The code with which the database refuses the write."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    explained = as_validation_error(refusal.value)
    assert explained is not None
    return explained.code


# Pages --------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(client, pim, on_day):
    on_day(TODAY)
    return sign_in(client, pim)


def test_purchaser_reckons_a_price_on_a_page_and_asks_what_if(browser, region, de_linde):
    product = made.ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=de_linde, rate=D("49.50")
    )
    typed = {name: str(getattr(BY_HAND, name)).replace(".", ",") for name in PriceSheet.INPUTS}
    levels = {"mbo2": ("30", "30"), "mbo3": ("40", "35"), "mbo4": ("30", "40,00")}
    for level, (share, cost) in levels.items():
        typed |= {f"share_{level}": share, f"cost_{level}": cost}
    version = product.variant.versions.get().public_id

    page = browser.post(
        "/reele-prijzen/nieuw",
        typed | {"version": version, "starts_on": "2026-03-01", "is_fictional": "on"},
        follow=True,
    )

    text = page.text
    assert "De prijs is berekend en vastgelegd." in text
    for words in ("€\u00a055,00", "€\u00a049,50", "lager dan berekend", "€\u00a0-5,50 (-10%)", "fictief"):
        assert words in text
    address = reverse("contracts:price", args=[PriceSheet.objects.get().public_id])
    asked = browser.get(address, {"clients": "6", "deel_0": "30", "deel_1": "40", "deel_2": "30"}).text
    assert "€\u00a047,72 (-13,2%)" in asked
    assert "4 uur × €\u00a035,00 per uur ÷ 6 cliënten" in asked
    assert PriceSheet.objects.count() == 1
    listed = browser.get("/reele-prijzen").text
    assert "bij 1 van 1" in listed


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"clients": "6", "deel_0": "30"}, "De niveaus zijn samen 30 procent."),
        ({"clients": "0"}, "Vul een aantal van meer dan 0 in."),
        ({"clients": "zes"}, "Vul een getal in, bijvoorbeeld 12,5."),
        ({"clients": "1e999"}, "Vul"),
    ],
)
def test_question_that_cannot_be_answered_says_why(browser, region, question, words):
    sheet = made.PriceSheetFactory.create(region=region)

    page = browser.get(reverse("contracts:price", args=[sheet.public_id]), question)

    assert page.status_code == 200
    assert words in page.text
    assert "Met uw vraag" not in page.text


def test_form_shows_every_fault_beside_its_field(browser, region):
    made.PriceSheetFactory.create(region=region, starts_on=TODAY)

    page = browser.post("/reele-prijzen/nieuw", {"share_mbo2": "veel", "leave_hours": "-1"})

    errors = page.context["form"].errors
    assert {"version", "starts_on", "share_mbo2", "leave_hours", "year_hours"} <= set(errors)


def test_prices_of_another_region_are_not_there(browser):
    elsewhere = Region.objects.create(kind=OrganisationKind.REGION, name="Zorgregio Elders")
    sheet = made.PriceSheetFactory.create(region=elsewhere)

    assert browser.get(reverse("contracts:price", args=[sheet.public_id])).status_code == 404
    assert "Duurzaam" not in browser.get("/reele-prijzen").text


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_prices_needs_the_same_queries_for_one_and_three(browser, region, count, django_assert_num_queries):
    for step in range(count):
        variant = made.variant_in_force(f"v-{step}")
        made.PriceSheetFactory.create(region=region, version=variant.versions.get())
        made.ContractedProductFactory.create(contract__framework__region=region, variant=variant)
    browser.get("/reele-prijzen")

    with django_assert_num_queries(6):
        browser.get("/reele-prijzen")

"""What was allocated and delivered under a spending ceiling, and what to expect: by hand, at random, on the pages."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from clients.enums import Frequency
from clients.models import Allocation
from contracts.models import SpendingCeiling
from contracts.services.settings import load_settings
from core.periods import Period
from delivery.enums import Presence
from delivery.models import ClientAttendance, Group, Session
from delivery.rules.spending import Price, Volume, cents, dagdelen_in, reached, worth
from delivery.selectors.spending import spending_of
from tests.cast import sign_in
from tests.factories import contracts as made
from tests.factories.clients import AllocationFactory
from tests.factories.organisations import LocationFactory

D, F = Decimal, Fraction
TODAY = date(2026, 3, 10)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SINCE_2025 = [Price(Period(date(2025, 1, 1)), D("61.50"))]


def volume(dagdelen, frequency, starts_on, ends_on):
    return Volume(1, dagdelen, frequency, Period(starts_on, ends_on))


def test_week_volume_worked_by_hand():
    """Four a week in the 28 days from 5 January: 4 x 28 / 7 = 16 dagdelen, 16 x 61.50 = 984.00."""
    four = volume(4, Frequency.WEEK, date(2026, 1, 5), date(2026, 2, 1))

    assert dagdelen_in(four, four.period) == 16
    assert cents(worth([four], {1: SINCE_2025}, YEAR).euros) == D("984.00")


def test_part_of_a_week_counts_by_the_day():
    """Three a week in 10 days: 3 x 10 / 7 = 30/7 dagdelen, x 61.50 = 263.571..., so 263.57."""
    three = volume(3, Frequency.WEEK, date(2026, 1, 1), date(2026, 1, 10))

    assert cents(worth([three], {1: SINCE_2025}, YEAR).euros) == D("263.57")


def test_month_volume_worked_by_hand():
    """Eight a month from 16 April to 31 May: 15 of 30 days and a whole month, so 4 + 8 = 12 dagdelen."""
    eight = volume(8, Frequency.MONTH, date(2026, 4, 16), date(2026, 5, 31))

    assert dagdelen_in(eight, eight.period) == 12


def test_volume_for_the_whole_period_is_spread_over_it():
    """Sixty in the sixty days from 2 December: thirty of those days lie in 2026."""
    sixty = volume(60, Frequency.TOTAL, date(2026, 12, 2), date(2027, 1, 30))
    without_end = volume(60, Frequency.TOTAL, date(2026, 12, 2), None)

    assert cents(worth([sixty], {1: SINCE_2025}, YEAR).euros) == 30 * D("61.50")
    assert cents(worth([without_end], {1: SINCE_2025}, YEAR).euros) == 60 * D("61.50")
    assert worth([without_end], {1: SINCE_2025}, Period(date(2027, 1, 1), date(2027, 12, 31))).euros == 0


def test_each_day_has_its_own_rate():
    """Seven a week is one a day: 31 days at 60 and 28 at 63 = 1860 + 1764 = 3624."""
    prices = [
        Price(Period(date(2026, 1, 1), date(2026, 1, 31)), D(60)),
        Price(Period(date(2026, 2, 1)), D(63)),
    ]
    seven = volume(7, Frequency.WEEK, date(2026, 1, 1), date(2026, 2, 28))

    assert cents(worth([seven], {1: prices}, YEAR).euros) == D("3624.00")
    assert not worth([seven], {1: prices}, YEAR).is_partial
    assert worth([seven], {1: prices[1:]}, YEAR).is_partial
    assert worth([seven], {}, YEAR).is_partial


def test_half_a_cent_goes_up():
    assert [cents(F(one, 1000)) for one in (4, 5, 15, 1004)] == [D("0.00"), D("0.01"), D("0.02"), D("1.00")]


def test_share_is_reached_on_the_day_that_fills_it():
    days = [(date(2026, 3, 2), F(30)), (date(2026, 1, 5), F(40)), (date(2026, 2, 2), F(30))]

    assert reached(days, F(70)) == date(2026, 2, 2)
    assert reached(days, F(101)) is None


starts = st.integers(0, 500).map(lambda number: date(2025, 10, 1) + timedelta(days=number))
volumes = st.builds(
    lambda dagdelen, frequency, start, length: volume(dagdelen, frequency, start, start + timedelta(days=length)),
    st.integers(1, 20),
    st.sampled_from(Frequency),
    starts,
    st.integers(0, 400),
)


@settings(deadline=None)  # on a busy machine
@given(st.lists(volumes, max_size=6), st.integers(0, 363))
def test_parts_of_a_year_come_to_the_year(rows, cut):
    """Wherever the year is cut, nothing is lost and nothing counts twice."""
    day = date(2026, 1, 1) + timedelta(days=cut)
    prices = {
        1: [Price(Period(date(2025, 1, 1), date(2026, 6, 30)), D("61.50")), Price(Period(date(2026, 7, 1)), D("64.08"))]
    }

    parts = worth(rows, prices, Period(YEAR.starts_on, day)) + worth(
        rows, prices, Period(day + timedelta(1), YEAR.ends_on)
    )

    assert parts == worth(rows, prices, YEAR)


@settings(deadline=None)
@given(volumes)
def test_the_whole_of_a_total_is_the_total(one):
    if one.frequency == Frequency.TOTAL:
        assert dagdelen_in(one, one.period) == one.dagdelen


# Counted ------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def product(region, de_linde):
    load_settings()
    return made.ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=de_linde, rate=D("50.00")
    )


@pytest.fixture
def ceiling(product):
    return made.CeilingFactory.create(contract=product.contract, amount=D("1000.00"))


def allocate(product, **values):
    facts = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 29), "volume": 7} | values
    return AllocationFactory.create(contracted_product=product, **facts)


def come(allocation: Allocation, *days: date, presence: str = Presence.PRESENT, dagdeel: str = "morning", **values):
    group, _ = Group.objects.get_or_create(
        provider=allocation.provider,
        name="De Tuinkamer",
        defaults={
            "location": LocationFactory.create(provider=allocation.provider),
            "capacity": 8,
            "starts_on": date(2025, 1, 1),
        },
    )
    for day in days:
        session, _ = Session.objects.get_or_create(
            group=group, held_on=day, dagdeel=dagdeel, defaults={"starts": 540, "ends": 750}
        )
        arrived = {"arrived": 540} if presence == Presence.PRESENT else {}
        planned = {"planned_starts": 540, "planned_ends": 750}
        ClientAttendance.objects.create(
            session=session, allocation=allocation, presence=presence, **planned, **arrived, **values
        )


def figures(ceiling: SpendingCeiling, day: date = TODAY):
    return spending_of([SpendingCeiling.objects.prefetch_related("amounts").get(pk=ceiling.pk)], day)[ceiling.pk]


def test_figures_worked_by_hand(product, ceiling):
    """Seven a week in 28 days = 28 dagdelen x 50 = 1400 allocated; two came = 100 delivered.

    From tomorrow, 11 March, 19 days are left: 19 x 50 = 950; 100 + 950 = 1050 expected.
    """
    allocation = allocate(product)
    come(allocation, date(2026, 3, 2), date(2026, 3, 9))
    come(allocation, date(2026, 3, 3), presence=Presence.ABSENT)
    come(allocation, date(2026, 3, 12))  # tomorrow or later is not delivered yet

    found = figures(ceiling)

    assert (found.ceiling, found.allocated, found.delivered, found.expected) == (
        D("1000.00"),
        D("1400.00"),
        D("100.00"),
        D("1050.00"),
    )
    assert (found.used, found.foreseen, found.left) == (D("10.0"), D("105.0"), D("900.00"))
    assert (found.is_partial, found.reached_on) == (False, None)


def test_each_dagdeel_is_at_the_rate_of_its_day_and_a_corrected_one_counts_once(product, ceiling):
    product.rates.update(ends_on=date(2026, 3, 3))
    made.RateFactory.create(contracted_product=product, starts_on=date(2026, 3, 4), amount=D("52.25"))
    allocation = allocate(product)
    come(allocation, date(2026, 3, 3), date(2026, 3, 4))
    ClientAttendance.objects.filter(session__held_on=date(2026, 3, 4)).update(superseded_at="2027-01-01T00:00Z")
    come(allocation, date(2026, 3, 4))

    assert figures(ceiling).delivered == D("102.25")


def test_warning_day_is_when_seventy_percent_was_delivered(product, ceiling):
    """70% of 1000 is 700: the fourteenth dagdeel of 50, on the seventh day with two of them."""
    allocation = allocate(product)
    first = date(2026, 3, 2)
    come(allocation, *(first + timedelta(days=step) for step in range(7)))
    come(allocation, *(first + timedelta(days=step) for step in range(6)), dagdeel="afternoon")
    assert figures(ceiling).used == D("65.0")
    assert figures(ceiling).reached_on is None

    come(allocation, first + timedelta(days=6), dagdeel="afternoon")

    assert figures(ceiling).used == D("70.0")
    assert figures(ceiling).reached_on == date(2026, 3, 8)


def test_ceilings_of_two_years_and_two_providers_each_have_their_own(product, ceiling, het_anker, region):
    """What was delivered in December counts for the year before, and what another delivered for the other."""
    before = made.CeilingFactory.create(
        contract=product.contract, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), amount=D("500.00")
    )
    other = made.ContractedProductFactory.create(contract__provider=het_anker, rate=D("70.00"))
    of_other = made.CeilingFactory.create(contract=other.contract)
    come(allocate(product, starts_on=date(2025, 12, 1)), date(2025, 12, 30), date(2026, 1, 2))
    come(allocate(other), date(2026, 3, 2))
    rows = SpendingCeiling.objects.prefetch_related("amounts")

    found = spending_of(list(rows), TODAY)

    assert {key: one.delivered for key, one in found.items()} == {before.pk: 50, ceiling.pk: 50, of_other.pk: 70}
    assert found[before.pk].expected == 50
    assert found[before.pk].allocated == 31 * 50


def test_allocation_that_was_removed_or_has_no_rate(product, ceiling):
    allocate(product, change_reason="13")
    assert figures(ceiling).allocated == 0
    product.rates.update(starts_on=date(2026, 3, 3))

    come(allocate(product), date(2026, 3, 2), date(2026, 3, 3))

    assert figures(ceiling).delivered == 50
    assert figures(ceiling).is_partial


def test_rate_per_hour_counts_four_times(product, ceiling):
    product.unit = "04"
    product.save()
    come(allocate(product), date(2026, 3, 2))

    assert figures(ceiling).delivered == 200


@pytest.mark.parametrize("count", [1, 3])
def test_figures_take_six_queries_for_one_and_three(*, product, region, count, django_assert_num_queries):
    for step in range(count):
        other = made.ContractedProductFactory.create(contract__framework__region=region)
        made.CeilingFactory.create(contract=other.contract, amount=D(60))
        come(allocate(other), date(2026, 3, 2 + step))
    ceilings = list(SpendingCeiling.objects.prefetch_related("amounts"))

    with django_assert_num_queries(6):
        found = spending_of(ceilings, TODAY)

    assert [one.reached_on is not None for one in found.values()] == [True] * count


# Pages --------------------------------------------------------------------------------------------------


def spend(product, number: int) -> None:
    """So many dagdelen came to, in the mornings before today."""
    come(allocate(product, starts_on=date(2026, 1, 1)), *(TODAY - timedelta(days=step) for step in range(number)))


def test_purchaser_agrees_sees_and_records(client, pim, product):
    spend(product, 15)
    address = reverse("contracts:ceiling_new", args=[product.contract.public_id])
    typed = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "amount": "1000,00", "agreed_on": "2026-03-01"}
    page = sign_in(client, pim).post(address, typed, follow=True).text
    for words in (
        "De Linde",
        "€\u00a01.000,00",
        "€\u00a0750,00 (75%)",
        "Op 9 maart 2026 was 70% van de ruimte geleverd",
    ):
        assert words in page
    ceiling = SpendingCeiling.objects.get()
    home = client.get("/").text
    assert "Waarschuw: de ruimte raakt op" in home
    assert "De Linde" in home

    step = reverse("contracts:ceiling_step", args=[ceiling.public_id])
    page = client.post(step, {"kind": "warned", "done_on": "2026-03-10", "note": "Per brief."}, follow=True).text

    assert "Voer het gesprek over de ruimte: uiterlijk 24 maart 2026" in page
    assert "Voer het gesprek over de ruimte" in client.get("/").text
    change = reverse("contracts:ceiling_change", args=[ceiling.public_id])
    page = client.post(change, {"amount": "2000", "agreed_on": "2026-03-10", "reason": "Gesprek."}, follow=True).text
    assert "€\u00a0750,00 (37,5%)" in page
    assert "raakt op" not in client.get("/").text


def test_provider_sees_its_own_and_cannot_change(client, hanna, product, ceiling, het_anker):
    other = made.CeilingFactory.create(contract__provider=het_anker)
    spend(product, 14)
    page = sign_in(client, hanna).get("/bestedingsruimtes").text

    assert "De Linde" in page
    assert "Het Anker" not in page
    assert "waarschuwing" in page
    page = client.get(reverse("delivery:ceiling", args=[ceiling.public_id])).text
    assert "Bedrag wijzigen" not in page
    assert client.get(reverse("delivery:ceiling", args=[other.public_id])).status_code == 404
    home = client.get("/").text
    assert "raakt op" in home
    assert "Kondig" not in home


def test_deadlines_come_on_the_list_some_weeks_before(client, pim, region, on_day):
    """Six months before the end of 2026 is 30 June; six weeks before that it comes on the list."""
    load_settings()
    framework = made.FrameworkFactory.create(region=region, name="Groep 2026", ends_on=date(2026, 12, 31))
    made.OptionFactory.create(framework=framework)
    made.CeilingFactory.create(contract__framework=framework)
    on_day(date(2026, 5, 18))
    assert "Groep 2026" not in sign_in(client, pim).get("/").text

    on_day(date(2026, 5, 19))

    page = sign_in(client, pim).get("/").text
    assert "Besluit of de raamovereenkomst doorgaat" in page
    assert "Kondig de volgende bestedingsruimte aan" in page
    assert "te laat" not in page
    on_day(date(2026, 7, 1))
    assert "te laat" in sign_in(client, pim).get("/").text


@pytest.mark.parametrize("count", [1, 3])
def test_pages_need_the_same_queries_for_one_and_three(*, client, pim, region, count, django_assert_num_queries):
    load_settings()
    for step in range(count):
        product = made.ContractedProductFactory.create(contract__framework__region=region)
        made.CeilingFactory.create(contract=product.contract, amount=D(60))
        come(allocate(product), date(2026, 3, 2 + step))
    sign_in(client, pim)
    client.get("/bestedingsruimtes")

    with django_assert_num_queries(12):
        client.get("/bestedingsruimtes")

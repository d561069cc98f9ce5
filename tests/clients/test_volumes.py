"""Several allocations under one decision are held together against what was decided."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from clients.rules.volumes import Allocated, check_sum, together
from clients.services import allocate, change_volume, end_allocation, extend_allocation
from contracts.enums import Unit
from contracts.models import ContractedProduct
from core.periods import Period
from tests.clients.conftest import TODAY
from tests.factories.contracts import ContractedProductFactory
from tests.factories.decisions import DecisionFactory

pytestmark = pytest.mark.django_db
START, END = date(2026, 3, 2), date(2026, 12, 31)


@pytest.fixture
def decision(person, product):
    """Four dagdelen per week, from 1 March 2026 for a year."""
    return DecisionFactory.create(case__client=person, case__municipality=person.municipality, variant=product.variant)


@pytest.fixture
def products(product, region, het_anker):
    """The same product of two providers."""
    other = ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=het_anker, variant=product.variant
    )
    return [product, other]


@pytest.fixture
def give(worker, person, decision):
    """Allocate under the decision."""

    def act(product, volume, **given):
        days = {"starts_on": START, "ends_on": END, "frequency": decision.frequency}
        given = {**days, **given}
        return allocate(
            actor=worker, client=person, contracted_product=product, decision=decision, volume=volume, **given
        )

    return act


def refused(act):
    with pytest.raises(ValidationError) as refusal:
        act()
    faults = refusal.value.error_dict
    assert {error.code for errors in faults.values() for error in errors} == {"outside_decision"}
    return " ".join(refusal.value.messages)


def test_second_provider_gets_what_is_left(give, products):
    first = give(products[0], 3)

    message = refused(lambda: give(products[1], 2))

    assert message == (
        f"Het besluit geeft 4 dagdelen per week. Daarvan zijn al 3 dagdelen toegewezen (toewijzing {first.number}). "
        "U kunt hier nog 1 dagdeel toewijzen."
    )
    assert give(products[1], 1).volume == 1


def test_providers_after_each_other_each_get_all(give, products):
    give(products[0], 4, ends_on=date(2026, 6, 30))
    assert "Er is niets meer over." in refused(lambda: give(products[1], 1, starts_on=date(2026, 6, 30)))
    assert give(products[1], 4, starts_on=date(2026, 7, 1)).volume == 4


def test_change_and_extension_count_with_the_others(*, worker, give, products):
    first, second = give(products[0], 2, ends_on=date(2026, 6, 30)), give(products[1], 2, starts_on=date(2026, 4, 1))

    change = {"from_on": date(2026, 5, 1), "frequency": "2", "ends_on": END, "decision": second.decision}
    refused(lambda: change_volume(actor=worker, allocation=second, revision=second.revision, volume=3, **change))
    new = change_volume(actor=worker, allocation=second, revision=second.revision, volume=1, **change)
    longer = extend_allocation(actor=worker, allocation=first, revision=first.revision, ends_on=END)

    assert (new.volume, longer.ends_on) == (1, END)
    give(products[0], 4, starts_on=date(2027, 1, 1), ends_on=date(2027, 2, 28))
    refused(lambda: extend_allocation(actor=worker, allocation=new, revision=new.revision, ends_on=date(2027, 1, 15)))


def test_volume_for_the_whole_period_is_shared_until_one_ends_early(*, worker, give, products, decision):
    decision.volume, decision.frequency = 100, "6"
    decision.save()
    first = give(products[0], 60, ends_on=date(2026, 6, 30))
    assert "U kunt hier nog 40 dagdelen" in refused(lambda: give(products[1], 41, starts_on=date(2026, 7, 1)))

    end_allocation(actor=worker, allocation=first, ends_on=TODAY + timedelta(days=30), reason="38")

    assert give(products[1], 100, starts_on=date(2026, 7, 1)).volume == 100


def test_another_unit_is_not_added_up(give, products):
    other = next(unit for unit in Unit.values if unit != products[0].unit)
    ContractedProduct.objects.filter(pk=products[1].pk).update(unit=other)
    give(products[1], 3)
    assert give(products[0], 4).volume == 4


DAYS = st.integers(0, 40).map(lambda number: date(2026, 1, 1) + timedelta(days=number))
PERIODS = st.builds(
    lambda start, length: Period(start, None if length is None else start + timedelta(days=length)),
    DAYS,
    st.none() | st.integers(0, 20),
)
OTHERS = st.lists(st.tuples(PERIODS, st.integers(1, 5)), max_size=6)


@given(period=PERIODS, others=OTHERS, volume=st.integers(1, 6), decided=st.integers(1, 12))
def test_sum_is_that_of_the_fullest_day(period, others, volume, decided):
    """Against counting every day by hand."""
    numbers = count(1)
    rows = [Allocated(next(numbers), days, amount) for days, amount in others]
    every_day = [date(2026, 1, 1) + timedelta(days=number) for number in range(80)]
    fullest = max(
        (sum(row.volume for row in rows if row.period.contains(day)) for day in every_day if period.contains(day)),
        default=0,
    )

    assert sum(row.volume for row in together(period, rows, "2")) == fullest
    if fullest and fullest + volume > decided:
        with pytest.raises(ValidationError) as refusal:
            check_sum(volume, period, rows, decided=decided, frequency="2")
        assert refusal.value.code == "outside_decision"
    else:
        check_sum(volume, period, rows, decided=decided, frequency="2")

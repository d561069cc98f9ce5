"""Every constraint, attacked behind the services' back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from contracts.models import Contract, ContractedProduct, FrameworkAgreement, Rate
from core.constraints import as_validation_error
from tests.factories.contracts import (
    ContractedProductFactory,
    ContractFactory,
    FrameworkFactory,
    RateFactory,
)

pytestmark = pytest.mark.django_db
LATER, EARLIER = date(2026, 5, 1), date(2024, 1, 1)


def refused(write):
    """The code with which the database refuses the write."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    explained = as_validation_error(refusal.value)
    assert explained is not None
    return explained.code


@pytest.mark.parametrize(
    ("factory", "model"),
    [(FrameworkFactory, FrameworkAgreement), (ContractFactory, Contract), (RateFactory, Rate)],
)
def test_period_order_holds_in_the_database(factory, model):
    row = factory()

    assert refused(lambda: model.objects.filter(pk=row.pk).update(ends_on=EARLIER)) == "period_order"


def test_contract_overlap_holds_in_the_database():
    first = ContractFactory.create()

    def write():
        ContractFactory.create(framework=first.framework, provider=first.provider, starts_on=LATER)

    assert refused(write) == "contract_overlap"


def test_contracted_product_once_per_contract_holds_in_the_database():
    first = ContractedProductFactory.create()

    assert refused(lambda: ContractedProductFactory.create(contract=first.contract)) == "contracted_twice"


def test_unit_holds_in_the_database():
    row = ContractedProductFactory.create()

    assert refused(lambda: ContractedProduct.objects.filter(pk=row.pk).update(unit="99")) == "unit"


def test_rate_overlap_holds_in_the_database():
    first = RateFactory.create()

    def write():
        RateFactory.create(contracted_product=first.contracted_product, starts_on=LATER)

    assert refused(write) == "rate_overlap"


@pytest.mark.parametrize("amount", [Decimal("0"), Decimal("-1")])
def test_rate_positive_holds_in_the_database(amount):
    row = RateFactory.create()

    assert refused(lambda: Rate.objects.filter(pk=row.pk).update(amount=amount)) == "rate_positive"


def test_contract_number_and_framework_reference_are_unique():
    first = ContractFactory.create()

    for write in (
        lambda: ContractFactory.create(number=first.number),
        lambda: FrameworkFactory.create(reference=first.framework.reference),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()

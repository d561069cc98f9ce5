from datetime import date
from decimal import Decimal

import pytest

from contracts.models import Contract, ContractedProduct
from contracts.selectors import parties_and_products, products_to_allocate
from products.models import ProductVersion
from tests.cast import actor_of_user
from tests.factories.contracts import ContractedProductFactory, variant_in_force
from tests.factories.organisations import RegionFactory

DAY = date(2026, 3, 1)
YESTERDAY = date(2026, 2, 28)


def offers(municipality, day=DAY):
    return [offer.contracted_product for offer in products_to_allocate(municipality, day)]


def test_products_to_allocate_gives_product_and_rate(apeldoorn, region):
    product = ContractedProductFactory.create(contract__framework__region=region)

    (offer,) = products_to_allocate(apeldoorn, DAY)

    assert (offer.contracted_product, offer.rate, offer.is_fictional) == (product, Decimal("61.50"), True)


@pytest.mark.parametrize(
    "fields",
    [
        {"contract__framework__ends_on": YESTERDAY},
        {"contract__ends_on": YESTERDAY},
        {"rate": False},
        {"rate__ends_on": YESTERDAY},
        {"contract__starts_on": date(2026, 3, 2)},
    ],
)
def test_products_to_allocate_leaves_out_what_does_not_hold(apeldoorn, region, fields):
    ContractedProductFactory.create(contract__framework__region=region, **fields)

    assert offers(apeldoorn) == []


def test_products_to_allocate_leaves_out_a_product_without_version_in_force(apeldoorn, region):
    product = ContractedProductFactory.create(contract__framework__region=region)
    ProductVersion.objects.update(ends_on=YESTERDAY)

    assert offers(apeldoorn) == []
    assert offers(apeldoorn, YESTERDAY) == [product]


def test_products_to_allocate_leaves_out_another_region(apeldoorn):
    ContractedProductFactory.create(contract__framework__region=RegionFactory.create(name="Andere regio"))

    assert offers(apeldoorn) == []


@pytest.mark.parametrize("number", [1, 3])
def test_products_to_allocate_needs_one_query(apeldoorn, region, number, django_assert_num_queries):
    for step in range(number):
        ContractedProductFactory.create(contract__framework__region=region, variant=variant_in_force(f"variant-{step}"))

    with django_assert_num_queries(1):
        shown = [(str(o.contracted_product), o.rate) for o in products_to_allocate(apeldoorn, DAY)]

    assert len(shown) == number


@pytest.mark.parametrize(
    ("name", "sees"),
    [("pim", 2), ("karin", 2), ("petra", 1), ("mo", 0), ("ada", 0), ("nobody", 0)],
)
def test_contracts_are_seen_by_scope(request, name, sees, region, de_linde):
    ContractedProductFactory.create(contract__framework__region=region, contract__provider=de_linde)
    ContractedProductFactory.create(contract__framework__region=region)
    ContractedProductFactory.create(contract__framework__region__name="Andere regio")
    actor = actor_of_user(request.getfixturevalue(name))

    assert Contract.objects.visible_to(actor).count() == sees
    assert ContractedProduct.objects.visible_to(actor).count() == sees
    assert len(parties_and_products(actor)[0]) == sees

import pytest

from tests.cast import sign_in
from tests.factories.contracts import ContractedProductFactory

URL = "/contracten"


@pytest.mark.parametrize(
    ("name", "status"), [("pim", 200), ("karin", 200), ("petra", 200), ("ruud", 403), ("ilse", 403), ("ada", 403)]
)
def test_contract_list_is_for_those_who_buy_allocate_or_deliver(request, client, name, status):
    sign_in(client, request.getfixturevalue(name))

    assert client.get(URL).status_code == status


@pytest.mark.parametrize(("name", "has_link"), [("pim", True), ("karin", True), ("petra", False), ("ruud", False)])
def test_contracts_are_in_the_navigation_of_those_who_buy_or_allocate(*, request, client, name, has_link):
    page = sign_in(client, request.getfixturevalue(name)).get("/producten").content.decode()

    assert (f'href="{URL}"' in page) is has_link


def test_contract_list_shows_product_code_and_rate(client, pim, region):
    product = ContractedProductFactory.create(contract__framework__region=region)

    page = sign_in(client, pim).get(URL).content.decode()

    assert product.contract.number in page
    assert "07A16" in page
    assert "€\u00a061,50" in page
    assert "fictief" in page


@pytest.mark.parametrize("number", [1, 3])
def test_contract_list_needs_the_same_queries_for_one_and_three(client, pim, region, number, django_assert_num_queries):
    for _ in range(number):
        ContractedProductFactory.create(contract__framework__region=region)
    sign_in(client, pim).get(URL)

    # User, membership, count, contracts, products, rates, waiting times.
    with django_assert_num_queries(8):
        client.get(URL)

"""Searching by POST: what is found, by whom, and that it can be followed page by page."""

import json
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.models import Allocation
from organisations.enums import ApiScope
from tests.api import asking
from tests.factories.clients import AllocationFactory, ClientFactory
from tests.factories.contracts import ContractedProductFactory
from tests.factories.organisations import CareProviderFactory
from tests.factories.products import ProductVariantFactory

pytestmark = pytest.mark.django_db

READ = ApiScope.READ_ALLOCATIONS


def search(name: str, body: Any = None, sent: Any = None, query: str = "") -> Any:
    address = reverse(f"api-v1:{name}-search")
    content = json.dumps({} if body is None else body)
    response = Browser().post(f"{address}{query}", content, content_type="application/json", **(sent or {}))
    assert response.status_code == 200, response.content
    return response.json()


def names(found: Any) -> list[str]:
    return [row["naam"] for row in found["resultaten"]]


def test_words_are_found_whatever_their_order_case_or_accents() -> None:
    for name in ("Zorgboerderij Café Één", "De Caféhouder", "Het Erf"):
        CareProviderFactory.create(name=name)

    assert names(search("provider", {"tekst": "cafe"})) == ["Zorgboerderij Café Één", "De Caféhouder"]
    assert names(search("provider", {"tekst": "een CAFÉ"})) == ["Zorgboerderij Café Één"]
    assert names(search("provider", {"tekst": "%"})) == []
    assert len(names(search("provider"))) == 3


def test_search_and_filters_count_together() -> None:
    one, other = (CareProviderFactory.create(name="De Hoeve") for _ in range(2))

    assert names(search("provider", {"tekst": "hoeve", "agbCode": one.agb_code})) == ["De Hoeve"]
    assert search("provider", {"tekst": "erf", "kvkNummer": other.kvk_number})["resultaten"] == []


def test_contract_is_found_by_number_provider_and_agreement() -> None:
    product = ContractedProductFactory.create()
    ContractedProductFactory.create()
    contract = product.contract
    for text in (contract.number, contract.provider.name, contract.framework.reference):
        found = search("contract", {"tekst": text, "zorgaanbieder": str(contract.provider.public_id)})
        assert [row["uuid"] for row in found["resultaten"]] == [str(contract.public_id)]
    assert search("contract", {"peildatum": "1999-01-01"})["resultaten"] == []


def test_product_is_found_by_code_and_name() -> None:
    ProductVariantFactory.create(code="duurzaam", name="Begeleiding Groep Duurzaam")
    ProductVariantFactory.create(code="ontwikkeling", name="Begeleiding Groep Ontwikkeling")
    for text in ("duurzaam", "begeleiding duur"):
        assert names(search("product", {"tekst": text})) == ["Begeleiding Groep Duurzaam"]


def test_pages_are_asked_with_the_same_body() -> None:
    for number in range(5):
        CareProviderFactory.create(name=f"Hoeve {number}")
        CareProviderFactory.create(name=f"Erf {number}")
    found, query = [], "?aantal=2&metTotaal=true&velden=naam"
    while True:
        page = search("provider", {"tekst": "hoeve"}, query=query)
        assert page["totaal"] == 5
        found += names(page)
        if page["volgende"] is None:
            break
        query = f"?{page['volgende'].partition('?')[2]}"
    assert found == [f"Hoeve {number}" for number in range(5)]


@pytest.fixture
def allocation(apeldoorn: Any, de_linde: Any) -> Allocation:
    """Of a client with a BSN."""
    return AllocationFactory.create(client=ClientFactory.create(municipality=apeldoorn), provider=de_linde)


def test_allocation_is_found_by_bsn_by_who_may_see_it(
    allocation: Allocation, de_linde: Any, apeldoorn: Any, het_anker: Any, zutphen: Any
) -> None:
    AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde)
    bsn = allocation.client.bsn
    for whose, shows in ((de_linde, 1), (apeldoorn, 1), (het_anker, 0), (zutphen, 0)):
        found = search("allocation", {"bsn": f"{bsn[:3]} {bsn[3:]}"}, asking(whose, READ))
        assert [row["uuid"] for row in found["resultaten"]] == [str(allocation.public_id)] * shows
    assert search("allocation", {"toewijzingsnummer": allocation.number}, asking(de_linde, READ))["resultaten"]


def test_search_by_bsn_stands_in_the_trail_and_the_number_does_not(allocation: Allocation, de_linde: Any) -> None:
    search("allocation", {"bsn": allocation.client.bsn}, asking(de_linde, READ))
    searched = AuditEntry.objects.get(event=AuditEvent.SEARCHED)
    read = AuditEntry.objects.get(event=AuditEvent.READ, client=allocation.client.public_id)
    assert [[one["name"] for one in entry.fields] for entry in (searched, read)] == [
        ["bsn", "purpose"],
        ["API", "purpose"],
    ]
    assert allocation.client.bsn not in str([searched.__dict__, read.__dict__])


@pytest.mark.parametrize("wrong", ["123456789", "1", "", None, 111222333, ["999990019"]])
def test_what_is_no_bsn_is_refused_without_saying_it(allocation: Allocation, de_linde: Any, wrong: Any) -> None:
    response = Browser().post(
        reverse("api-v1:allocation-search"),
        json.dumps({"bsn": wrong}),
        content_type="application/json",
        **asking(de_linde, READ),
    )
    assert response.status_code == 400
    (fault,) = response.json()["errors"]
    assert (fault["in"], fault["location"]) == ("body", {"pointer": "#/bsn"})
    assert str(wrong) not in fault["detail"] or not wrong

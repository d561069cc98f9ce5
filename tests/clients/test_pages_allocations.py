from datetime import date

import pytest

from clients.models import Allocation
from products.models import ProductVersion
from tests.cast import sign_in
from tests.factories.clients import AllocationFactory
from tests.factories.contracts import ContractedProductFactory, variant_in_force


@pytest.fixture
def url(person):
    """The page of the client's allocations."""
    return f"/clienten/{person.public_id}/toewijzingen"


@pytest.fixture
def typed(product):
    """A good form."""
    return {
        "contracted_product": str(product.public_id),
        "starts_on": "2026-04-01",
        "ends_on": "2026-09-30",
        "volume": "4",
        "frequency": "2",
        "without_decision_reason": "Het besluit staat op papier.",
        "chosen_by": "client",
        "provider_choice_reason": "Dichtbij.",
    }


def test_new_allocation_offers_products_with_provider_and_rate(client, karin, url, product):
    page = sign_in(client, karin).get(f"{url}/zonder-besluit").content.decode()

    assert "De Linde (€\u00a061,50 per dagdeel, fictief tarief; wachttijd niet bekend)" in page
    assert 'value="2026-03-01"' in page


def test_new_allocation_is_made(client, karin, url, typed):
    answer = sign_in(client, karin).post(f"{url}/zonder-besluit", typed, follow=True)

    page = answer.content.decode()
    assert Allocation.objects.get().number == 1
    assert "Toewijzing 1 is gemaakt." in page
    assert "4 dagdelen per week" in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"ends_on": "2026-03-01"}, ["De einddatum ligt voor de begindatum"]),
        ({"ends_on": ""}, ["Een aantal dagdelen per week heeft een einddatum nodig"]),
        ({"ends_on": "", "volume": "0"}, ["heeft een einddatum nodig", "Vul minstens 1 dagdeel in"]),
        ({"contracted_product": ""}, ["Kies een product en aanbieder"]),
        ({"contracted_product": "x"}, ["Kies een product uit de lijst"]),
        (
            {"contracted_product": "", "ends_on": "2026-03-01", "volume": "vier"},
            ["Kies een product en aanbieder", "De einddatum ligt voor de begindatum", "Vul een heel aantal in"],
        ),
        ({"starts_on": "2024-01-01"}, ["Het contract met deze aanbieder geldt", "heeft op 1 januari 2024"]),
    ],
)
def test_new_allocation_says_all_faults_and_keeps_what_was_typed(*, client, karin, url, typed, fields, says):
    sent = typed | fields

    page = sign_in(client, karin).post(f"{url}/zonder-besluit", sent).content.decode()

    for text in says:
        assert text in page
    assert f'value="{sent["starts_on"]}"' in page
    if len(sent["contracted_product"]) > 1:
        assert f'<option value="{sent["contracted_product"]}" selected>' in page
    assert not Allocation.objects.exists()


def test_new_allocation_of_a_withdrawn_product_keeps_the_choice(client, karin, url, typed):
    ProductVersion.objects.update(ends_on=date(2026, 2, 1))

    page = sign_in(client, karin).post(f"{url}/zonder-besluit", typed).content.decode()

    assert "(niet toe te wijzen)" in page
    assert "de eisen golden tot en met 1 februari 2026" in page
    assert not Allocation.objects.exists()


def test_new_allocation_that_overlaps_is_refused_in_words(client, karin, url, typed, allocation):
    page = sign_in(client, karin).post(f"{url}/zonder-besluit", typed).content.decode()

    assert "Deze cliënt heeft dit product bij deze aanbieder al" in page


@pytest.mark.parametrize(("name", "status"), [("ruud", 403), ("petra", 403), ("zoe", 404), ("mo", 404), ("pim", 404)])
def test_new_and_end_are_for_case_workers(*, request, client, name, status, url, typed, allocation):
    sign_in(client, request.getfixturevalue(name))
    end = f"{url}/{allocation.public_id}/einde"

    assert client.post(f"{url}/zonder-besluit", typed).status_code == status
    assert client.post(end, {"ends_on": "2026-06-30", "reason": "19"}).status_code == status


def test_end_allocation_form_shortens_it(client, karin, url, allocation):
    sign_in(client, karin)
    end = f"{url}/{allocation.public_id}/einde"

    refused = client.post(end, {"ends_on": "2025-06-30", "reason": "19"}).content.decode()
    client.post(end, {"ends_on": "2026-06-30", "reason": "19"})

    assert "De toewijzing begint op 1 januari 2026" in refused
    allocation.refresh_from_db()
    assert (str(allocation.ends_on), allocation.stop_reason) == ("2026-06-30", "19")
    assert "Volgens plan" in client.get(url).content.decode()


def test_end_allocation_from_an_old_page_shows_the_end_that_is_stored(client, karin, url, allocation):
    sign_in(client, karin)
    end = f"{url}/{allocation.public_id}/einde"
    typed = {"reason": "19", "revision": client.get(end).context["form"]["revision"].value()}
    client.post(end, typed | {"ends_on": "2026-06-30"})

    second = client.post(end, typed | {"ends_on": "2026-05-31"})

    page = second.content.decode()
    assert second.status_code == 409
    assert 'value="2026-05-31"' in page
    assert "Nu opgeslagen: 30 juni 2026" in page
    allocation.refresh_from_db()
    assert str(allocation.ends_on) == "2026-06-30"


def test_start_of_delivery_form_is_for_the_provider(client, petra, karin, url, allocation):
    start = f"{url}/{allocation.public_id}/start"

    assert sign_in(client, karin).get(start).status_code == 403
    sign_in(client, petra)
    refused = client.post(start, {"on": "2026-03-02", "revision": 1}).content.decode()
    assert f'href="{start}"' in client.get(url).content.decode()
    client.post(start, {"on": "2026-01-05", "revision": 1})

    assert "Deze dag moet nog komen" in refused
    allocation.refresh_from_db()
    assert str(allocation.delivery_started_on) == "2026-01-05"
    assert client.post(start, {"on": "2026-01-06", "revision": 1}).status_code == 409


def test_provider_sees_only_its_own_allocation(*, client, petra, url, allocation, region, het_anker):
    other = ContractedProductFactory.create(contract__framework__region=region, contract__provider=het_anker)
    foreign = AllocationFactory.create(client=allocation.client, contracted_product=other)
    sign_in(client, petra)

    assert "Het Anker" not in client.get(url).content.decode()
    assert client.get(f"{url}/{foreign.public_id}/start").status_code == 404


def test_allocations_need_the_same_queries_for_one_and_three(*, client, karin, url, person, product, queries_of):
    def add(code):
        contracted = ContractedProductFactory.create(contract=product.contract, variant=variant_in_force(code))
        AllocationFactory.create(client=person, contracted_product=contracted)

    sign_in(client, karin)
    add("basis")
    one = queries_of(url)
    add("licht")
    add("complex")

    assert queries_of(url) == one

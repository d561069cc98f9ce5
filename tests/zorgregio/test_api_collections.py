"""Every open collection of the API does the same things: pages, few fields, whole collections, 304."""

import csv
import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from contracts.models import Lot, Participation
from core.api.collections import CollectionViewSet, PublicCollectionViewSet
from organisations.models import Location
from tests.factories.contracts import ContractedProductFactory, RateFactory, variant_in_force
from tests.factories.informal_care import OfferFactory
from tests.factories.organisations import LocationFactory, MunicipalityFactory
from tests.factories.products import ConsultedRequirementFactory, RequirementFactory

ROWS = 5
OF_A_DAY = {"product"}
"""Read by a relation that only a query of that day has."""


def collections() -> dict[str, type[PublicCollectionViewSet[Any]]]:
    """By name the views of open collections."""
    found = {}
    for pattern in next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/").url_patterns:  # type: ignore[union-attr]
        view = getattr(pattern.callback, "cls", None)
        if isinstance(view, type) and issubclass(view, PublicCollectionViewSet) and pattern.name.endswith("-list"):  # type: ignore[union-attr]
            found[pattern.name.removesuffix("-list")] = view  # type: ignore[union-attr]
    return found


NAMES = sorted(collections())


@pytest.fixture
def rows(db: None) -> None:
    """Some rows of everything that is open."""
    for number in range(ROWS):
        product = ContractedProductFactory.create(variant=variant_in_force(f"soort-{number}"), rate=False)
        framework, day = product.contract.framework, product.contract.starts_on
        RateFactory.create(contracted_product=product, starts_on=day, ends_on=day + timedelta(days=30))
        RateFactory.create(contracted_product=product, starts_on=day + timedelta(days=31), ends_on=None)
        lot = Lot.objects.create(framework=framework, number=number + 1, domain="wmo", name=f"Wmo {number}")
        product.lot = lot
        product.save()
        Participation.objects.create(framework=framework, municipality=MunicipalityFactory.create(), starts_on=day)
        LocationFactory.create(provider=product.contract.provider)
        RequirementFactory.create(version=product.variant.versions.get())
        ConsultedRequirementFactory.create()
        OfferFactory.create()


def every_row(client: Client, address: str, **query: str) -> list[dict[str, Any]]:
    """The rows of all pages together."""
    found, pages = [], 0
    answer = client.get(address, query).json()
    while True:
        found += answer["resultaten"]
        pages += 1
        if answer["volgende"] is None:
            return found
        assert pages < 1000
        answer = client.get(answer["volgende"]).json()


def test_these_are_all_that_is_open() -> None:
    assert [
        *("consultation", "contract", "contracted-product", "framework", "location", "lot", "municipality", "product"),
        *("product-version", "provider", "rate", "requirement", "support-offer"),
    ] == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("rows")
def test_pages_together_hold_each_row_once(name: str, client: Client) -> None:
    address = reverse(f"api-v1:{name}-list")
    by_two = every_row(client, address, aantal="2")
    whole = client.get(address, {"metTotaal": "true"}).json()

    assert by_two == whole["resultaten"]
    assert len({row["uuid"] for row in by_two}) == len(by_two) == whole["totaal"] >= ROWS


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("rows")
def test_one_row_is_what_the_list_says(name: str, client: Client) -> None:
    listed = client.get(reverse(f"api-v1:{name}-list")).json()["resultaten"][-1]
    one = client.get(reverse(f"api-v1:{name}-detail", args=[listed["uuid"]])).json()

    assert one.items() >= listed.items()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("rows")
def test_rows_say_what_their_serializer_says_of_the_model(name: str, client: Client) -> None:
    if name in OF_A_DAY:
        return
    view: Any = collections()[name]
    serializer = view.serializer_class
    answers = every_row(client, reverse(f"api-v1:{name}-list"))
    for row in view.queryset.order_by("pk"):
        expected = json.loads(json.dumps(serializer(row).data, default=str))
        assert expected == next(one for one in answers if one["uuid"] == str(row.public_id))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("rows")
def test_whole_collection_comes_as_lines_and_as_a_table(name: str, client: Client) -> None:
    address = reverse(f"api-v1:{name}-list")
    pages = every_row(client, address)
    lines = client.get(address, headers={"accept": "application/x-ndjson"})
    table = client.get(address, headers={"accept": "text/csv"})

    assert [json.loads(line) for line in lines.getvalue().splitlines()] == pages
    assert lines.headers["Content-Type"] == "application/x-ndjson"
    found = list(csv.DictReader(StringIO(table.getvalue().decode())))
    assert [row["uuid"] for row in found] == [row["uuid"] for row in pages]
    assert table.headers["API-Version"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("rows")
def test_queries_are_as_many_for_one_row_as_for_all(name: str, client: Client) -> None:
    address = reverse(f"api-v1:{name}-list")
    counts = []
    for most in (1, ROWS):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address, {"aantal": str(most)})
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 3


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("rows")
def test_only_the_fields_that_are_asked_for(name: str, client: Client) -> None:
    address = reverse(f"api-v1:{name}-list")
    (row, *_) = client.get(address, {"velden": "uuid"}).json()["resultaten"]
    assert row.keys() == {"uuid"}
    assert client.get(reverse(f"api-v1:{name}-detail", args=[row["uuid"]]), {"velden": "uuid"}).json() == row

    refused = client.get(address, {"velden": "uuid,bsn,naam_fout"})
    assert refused.status_code == 400
    assert "‘bsn’" in refused.json()["errors"][0]["detail"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("rows")
def test_what_the_client_has_is_not_sent_again(name: str, client: Client) -> None:
    address = reverse(f"api-v1:{name}-list")
    for path in (address, f"{address}/{client.get(address).json()['resultaten'][0]['uuid']}"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": f'"x", W/{first.headers["ETag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert client.get(path, headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.usefixtures("rows")
def test_mark_changes_with_the_content(client: Client) -> None:
    address = reverse("api-v1:location-list")
    before = client.get(address).headers["ETag"]
    Location.objects.update(name="Anders")
    assert client.get(address, headers={"if-none-match": before}).status_code == 200


@pytest.mark.usefixtures("rows")
def test_link_header_leads_to_the_first_and_the_next_page(client: Client) -> None:
    address = reverse("api-v1:rate-list")
    page = client.get(address, {"aantal": "2", "velden": "uuid"})
    following = page.json()["volgende"]
    assert page.headers["Link"] == (
        f'<http://testserver{address}?aantal=2&velden=uuid>; rel="first", <{following}>; rel="next"'
    )
    assert 'rel="next"' not in client.get(address).headers["Link"]


@pytest.mark.usefixtures("rows")
def test_a_page_moves_nothing_when_rows_come_meanwhile(client: Client) -> None:
    address = reverse("api-v1:location-list")
    first = client.get(address, {"aantal": 2}).json()
    Location.objects.order_by("pk")[0].delete()
    LocationFactory.create()
    rest = every_row(client, first["volgende"])
    seen = [row["uuid"] for row in first["resultaten"] + rest]
    assert len(seen) == len(set(seen)) == ROWS + 1


@pytest.mark.parametrize("wrong", ["1", "1:x", "x" * 200, "%00", "１"])
@pytest.mark.usefixtures("rows")
def test_a_page_is_reached_by_our_own_addresses_only(wrong: str, client: Client) -> None:
    refused = client.get(reverse("api-v1:lot-list"), {"na": wrong})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["location"] == {"name": "na"}


@pytest.mark.usefixtures("rows")
def test_page_of_one_collection_is_none_of_another(client: Client) -> None:
    after = client.get(reverse("api-v1:rate-list"), {"aantal": 1}).json()["volgende"].partition("na=")[2]
    assert client.get(f"{reverse('api-v1:lot-list')}?na={after}").status_code == 400


@pytest.mark.usefixtures("rows")
def test_day_shows_what_holds_then(client: Client) -> None:
    product = client.get(reverse("api-v1:contracted-product-list")).json()["resultaten"][0]
    days = sorted((rate["geldigVanaf"], rate["uuid"]) for rate in product["tarieven"])
    assert len(days) == 2
    for day, rate in days:
        (found,) = client.get(
            reverse("api-v1:contracted-product-list"), {"peildatum": day, "contract": product["contract"]}
        ).json()["resultaten"]
        assert [one["uuid"] for one in found["tarieven"]] == [rate]
        rates = client.get(
            reverse("api-v1:rate-list"), {"peildatum": day, "gecontracteerdProduct": product["uuid"]}
        ).json()["resultaten"]
        assert [one["uuid"] for one in rates] == [rate]
    assert client.get(reverse("api-v1:contracted-product-list"), {"peildatum": "1999-01-01"}).json()["resultaten"] == []


@pytest.mark.usefixtures("rows")
def test_contract_that_is_still_being_written_is_not_published(client: Client) -> None:
    shown = len(every_row(client, reverse("api-v1:contract-list")))
    later = ContractedProductFactory.create(contract__starts_on=date(2099, 1, 1), rate=False)
    RateFactory.create(contracted_product=later, starts_on=date(2099, 1, 1))
    for name, shows in (("contract", shown), ("contracted-product", ROWS), ("rate", 2 * ROWS)):
        assert len(every_row(client, reverse(f"api-v1:{name}-list"))) == shows
    assert client.get(reverse("api-v1:contract-detail", args=[later.contract.public_id])).status_code == 404
    later.contract.signed_on = date(2026, 1, 1)
    later.contract.save()
    assert client.get(reverse("api-v1:contract-detail", args=[later.contract.public_id])).status_code == 200


@pytest.mark.django_db
def test_contract_is_there_from_the_day_on_which_it_is_published(client: Client, on_day: Any) -> None:
    contract = ContractedProductFactory.create(contract__starts_on=date(2026, 3, 2), rate=False).contract
    address = reverse("api-v1:contract-detail", args=[contract.public_id])
    answers = []
    for day in (1, 2, 1):
        on_day(date(2026, 3, day))
        answers.append(client.get(address).status_code)
    assert answers == [404, 200, 404]


def test_a_view_that_names_no_scope_is_no_open_data() -> None:
    assert not issubclass(CollectionViewSet, PublicCollectionViewSet)

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.actors import Actor
from products.models import ProductVariant
from products.services.versions import adopt_version, change_requirement, draft_next_version
from tests.cast import sign_in
from tests.factories.products import ProductVariantFactory, RequirementFactory

LIST = "/api/v1/producten"


@pytest.fixture(autouse=True)
def _day(on_day: Any) -> None:
    on_day(date(2026, 3, 10))


def get(client: Client, path: str, **query: Any) -> Any:
    response = client.get(path, query)
    assert response.status_code == 200, response.content
    return response.json()


def test_list_answers_in_pages(client: Client, book: None) -> None:
    first = get(client, LIST, aantal=3, metTotaal="true")
    assert first["totaal"] == 4
    second = client.get(first["volgende"]).json()
    codes = [one["code"] for one in first["resultaten"] + second["resultaten"]]
    assert sorted(codes) == ["bg-basis", "bg-complex", "bg-duurzaam", "bg-licht"]
    assert (second["volgende"], second["totaal"]) == (None, 4)


def test_each_answer_says_whether_it_is_made_up(client: Client, book: None) -> None:
    products = get(client, LIST)["resultaten"]
    assert {one["code"]: one["fictief"] for one in products} == {
        "bg-licht": True,
        "bg-basis": True,
        "bg-complex": True,
        "bg-duurzaam": False,
    }
    for one in products:
        product = get(client, f"{LIST}/{one['uuid']}")
        assert product["fictief"] is one["fictief"] is product["versie"]["fictief"]


def test_one_product_comes_with_its_requirements(client: Client, duurzaam: ProductVariant) -> None:
    product = get(client, f"{LIST}/{duurzaam.public_id}")
    assert len(product["eisen"]) == 42
    ratio = next(one for one in product["eisen"] if one["code"] == "BGD-IN-09")
    assert ratio["regel"] == "max_clients_per_professional"
    assert ratio["regelWaarde"] == {"max": 5}
    assert ratio["regelInWoorden"] == "Hoogstens 5 cliënten per professional"
    assert ratio["bron"].endswith("Eisen aan inhoud, punt 9")
    person = next(one for one in product["eisen"] if one["code"] == "BGD-PR-04")
    assert (person["regel"], person["regelWaarde"], person["regelInWoorden"]) == ("", None, "")


def test_peildatum_chooses_the_version(client: Client, duurzaam: ProductVariant, purchaser: Actor) -> None:
    draft = draft_next_version(actor=purchaser, version=duurzaam.versions.get())
    ratio = draft.requirements.get(code="BGD-IN-09")
    change_requirement(actor=purchaser, requirement=ratio, rule_value={"max": 7})
    adopt_version(actor=purchaser, version=draft, starts_on=date(2026, 7, 1))
    path = f"{LIST}/{duurzaam.public_id}"
    numbers = {
        day: get(client, path, peildatum=day)["versie"]["nummer"] for day in ("2020-01-01", "2026-06-30", "2026-07-01")
    }
    assert numbers == {"2020-01-01": 1, "2026-06-30": 1, "2026-07-01": 2}
    assert get(client, path)["peildatum"] == "2026-03-10"
    assert get(client, path)["versie"]["geldigTotEnMet"] == "2026-06-30"


def test_a_day_without_a_version_answers_null(client: Client, duurzaam: ProductVariant) -> None:
    product = get(client, f"{LIST}/{duurzaam.public_id}", peildatum="2019-12-31")
    assert (product["versie"], product["eisen"], product["fictief"]) == (None, [], False)


def test_moments_are_in_utc(client: Client, duurzaam: ProductVariant) -> None:
    version = get(client, f"{LIST}/{duurzaam.public_id}")["versie"]
    assert version["vastgesteldOp"] == "2026-03-10T11:00:00Z"


def test_an_unknown_product_is_not_found(client: Client, book: None) -> None:
    assert client.get(f"{LIST}/00000000-0000-4000-8000-000000000000").status_code == 404
    assert client.get(f"{LIST}/17").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_one_query_for_one_and_three(
    client: Client, db: None, count: int, django_assert_num_queries: Any
) -> None:
    RequirementFactory.create_batch(count)
    with django_assert_num_queries(1):
        assert len(get(client, LIST)["resultaten"]) == count


def test_one_product_takes_two_queries(
    client: Client, duurzaam: ProductVariant, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        get(client, f"{LIST}/{duurzaam.public_id}")


def test_a_session_changes_nothing(client: Client, duurzaam: ProductVariant, pim: User) -> None:
    ProductVariantFactory.create()
    anonymous = get(client, LIST)
    assert get(sign_in(client, pim), LIST) == anonymous

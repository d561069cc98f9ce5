"""What a draft of an addendum would change, before and after."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.selectors.addenda import effects_of
from contracts.services import add_line
from tests.cast import actor_of_user, sign_in
from tests.factories import contracts as made

DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(date(2026, 3, 1))


@pytest.fixture
def addendum(region, de_linde):
    product = made.ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=de_linde, contract__signed_on=date(2024, 12, 1)
    )
    return made.AddendumFactory.create(contract=product.contract, starts_on=DAY)


def text(pieces):
    return "".join(piece.text for piece in pieces)


def marked(pieces):
    return [piece.text for piece in pieces if piece.is_marked]


def test_each_kind_of_line_shows_what_holds_and_what_would_hold(pim, addendum, apeldoorn):
    contract = addendum.contract
    product = contract.contracted_products.get()
    rate = product.rates.get()
    made.ClauseFactory.create(contract=contract, article="3.7", text="Opzeggen kan een maand vooraf.")
    change = {"actor": actor_of_user(pim), "addendum": addendum}
    add_line(**change, kind="rate", contracted_product=product, amount=Decimal("99.50"))
    add_line(**change, kind="product_ended", contracted_product=product)
    add_line(**change, kind="municipalities", contracted_product=product, municipalities=[apeldoorn])
    add_line(**change, kind="clause", article="3.7", text="Opzeggen kan twee maanden vooraf.")
    add_line(**change, kind="clause", article="9.1", text="Nieuw.")
    add_line(**change, kind="end", ends_on=date(2027, 1, 1))
    found = {(one.line.kind, one.line.article): one for one in effects_of(addendum)}
    read = {key: (text(one.change.before), text(one.change.after)) for key, one in found.items()}
    euros = f"{rate.amount:.2f}".replace(".", ",")
    assert read["rate", ""] == (f"€\u00a0{euros}", "€\u00a099,50")
    assert read["product_ended", ""] == ("geen einddatum", "tot en met 31 mei 2026")
    assert read["municipalities", ""] == ("alle gemeenten die meedoen", "Apeldoorn")
    assert read["clause", "9.1"] == ("staat er niet", "Nieuw.")
    assert read["end", ""][1] == "1 januari 2027"
    clause = found["clause", "3.7"].change
    assert marked(clause.before) == ["een", "maand"]
    assert marked(clause.after) == ["twee", "maanden"]


def test_page_of_a_draft_shows_both_sides_and_of_an_adopted_one_only_what_it_became(client, pim, addendum):
    product = addendum.contract.contracted_products.get()
    add_line(
        actor=actor_of_user(pim), addendum=addendum, kind="rate", contracted_product=product, amount=Decimal("99.50")
    )
    sign_in(client, pim)
    address = reverse("contracts:addendum", args=[addendum.public_id])
    page = client.get(address).content.decode()
    assert "<del>" in page
    assert "Vanaf 1 juni 2026" in page
    client.post(reverse("contracts:addendum_adopt", args=[addendum.public_id]), {"signed_on": "2026-03-01"})
    page = client.get(address).content.decode()
    assert "<del>" not in page
    assert "99,50" in page


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_for_one_and_three(client, pim, addendum, count, django_assert_max_num_queries):
    for number in range(count):
        add_line(actor=actor_of_user(pim), addendum=addendum, kind="clause", article=f"{number}.1", text="Nieuw.")
    sign_in(client, pim)
    address = reverse("contracts:addendum", args=[addendum.public_id])
    client.get(address)
    with django_assert_max_num_queries(10):
        client.get(address)

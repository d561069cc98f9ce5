"""Where the numbers of each cost element come from."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.models import PriceSheet
from contracts.services import set_price_sheet
from tests.cast import actor_of_user, sign_in
from tests.factories import contracts as made


@pytest.fixture
def sheet(pim, region, on_day):
    on_day(date(2026, 3, 1))
    example = made.PriceSheetFactory.build()
    return set_price_sheet(
        actor=actor_of_user(pim),
        region=region,
        version=made.variant_in_force().versions.get(),
        starts_on=date(2026, 3, 1),
        numbers={name: Decimal(getattr(example, name)) for name in PriceSheet.INPUTS},
        levels={"mbo4": (Decimal(100), Decimal(40))},
        source="Cao VVT (fictief)",
        sources={"a": "https://cao.example/vvt", "e": " Index van het CPB ", "f": " ", "x": "Geen element"},
    )


def test_an_element_without_a_source_of_its_own_has_that_of_the_sheet(sheet):
    sheet.refresh_from_db()
    assert sheet.sources == {"a": "https://cao.example/vvt", "e": "Index van het CPB"}
    assert [sheet.source_of(letter) for letter in "abe"] == [
        "https://cao.example/vvt",
        "Cao VVT (fictief)",
        "Index van het CPB",
    ]


def test_page_shows_the_source_of_each_element_and_links_an_address(client, pim, sheet):
    page = sign_in(client, pim).get(reverse("contracts:price", args=[sheet.public_id])).content.decode()
    assert '<a href="https://cao.example/vvt"' in page
    assert page.count("Bron: Cao VVT (fictief)") == 4
    assert page.count("Bron: Index van het CPB") == 1


def test_form_asks_for_the_source_of_each_element(client, pim, sheet):
    page = sign_in(client, pim).get(reverse("contracts:price_new")).content.decode()
    for letter in "abcdef":
        assert f"Bron van {letter}" in page

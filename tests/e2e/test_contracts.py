"""What a purchaser looks up and works out by keyboard: a contract as of a date, an indexation, a price and what if."""

from datetime import date, timedelta

from django.urls import reverse
from playwright.sync_api import expect

from contracts.models import Contract, IndexationRun, PriceSheet, Rate
from core.clock import today
from core.templatetags.pages import euro, nl_date
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import PIM
from tests.e2e.survey import Survey

FIGURES = {
    "Deel personeel in procenten": "90",
    "Personeel: voorlopig, nieuwe jaar": "3,9",
    "Materiaal: voorlopig, nieuwe jaar": "2,1",
    "Personeel: voorlopig, dit jaar": "3,4",
    "Materiaal: voorlopig, dit jaar": "2,4",
    "Personeel: definitief, dit jaar": "3,65",
    "Materiaal: definitief, dit jaar": "2,2",
}
"""The labels in the order of the page, and percentages that are made up."""


def test_contract_as_of_a_date_and_beside_another(signed_in: SignedIn, survey: Survey) -> None:
    """An addendum changed the rate 40 days ago: 90 days ago the old one held."""
    contract = Contract.objects.get(addenda__status="adopted")
    rates = Rate.objects.current().filter(
        contracted_product__contract=contract, contracted_product__variant__code="bg-licht"
    )
    old, new = rates.order_by("starts_on")
    keys = Keyboard(signed_in(PIM))
    keys.page.goto(reverse("contracts:contract", args=[contract.public_id]))
    expect(keys.page.get_by_text(euro(new.amount)).first).to_be_visible()
    before = today() - timedelta(days=90)
    keys.date("Stand op", before)
    keys.push("Tonen")
    expect(keys.page.get_by_role("heading", name=f"Zoals het geldt op {nl_date(before)}")).to_be_visible()
    card = keys.page.get_by_role("region", name="Begeleiding Groep Licht")
    expect(card.get_by_text(euro(old.amount))).to_be_visible()
    expect(card.get_by_text(euro(new.amount))).to_have_count(0)
    survey.look(keys.page, "contract as of a date")
    keys.date("Stand op", today())
    keys.date("Vergelijken met", before)
    keys.push("Tonen")
    row = keys.page.get_by_role("row", name="Begeleiding Groep Licht (fictief): Tarief")
    expect(row.get_by_role("cell").nth(1)).to_contain_text(euro(old.amount))
    expect(row.get_by_role("cell").nth(2)).to_contain_text(euro(new.amount))
    survey.look(keys.page, "contract compared by keyboard")


def test_indexation_shows_what_would_change_and_changes_nothing(signed_in: SignedIn, survey: Survey) -> None:
    rates = Rate.objects.count()
    keys = Keyboard(signed_in(PIM))
    keys.page.goto(reverse("contracts:indexations"))
    keys.follow("Nieuwe indexering")
    keys.select("Raamovereenkomst", "Raamovereenkomst")
    day = date(today().year + 2, 1, 1)
    keys.date("Nieuwe tarieven vanaf", day)
    for label, number in FIGURES.items():
        keys.write(label, number)
    keys.tick("Deze percentages zijn fictief")
    survey.look(keys.page, "indexation to prepare")
    keys.push("Voorbereiden")
    keys.expect_heading(f"Indexering vanaf {nl_date(day)}")
    expect(keys.page.get_by_text("Een collega keurt haar goed.").first).to_be_visible()
    expect(keys.page.get_by_role("table", name="Wat elk tarief wordt")).to_be_visible()
    survey.look(keys.page, "indexation prepared")
    run = IndexationRun.objects.get(starts_on=day)
    line = run.lines.select_related("rate").order_by("pk")[0]
    expect(keys.page.get_by_text(euro(line.amount)).first).to_be_visible()
    assert line.amount > line.rate.amount
    assert Rate.objects.count() == rates
    keys.push("Intrekken", back=True)
    keys.expect_message("De indexering is ingetrokken.")


def test_price_with_another_ratio_shows_the_formula_of_both(signed_in: SignedIn, survey: Survey) -> None:
    sheet = PriceSheet.objects.get(version__variant__code="bg-duurzaam")
    keys = Keyboard(signed_in(PIM))
    keys.page.goto(reverse("contracts:price", args=[sheet.public_id]))
    keys.write("Cliënten per professional", "6")
    keys.push("Uitrekenen")
    row = keys.page.get_by_role("row", name="a. Kosten van de professional")
    expect(row.get_by_role("cell").nth(0)).to_contain_text("÷ 5 cliënten")
    expect(row.get_by_role("cell").nth(2)).to_contain_text("÷ 6 cliënten")
    expect(keys.page.get_by_text("Met uw vraag")).to_be_visible()
    survey.look(keys.page, "price what if by keyboard")
    keys.write("mbo 2 in procenten", "50")
    keys.push("Uitrekenen")
    expect(keys.page.get_by_text("Maak er samen 100 procent van.").first).to_be_visible()
    survey.look(keys.page, "price what if refused")

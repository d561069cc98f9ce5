"""The pages on which a purchaser makes and changes what was agreed."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.models import Addendum, Contract, FrameworkAgreement, Rate
from contracts.web.addenda import KINDS
from tests.cast import sign_in
from tests.factories import contracts as made

TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def browser(client, pim):
    return sign_in(client, pim)


@pytest.fixture
def product(region, de_linde):
    return made.ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=de_linde, contract__signed_on=date(2024, 12, 1)
    )


def send(browser, route, /, *ids, **data):
    """The page after sending the form."""
    return browser.post(reverse(f"contracts:{route}", args=ids), data, follow=True)


def test_purchaser_makes_everything_from_framework_to_addendum_on_pages(browser, region, apeldoorn, zutphen, de_linde):
    variant = made.variant_in_force()
    page = send(
        browser,
        "framework_new",
        name="Jeugd, Wmo en MO/BW",
        reference="RO-1",
        starts_on="2026-01-01",
        ends_on="2029-12-31",
        option_count="2",
        option_months="12",
        municipalities=[apeldoorn.public_id],
    )
    framework = FrameworkAgreement.objects.get()
    assert "De raamovereenkomst is vastgelegd." in page.content.decode()
    own = framework.public_id
    send(browser, "lot_new", own, number="2", domain="wmo", name="Wmo groep")
    send(browser, "document_new", own, kind="note", title="Nota 1", version="1.0", dated_on="2026-01-05")
    send(browser, "participation_new", own, municipality=zutphen.public_id, starts_on="2026-02-01")
    page = send(
        browser,
        "participation_end",
        own,
        framework.participations.get(municipality=zutphen).public_id,
        ends_on="2026-12-31",
    )
    text = page.content.decode()
    assert "Perceel 2: Wmo groep" in text
    assert "Nota van inlichtingen: Nota 1, versie 1.0 van 5 januari 2026" in text
    assert "Zutphen: 1-2-2026 t/m 31-12-2026" in text

    page = send(browser, "contract_new", own, agb_code="12345678")
    assert "Er is geen zorgaanbieder met deze AGB-code." in page.text
    send(
        browser,
        "contract_new",
        own,
        agb_code=de_linde.agb_code,
        number="C-1",
        starts_on="2026-01-01",
        ends_on="2029-12-31",
    )
    contract = Contract.objects.get()
    send(
        browser,
        "product_new",
        contract.public_id,
        variant=variant.public_id,
        lot=framework.lots.get().public_id,
        product_code="07A16",
        unit="16",
        amount="61,50",
        is_fictional="on",
    )
    send(browser, "clause_new", contract.public_id, article="3.7", text="Een maand.")
    send(
        browser,
        "call_off_new",
        contract.public_id,
        number="NO-1",
        title="Zaterdag",
        description="Tien dagdelen.",
        signed_on="2026-02-01",
        starts_on="2026-03-01",
    )
    page = send(browser, "sign", contract.public_id, signed_on="2026-02-15")
    assert "alleen een addendum verandert dit contract nog" in page.content.decode()
    assert not contract.call_offs.exists()  # it went on longer than the contract, so it was refused

    send(browser, "addendum_new", contract.public_id, title="Tarief", reason="Overleg.", starts_on="2026-07-01")
    addendum = Addendum.objects.get().public_id
    product = contract.contracted_products.get()
    send(browser, "line_new", addendum, "tarief", contracted_product=product.public_id, amount="70,25")
    page = send(browser, "line_new", addendum, "bepaling", article="3.7", text="")
    assert "Een maand." in page.content.decode()
    assert "vervalt" in page.content.decode()
    page = send(browser, "addendum_adopt", addendum, signed_on="2026-03-01")
    assert "Het addendum is vastgesteld." in page.content.decode()

    address = reverse("contracts:contract", args=[contract.public_id])
    days = browser.get(address, {"peildatum": "2026-07-01", "vergelijk": "2026-06-30"}).content.decode()
    assert "Regel voor regel: 3 verschillen" in days
    assert "€\u00a061,50 per dagdeel (fictief)" in days
    assert "€\u00a070,25 per dagdeel" in days

    page = send(browser, "option", own, framework.options.get(number=1).public_id, is_used="ja")
    assert "besloten op 1 maart 2026, was 31 december 2029" in page.content.decode()
    contract.refresh_from_db()
    assert contract.ends_on == date(2030, 12, 31)


def test_refusal_of_a_service_stands_beside_its_field_and_nothing_typed_is_lost(browser, product):
    page = send(browser, "framework_new", name="Zonder gemeente", option_count="1", starts_on="2026-01-01")
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="Zonder gemeente"' in text
    for words in ("Kies minstens één gemeente.", "Vul in hoeveel maanden een verlenging duurt.", "Vul ‘Kenmerk’ in."):
        assert words in text

    page = send(browser, "addendum_new", product.contract.public_id, title="T", reason="R", starts_on="2020-01-01")
    assert page.context["form"].errors["starts_on"]
    addendum = made.AddendumFactory.create(contract=product.contract)
    page = send(browser, "addendum_adopt", addendum.public_id, signed_on="2026-03-01")
    assert "Dit addendum verandert nog niets." in page.content.decode()
    page = send(browser, "line_new", addendum.public_id, "tarief", contracted_product=product.public_id, amount="veel")
    assert "Vul een bedrag in, bijvoorbeeld 61,50." in page.content.decode()
    page = send(browser, "product_new", product.contract.public_id, variant=product.variant.public_id, unit="16")
    assert page.context["form"].errors["amount"]


def test_line_is_removed_and_addendum_withdrawn(browser, product):
    line = made.LineFactory.create(addendum__contract=product.contract)

    page = send(browser, "line_remove", line.addendum.public_id, line.public_id)
    assert "Er staat nog niets in dit addendum." in page.content.decode()
    page = send(browser, "addendum_withdraw", line.addendum.public_id)
    assert "Ingetrokken" in page.content.decode()
    assert send(browser, "addendum_withdraw", line.addendum.public_id).status_code == 409


def test_corrected_rate_stays_on_the_page_with_its_reason(browser, product):
    rate = product.rates.get()

    page = send(
        browser, "rate_correct", product.public_id, rate.public_id, amount="65,10", reason="Cijfers verwisseld."
    )

    text = page.content.decode()
    assert Rate.objects.count() == 2
    for words in ("€\u00a061,50", "€\u00a065,10", "gecorrigeerd", "Cijfers verwisseld."):
        assert words in text


def test_new_rate_in_an_unsigned_contract(browser, product):
    Contract.objects.update(signed_on=None)

    page = send(browser, "rate_new", product.public_id, amount="65,10", starts_on="2026-07-01")

    assert "Het tarief is vastgelegd." in page.content.decode()
    page = send(browser, "rate_new", product.public_id, amount="66", starts_on="2026-01-01")
    assert page.context["form"].errors["starts_on"]


@pytest.mark.parametrize(
    ("name", "draft", "adopted"),
    [("pim", 200, 200), ("karin", 404, 200), ("petra", 404, 200), ("mo", 404, 404), ("wil", 404, 403)],
)
def test_addendum_is_seen_by_others_once_it_is_adopted(*, request, client, product, name, draft, adopted):
    addendum = made.AddendumFactory.create(contract=product.contract)
    sign_in(client, request.getfixturevalue(name))
    address = reverse("contracts:addendum", args=[addendum.public_id])
    contract = reverse("contracts:contract", args=[product.contract.public_id])

    assert client.get(address).status_code == draft
    if name in {"karin", "petra"}:
        assert "In voorbereiding" not in client.get(contract).content.decode()
    Addendum.objects.update(status="adopted", adopted_at="2026-03-01T10:00Z", signed_on=TODAY)
    assert client.get(address).status_code == adopted


@pytest.mark.parametrize("kind", [*KINDS, "iets-anders"])
@pytest.mark.parametrize("name", ["karin", "petra", "mo", "wil", "ada"])
def test_kinds_of_lines_are_the_purchasers_own(*, request, client, product, name, kind):
    addendum = made.AddendumFactory.create(contract=product.contract)
    sign_in(client, request.getfixturevalue(name))

    assert client.get(reverse("contracts:line_new", args=[addendum.public_id, kind])).status_code == 404


def test_unknown_kind_and_parts_of_another_are_not_there(browser, product):
    addendum = made.AddendumFactory.create(contract=product.contract)
    framework = product.contract.framework
    for name, ids in (
        ("line_new", (addendum.public_id, "iets-anders")),
        ("participation_end", (framework.public_id, made.ParticipationFactory.create().public_id)),
        ("option", (framework.public_id, made.OptionFactory.create().public_id)),
        ("rate_correct", (product.public_id, made.RateFactory.create().public_id)),
    ):
        assert browser.get(reverse(f"contracts:{name}", args=ids)).status_code == 404
    other = made.LineFactory.create()
    assert send(browser, "line_remove", addendum.public_id, other.public_id).status_code == 404


def test_days_that_are_none_show_today_with_what_is_wrong(browser, product):
    address = reverse("contracts:contract", args=[product.contract.public_id])

    text = browser.get(address, {"peildatum": "morgen"}).content.decode()

    assert "Vul een bestaande datum in" in text
    assert "Zoals het geldt op 1 maart 2026" in text
    assert "Op 1 januari 2020 geldt dit contract niet." in browser.get(address, {"peildatum": "2020-01-01"}).text


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_frameworks_needs_the_same_queries_for_one_and_three(
    *, browser, region, number, django_assert_num_queries
):
    for _ in range(number):
        made.LotFactory.create(framework__region=region)
    browser.get("/raamovereenkomsten")

    # Session, user, membership, count, frameworks, lots.
    with django_assert_num_queries(6):
        browser.get("/raamovereenkomsten")


@pytest.mark.parametrize("number", [1, 3])
def test_contract_needs_the_same_queries_for_one_and_three(*, browser, region, number, django_assert_num_queries):
    contract = made.ContractFactory.create(framework__region=region)
    for step in range(number):
        made.ContractedProductFactory.create(contract=contract, variant=made.variant_in_force(f"v-{step}"))
        made.AddendumFactory.create(contract=contract)
    address = reverse("contracts:contract", args=[contract.public_id]) + "?vergelijk=2025-03-01"
    browser.get(address)

    with django_assert_num_queries(16):
        browser.get(address)

"""Indexation: worked by hand from Contractstandaarden Wmo art. 3.2, at random, and from preview to letter."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEntry
from contracts.models import IndexationLine, IndexationRun, Rate
from contracts.rules.indexation import Index, Indices, indexed, is_first_year
from contracts.services import (
    approve_indexation,
    correct_rate,
    prepare_indexation,
    withdraw_indexation,
)
from core.clock import now
from core.constraints import as_validation_error
from core.errors import Conflict
from core.pdf import pdf_available
from organisations.enums import Role
from tests.cast import actor_of_user, member, sign_in
from tests.factories import contracts as made
from tests.factories.accounts import UserFactory
from tests.pdf import text_of

D = Decimal
TODAY = date(2026, 11, 2)
JANUARY = date(2027, 1, 1)
FIGURES = {
    "staff_share": D(90),
    "staff_forecast_next": D("4.00"),
    "staff_forecast": D("3.00"),
    "staff_definite": D("3.50"),
    "material_forecast_next": D("2.00"),
    "material_forecast": D("2.50"),
    "material_definite": D("2.00"),
}
BY_HAND = Indices(Index(D("4.00"), D("3.00"), D("3.50")), Index(D("2.00"), D("2.50"), D("2.00")), D(90))


def test_percentage_worked_by_hand():
    """Staff: 4.00 + (3.50 - 3.00) = 4.50. Material: 2.00 + (2.00 - 2.50) = 1.50. 90% x 4.50 + 10% x 1.50 = 4.20."""
    assert BY_HAND.percentage(is_first_year=False) == D("4.20")
    assert indexed(D("61.50"), D("4.20")) == D("64.08")  # 61.50 x 1.042 = 64.083
    assert BY_HAND.formula(is_first_year=False) == (
        "90% personeel × (4% + (3,5% − 3%)) + 10% materiaal × (2% + (2% − 2,5%)) = 4,2%"
    )


def test_first_year_after_a_new_price_worked_by_hand():
    """Only the forecast: 90% x 4.00 + 10% x 2.00 = 3.80."""
    assert BY_HAND.percentage(is_first_year=True) == D("3.80")
    assert indexed(D("61.50"), D("3.80")) == D("63.84")  # 61.50 x 1.038 = 63.837
    assert BY_HAND.formula(is_first_year=True) == "90% personeel × 4% + 10% materiaal × 2% = 3,8%"


@pytest.mark.parametrize(
    ("since", "is_first"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 7, 1), True), (date(2020, 1, 1), False)],
)
def test_first_year_lasts_twelve_months(since, is_first):
    assert is_first_year(since, JANUARY) is is_first


figures = st.integers(-9000, 9000).map(lambda whole: D(whole) / 1000)
unhurried = settings(suppress_health_check=[HealthCheck.too_slow])
"""The first example takes a second on a busy machine."""
indexes = st.builds(Index, figures, figures, figures)


@unhurried
@given(indexes, indexes, st.integers(0, 100).map(D))
def test_forecast_that_came_true_needs_no_correction(staff, material, share):
    """And a correction is made once: what this year turned out to be is no part of the first year of a new price."""
    true = Indices(
        Index(staff.forecast_next, staff.forecast, staff.forecast),
        Index(material.forecast_next, material.forecast, material.forecast),
        share,
    )
    both = Indices(staff, material, share)

    assert true.percentage(is_first_year=False) == true.percentage(is_first_year=True)
    assert both.percentage(is_first_year=True) == true.percentage(is_first_year=True)
    difference = both.percentage(is_first_year=False) - both.percentage(is_first_year=True)
    assert difference == (staff.correction * share + material.correction * (100 - share)) / 100


@unhurried
@given(st.integers(1, 99999).map(lambda whole: D(whole) / 100), figures)
def test_indexed_rate_is_in_whole_cents_within_half_a_cent(amount, percentage):
    found = indexed(amount, percentage)

    assert found == found.quantize(D("0.01"))
    assert abs(found - amount * (100 + percentage) / 100) <= D("0.005")


# Prepared and approved ----------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def first(pim):
    return actor_of_user(pim)


@pytest.fixture
def second_user(region):
    return member("Inez Inkoper", region, Role.PURCHASER)


@pytest.fixture
def second(second_user):
    return actor_of_user(second_user)


@pytest.fixture
def product(region, de_linde):
    """With a rate since 2025, in a signed contract."""
    return made.ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=de_linde, contract__signed_on=date(2024, 12, 1)
    )


@pytest.fixture
def new_product(product):
    """In the same contract, with a price since July 2026."""
    return made.ContractedProductFactory.create(
        contract=product.contract,
        variant=made.variant_in_force("basis"),
        rate=D("61.50"),
        rate__starts_on=date(2026, 7, 1),
    )


def prepare(actor, product, starts_on=JANUARY, **change):
    return prepare_indexation(
        actor=actor,
        framework=product.contract.framework,
        starts_on=starts_on,
        figures=FIGURES | change,
        source="OVA en PPC (fictief)",
    )


def test_approved_indexation_gives_new_rates_and_the_preview_changes_none(first, second, product, new_product):
    run = prepare(first, product)
    assert {line.rate.contracted_product: line.amount for line in run.lines.all()} == {
        product: D("64.08"),
        new_product: D("63.84"),
    }
    assert product.rates.count() == 1

    approve_indexation(actor=second, run=run)

    assert [product.rate_on(day) for day in (date(2026, 12, 31), JANUARY)] == [D("61.50"), D("64.08")]
    assert [new_product.rate_on(day) for day in (date(2026, 12, 31), JANUARY)] == [D("61.50"), D("63.84")]
    run.refresh_from_db()
    assert (run.status, run.approved_by_id) == ("approved", second.user_id)
    assert all(line.new_rate is not None and line.new_rate.amount == line.amount for line in run.lines.all())
    assert product.rates.get(starts_on=JANUARY).is_fictional  # as the rate that it follows
    written = set(AuditEntry.objects.values_list("event", "target"))
    assert {("created", run.public_id), ("changed", run.public_id)} <= written


def test_who_prepared_it_does_not_approve_it(first, product):
    run = prepare(first, product)

    with pytest.raises(PermissionDenied):
        approve_indexation(actor=first, run=run)

    assert Rate.objects.count() == 1


@pytest.mark.parametrize("name", ["karin", "petra", "ada"])
def test_indexation_is_for_purchasers_only(request, name, first, product):
    actor, run = actor_of_user(request.getfixturevalue(name)), prepare(first, product)

    for write in (
        lambda: prepare(actor, product),
        lambda: approve_indexation(actor=actor, run=run),
        lambda: withdraw_indexation(actor=actor, run=run),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_second_indexation_counts_the_price_and_not_the_first_as_new(first, second, product, on_day):
    """A year later the rate of January 2027 is not a new price: the correction counts again."""
    approve_indexation(actor=second, run=prepare(first, product))
    on_day(date(2027, 11, 1))

    run = prepare(first, product, date(2028, 1, 1))

    assert not run.lines.get().is_first_year
    assert run.lines.get().amount == indexed(D("64.08"), D("4.20"))


def test_corrected_rate_of_an_indexation_is_no_new_price(first, second, product, on_day):
    approve_indexation(actor=second, run=prepare(first, product))
    correct_rate(actor=first, rate=product.rates.get(starts_on=JANUARY), amount=D("64.10"), reason="Afgerond.")
    on_day(date(2027, 11, 1))

    assert not prepare(first, product, date(2028, 1, 1)).lines.get().is_first_year


def test_product_with_a_later_rate_or_out_of_the_contract_is_left_out(first, product, new_product):
    product.rates.update(ends_on=date(2026, 12, 31))
    made.RateFactory.create(contracted_product=product, starts_on=JANUARY, amount=D("70"))

    assert [line.rate.contracted_product for line in prepare(first, product).lines.all()] == [new_product]
    new_product.ends_on = date(2026, 12, 31)
    new_product.save()
    IndexationRun.objects.update(status="withdrawn")
    with pytest.raises(ValidationError) as refusal:
        prepare(first, product)
    assert refusal.value.code == "index_empty"


def test_rate_that_changed_meanwhile_stops_the_approval(first, second, product):
    run = prepare(first, product)
    correct_rate(actor=first, rate=product.rates.get(), amount=D("62.00"), reason="Tikfout.")

    with pytest.raises(Conflict) as refusal:
        approve_indexation(actor=second, run=run)

    assert refusal.value.code == "rates_changed"
    assert product.rate_on(JANUARY) == D("62.00")


def test_indexation_ends_once(first, second, product):
    withdrawn = withdraw_indexation(actor=first, run=prepare(first, product))
    approved = approve_indexation(actor=second, run=prepare(first, product))

    for run in (withdrawn, approved):
        for write in (approve_indexation, withdraw_indexation):
            with pytest.raises(Conflict):
                write(actor=second, run=run)


@pytest.mark.parametrize(
    ("starts_on", "change", "field", "code"),
    [
        (TODAY, {}, "starts_on", "index_in_past"),
        (JANUARY, {"staff_share": D(101)}, "staff_share", "staff_share"),
        (JANUARY, {}, "__all__", "indexation_twice"),
    ],
)
def test_indexation_that_cannot_be_is_refused(*, first, product, starts_on, change, field, code):
    prepare(first, product)

    with pytest.raises(ValidationError) as refusal:
        prepare(first, product, starts_on, **change)

    assert code in {fault.code for fault in refusal.value.error_dict[field]}
    assert IndexationRun.objects.count() == 1


def test_constraints_hold_in_the_database(first, second, product):
    """contracts_indexation_once and the others."""
    run = prepare(first, product)
    line = run.lines.get()
    runs = IndexationRun.objects.filter(pk=run.pk)

    assert refused(lambda: runs.update(status="approved")) == "indexation_approval"
    own = {"status": "approved", "approved_by": first.user_id, "approved_at": now()}
    assert refused(lambda: runs.update(**own)) == "second_person"
    assert refused(lambda: runs.update(source="")) == "index_source"
    assert refused(lambda: runs.update(staff_share=101)) == "staff_share"
    assert refused(lambda: run.lines.update(amount=0)) == "indexation_positive"
    again = {"run": run, "rate": line.rate, "amount": 1, "is_first_year": False}
    assert refused(lambda: IndexationLine.objects.create(**again)) == "indexation_line_twice"
    copy = IndexationRun(framework=run.framework, starts_on=JANUARY, is_fictional=True, prepared_at=now(), **FIGURES)
    copy.prepared_by = UserFactory.create()
    assert refused(copy.save) == "indexation_twice"


def refused(write):
    """The code with which the database refuses the write."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    explained = as_validation_error(refusal.value)
    assert explained is not None
    return explained.code


# Pages --------------------------------------------------------------------------------------------------


def test_two_purchasers_take_it_from_form_to_letter(client, pim, second_user, product, new_product):
    typed = {name: str(value).replace(".", ",") for name, value in FIGURES.items()}
    typed |= {"framework": product.contract.framework.public_id, "starts_on": "2027-01-01", "source": "OVA en PPC"}
    page = sign_in(client, pim).post("/indexeringen/nieuw", typed, follow=True).text
    run = IndexationRun.objects.get()
    approve = reverse("contracts:indexation_approve", args=[run.public_id])
    for words in ("€\u00a064,08", "€\u00a063,84", "eerste jaar", "= 4,2%", "= 3,8%", "Een collega keurt haar goed."):
        assert words in page
    assert approve not in page
    assert client.post(approve).status_code == 403
    letter = reverse("contracts:indexation_letter", args=[run.public_id, product.contract.provider.public_id])
    assert client.get(letter).status_code == 404

    sign_in(client, second_user)
    assert approve in client.get(reverse("contracts:indexation", args=[run.public_id])).text
    page = client.post(approve, follow=True).text

    assert "De brieven staan klaar." in page
    assert letter in page
    assert "Goedgekeurd" in client.get("/indexeringen").text
    if pdf_available():
        answer = client.get(letter)
        assert answer["Content-Type"] == "application/pdf"
        text = text_of(answer.content)
        for words in ("De Linde", "€ 61,50", "€ 64,08", "€ 63,84", "1 januari 2027", "OVA en PPC", "Inez Inkoper"):
            assert words in text.replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["karin", "petra", "zoe", "mo", "ada"])
def test_run_and_letter_are_there_for_purchasers_only(*, request, client, name, first, second, product):
    run = approve_indexation(actor=second, run=prepare(first, product))
    sign_in(client, request.getfixturevalue(name))

    for route, ids in (("indexation", ()), ("indexation_letter", (product.contract.provider.public_id,))):
        assert client.get(reverse(f"contracts:{route}", args=[run.public_id, *ids])).status_code == 404


def test_letter_of_a_provider_that_is_not_in_it_is_not_there(*, client, pim, first, second, product, het_anker):
    run = approve_indexation(actor=second, run=prepare(first, product))
    address = reverse("contracts:indexation_letter", args=[run.public_id, het_anker.public_id])

    assert sign_in(client, pim).get(address).status_code == 404


def test_form_says_what_is_wrong_and_withdrawing_ends_it(client, pim, first, product):
    sign_in(client, pim)
    page = client.post("/indexeringen/nieuw", {"staff_share": "120", "staff_definite": "veel"})
    assert {"framework", "starts_on", "staff_share", "staff_definite"} <= set(page.context["form"].errors)
    run = prepare(first, product)

    page = client.post(reverse("contracts:indexation_withdraw", args=[run.public_id]), follow=True)

    assert "De indexering is ingetrokken." in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_pages_need_the_same_queries_for_one_and_three(*, client, pim, first, region, count, django_assert_num_queries):
    framework = made.FrameworkFactory.create(region=region)
    for step in range(count):
        made.ContractedProductFactory.create(contract__framework=framework, variant=made.variant_in_force(f"v-{step}"))
    run = prepare_indexation(actor=first, framework=framework, starts_on=JANUARY, figures=FIGURES, is_fictional=True)
    sign_in(client, pim)
    address = reverse("contracts:indexation", args=[run.public_id])
    client.get(address)

    with django_assert_num_queries(5):
        client.get(address)
    with django_assert_num_queries(5):
        client.get("/indexeringen")

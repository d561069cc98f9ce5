from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEntry
from contracts.models import Rate
from contracts.services import conclude_contract, conclude_framework, contract_product, set_rate
from tests.cast import actor_of_user
from tests.factories.contracts import (
    ContractedProductFactory,
    ContractFactory,
    FrameworkFactory,
    variant_in_force,
)

TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def purchaser(pim):
    return actor_of_user(pim)


def test_conclude_framework_contract_product_and_rate_stand_in_the_trail(purchaser, region, de_linde):
    framework = conclude_framework(actor=purchaser, region=region, name="Groep", reference="ROK-1", starts_on=TODAY)
    contract = conclude_contract(actor=purchaser, framework=framework, provider=de_linde, number="C-1", starts_on=TODAY)
    product = contract_product(actor=purchaser, contract=contract, variant=variant_in_force(), product_code="07A16")
    rate = set_rate(actor=purchaser, contracted_product=product, amount=Decimal("60"), starts_on=TODAY)

    assert product.rate_on(TODAY) == Decimal("60")
    trail = set(AuditEntry.objects.values_list("event", "target"))
    assert trail == {("created", row.public_id) for row in (framework, contract, product, rate)}


@pytest.mark.parametrize("name", ["karin", "petra", "ada"])
def test_conclude_framework_is_for_the_purchaser_only(request, name, region):
    actor = actor_of_user(request.getfixturevalue(name))

    with pytest.raises(PermissionDenied):
        conclude_framework(actor=actor, region=region, name="Groep", reference="ROK-1", starts_on=TODAY)


def test_conclude_contract_refuses_a_period_outside_the_framework(purchaser, region, de_linde):
    framework = FrameworkFactory.create(region=region, ends_on=date(2026, 12, 31))

    with pytest.raises(ValidationError) as refusal:
        conclude_contract(actor=purchaser, framework=framework, provider=de_linde, number="C-1", starts_on=TODAY)

    assert refusal.value.code == "contract_outside_framework"


def test_contract_product_refuses_a_bad_code_and_a_second_time(purchaser, region):
    contract = ContractFactory.create(framework__region=region)
    variant = variant_in_force()
    contract_product(actor=purchaser, contract=contract, variant=variant, product_code="07A16")

    with pytest.raises(ValidationError) as refusal:
        contract_product(actor=purchaser, contract=contract, variant=variant, product_code="7a16")

    codes = {error.code for errors in refusal.value.error_dict.values() for error in errors}
    assert codes == {"product_code", "contracted_twice"}


def test_set_rate_ends_the_former_rate_the_day_before(purchaser, region):
    product = ContractedProductFactory.create(contract__framework__region=region)

    set_rate(actor=purchaser, contracted_product=product, amount=Decimal("70"), starts_on=date(2026, 7, 1))

    former, new = product.rates.order_by("starts_on")
    assert former.ends_on == date(2026, 6, 30)
    assert (former.amount, new.amount) == (Decimal("61.50"), Decimal("70"))
    changed = AuditEntry.objects.get(event="changed", target=former.public_id)
    assert changed.fields == [{"name": "ends_on", "old": None, "new": "2026-06-30"}]


@pytest.mark.parametrize(
    ("starts_on", "code"),
    [
        (TODAY, "rate_of_the_past"),
        (date(2025, 6, 1), "rate_of_the_past"),
        (date(2025, 1, 1), "rate_of_the_past"),
        (date(2024, 12, 31), "rate_outside_contract"),
    ],
)
def test_set_rate_never_changes_a_past_rate(purchaser, region, starts_on, code):
    product = ContractedProductFactory.create(contract__framework__region=region)

    with pytest.raises(ValidationError) as refusal:
        set_rate(actor=purchaser, contracted_product=product, amount=Decimal("70"), starts_on=starts_on)

    assert refusal.value.code == code
    assert Rate.objects.get().ends_on is None


def test_set_rate_refuses_to_cover_a_later_rate(purchaser, region):
    product = ContractedProductFactory.create(contract__framework__region=region)
    set_rate(actor=purchaser, contracted_product=product, amount=Decimal("70"), starts_on=date(2026, 7, 1))

    with pytest.raises(ValidationError) as refusal:
        set_rate(actor=purchaser, contracted_product=product, amount=Decimal("65"), starts_on=date(2026, 5, 1))

    assert refusal.value.code == "rate_later"


def test_set_rate_of_another_region_is_refused(purchaser):
    product = ContractedProductFactory.create(contract__framework__region__name="Andere regio")

    with pytest.raises(PermissionDenied):
        set_rate(actor=purchaser, contracted_product=product, amount=Decimal("70"), starts_on=date(2026, 7, 1))

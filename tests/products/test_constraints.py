"""Every constraint of the room, broken behind the back of the services."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.constraints import as_validation_error
from core.storing import store
from products.models import ProductVersion
from tests.factories.products import ProductVariantFactory, ProductVersionFactory, RequirementFactory

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def refusal(act: Any) -> str | None:
    """The code with which the database itself refuses."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    explained = as_validation_error(refused.value)
    assert explained is not None
    return explained.code


def test_two_adopted_versions_do_not_hold_on_one_day() -> None:
    version = ProductVersionFactory.create(ends_on=date(2025, 12, 31))
    assert (
        refusal(lambda: ProductVersionFactory.create(variant=version.variant, starts_on=date(2025, 12, 31)))
        == "version_overlap"
    )
    ProductVersionFactory.create(variant=version.variant, starts_on=date(2026, 1, 1))


def test_a_withdrawn_version_still_holds_its_days() -> None:
    version = ProductVersionFactory.create(withdrawn=True)
    assert refusal(lambda: ProductVersionFactory.create(variant=version.variant)) == "version_overlap"


def test_a_draft_does_not_hold_days_until_it_is_adopted() -> None:
    version = ProductVersionFactory.create()
    draft = ProductVersionFactory.create(variant=version.variant, draft=True)
    others = ProductVersion.objects.filter(pk=draft.pk)
    assert refusal(lambda: others.update(status="adopted", adopted_at=MOMENT)) == "version_overlap"


def test_other_products_have_versions_on_the_same_days() -> None:
    ProductVersionFactory.create_batch(2)


def test_store_explains_the_overlap_in_dutch() -> None:
    version = ProductVersionFactory.create()
    double = ProductVersionFactory.build(variant=version.variant, number=2)
    with pytest.raises(ValidationError, match="Kies andere datums"):
        store(double)


def test_a_version_ends_after_it_starts() -> None:
    assert refusal(lambda: ProductVersionFactory.create(ends_on=date(2019, 1, 1))) == "period_order"


def test_a_consultation_ends_after_it_starts() -> None:
    assert (
        refusal(
            lambda: ProductVersionFactory.create(
                consultation=True,
                consultation_starts_on=date(2026, 2, 1),
                consultation_ends_on=date(2026, 1, 1),
            )
        )
        == "period_order"
    )


def test_one_version_of_a_product_is_open() -> None:
    draft = ProductVersionFactory.create(draft=True)
    assert refusal(lambda: ProductVersionFactory.create(variant=draft.variant, consultation=True)) == "version_one_open"


def test_a_number_occurs_once_in_a_product() -> None:
    version = ProductVersionFactory.create(ends_on=date(2020, 2, 1))
    assert (
        refusal(
            lambda: ProductVersionFactory.create(
                variant=version.variant, number=version.number, starts_on=date(2021, 1, 1)
            )
        )
        == "version_number"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "consultation"},
        {"adopted_at": None},
        {"status": "withdrawn", "ends_on": date(2026, 1, 1)},
        {"status": "withdrawn", "withdrawn_at": MOMENT},
        {"status": "withdrawn", "withdrawn_at": MOMENT, "ends_on": date(2026, 1, 1), "adopted_at": None},
        {"withdrawn_at": MOMENT},
    ],
)
def test_status_and_moments_belong_together(fields: dict[str, Any]) -> None:
    assert refusal(lambda: ProductVersionFactory.create(**fields)) == "version_status_moment"


def test_a_code_occurs_once_in_a_version() -> None:
    one = RequirementFactory.create()
    assert (
        refusal(lambda: RequirementFactory.create(version=one.version, code=one.code, rule_kind="", rule_value=None))
        == "requirement_code"
    )


def test_a_rule_with_one_number_occurs_once_in_a_version() -> None:
    one = RequirementFactory.create()
    assert refusal(lambda: RequirementFactory.create(version=one.version)) == "rule_twice"


def test_a_rule_that_may_be_repeated_occurs_twice() -> None:
    one = RequirementFactory.create(rule_kind="goal_domain", rule_value={"domain": "structure"})
    RequirementFactory.create(version=one.version, rule_kind="goal_domain", rule_value={"domain": "activities"})


@pytest.mark.parametrize(
    "fields", [{"rule_kind": ""}, {"rule_value": None}, {"rule_kind": "", "rule_value": {"max": 4}}]
)
def test_a_rule_has_a_kind_and_a_value(fields: dict[str, Any]) -> None:
    assert refusal(lambda: RequirementFactory.create(**fields)) == "requirement_rule"


def test_a_value_that_does_not_fit_its_rule_is_not_stored() -> None:
    version = ProductVersionFactory.create()
    with pytest.raises(ValidationError) as refused:
        store(RequirementFactory.build(version=version, rule_value={"max": "vijf"}))
    assert list(refused.value.message_dict) == ["rule_value"]


def test_codes_of_products_occur_once() -> None:
    variant = ProductVariantFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductVariantFactory.create(code=variant.code)

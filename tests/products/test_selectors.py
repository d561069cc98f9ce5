from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.clock import today
from products.models import ProductVariant
from products.rules import Terms
from products.selectors import (
    NO_DEMAND,
    key_figures,
    product_rows,
    requirement_groups,
    terms_of_variants,
    terms_on,
    version_in_force,
)
from tests.factories.products import ProductVariantFactory, ProductVersionFactory, RequirementFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def test_terms_take_two_queries(duurzaam: ProductVariant, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        terms_on(duurzaam, DAY)


@pytest.mark.parametrize("count", [1, 3])
def test_terms_of_all_products_take_two_queries(count: int, django_assert_num_queries: Any) -> None:
    requirements = RequirementFactory.create_batch(count)
    with django_assert_num_queries(2):
        terms = terms_of_variants(DAY)
    assert terms.keys() == {one.version.variant_id for one in requirements}
    assert all(one.max_clients_per_professional == 4 for one in terms.values())


@pytest.mark.parametrize("count", [1, 3])
def test_product_rows_take_two_queries(count: int, django_assert_num_queries: Any) -> None:
    RequirementFactory.create_batch(count)
    variants = list(ProductVariant.objects.all())
    with django_assert_num_queries(2):
        rows = product_rows(variants, DAY)
    assert len(rows) == count


def test_a_product_without_a_version_says_so() -> None:
    variant = ProductVariantFactory.create()
    with pytest.raises(ValidationError, match="nog geen vastgestelde eisen") as refused:
        version_in_force(variant, DAY)
    assert refused.value.code == "no_version_in_force"


def test_a_product_that_is_still_to_come_says_from_when() -> None:
    version = ProductVersionFactory.create(starts_on=date(2027, 1, 1))
    with pytest.raises(ValidationError, match="Die gelden vanaf 1 januari 2027"):
        version_in_force(version.variant, DAY)


def test_a_product_that_ended_says_until_when() -> None:
    version = ProductVersionFactory.create(ends_on=date(2025, 12, 31))
    with pytest.raises(ValidationError, match=r"niet meer geldig.*31 december 2025"):
        version_in_force(version.variant, DAY)


def test_a_draft_is_never_in_force() -> None:
    draft = ProductVersionFactory.create(draft=True)
    consultation = ProductVersionFactory.create(consultation=True)
    for version in (draft, consultation):
        with pytest.raises(ValidationError):
            version_in_force(version.variant, today())


def test_first_and_last_day_belong_to_the_version() -> None:
    version = ProductVersionFactory.create(starts_on=DAY, ends_on=DAY)
    assert version_in_force(version.variant, DAY) == version


def test_requirements_come_in_the_order_of_the_sheet(duurzaam: ProductVariant, django_assert_num_queries: Any) -> None:
    version = version_in_force(duurzaam, DAY)
    with django_assert_num_queries(1):
        groups = requirement_groups(version)
    assert [(group.label, len(group.requirements)) for group in groups] == [
        ("Cliënt", 11),
        ("Opdracht", 16),
        ("Eisen aan inhoud", 10),
        ("Eisen aan professional", 5),
    ]


def test_key_figures_are_words() -> None:
    figures = key_figures(
        Terms(max_clients_per_professional=4, min_level_execution="hbo", evaluation_interval_months=1)
    )
    assert (figures.ratio, figures.execution, figures.evaluation) == (
        "hoogstens 4 cliënten",
        "minstens hbo",
        "elke maand",
    )
    assert figures.responsible == NO_DEMAND

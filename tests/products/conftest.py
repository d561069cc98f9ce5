from collections.abc import Callable

import pytest

from accounts.models import User
from core.actors import Actor
from products.models import ProductVariant
from tests.cast import actor_of_user
from tests.reference import lay_out_book

System = Actor.system("Test")


@pytest.fixture
def book(db: None) -> None:
    """The product sheets that come with the software."""
    lay_out_book()


@pytest.fixture
def duurzaam(book: None) -> ProductVariant:
    """The product of the sheet."""
    return ProductVariant.objects.get(code="bg-duurzaam")


@pytest.fixture
def purchaser(pim: User) -> Actor:
    """Pim, acting for the region."""
    return actor_of_user(pim)


@pytest.fixture
def actor_of() -> Callable[[User], Actor]:
    """The actor that a user is today."""
    return actor_of_user

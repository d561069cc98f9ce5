"""The story of these tests: karin of Apeldoorn keeps the file of a client, whom De Linde looks after."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import actor_of_user
from tests.factories.clients import AllocationFactory, ClientFactory
from tests.factories.contracts import ContractedProductFactory
from tests.reference import lay_out_book, lay_out_terms

TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def worker(karin):
    """Karin as an actor."""
    return actor_of_user(karin)


@pytest.fixture
def carer(petra):
    """Petra of De Linde as an actor."""
    return actor_of_user(petra)


@pytest.fixture
def person(apeldoorn):
    """A client of Apeldoorn."""
    return ClientFactory.create(
        municipality=apeldoorn, initials="J.", given_names="Jánneke", prefix="van", surname="Dál", bsn="999900006"
    )


@pytest.fixture
def product(region, de_linde):
    """Begeleiding Groep Duurzaam of De Linde, contracted with a rate."""
    return ContractedProductFactory.create(contract__framework__region=region, contract__provider=de_linde)


@pytest.fixture
def allocation(person, product):
    """An allocation of 2026."""
    return AllocationFactory.create(client=person, contracted_product=product)


@pytest.fixture
def queries_of(client):
    """Count the queries of a page; the first visit is not counted, for it fills caches."""

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count


@pytest.fixture
def terms(db):
    """The terms of the law, and the product book with its client profiles."""
    lay_out_terms()
    lay_out_book()

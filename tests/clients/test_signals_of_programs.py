"""A program that reads many files, or at night, shows up among conspicuous access as a person would."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from clients.selectors.signals import signals_by_person
from clients.services import load_terms
from core.clock import AMSTERDAM
from core.periods import Period
from organisations.enums import ApiScope
from tests.api import bearer, client_of, token_of
from tests.cast import actor_of_user, sign_in
from tests.clients.conftest import TODAY
from tests.factories.clients import AllocationFactory
from tests.factories.contracts import ContractedProductFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 2, 25)
"""A Wednesday."""
WEEK = Period(TODAY - timedelta(days=6), TODAY)
TOO_MANY = 26


@pytest.fixture
def program(de_linde, apeldoorn):
    """A program of De Linde, to which so many inhabitants of Apeldoorn were allocated."""
    load_terms()
    product = ContractedProductFactory.create(contract__provider=de_linde)
    for _ in range(TOO_MANY):
        AllocationFactory.create(client__municipality=apeldoorn, contracted_product=product)
    return client_of(de_linde, ApiScope.READ_ALLOCATIONS, name="ECD van De Linde")


def pull(program, hour, **query):
    """The program asks for the list of allocations at this hour."""
    with time_machine.travel(datetime.combine(DAY, time(hour), AMSTERDAM), tick=False):
        answer = Browser().get("/api/v1/toewijzingen", query, **bearer(token_of(program)))
        assert answer.status_code == 200, answer.content
        return answer.json()["resultaten"]


def found(user):
    """What stands out for this user."""
    return [
        (one.person, one.who, signal.kind.value)
        for one in signals_by_person(actor_of_user(user), WEEK)
        for signal in one.signals
    ]


def test_program_that_reads_many_files_stands_out(program, vera):
    assert len(pull(program, 11)) == TOO_MANY

    assert found(vera) == [(program.public_id, "API-client ECD van De Linde", "volume")]


def test_pages_of_a_program_count_together(program, vera):
    pull(program, 11, aantal=TOO_MANY - 1)
    assert found(vera) == []
    pull(program, 12)
    assert [kind for *_, kind in found(vera)] == ["volume"]


def test_program_at_night_stands_out(program, vera):
    pull(program, 3, aantal=1)

    assert [kind for *_, kind in found(vera)] == ["outside_hours"]


def test_privacy_officer_opens_what_stands_out_of_a_program(program, vera, client):
    pull(program, 11)
    browser = sign_in(client, vera)

    days = {"van": str(WEEK.starts_on), "tot": str(WEEK.ends_on)}
    assert "ECD van De Linde" in browser.get(reverse("clients:signals"), days).content.decode()
    one = browser.get(reverse("clients:signal", args=[program.public_id, "volume", DAY.isoformat()]))
    assert one.status_code == 200
    assert "ECD van De Linde" in one.content.decode()

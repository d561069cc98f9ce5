"""Spending ceilings in the API: the figures of the pages, for the region and the provider itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client as Browser

from audit.models import AuditEntry
from contracts.models import CeilingAmount, SpendingCeiling
from contracts.services.settings import load_settings
from delivery.models import ClientAttendance
from delivery.selectors.spending import spending_of
from organisations.enums import ApiScope
from tests.api import asking, bearer, client_of, token_of
from tests.delivery.test_spending import TODAY, allocate, come
from tests.factories import contracts as made
from tests.factories.organisations import RegionFactory

LIST = "/api/v1/bestedingsruimtes"
READ = ApiScope.READ_CONTRACTS
FIRST = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _today(db, on_day):
    on_day(TODAY)
    load_settings()


@pytest.fixture
def product(region, de_linde):
    return made.ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=de_linde, rate=Decimal("50.00")
    )


@pytest.fixture
def ceiling(product):
    return made.CeilingFactory.create(contract=product.contract, amount=Decimal("1000.00"))


@pytest.fixture
def spent(product, ceiling):
    """Seven a week in four weeks, of which somebody came to two a day in the first one."""
    allocation = allocate(product)
    for dagdeel in ("morning", "afternoon"):
        come(allocation, *(FIRST + timedelta(days=step) for step in range(7)), dagdeel=dagdeel)
    return ceiling


def ask(sent, path=LIST, **query):
    return Browser().get(path, query, **sent)


def get(sent, path=LIST, **query):
    response = ask(sent, path, **query)
    assert response.status_code == 200, response.content
    return response.json()


def rows(sent, **query):
    return get(sent, **query)["resultaten"]


def uuids(sent, **query):
    return {row["uuid"] for row in rows(sent, **query)}


def test_row_worked_by_hand(spent, region, de_linde):
    """28 dagdelen at 50 are allocated and 14 came; from 11 March 19 are left. 70% was reached on the seventh day."""
    made.CeilingStepFactory.create(ceiling=spent, done_on=date(2026, 3, 9))

    (row,) = rows(asking(region, READ))

    assert row == {
        "uuid": str(spent.public_id),
        "contract": str(spent.contract.public_id),
        "contractnummer": spent.contract.number,
        "zorgaanbieder": {"uuid": str(de_linde.public_id), "naam": "De Linde", "agbCode": de_linde.agb_code},
        "geldigVanaf": "2026-01-01",
        "geldigTotEnMet": "2026-12-31",
        "peildatum": "2026-03-10",
        "bedrag": "1000.00",
        "toegewezen": "1400.00",
        "geleverd": "700.00",
        "verwacht": "1650.00",
        "percentage": "70.0",
        "onvolledig": False,
        "grensBereiktOp": "2026-03-08",
        "gewaarschuwdOp": "2026-03-09",
    }
    assert get(asking(region, READ), f"{LIST}/{spent.public_id}") == row


@pytest.mark.parametrize("day", ["2025-12-31", "2026-03-01", "2026-03-05", "2026-03-08", "2026-03-09", "2026-03-10"])
def test_figures_of_a_day_are_those_of_the_pages(spent, de_linde, day):
    """Also of what was agreed and done by then."""
    made.CeilingStepFactory.create(ceiling=spent, done_on=date(2026, 3, 9))
    CeilingAmount.objects.create(ceiling=spent, amount=Decimal("2000.00"), agreed_on=date(2026, 3, 5))
    on = date.fromisoformat(day)
    found = spending_of([SpendingCeiling.objects.prefetch_related("amounts").get()], on)[spent.pk]
    sent = asking(de_linde, READ)

    (row,) = rows(sent, peildatum=day)

    names = ("peildatum", "bedrag", "toegewezen", "geleverd", "verwacht", "percentage")
    euros = (found.ceiling, found.allocated, found.delivered, found.expected)
    assert [row[name] for name in names] == [day, *(f"{one:.2f}" for one in euros), f"{found.used:.1f}"]
    assert row["grensBereiktOp"] == (found.reached_on.isoformat() if found.reached_on else None)
    assert row["gewaarschuwdOp"] == ("2026-03-09" if day >= "2026-03-09" else None)
    assert get(sent, f"{LIST}/{spent.public_id}", peildatum=day) == row


def test_without_a_rate_the_figures_are_too_low(spent, product, de_linde):
    product.rates.update(starts_on=FIRST + timedelta(days=1))

    (row,) = rows(asking(de_linde, READ))

    assert (row["onvolledig"], row["geleverd"]) == (True, "600.00")


def test_day_to_come_and_what_is_not_there_are_refused_together(ceiling, region, het_anker):
    sent = asking(region, READ)
    for path in (LIST, f"{LIST}/{ceiling.public_id}"):
        response = ask(sent, path, peildatum="2026-03-11", naam="De Linde")
        assert response.status_code == 400
        assert {one["location"]["name"]: one["code"] for one in response.json()["errors"]} == {
            "peildatum": "future",
            "naam": "unknown",
        }
    for query in ({}, {"zorgaanbieder": het_anker.public_id}):  # also when there is nothing to show
        assert ask(sent, velden="bedrag,naam", **query).status_code == 400
    for form in ("application/x-ndjson", "text/csv"):
        assert Browser().get(LIST, headers={**sent["headers"], "accept": form}).status_code == 406


def test_region_and_provider_see_their_own(ceiling, region, de_linde, het_anker):
    other = made.CeilingFactory.create(contract__provider=het_anker, contract__framework=ceiling.contract.framework)
    elsewhere = RegionFactory.create(name="Zorgregio Elders")
    far = made.CeilingFactory.create(contract__provider=het_anker, contract__framework__region=elsewhere)
    every = {ceiling, other, far}

    for whose, own in (
        (region, {ceiling, other}),
        (de_linde, {ceiling}),
        (het_anker, {other, far}),
        (elsewhere, {far}),
    ):
        sent = asking(whose, READ)
        assert uuids(sent) == {str(one.public_id) for one in own}
        for one in every:
            assert ask(sent, f"{LIST}/{one.public_id}").status_code == (200 if one in own else 404)
    assert not AuditEntry.objects.filter(event="read").exists()


def test_municipality_has_no_part_in_it(ceiling, apeldoorn):
    """As on the pages; a program that was given the scope once gets nothing under it either."""
    program = client_of(apeldoorn, ApiScope.READ_FINDINGS)
    program.scopes = [READ]
    program.save()

    sent = bearer(token_of(program))
    for path in (LIST, f"{LIST}/{ceiling.public_id}"):
        assert ask(sent, path).status_code == 403


@pytest.mark.parametrize("path", [LIST, f"{LIST}/6a0d6c0e-6c57-4d0c-8a45-5b0f1b2a3c4d"])
def test_without_the_scope_nobody_gets_anything(de_linde, path):
    assert Browser().get(path).status_code == 401
    response = ask(asking(de_linde, ApiScope.READ_FINDINGS), path)
    assert response.status_code == 403
    assert f'scope="{READ}"' in response["WWW-Authenticate"]


def test_filters_pages_and_few_fields(ceiling, region, de_linde, het_anker):
    before = made.CeilingFactory.create(
        contract=ceiling.contract, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)
    )
    other = made.CeilingFactory.create(contract__provider=het_anker, contract__framework=ceiling.contract.framework)
    sent = asking(region, READ)
    own = {str(ceiling.public_id), str(before.public_id)}

    assert uuids(sent, contract=ceiling.contract.public_id) == own == uuids(sent, zorgaanbieder=de_linde.public_id)
    assert uuids(sent, zorgaanbieder=het_anker.public_id) == {str(other.public_id)}
    assert uuids(sent, zorgaanbieder=het_anker.public_id, contract=ceiling.contract.public_id) == set()
    page = get(sent, aantal=2, metTotaal=True, velden="uuid,bedrag")
    assert page["totaal"] == 3
    assert page["resultaten"][0] == {"uuid": str(ceiling.public_id), "bedrag": "1000.00"}
    rest = get(sent, page["volgende"])
    assert [*page["resultaten"], *rest["resultaten"]] == rows(sent, velden="uuid,bedrag")
    assert (len(rest["resultaten"]), rest["volgende"]) == (1, None)


def test_answer_names_no_client(spent, region):
    client = ClientAttendance.objects.all()[0].allocation.client
    answer = ask(asking(region, READ)).content.decode()

    for known in (client.public_id, client.bsn, client.surname):
        assert str(known) not in answer


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(*, region, count, django_assert_num_queries):
    for step in range(count):
        product = made.ContractedProductFactory.create(contract__framework__region=region)
        made.CeilingFactory.create(contract=product.contract, amount=Decimal(60))
        come(allocate(product), FIRST + timedelta(days=step))
    sent = asking(region, READ)
    get(sent)

    with django_assert_num_queries(10):
        assert [row["grensBereiktOp"] for row in rows(sent)] == [
            str(FIRST + timedelta(days=one)) for one in range(count)
        ]

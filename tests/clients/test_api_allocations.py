"""Allocations in the API: those of the own organisation, without names, and with a trail."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser

from audit.models import AuditEntry
from clients.models import Allocation
from organisations.enums import ApiScope
from tests.api import asking, bearer, client_of, token_of
from tests.factories.clients import AllocationFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/toewijzingen"
READ = ApiScope.READ_ALLOCATIONS


@pytest.fixture
def allocation(apeldoorn, de_linde):
    return AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde)


def get(sent, path=LIST, **query):
    response = Browser().get(path, query, **sent)
    assert response.status_code == 200, response.content
    return response.json()


def test_provider_and_municipality_see_theirs(allocation, apeldoorn, de_linde, zutphen, het_anker):
    for whose in (apeldoorn, de_linde):
        found = get(asking(whose, READ), metTotaal="true")
        assert [row["uuid"] for row in found["resultaten"]] == [str(allocation.public_id)]
        assert found["totaal"] == 1
    for whose in (zutphen, het_anker):
        sent = asking(whose, READ)
        assert get(sent)["resultaten"] == []
        assert Browser().get(f"{LIST}/{allocation.public_id}", **sent).status_code == 404


def test_row_says_what_was_allocated(allocation, de_linde):
    row = get(asking(de_linde, READ), f"{LIST}/{allocation.public_id}")

    assert row["client"] == str(allocation.client.public_id)
    assert row["gemeente"]["cbsCode"] == allocation.municipality.cbs_code
    assert row["zorgaanbieder"]["agbCode"] == de_linde.agb_code
    assert row["product"]["code"] == allocation.variant.code
    assert (row["toewijzingsnummer"], row["aantalDagdelen"]) == (allocation.number, allocation.volume)
    assert row["geldigVanaf"] == allocation.starts_on.isoformat()
    assert row["toegewezenOp"].endswith("Z")


def test_nothing_of_the_person_goes_out(allocation, de_linde):
    person = allocation.client
    text = json.dumps(get(asking(de_linde, READ)))

    for secret in (person.bsn, person.surname, person.given_names, person.postcode, person.birth_date.isoformat()):
        assert not secret or secret not in text


def test_on_a_day_only_what_holds_then(allocation, de_linde):
    Allocation.objects.filter(pk=allocation.pk).update(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
    sent = asking(de_linde, READ)

    counts = [len(get(sent, peildatum=f"2026-{day}")["resultaten"]) for day in ("02-28", "03-01", "03-31", "04-01")]
    assert counts == [0, 1, 1, 0]


def test_each_client_has_it_in_the_trail_once_for_an_answer(allocation, apeldoorn, de_linde):
    ended = Allocation.objects.filter(pk=allocation.pk)
    ended.update(ends_on=allocation.starts_on)
    later = allocation.starts_on + timedelta(days=1)
    twice = AllocationFactory.create(client=allocation.client, provider=de_linde, starts_on=later)
    other = AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde)
    AllocationFactory.create()
    client = client_of(de_linde, READ)
    get(bearer(token_of(client)))

    entries = AuditEntry.objects.filter(event="read")
    assert {entry.client: entry.target for entry in entries} == {
        twice.client.public_id: None,
        other.client.public_id: other.public_id,
    }
    assert entries.count() == 2
    for entry in entries:
        assert (entry.actor, entry.role, entry.target_label) == (client.public_id, "planner", "clients.allocation")
        assert [field["name"] for field in entry.fields] == ["API", "purpose"]


def test_reading_one_is_in_the_trail_and_refusing_is_not(allocation, de_linde, het_anker):
    get(asking(de_linde, READ), f"{LIST}/{allocation.public_id}")
    Browser().get(f"{LIST}/{allocation.public_id}", **asking(het_anker, READ))
    Browser().get(LIST, {"pagina": 1}, **asking(de_linde, READ))

    assert AuditEntry.objects.get(event="read").target == allocation.public_id


def test_pages_follow_each_other(allocation, apeldoorn, de_linde):
    for days in range(4):
        starts_on = allocation.starts_on + timedelta(days=days)
        AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde, starts_on=starts_on)
    sent = asking(de_linde, READ)

    found = [page := get(sent, aantal=2)]
    while page["volgende"]:
        found.append(page := get(sent, page["volgende"]))
    assert [len(page["resultaten"]) for page in found] == [2, 2, 1]
    assert len({row["uuid"] for page in found for row in page["resultaten"]}) == 5
    assert AuditEntry.objects.filter(event="read").count() == 5


def test_of_a_sparse_answer_the_trail_says_as_much(allocation, de_linde):
    sent = asking(de_linde, READ)

    assert get(sent, velden="uuid")["resultaten"] == [{"uuid": str(allocation.public_id)}]
    assert AuditEntry.objects.get(event="read").client == allocation.client.public_id


@pytest.mark.parametrize("form", ["application/x-ndjson", "text/csv"])
def test_whole_collection_in_one_answer_is_not_given(allocation, de_linde, form):
    sent = asking(de_linde, READ)
    sent["headers"]["accept"] = form

    assert Browser().get(LIST, **sent).status_code == 406
    assert not AuditEntry.objects.filter(event="read").exists()


def test_those_of_one_client(allocation, apeldoorn, de_linde):
    AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde)

    found = get(asking(de_linde, READ), client=allocation.client.public_id)["resultaten"]
    assert [row["uuid"] for row in found] == [str(allocation.public_id)]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(apeldoorn, de_linde, rows, django_assert_num_queries):
    for _ in range(rows):
        AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde)
    sent = asking(de_linde, READ)
    get(sent)
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert len(get(sent)["resultaten"]) == rows


QUERIES_OF_LIST = 6 if connection.vendor == "postgresql" else 5
"""PostgreSQL takes the place in the chain of the trail by a lock."""

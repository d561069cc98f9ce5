"""Findings in the API: a provider its own, a municipality those about its inhabitants."""

import pytest
from django.db import connection
from django.test import Client as Browser

from audit.models import AuditEntry
from compliance.models import Finding
from core.clock import now
from organisations.enums import ApiScope
from tests.api import asking
from tests.compliance.story import found_in_file, found_in_group
from tests.delivery.story import place
from tests.factories.organisations import RegionFactory, SupervisorFactory
from tests.plans.story import TODAY

LIST = "/api/v1/bevindingen"
READ = ApiScope.READ_FINDINGS


@pytest.fixture
def of_file(allocation):
    return found_in_file(allocation)


@pytest.fixture
def of_group(allocation):
    return found_in_group(place(allocation).group, allocation)


def get(sent, path=LIST, **query):
    response = Browser().get(path, query, **sent)
    assert response.status_code == 200, response.content
    return response.json()


def uuids(sent, **query):
    return {row["uuid"] for row in get(sent, **query)["resultaten"]}


@pytest.mark.parametrize(
    ("whose", "are_shown"), [("de_linde", True), ("apeldoorn", True), ("zutphen", False), ("het_anker", False)]
)
def test_everybody_sees_what_is_theirs(of_file, of_group, whose, are_shown, request):
    sent = asking(request.getfixturevalue(whose), READ)
    both = {str(of_file.public_id), str(of_group.public_id)}

    assert uuids(sent) == (both if are_shown else set())
    for key in both:
        assert Browser().get(f"{LIST}/{key}", **sent).status_code == (200 if are_shown else 404)


@pytest.mark.parametrize("whose", ["region", "ggd"])
def test_region_and_supervisor_see_what_is_about_groups(of_file, of_group, whose, het_anker, request):
    sent = asking(request.getfixturevalue(whose), READ)

    assert uuids(sent) == {str(of_group.public_id)}
    assert (
        uuids(sent, toewijzing=of_file.allocation.public_id) == uuids(sent, zorgaanbieder=het_anker.public_id) == set()
    )
    assert get(sent, f"{LIST}/{of_group.public_id}")["groep"]["naam"] == of_group.group.name
    assert Browser().get(f"{LIST}/{of_file.public_id}", **sent).status_code == 404
    assert not AuditEntry.objects.filter(event="read").exists()


def test_region_that_buys_nothing_there_and_its_supervisor_see_nothing(of_group):
    elsewhere = RegionFactory.create(name="Zorgregio Elders")
    for whose in (elsewhere, SupervisorFactory.create(region=elsewhere)):
        sent = asking(whose, READ)
        assert uuids(sent) == set()
        assert Browser().get(f"{LIST}/{of_group.public_id}", **sent).status_code == 404


def test_finding_about_a_group_says_which(of_group, de_linde):
    row = get(asking(de_linde, READ), f"{LIST}/{of_group.public_id}")

    assert row["groep"] == {"uuid": str(of_group.group.public_id), "naam": of_group.group.name}
    assert row["toewijzing"] is None
    assert (row["eisCode"], row["aantalDagdelen"], row["minutenTekort"]) == (of_group.code, 1, 30)
    assert row["eis"] == str(of_group.requirement.public_id)
    assert not AuditEntry.objects.filter(event="read").exists()


def test_finding_about_a_file_says_which_and_is_in_the_trail(of_file, de_linde):
    row = get(asking(de_linde, READ), f"{LIST}/{of_file.public_id}")

    assert (row["groep"], row["toewijzing"]) == (None, str(of_file.allocation.public_id))
    entry = AuditEntry.objects.get(event="read")
    assert (entry.client, entry.target) == (of_file.allocation.client.public_id, of_file.public_id)


def test_list_tells_the_trail_of_files_only(of_file, of_group, apeldoorn):
    get(asking(apeldoorn, READ))

    assert [entry.target for entry in AuditEntry.objects.filter(event="read")] == [of_file.public_id]


def test_on_a_day_only_what_stood_open(of_group, de_linde):
    sent = asking(de_linde, READ)
    rows = Finding.objects.filter(pk=of_group.pk)
    rows.update(opened_on="2026-02-02", last_on="2026-02-03", met_again_on="2026-02-05")

    days = [f"2026-02-0{day}" for day in range(1, 7)]
    assert [len(uuids(sent, peildatum=day)) for day in days] == [0, 1, 1, 1, 0, 0]
    assert len(uuids(sent)) == 1
    rows.update(withdrawn_at=now())
    assert uuids(sent, peildatum="2026-02-03") == set()
    assert get(sent)["resultaten"][0]["vervallenOp"].endswith("Z")


@pytest.mark.parametrize("codes", [("BGD-IN-06",), ("BGD-IN-06", "BGD-IN-07", "BGD-IN-08")])
def test_list_asks_as_much_for_three_as_for_one(allocation, de_linde, codes, django_assert_num_queries):
    for code in codes:
        found_in_file(allocation, code)
    sent = asking(de_linde, READ)
    get(sent)
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert {row["nietVoldaanVanaf"] for row in get(sent)["resultaten"]} == {TODAY.isoformat()}


QUERIES_OF_LIST = 6 if connection.vendor == "postgresql" else 5
"""PostgreSQL takes the place in the chain of the trail by a lock."""

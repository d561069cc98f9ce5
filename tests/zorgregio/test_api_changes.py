"""Who follows the changes of an open collection has what the database has, whatever happened meanwhile."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from audit.api import feeds
from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import now
from organisations.models import CareProvider, Location, Organisation
from tests.factories.contracts import ContractedProductFactory, RateFactory
from tests.factories.organisations import CareProviderFactory, LocationFactory

CHANGES = int(os.environ.get("FEED_CHANGES", "400"))
"""Ten thousand when the whole is looked at."""
WRITERS = 4
ACTOR = Actor.system("proef")


class Reader:
    """A program that keeps a copy of a collection."""

    def __init__(self, name: str) -> None:
        self.client, self.address = Client(), reverse(f"api-v1:{name}-changes")
        self.mark = self.client.get(self.address).json()["tot"]
        self.rows: dict[str, Any] = {}
        address: str | None = reverse(f"api-v1:{name}-list")
        while address:
            page = self.client.get(address).json()
            self.rows |= {row["uuid"]: row for row in page["resultaten"]}
            address = page["volgende"]

    def poll(self) -> dict[str, Any]:
        """Take one answer in."""
        response = self.client.get(self.address, {"gewijzigdSinds": self.mark})
        assert response.status_code == 200, response.content
        answer: dict[str, Any] = response.json()
        self.rows |= {row["uuid"]: row for row in answer["gewijzigd"]}
        for uuid in answer["verwijderd"]:
            self.rows.pop(uuid, None)
        self.mark = answer["tot"]
        return answer

    def follow(self) -> None:
        """Until there is no more."""
        while self.poll()["meer"]:
            pass


def written(event: AuditEvent, row: Any, change: Callable[[], object]) -> None:
    """A change with its line in the trail, as services write it."""
    with transaction.atomic():
        before = snapshot(row) if event == AuditEvent.CHANGED else None
        change()
        record(actor=ACTOR, event=event, target=row, before=before)


def rename(row: Any, name: str) -> None:
    row.name = name
    written(AuditEvent.CHANGED, row, row.save)


@pytest.fixture
def reader(db: None) -> Reader:
    """Who follows the locations; one is there."""
    LocationFactory.create(name="Theehuis")
    return Reader("location")


def test_nothing_changed(reader: Reader) -> None:
    answer = reader.poll()
    assert (answer["gewijzigd"], answer["verwijderd"], answer["meer"]) == ([], [], False)


def test_new_changed_and_removed_rows_arrive(reader: Reader) -> None:
    first, other = Location.objects.get(), LocationFactory.build(provider=CareProviderFactory.create())
    written(AuditEvent.CREATED, other, other.save)
    rename(first, "Tuinhuis")
    answer = reader.poll()
    assert {row["naam"] for row in answer["gewijzigd"]} == {"Tuinhuis", other.name}

    gone = str(first.public_id)
    with transaction.atomic():
        record(actor=ACTOR, event=AuditEvent.DELETED, target=first)
        first.delete()
    assert reader.poll()["verwijderd"] == [gone]
    assert list(reader.rows) == [str(other.public_id)]


def test_row_comes_when_another_that_it_tells_of_changed(reader: Reader) -> None:
    rename(CareProvider.objects.get(), "De Nieuwe Linde")
    (row,) = reader.poll()["gewijzigd"]
    assert row["zorgaanbieder"]["naam"] == "De Nieuwe Linde"


def test_reading_is_no_change(reader: Reader) -> None:
    record(actor=ACTOR, event=AuditEvent.READ, target=Location.objects.get())
    assert reader.poll()["gewijzigd"] == []


def test_a_row_in_a_list_counts_for_the_row_that_it_stands_under(db: None) -> None:
    product = ContractedProductFactory.create(rate=False)
    reader = Reader("contracted-product")
    rate = RateFactory.build(contracted_product=product, starts_on=product.contract.starts_on)
    written(AuditEvent.CREATED, rate, rate.save)
    (row,) = reader.poll()["gewijzigd"]
    assert [one["uuid"] for one in row["tarieven"]] == [str(rate.public_id)]


def test_what_is_not_published_any_more_is_gone(db: None) -> None:
    product = ContractedProductFactory.create()
    rate = product.rates.get()
    reader = Reader("rate")
    rate.superseded_at = now()
    written(AuditEvent.CHANGED, rate, rate.save)
    assert reader.poll()["verwijderd"] == [str(rate.public_id)]

    contract = product.contract
    reader = Reader("contracted-product")
    contract.starts_on = contract.starts_on.today() + timedelta(days=400)
    written(AuditEvent.CHANGED, contract, contract.save)
    assert reader.poll()["verwijderd"] == [str(product.public_id)]


def test_much_comes_in_parts(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "ENTRIES_AT_ONCE", 3)
    provider = CareProvider.objects.get()
    for _ in range(7):
        row = LocationFactory.build(provider=provider)
        written(AuditEvent.CREATED, row, row.save)
    sizes = []
    while True:
        answer = reader.poll()
        sizes.append(len(answer["gewijzigd"]))
        if not answer["meer"]:
            break
    assert sizes == [3, 3, 1]
    assert len(reader.rows) == 8


@pytest.mark.parametrize("wrong", ["", "x", "W10=", "é", "A" * 999])
def test_a_mark_is_ours_or_refused(reader: Reader, wrong: str) -> None:
    response = reader.client.get(reader.address, {"gewijzigdSinds": wrong})
    assert response.status_code == 400
    assert response.json()["errors"][0]["location"] == {"name": "gewijzigdSinds"}


def test_a_mark_tells_nobody_how_much_is_written(reader: Reader) -> None:
    record(actor=ACTOR, event=AuditEvent.READ, target=Organisation)
    marks = {reader.client.get(reader.address).json()["tot"] for _ in range(2)}
    assert len(marks) == 2, "it is sealed anew each time"
    assert all("[" not in mark for mark in marks)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_copy_is_the_database_after_four_writers(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.API_OPEN_PER_MINUTE = 1_000_000
    monkeypatch.setattr(feeds, "ENTRIES_AT_ONCE", 37)
    providers = CareProviderFactory.create_batch(3)
    LocationFactory.create_batch(5, provider=providers[0])
    reader = Reader("location")

    def write(number: int) -> None:
        chance = Random(number)
        own: list[Location] = []
        try:
            for turn in range(CHANGES // WRITERS):
                with transaction.atomic():
                    if own and chance.random() < 0.5:
                        row = chance.choice(own)
                        if chance.random() < 0.3:
                            own.remove(row)
                            record(actor=ACTOR, event=AuditEvent.DELETED, target=row)
                            row.delete()
                        else:
                            rename(row, f"Locatie {number}-{turn}")
                    else:
                        row = LocationFactory.build(provider=chance.choice(providers), public_id=uuid4())
                        written(AuditEvent.CREATED, row, row.save)
                        own.append(row)
                    if chance.random() < 0.1:
                        rename(CareProvider.objects.get(pk=providers[0].pk), f"Aanbieder {number}-{turn}")
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        work = [pool.submit(write, number) for number in range(WRITERS)]
        polls = 0
        while not all(one.done() for one in work):
            reader.poll()
            polls += 1
        for one in work:
            one.result()
    reader.follow()

    assert polls > 3
    assert reader.rows == Reader("location").rows

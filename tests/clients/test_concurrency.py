"""Two people at once, each with a connection of their own."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from clients.models import Allocation, Client
from clients.services import allocate, change_client
from core.errors import Conflict
from tests.factories.clients import ClientFactory

pytestmark = pytest.mark.django_db(transaction=True)
PERIOD: dict[str, Any] = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 9, 30), "volume": 4}


@pytest.fixture
def at_once(tmp_path):
    """Do things at the same moment; what each gave or raised.

    The tests on SQLite run in memory, where nobody waits for a lock; so there the threads get a copy in a
    file, as the product has it. `at_once` with one act looks into that copy.
    """
    settings: dict[str, Any] = {}

    def connect():
        if settings:
            connections["default"] = DatabaseWrapper(settings, "default")

    def run(act, together):
        connect()
        together.wait(timeout=20)
        try:
            return act()
        except (ValidationError, Conflict) as refusal:
            return refusal
        finally:
            connection.close()

    def start(*acts: Callable[[], object]) -> list[object]:
        if connection.vendor == "sqlite" and not settings:
            file = tmp_path / "copy.sqlite3"
            target = sqlite3.connect(file)
            connection.ensure_connection()
            connection.connection.backup(target)
            target.close()
            settings.update(connection.settings_dict | {"NAME": str(file)})
        together = Barrier(len(acts))
        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(run, acts, [together] * len(acts)))

    return start


def test_allocations_at_once_get_different_numbers(worker, person, product, at_once):
    clients = [person, *(ClientFactory.create(municipality=person.municipality) for _ in range(3))]

    at_once(
        *(
            lambda client=client: allocate(actor=worker, client=client, contracted_product=product, **PERIOD)
            for client in clients
        )
    )

    (numbers,) = at_once(lambda: sorted(Allocation.objects.values_list("number", flat=True)))
    assert numbers == [1, 2, 3, 4]


def test_overlapping_allocations_at_once_give_one(worker, person, product, at_once):
    def act():
        return allocate(actor=worker, client=person, contracted_product=product, **PERIOD)

    results = at_once(act, act)

    assert sum(isinstance(result, Allocation) for result in results) == 1
    (refusal,) = [result for result in results if isinstance(result, ValidationError)]
    assert {f.code for faults in refusal.error_dict.values() for f in faults} == {"allocation_overlap"}
    assert at_once(Allocation.objects.count) == [1]


def test_changes_at_once_give_one_and_a_conflict(worker, person, at_once):
    results = at_once(
        lambda: change_client(actor=worker, client=person, revision=1, phone="1"),
        lambda: change_client(actor=worker, client=person, revision=1, phone="2"),
    )

    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert at_once(lambda: Client.objects.get().revision) == [2]

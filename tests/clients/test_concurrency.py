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

from clients.enums import DeliveryForm
from clients.models import Allocation, Case, Client, Decision, Letter, Telling
from clients.services import allocate, change_client, confirm_receipt
from core.errors import Conflict
from tests.clients.conftest import TODAY
from tests.clients.intake import applied, grant, notify
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


@pytest.mark.usefixtures("terms")
def test_twenty_notifications_at_once_get_twenty_numbers(worker, person, at_once):
    results = at_once(*(lambda: notify(worker, person) for _ in range(20)))

    assert all(isinstance(result, Case) for result in results)
    (numbers,) = at_once(lambda: sorted(Case.objects.values_list("number", flat=True)))
    assert numbers == list(range(1, 21))


@pytest.mark.usefixtures("terms")
def test_two_case_workers_on_one_case_give_one_step_and_a_conflict(worker, person, at_once):
    case = notify(worker, person)

    def act():
        return confirm_receipt(actor=worker, case=case, revision=case.revision, sent_on=TODAY)

    results = at_once(act, act)

    (refusal,) = [result for result in results if isinstance(result, Conflict)]
    assert refusal.code == "case_changed"
    assert at_once(lambda: (Letter.objects.count(), Telling.objects.count())) == [(1, 3)]


@pytest.mark.usefixtures("terms")
def test_personal_budget_and_care_in_kind_at_once_give_one_of_both(worker, person, product, at_once):
    """iWmo 3.2, OP043: neither sees the other before it is written."""
    case = applied(worker, person)

    results = at_once(
        lambda: grant(worker, case, product.variant, form=DeliveryForm.PERSONAL_BUDGET),
        lambda: allocate(actor=worker, client=person, contracted_product=product, **PERIOD),
    )

    (refusal,) = [result for result in results if isinstance(result, ValidationError)]
    assert {f.code for faults in refusal.error_dict.values() for f in faults} == {"both_forms"}
    assert at_once(lambda: Decision.objects.count() + Allocation.objects.count()) == [1]

"""Many who write at the same time."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.services import chain, record
from audit.services.verifying import verify
from core.actors import Actor

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def write(label: str) -> int:
    """One entry in a transaction of its own; the lane it came in."""
    with transaction.atomic():
        return record(actor=Actor.system(label), event=AuditEvent.READ).lane


def in_threads(work, count: int = THREADS) -> list:
    """Do the work in so many threads that start together, each on a connection of its own."""
    together = Barrier(count)

    def run(number):
        try:
            together.wait(timeout=20)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.postgresql
def test_chain_is_whole_after_many_writers_and_several_lanes_are_used():
    lanes = in_threads(lambda number: [write(f"schrijver {number}") for _ in range(50)])

    found = verify()
    assert found.is_whole
    assert found.entries == THREADS * 50
    assert len({lane for used in lanes for lane in used}) > 1


@pytest.mark.postgresql
def test_lanes_that_are_too_few_make_writers_wait_but_lose_nothing(monkeypatch):
    monkeypatch.setattr(chain, "LANES", 2)
    monkeypatch.setattr(chain, "_last", type(chain._last)())

    lanes = in_threads(lambda number: [write(f"schrijver {number}") for _ in range(20)])

    found = verify()
    assert found.is_whole
    assert found.entries == THREADS * 20
    assert {lane for used in lanes for lane in used} <= {0, 1}


@pytest.mark.postgresql
def test_writer_does_not_wait_for_a_transaction_that_is_still_open(monkeypatch):
    monkeypatch.setattr(chain, "_free_lane", preferring(5))
    is_open, may_end = Event(), Event()

    def hold():
        try:
            with transaction.atomic():
                lane = record(actor=Actor.system("traag"), event=AuditEvent.READ).lane
                is_open.set()
                assert may_end.wait(timeout=20)
            return lane
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(hold)
        assert is_open.wait(timeout=20)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = '2s'")
                lane = record(actor=Actor.system("vlug"), event=AuditEvent.READ).lane
        finally:
            may_end.set()
        assert slow.result(timeout=20) == 5

    assert lane == 6
    assert verify().is_whole


def preferring(lane: int):
    """Choosing a lane as always, but from the same first one in every thread."""
    original = chain._free_lane

    def choose() -> int:
        if not hasattr(chain._last, "lane"):
            chain._last.lane = lane
        return original()

    del chain._last.__dict__["lane"]
    return choose


@pytest.mark.postgresql
def test_transaction_stays_in_one_lane():
    with transaction.atomic():
        lanes = {record(actor=Actor.system("een"), event=AuditEvent.READ).lane for _ in range(5)}

    assert len(lanes) == 1


@pytest.mark.sqlite
def test_writers_on_a_database_file_lose_nothing(tmp_path):
    file = tmp_path / "trail.sqlite3"
    target = sqlite3.connect(file)
    connection.ensure_connection()
    connection.connection.backup(target)
    target.close()
    settings = connection.settings_dict | {"NAME": str(file)}

    def work(number):
        # A connection to the file in this thread only; the tests themselves run in memory.
        connections["default"] = DatabaseWrapper(settings, "default")
        for _ in range(25):
            write(f"schrijver {number}")

    def check(_):
        connections["default"] = DatabaseWrapper(settings, "default")
        return verify(), AuditEntry.objects.count()

    in_threads(work)
    [(found, count)] = in_threads(check, 1)

    assert found.is_whole
    assert count == THREADS * 25

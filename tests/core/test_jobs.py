"""Waking background jobs: once for the same thing in one transaction, and never for what was undone."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from core.jobs import Job

CHECK, SEAL = Job("tests.check"), Job("tests.seal")

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """What was handed to a worker."""
    found: list[Any] = []
    conf = SimpleNamespace(task_always_eager=False)
    app = SimpleNamespace(conf=conf, send_task=lambda name, args: found.append((name, args)))
    monkeypatch.setattr("core.jobs.current_app", app)
    return found


def test_job_that_is_woken_twice_in_a_transaction_is_sent_once(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        CHECK.wake(1)
        SEAL.wake(1)
        with transaction.atomic():
            CHECK.wake(1)
            CHECK.wake(2)
        CHECK.wake(2)

    assert sent == [("tests.check", (1,)), ("tests.seal", (1,)), ("tests.check", (2,))]


def test_what_was_undone_wakes_nothing_and_leaves_room_for_what_was_not(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            CHECK.wake(1)
            transaction.set_rollback(True)
        with transaction.atomic():
            SEAL.wake(2)
            with transaction.atomic():
                SEAL.wake(2)
                transaction.set_rollback(True)
        CHECK.wake(1)

    assert sent == [("tests.seal", (2,)), ("tests.check", (1,))]


def test_job_is_sent_again_in_a_later_transaction(sent, django_capture_on_commit_callbacks):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            CHECK.wake(1)

    assert sent == [("tests.check", (1,)), ("tests.check", (1,))]


def test_worker_that_cannot_be_told_stops_nobody(monkeypatch, caplog, django_capture_on_commit_callbacks):
    """What was written stands, and the next look finds what is to be done; so the log is where it belongs."""

    def fail(name, args):
        raise OSError("Redis is away")

    app = SimpleNamespace(conf=SimpleNamespace(task_always_eager=False), send_task=fail)
    monkeypatch.setattr("core.jobs.current_app", app)
    with django_capture_on_commit_callbacks(execute=True):
        CHECK.wake(1)

    assert "Error calling the job tests.check in on_commit() (Redis is away)" in caplog.text

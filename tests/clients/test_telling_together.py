"""Many at once on PostgreSQL, who write, make messages and send them: nothing is lost, and nothing is double."""

import json
import os
from collections import Counter
from datetime import timedelta
from signal import SIGKILL
from threading import Barrier, Event, Thread
from time import sleep

import pytest
import time_machine
from django.db import connection, connections, transaction

from audit.enums import AuditEvent
from audit.services import record
from clients.selectors.telling import SOURCES
from core.actors import Actor
from core.clock import now
from organisations.enums import ApiScope
from organisations.models import WebhookDelivery, WebhookSubscription
from organisations.services import make_messages, send_messages, subscribe
from tests.api import client_of
from tests.factories.clients import AllocationFactory
from tests.factories.contracts import ContractedProductFactory
from tests.organisations.receiver import receiving

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

WRITERS, EACH = 4, 25


def run(*works):
    """All of these at the same time, each on a connection of its own."""
    begin, faults = Barrier(len(works)), []

    def guarded(work):
        begin.wait()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)
        finally:
            connection.close()

    threads = [Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_LOCAL = True
    with receiving() as found:
        yield found


@pytest.fixture
def rows(apeldoorn, de_linde, receiver):
    """Allocations, and a program that is told of them."""
    product = ContractedProductFactory.create(contract__provider=de_linde)
    made = [
        AllocationFactory.create(client__municipality=apeldoorn, contracted_product=product)
        for _ in range(WRITERS * EACH)
    ]
    program = client_of(de_linde, ApiScope.WEBHOOKS, ApiScope.READ_ALLOCATIONS)
    actor = Actor(user_uuid=program.public_id)
    subscribe(actor=actor, client=program, address=receiver.address, topics=["toewijzing.gewijzigd"])
    return made


def write(rows):
    for row in rows:
        with transaction.atomic():
            record(actor=Actor.system("test"), event=AuditEvent.CHANGED, target=row, fields=["volume"])


def test_no_change_is_lost_while_others_write_and_two_workers_make_and_send(rows, receiver):
    is_over = Event()

    def worker():
        while not is_over.is_set():
            make_messages(SOURCES)
            send_messages(SOURCES)

    def writers():
        parts = [rows[place::WRITERS] for place in range(WRITERS)]
        try:
            run(*(lambda part=part: write(part) for part in parts))
        finally:
            is_over.set()

    run(worker, worker, writers)
    make_messages(SOURCES)
    send_messages(SOURCES)

    told = Counter(json.loads(body)["data"]["uuid"] for _, body in receiver.received)
    assert told == Counter(str(row.public_id) for row in rows)
    assert len(set(receiver.ids)) == len(receiver.received)
    in_order = [str(key) for key in WebhookDelivery.objects.order_by("pk").values_list("public_id", flat=True)]
    assert receiver.ids == in_order
    assert WebhookSubscription.objects.get().claim is None


def test_worker_that_is_killed_while_it_sends_gives_the_same_event_again(rows, receiver):
    write(rows[:3])
    make_messages(SOURCES)
    receiver.answers = [200, "hangs"]
    connections.close_all()
    child = os.fork()
    if child == 0:
        send_messages(SOURCES)
        os._exit(1)  # it never comes so far
    try:
        for _ in range(200):
            if len(receiver.received) > 1:
                break
            sleep(0.05)
    finally:
        os.kill(child, SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])

    assert send_messages(SOURCES).delivered == 0  # its claim still holds
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert send_messages(SOURCES).delivered == 2
    first, second, third = (
        str(key) for key in WebhookDelivery.objects.order_by("pk").values_list("public_id", flat=True)
    )
    assert receiver.ids == [first, second, second, third]


def test_two_workers_make_each_message_once(rows):
    write(rows)
    run(*[lambda: make_messages(SOURCES)] * 3)

    assert WebhookDelivery.objects.count() == len(rows)

"""Programs are told what changed: what they may see, at least once, in order, and signed."""

import json
from base64 import b64decode, b64encode
from datetime import timedelta
from hashlib import sha256
from hmac import digest
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django.test import Client as Browser

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.services import record
from clients.models import Allocation
from clients.selectors.telling import SOURCES
from clients.tasks import tell_programs
from core.actors import Actor
from core.clock import now
from organisations.enums import ApiScope
from organisations.models import Mail, WebhookDelivery, WebhookSubscription
from organisations.services import (
    block_api_client,
    change_api_client,
    make_messages,
    remove_old_deliveries,
    send_messages,
    subscribe,
    telling,
)
from organisations.services.mailing import message_of
from tests.api import ADMINISTRATOR, bearer, client_of, token_of
from tests.factories.clients import AllocationFactory
from tests.factories.contracts import ContractedProductFactory, ContractFactory
from tests.organisations.receiver import receiving

pytestmark = pytest.mark.django_db

PATH = "/api/v1/abonnementen"
SCOPES = (ApiScope.WEBHOOKS, ApiScope.READ_ALLOCATIONS)
BOTH = ["contract.gewijzigd", "toewijzing.gewijzigd"]
SOMEBODY = Actor.system("test")


@pytest.fixture(autouse=True)
def _local(settings):
    settings.WEBHOOK_LOCAL = True


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture
def program(de_linde):
    return client_of(de_linde, ApiScope.WEBHOOKS, ApiScope.READ_ALLOCATIONS)


@pytest.fixture
def allocation(apeldoorn, de_linde):
    """Of an inhabitant of Apeldoorn, to De Linde."""
    return allocated(apeldoorn, de_linde)


def ask(client, receiver, *topics):
    """A subscription of this program, and its secret."""
    actor = Actor(user_uuid=client.public_id)
    return subscribe(actor=actor, client=client, address=receiver.address, topics=topics or BOTH)


def change(row):
    """Write in a row as a service does."""
    with transaction.atomic():
        record(actor=SOMEBODY, event=AuditEvent.CHANGED, target=row, fields=["volume"])


def allocated(apeldoorn, provider):
    return AllocationFactory.create(client__municipality=apeldoorn, contracted_product__contract__provider=provider)


def tell():
    make_messages(SOURCES)
    return send_messages(SOURCES)


def subjects(receiver):
    return [json.loads(body)["data"]["uuid"] for _, body in receiver.received]


def later(**span):
    return time_machine.travel(now() + timedelta(**span))


def test_message_says_that_something_changed_and_where_and_no_more(program, receiver, apeldoorn, de_linde, settings):
    allocation = allocated(apeldoorn, de_linde)
    _, secret = ask(program, receiver)
    change(allocation)
    assert tell().delivered == 1

    ((headers, body),) = receiver.received
    delivery = WebhookDelivery.objects.get()
    assert json.loads(body) == {
        "type": "toewijzing.gewijzigd",
        "timestamp": delivery.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {
            "uuid": str(allocation.public_id),
            "url": f"{settings.SITE_URL}/api/v1/toewijzingen/{allocation.public_id}",
        },
    }
    assert (headers["webhook-id"], delivery.status) == (str(delivery.public_id), "delivered")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = b64encode(digest(b64decode(secret.removeprefix("whsec_")), signed, sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - now().timestamp()) < 60
    assert Browser().get(json.loads(body)["data"]["url"], **bearer(token_of(program))).status_code == 200


def test_only_what_the_program_may_see(receiver, apeldoorn, zutphen, de_linde, het_anker):
    ours, theirs = allocated(apeldoorn, de_linde), allocated(apeldoorn, het_anker)
    elsewhere = allocated(zutphen, het_anker)
    with receiving() as of_municipality, receiving() as of_stranger:
        ask(client_of(de_linde, *SCOPES), receiver)
        ask(client_of(apeldoorn, *SCOPES), of_municipality)
        ask(client_of(zutphen, *SCOPES), of_stranger, "contract.gewijzigd")
        for row in (ours, theirs, elsewhere):
            change(row)
        tell()

        assert subjects(receiver) == [str(ours.public_id)]
        assert subjects(of_municipality) == [str(ours.public_id), str(theirs.public_id)]
        assert subjects(of_stranger) == []


def test_contract_is_told_of_when_something_in_it_changes(program, receiver, de_linde, het_anker):
    product = ContractedProductFactory.create(contract__provider=de_linde)
    ours, other = (ContractFactory.create(provider=one) for one in (de_linde, het_anker))
    draft = ContractFactory.create(provider=de_linde, starts_on=now().date() + timedelta(days=90), signed_on=None)
    ask(program, receiver, "contract.gewijzigd")
    for row in (ours, other, draft, product.rates.get()):
        change(row)
    tell()

    assert subjects(receiver) == [str(product.contract.public_id), str(ours.public_id)]


def test_what_was_before_is_not_told_and_nothing_twice(program, receiver, apeldoorn, de_linde):
    allocation = allocated(apeldoorn, de_linde)
    change(allocation)
    ask(program, receiver)
    tell()
    assert receiver.received == []
    change(allocation)
    change(allocation)
    tell()
    tell()
    assert len(receiver.received) == 1


def test_what_was_not_committed_is_not_told(program, receiver, apeldoorn, de_linde):
    allocation = allocated(apeldoorn, de_linde)
    ask(program, receiver)
    with transaction.atomic():
        change(allocation)
        transaction.set_rollback(True)
    assert make_messages(SOURCES) == 0


@pytest.mark.parametrize("answer", [500, 404, 301, "breaks"])
def test_bad_answer_is_tried_again_with_the_same_id_and_another_moment(program, receiver, apeldoorn, de_linde, answer):
    allocation = allocated(apeldoorn, de_linde)
    subscription, _ = ask(program, receiver)
    receiver.answers = [answer, 200]
    change(allocation)
    assert tell().failed == 1
    assert tell().failed == 0  # its time has not come
    subscription.refresh_from_db()
    assert timedelta(seconds=20) < subscription.not_before - now() < timedelta(seconds=40)

    with later(minutes=1):
        assert tell().delivered == 1
    first, second = receiver.received
    assert first[1] == second[1]
    assert len(set(receiver.ids)) == 1
    assert first[0]["webhook-signature"] != second[0]["webhook-signature"]
    subscription.refresh_from_db()
    assert (subscription.failing_since, subscription.attempts, subscription.last_answer) == (None, 0, "200")
    assert WebhookDelivery.objects.get().attempts == 2


@pytest.mark.parametrize("how", ["hangs", "drips"])
def test_who_keeps_us_waiting_is_cut_off(program, receiver, allocation, how, monkeypatch):
    monkeypatch.setattr("organisations.services.telling.SECONDS", 0.5)
    subscription, _ = ask(program, receiver)
    receiver.answers = [how]
    change(allocation)
    assert tell().failed == 1
    subscription.refresh_from_db()
    assert subscription.last_answer != ""


def test_redirect_is_not_followed(program, receiver, apeldoorn, de_linde):
    with receiving() as other:
        ask(program, receiver)
        receiver.answers = [other.address]
        change(allocated(apeldoorn, de_linde))
        assert tell().failed == 1
        assert other.received == []


def test_order_and_completeness_hold_through_faults(program, receiver, apeldoorn, de_linde):
    rows = [allocated(apeldoorn, de_linde) for _ in range(12)]
    ask(program, receiver)
    receiver.answers = [200, 500, "breaks", 200, 503, 200, 200, 500]
    for row in rows:
        change(row)
        make_messages(SOURCES)
    told = []
    for _ in range(6):
        told.append(send_messages(SOURCES))
        time_machine.travel(now() + timedelta(hours=1)).start()
    expected = [str(row.public_id) for row in rows]
    assert list(dict.fromkeys(subjects(receiver))) == expected
    assert len(receiver.received) == 12 + 4
    assert sum(one.delivered for one in told) == 12
    assert not WebhookDelivery.objects.waiting().exists()


def test_worker_that_dies_after_sending_gives_the_same_event_twice(program, receiver, apeldoorn, de_linde, monkeypatch):
    ask(program, receiver)
    change(allocated(apeldoorn, de_linde))
    make_messages(SOURCES)
    with monkeypatch.context() as patch:
        patch.setattr("organisations.services.telling._settle", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            send_messages(SOURCES)
    assert send_messages(SOURCES).delivered == 0  # its claim still holds
    with later(minutes=6):
        assert send_messages(SOURCES).delivered == 1

    assert len(receiver.received) == 2
    assert len(set(receiver.ids)) == 1


def test_after_a_day_it_is_paused_and_the_administrator_gets_a_mail(program, receiver, apeldoorn, de_linde, ada):
    allocation = allocated(apeldoorn, de_linde)
    subscription, _ = ask(program, receiver)
    receiver.answers = [500] * 200
    change(allocation)
    begun = now()
    paused = 0
    make_messages(SOURCES)
    for hours in range(27):
        with time_machine.travel(begun + timedelta(hours=1.3 * hours)):
            paused += send_messages(SOURCES).paused
    subscription.refresh_from_db()

    assert paused == 1
    assert timedelta(hours=24) <= subscription.paused_at - begun < timedelta(hours=27)
    mail = Mail.objects.get(template="organisations/webhook_paused")
    assert (mail.user, mail.context["program"]) == (ada, program.name)
    entry = AuditEntry.objects.filter(target=subscription.public_id, event="changed").latest("pk")
    assert entry.actor_label == "berichten aan API-clients"
    # What changes now is told once the program is well again.
    receiver.answers = []
    other = allocated(apeldoorn, de_linde)
    change(other)
    before = len(receiver.received)
    with later(hours=40):
        assert tell().delivered == 0
        answer = Browser().post(f"{PATH}/{subscription.public_id}/hervatten", **bearer(token_of(program)))
        assert answer.status_code == 204
        assert tell().delivered == 2
    assert subjects(receiver)[before:] == [str(allocation.public_id), str(other.public_id)]


@pytest.mark.usefixtures("ada")
def test_mail_about_it_can_be_made(program, receiver, allocation, settings):
    settings.WEBHOOK_GIVE_UP_HOURS = 1
    ask(program, receiver)
    receiver.answers = [500] * 5
    change(allocation)
    tell()
    with later(hours=2):
        assert tell().paused == 1
    message = message_of(Mail.objects.get())
    assert program.name in message.body
    assert "127.0.0.1" not in message.body


def test_what_a_program_lost_it_is_told_no_more(program, receiver, apeldoorn, de_linde):
    first, second = allocated(apeldoorn, de_linde), allocated(apeldoorn, de_linde)
    ask(program, receiver)
    change(first)
    make_messages(SOURCES)
    values = {name: getattr(program, name) for name in ("name", "purpose", "rate_per_minute", "outside_id")}
    change_api_client(actor=ADMINISTRATOR, client=program, scopes=[ApiScope.WEBHOOKS], **values)
    change(second)
    tell()
    assert receiver.received == []
    assert WebhookDelivery.objects.get().status == "lapsed"

    change_api_client(actor=ADMINISTRATOR, client=program, scopes=SCOPES[:2], **values)
    change(second)
    block_api_client(actor=ADMINISTRATOR, client=program)
    tell()
    assert receiver.received == []


def test_asked_again_the_same_events_come_again(program, receiver, apeldoorn, de_linde):
    rows = [allocated(apeldoorn, de_linde) for _ in range(3)]
    subscription, _ = ask(program, receiver)
    for row in rows:
        change(row)
        tell()
    ids = receiver.ids
    again = lambda since: Browser().post(  # noqa: E731 - as short as that
        f"{PATH}/{subscription.public_id}/herhalen",
        json.dumps({"vanaf": since}),
        content_type="application/json",
        **bearer(token_of(program)),
    )

    assert again(ids[1]).json() == {"berichten": 2}
    tell()
    assert receiver.ids == [*ids, *ids[1:]]
    assert again((now() - timedelta(hours=1)).isoformat()).json() == {"berichten": 3}
    tell()
    assert receiver.ids[-3:] == ids
    for wrong in ("gisteren", "2026-01-01T00:00:00", str(UUID(int=1)), "2026-13-41T00:00:00Z"):
        answer = again(wrong)
        assert (answer.status_code, answer.json()["errors"][0]["location"]) == (400, {"pointer": "#/vanaf"})


def test_old_messages_go_and_waiting_ones_stay(program, receiver, apeldoorn, de_linde):
    ask(program, receiver)
    receiver.answers = [200, 500]
    for _ in range(2):
        change(allocated(apeldoorn, de_linde))
        tell()
    with later(days=29):
        assert remove_old_deliveries() == 0
    with later(days=31):
        assert remove_old_deliveries() == 1
    assert WebhookDelivery.objects.get().status == "waiting"


def test_one_program_that_fails_keeps_no_message_from_others(program, receiver, allocation, de_linde, monkeypatch):
    other = client_of(de_linde, *SCOPES)
    with receiving() as well:
        broken, _ = ask(program, receiver)
        ask(other, well)
        change(allocation)
        real = telling._seen

        def seen(row, *rest):
            if row.pk == broken.pk:
                raise RuntimeError("no")
            return real(row, *rest)

        with monkeypatch.context() as patch:
            patch.setattr(telling, "_seen", seen)
            tell()
        assert (subjects(receiver), len(well.received)) == ([], 1)
        tell()
        assert subjects(receiver) == [str(allocation.public_id)]


def test_many_changes_at_once_lose_none(program, receiver, apeldoorn, de_linde, monkeypatch):
    monkeypatch.setattr("organisations.services.telling.ENTRIES_AT_ONCE", 3)
    rows = [allocated(apeldoorn, de_linde) for _ in range(8)]
    ask(program, receiver)
    for row in rows:
        change(row)
    tell_programs()

    assert sorted(subjects(receiver)) == sorted(str(row.public_id) for row in rows)
    assert Allocation.objects.count() == len(rows)
    assert WebhookSubscription.objects.get().claim is None

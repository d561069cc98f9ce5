"""What is sent twice with one key counts once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from core.actors import Actor
from core.errors import Conflict
from delivery.models import Receipt
from delivery.services.receipts import take_once
from delivery.tasks import remove_old_receipts
from tests.cast import actor_of_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(petra):
    return actor_of_user(petra)


def test_the_same_again_gets_the_same_answer_and_does_nothing(sender):
    done = []

    def work():
        done.append(1)
        return {"number": len(done)}

    first = take_once(actor=sender, key="a", content="x", work=work)
    again = take_once(actor=sender, key="a", content="x", work=work)
    other = take_once(actor=sender, key="b", content="x", work=work)

    assert (first, again, other) == (({"number": 1}, False), ({"number": 1}, True), ({"number": 2}, False))


def test_a_key_is_for_one_content_and_one_sender(sender, wil):
    take_once(actor=sender, key="a", content="x", work=dict)
    with pytest.raises(Conflict) as conflict:
        take_once(actor=sender, key="a", content="y", work=dict)
    assert conflict.value.code == "key_reused"
    assert take_once(actor=actor_of_user(wil), key="a", content="y", work=dict) == ({}, False)
    assert Receipt.objects.visible_to(sender).count() == 1
    assert not Receipt.objects.visible_to(Actor.anonymous()).exists()


def test_what_was_refused_may_be_sent_again(sender):
    def refuse():
        raise ValidationError("Nee.", code="no")

    with pytest.raises(ValidationError):
        take_once(actor=sender, key="a", content="x", work=refuse)
    assert take_once(actor=sender, key="a", content="x", work=lambda: {"ok": 1}) == ({"ok": 1}, False)


@pytest.mark.parametrize(("key", "code"), [("", "no_key"), ("a\n", "no_key"), ("a" * 65, "key_long")])
def test_a_key_is_short_and_can_be_read(sender, key, code):
    with pytest.raises(ValidationError) as refusal:
        take_once(actor=sender, key=key, content="x", work=dict)
    assert refusal.value.code == code


def test_nobody_in_particular_sends_nothing():
    with pytest.raises(PermissionDenied):
        take_once(actor=Actor.anonymous(), key="a", content="x", work=dict)


def test_receipts_go_when_they_are_old(sender, settings):
    settings.RECEIPT_DAYS = 7
    for key in ("old", "new"):
        take_once(actor=sender, key=key, content="x", work=dict)
    old = Receipt.objects.get(key="old")
    Receipt.objects.filter(pk=old.pk).update(made_at=old.made_at - timedelta(days=7, minutes=1))

    remove_old_receipts()

    assert [row.key for row in Receipt.objects.all()] == ["new"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_do_the_work_once(sender):
    begin, done, answers = Barrier(2), [], []

    def work():
        done.append(1)
        return {"n": 1}

    def send():
        begin.wait()
        try:
            answers.append(take_once(actor=sender, key="a", content="x", work=work))
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(done) == 1
    assert sorted(is_repeated for _, is_repeated in answers) == [False, True]

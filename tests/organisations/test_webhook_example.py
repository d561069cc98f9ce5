"""What the documentation tells receivers to do works with what is sent."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from core.clock import now
from organisations.rules.webhooks import FIRST_WAIT, LONGEST_WAIT, as_secret, next_try, signature

SECRET, FORMER = as_secret(b"a" * 32), as_secret(b"b" * 32)
BODY = b'{"type":"contract.gewijzigd"}'


@pytest.fixture
def is_genuine(project):
    text = (project / "docs/how-to/use-the-api.md").read_text()
    (code,) = [one for one in re.findall(r"```python\n(.*?)```", text, re.S) if "def is_genuine" in one]
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own documentation
    return names["is_genuine"]


def sent(*secrets, body=BODY, message_id="1"):
    moment = int(now().timestamp())
    signed = " ".join(signature(one, message_id, moment, body) for one in secrets)
    return {"webhook-id": message_id, "webhook-timestamp": str(moment), "webhook-signature": signed}


def test_what_is_sent_is_taken(is_genuine):
    assert is_genuine(sent(SECRET), BODY, SECRET)
    # While a secret is replaced both receivers understand it.
    assert is_genuine(sent(SECRET, FORMER), BODY, FORMER)


@pytest.mark.parametrize(
    "change",
    [
        lambda headers: headers | {"webhook-id": "2"},
        lambda headers: headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)},
        lambda headers: headers | {"webhook-signature": "v1,"},
        lambda headers: headers | {"webhook-signature": headers["webhook-signature"].replace("v1,", "v2,")},
    ],
)
def test_what_was_changed_on_the_way_is_refused(is_genuine, change):
    assert not is_genuine(change(sent(SECRET)), BODY, SECRET)
    assert not is_genuine(sent(SECRET), BODY + b" ", SECRET)
    assert not is_genuine(sent(SECRET), BODY, FORMER)


def test_what_was_kept_is_refused_after_five_minutes(is_genuine):
    headers = sent(SECRET)
    for minutes, is_taken in ((4, True), (6, False)):
        with time_machine.travel(now() + timedelta(minutes=minutes)):
            assert is_genuine(headers, BODY, SECRET) is is_taken


def test_signature_is_that_of_the_standard():
    # The example of https://www.standardwebhooks.com, worked out by its own libraries.
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == expected


def test_waiting_doubles_up_to_an_hour_and_is_spread():
    moment = now()
    waits = [next_try(attempts, moment, 0.5) - moment for attempts in range(1, 12)]
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert next_try(10_000, moment, 0.0) - moment == LONGEST_WAIT * 0.75
    assert next_try(1, moment, 1.0) - moment == FIRST_WAIT * 1.25

"""Too many wrong attempts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
WRONG = "verkeerd"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def attempt(client, email, password=WRONG, address="192.0.2.1"):
    """Send the sign-in form from an address."""
    return client.post("/aanmelden", {"username": email, "password": password}, REMOTE_ADDR=address)


def fail(client, email, times, **more):
    """So many wrong attempts; the answer to the last one."""
    return [attempt(client, email, **more) for _ in range(times)][-1]


def test_fifth_failure_locks_and_says_how_long(client):
    user = UserFactory.create()

    assert fail(client, user.email, 4).status_code == 200
    response = attempt(client, user.email)

    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "Wacht 15 minuten" in response.text


def test_locked_out_user_is_refused_with_the_right_password(client):
    user = UserFactory.create()
    fail(client, user.email, 5)

    response = attempt(client, user.email, PASSWORD)

    assert response.status_code == 429
    assert "_auth_user_id" not in client.session


def test_lock_is_over_after_fifteen_minutes(client):
    user = UserFactory.create()
    with time_machine.travel(NOON, tick=False):
        fail(client, user.email, 5)

    with time_machine.travel(NOON + timedelta(minutes=14), tick=False):
        client.get("/aanmelden")
    with time_machine.travel(NOON + timedelta(minutes=15, seconds=1), tick=False):
        assert attempt(client, user.email, PASSWORD).status_code == 302


def test_unknown_address_is_locked_with_the_same_page(client):
    known = fail(client, UserFactory.create().email, 5).content
    unknown = fail(client, "niemand@gemeente.example", 5).content

    assert known == unknown


def test_another_case_gives_no_new_attempts(client):
    UserFactory.create(email="anna@gemeente.example")
    fail(client, "anna@gemeente.example", 4)

    assert attempt(client, "ANNA@gemeente.example").status_code == 429


def test_lock_holds_for_the_pair_of_email_and_address(client):
    user, other = UserFactory.create(), UserFactory.create()
    fail(client, user.email, 5)

    assert attempt(client, other.email, PASSWORD).status_code == 302
    client.logout()
    assert attempt(client, user.email, PASSWORD, address="192.0.2.9").status_code == 302


def test_success_makes_earlier_failures_count_no_more(client):
    user = UserFactory.create()
    fail(client, user.email, 4)
    attempt(client, user.email, PASSWORD)
    client.logout()

    assert fail(client, user.email, 4).status_code == 200


def test_made_up_forwarded_address_gives_no_new_attempts(client):
    user = UserFactory.create()
    for number in range(5):
        response = client.post(
            "/aanmelden",
            {"username": user.email, "password": "verkeerd"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )

    assert response.status_code == 429


def test_stored_attempt_holds_no_password_and_no_held_text(client):
    client.post("/aanmelden", {"username": "a@b.example", "password": "heel-geheim", "held": "wat ik typte"})

    attempts = AccessAttempt.objects.values_list("post_data", "get_data")

    assert len(attempts) == 1
    assert "geheim" not in str(attempts)
    assert "typte" not in str(attempts)

"""The form with which a token is asked for and handed in, the trail of it, and two at once (RFC 6749, 7009, 8414)."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client as Browser

from audit.models import AuditEntry
from core.clock import now
from organisations.enums import ApiScope
from organisations.models import ApiAssertion, ApiToken
from organisations.services import (
    remove_expired_tokens,
)
from tests.api import assertion_of, client_of, rsa_key, token_of
from tests.oauth import FORM, REVOKE, TOKEN, TYPE, ask, refused, works

pytestmark = pytest.mark.django_db

READ, WRITE = ApiScope.READ_ALLOCATIONS, ApiScope.WRITE_ATTENDANCE
MINUTE = 60


@pytest.fixture
def key():
    return rsa_key()


@pytest.fixture
def ecd(de_linde, key):
    """The program of De Linde."""
    return client_of(de_linde, READ, WRITE, key=key)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_assertion_type": None}, "invalid_client"),
        ({"client_assertion_type": "x"}, "invalid_client"),
        ({"client_assertion": None}, "invalid_client"),
        ({"client_secret": "x"}, "invalid_client"),
        ({"client_id": "x"}, "invalid_client"),
    ],
)
def test_form_must_be_right(ecd, key, fields, error):
    refused(ask(assertion_of(ecd, key), **fields), error)


def test_client_id_beside_the_assertion_is_fine(ecd, key):
    assert ask(assertion_of(ecd, key), client_id=str(ecd.public_id)).status_code == 200


def test_nothing_is_sent_twice_or_in_the_address(ecd, key):
    form = f"grant_type=client_credentials&client_assertion_type={TYPE}&client_assertion={assertion_of(ecd, key)}"
    browser = Browser()

    refused(browser.post(TOKEN, f"{form}&scope=a&scope=b", content_type=FORM), "invalid_request")
    refused(browser.post(f"{TOKEN}?{form}", "", content_type=FORM), "invalid_request")
    refused(browser.post(TOKEN, form, content_type=FORM, headers={"authorization": "Basic eDp5"}), "invalid_client")
    assert browser.post(TOKEN, form, content_type=FORM).status_code == 200


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "text/plain"])
def test_other_forms_are_refused(ecd, content_type):
    refused(Browser().post(TOKEN, "{}", content_type=content_type), "invalid_request")


@pytest.mark.parametrize("address", [TOKEN, REVOKE])
def test_other_methods_are_a_problem(address):
    response = Browser().get(address)

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response["Content-Type"] == "application/problem+json"


def test_trail_says_who_got_a_token_and_who_did_not(ecd, key):
    ask(assertion_of(ecd, key))
    ask(assertion_of(ecd, rsa_key(1)))
    ask("niets")

    entries = AuditEntry.objects.filter(target=ecd.public_id).exclude(event="created").order_by("pk")
    assert [(entry.event, entry.actor) for entry in entries] == [
        ("signed_in", ecd.public_id),
        ("sign_in_refused", ecd.public_id),
    ]


def test_a_token_is_handed_in(ecd, key):
    token, other = token_of(ecd), token_of(ecd)
    response = ask(assertion_of(ecd, key), REVOKE, token=token, token_type_hint="access_token", grant_type=None)

    assert (response.status_code, response.content) == (200, b"")
    assert [works(token), works(other)] == [False, True]
    again = ask(assertion_of(ecd, key), REVOKE, token=token)
    assert again.status_code == 200
    assert AuditEntry.objects.filter(target=ecd.public_id, event="signed_out").count() == 1


def test_nobody_hands_in_the_token_of_another(ecd, key, het_anker):
    theirs = token_of(client_of(het_anker, READ))

    assert ask(assertion_of(ecd, key), REVOKE, token=theirs).status_code == 200
    assert works(theirs)


def test_handing_in_asks_for_proof_and_a_token(ecd, key):
    token = token_of(ecd)

    refused(ask(assertion_of(ecd, rsa_key(1)), REVOKE, token=token), "invalid_client")
    refused(ask(assertion_of(ecd, key), REVOKE), "invalid_request")
    assert works(token)


def test_metadata_says_where_and_how(settings):
    settings.SITE_URL = "https://zorgregio.example"
    response = Browser().get("/.well-known/oauth-authorization-server")
    body = response.json()

    assert body["issuer"] == "https://zorgregio.example"
    assert body["token_endpoint"] == f"https://zorgregio.example{TOKEN}"
    assert body["revocation_endpoint"] == f"https://zorgregio.example{REVOKE}"
    assert body["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert body["token_endpoint_auth_signing_alg_values_supported"] == ["RS256", "PS256", "ES256"]
    assert body["grant_types_supported"] == ["client_credentials"]
    assert set(body["scopes_supported"]) == set(ApiScope.values)


def test_what_ended_is_cleared_away(ecd, key):
    with time_machine.travel(now() - timedelta(days=1)):
        ask(assertion_of(ecd, key))
    ask(assertion_of(ecd, key))

    assert remove_expired_tokens() == 2
    assert (ApiToken.objects.count(), ApiAssertion.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_assertion_one_gets_a_token(ecd, key):
    for _ in range(5):
        assertion = assertion_of(ecd, key)
        statuses: list[int] = []
        start = threading.Barrier(3)

        def send(assertion=assertion, statuses=statuses, start=start):
            start.wait()
            try:
                statuses.append(ask(assertion).status_code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [200, 401, 401]
    assert ApiToken.objects.count() == 5

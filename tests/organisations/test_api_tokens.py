"""A token for whoever proves with a key who they are, and for nobody else (RFC 6749, 7009, 7523, 8414)."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django.test import Client as Browser
from jwt.algorithms import RSAAlgorithm

from audit.models import AuditEntry
from core.clock import now
from organisations.enums import ApiScope
from organisations.models import ApiAssertion, ApiToken
from organisations.rules import as_pem
from organisations.services import (
    add_api_key,
    block_api_client,
    issue_token,
    remove_api_key,
    remove_expired_tokens,
)
from organisations.services.api_tokens import Refused
from tests.api import ADMINISTRATOR, HERE, assertion_of, bearer, client_of, new_key, rsa_key, token_of

pytestmark = pytest.mark.django_db

TOKEN, REVOKE = "/api/oauth/token", "/api/oauth/revoke"
FORM = "application/x-www-form-urlencoded"
TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
READ, WRITE = ApiScope.READ_ALLOCATIONS, ApiScope.WRITE_ATTENDANCE
MINUTE = 60


@pytest.fixture
def key():
    return rsa_key()


@pytest.fixture
def ecd(de_linde, key):
    """The program of De Linde."""
    return client_of(de_linde, READ, WRITE, key=key)


def ask(assertion: str, address: str = TOKEN, **fields: Any) -> Any:
    """Send the form; `fields` add to it, and leave out what is None."""
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": TYPE,
        "client_assertion": assertion,
        **fields,
    }
    body = "&".join(f"{name}={quote(value, safe='')}" for name, value in form.items() if value is not None)
    return Browser().post(address, body, content_type=FORM)


def refused(response: Any, error: str) -> str:
    """The form of a refusal; its description."""
    body = response.json()
    assert body["error"] == error
    assert response.status_code == (401 if error == "invalid_client" else 400)
    assert response["Content-Type"] == "application/json"
    assert "no-store" in response["Cache-Control"]
    assert response["Pragma"] == "no-cache"
    assert ("WWW-Authenticate" in response) == (response.status_code == 401)
    assert all(0x20 <= ord(character) < 0x7F and character not in '"\\' for character in body["error_description"])
    return str(body["error_description"])


def works(token: str) -> bool:
    """Whether a token is taken; the list of products is for everybody, and a token that is no good is not."""
    return Browser().get("/api/v1/producten", **bearer(token)).status_code == 200


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_a_signed_assertion_gives_a_token(ecd, key, settings, algorithm):
    response = ask(assertion_of(ecd, key, algorithm=algorithm))

    assert response.status_code == 200
    body = response.json()
    assert body.keys() == {"access_token", "token_type", "expires_in", "scope"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", settings.API_TOKEN_MINUTES * MINUTE)
    assert body["scope"] == "toewijzingen:lezen aanwezigheden:schrijven"
    assert "no-store" in response["Cache-Control"]
    assert response["API-Version"]
    assert works(body["access_token"])
    ecd.keys.get().refresh_from_db()
    assert ecd.keys.get().last_used_at is not None


def test_an_ec_key_signs_with_es256(apeldoorn):
    key = new_key()

    assert ask(assertion_of(client_of(apeldoorn, READ, key=key), key)).status_code == 200


@pytest.mark.parametrize("audience", ["http://localhost", ["http://localhost/api/oauth/token"]])
def test_issuer_and_endpoint_are_both_us(ecd, key, settings, audience):
    settings.SITE_URL = "http://localhost"

    assert ask(assertion_of(ecd, key, changes={"aud": audience})).status_code == 200


def test_less_can_be_asked(ecd, key):
    body = ask(assertion_of(ecd, key), scope="aanwezigheden:schrijven").json()

    assert body["scope"] == "aanwezigheden:schrijven"
    assert ApiToken.objects.get().scopes == ["aanwezigheden:schrijven"]


@pytest.mark.parametrize("scope", ["contracten:lezen", "toewijzingen:lezen contracten:lezen", "x", "  ", "é"])
def test_what_the_client_does_not_have_is_not_given(ecd, key, scope):
    refused(ask(assertion_of(ecd, key), scope=scope), "invalid_scope")
    assert not ApiToken.objects.exists()


def test_an_assertion_counts_once(ecd, key):
    assertion = assertion_of(ecd, key)

    assert ask(assertion).status_code == 200
    assert "al gebruikt" in refused(ask(assertion), "invalid_client")
    assert ApiToken.objects.count() == 1


def test_an_assertion_counts_once_whatever_was_asked_with_it(ecd, key):
    assertion = assertion_of(ecd, key)
    refused(ask(assertion, scope="x"), "invalid_scope")

    refused(ask(assertion), "invalid_client")
    refused(ask(assertion, REVOKE, token="x"), "invalid_client")


def test_another_client_may_use_the_same_jti(ecd, key, het_anker):
    jti, other_key = uuid4().hex, new_key()
    other = client_of(het_anker, READ, key=other_key)

    assert ask(assertion_of(ecd, key, changes={"jti": jti})).status_code == 200
    assert ask(assertion_of(other, other_key, changes={"jti": jti})).status_code == 200


def test_an_assertion_stays_used_for_as_long_as_it_holds(ecd, key):
    with time_machine.travel(now(), tick=False) as clock:
        assertion = assertion_of(ecd, key, changes={"exp": int(now().timestamp()) + 300})
        assert ask(assertion).status_code == 200
        for _ in range(35):
            clock.shift(timedelta(seconds=10))
            remove_expired_tokens()
            refused(ask(assertion), "invalid_client")
            if not ApiAssertion.objects.exists():
                break
        assert "verlopen" in refused(ask(assertion), "invalid_client")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"aud": "https://elders.example"}, "aud"),
        ({"aud": ["http://localhost", "https://elders.example"]}, "aud"),
        ({"aud": []}, "aud"),
        ({"aud": None}, "ontbreekt"),
        ({"iss": "iemand anders"}, "iss"),
        ({"iss": None}, "ontbreekt"),
        ({"exp": None}, "ontbreekt"),
        ({"exp": "morgen"}, "geen geldig"),
        ({"jti": None}, "ontbreekt"),
        ({"jti": ""}, "jti"),
        ({"jti": "j" * 256}, "jti"),
        ({"jti": 7}, "geen geldig"),
    ],
)
def test_what_an_assertion_says_must_be_right(ecd, key, settings, changes, said):
    settings.SITE_URL = "http://localhost"

    assert said in refused(ask(assertion_of(ecd, key, changes=changes)), "invalid_client")
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("claim", "seconds", "is_good"),
    [
        ("exp", -29, True),
        ("exp", -31, False),
        ("exp", 329, True),
        ("exp", 332, False),
        ("exp", 10**25, False),
        ("nbf", 29, True),
        ("nbf", 31, False),
        ("iat", 29, True),
        ("iat", 31, False),
    ],
)
def test_clocks_may_differ_by_half_a_minute(ecd, key, claim, seconds, is_good):
    with time_machine.travel(now().replace(microsecond=0), tick=False):
        response = ask(assertion_of(ecd, key, changes={claim: int(now().timestamp()) + seconds}))

    assert response.status_code == (200 if is_good else 401)


def unsigned(ecd, algorithm, sign=lambda text: b""):
    """An assertion put together by hand, as somebody would who has no key."""
    moment = int(now().timestamp())
    claims = {"iss": str(ecd.public_id), "sub": str(ecd.public_id), "aud": "http://localhost", "jti": uuid4().hex}
    parts = [{"alg": algorithm, "typ": "JWT"}, claims | {"exp": moment + 60}]
    text = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    return (text + b"." + base64.urlsafe_b64encode(sign(text)).rstrip(b"=")).decode()


@pytest.mark.parametrize("algorithm", ["none", "None", "", "RS256", "HS256", "ES256", "RS384", "EdDSA"])
def test_without_a_signature_nobody_is_believed(ecd, algorithm, settings):
    settings.SITE_URL = "http://localhost"

    refused(ask(unsigned(ecd, algorithm)), "invalid_client")


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_public_key_is_no_shared_secret(ecd, settings, algorithm):
    settings.SITE_URL = "http://localhost"
    digest = getattr(hashlib, f"sha{algorithm[2:]}")
    pem = ecd.keys.get().pem
    for secret in (pem, pem.strip(), pem.replace("\n", "\r\n")):
        signed = unsigned(ecd, algorithm, lambda text, s=secret: hmac.new(s.encode(), text, digest).digest())
        refused(ask(signed), "invalid_client")


def test_the_key_of_another_is_no_key(ecd, key, het_anker):
    other_key = rsa_key(1)
    other = client_of(het_anker, READ, key=other_key)

    words = {
        refused(ask(assertion_of(ecd, other_key)), "invalid_client"),
        refused(ask(assertion_of(other, key)), "invalid_client"),
        refused(ask(assertion_of(ecd, key, changes={"sub": str(other.public_id)})), "invalid_client"),
        refused(ask(assertion_of(ecd, key, changes={"sub": str(uuid4())})), "invalid_client"),
        refused(ask(assertion_of(ecd, key, changes={"sub": "niemand"})), "invalid_client"),
        refused(ask(assertion_of(ecd, key, changes={"sub": None})), "invalid_client"),
    }
    assert len(words) == 1  # nobody learns which clients there are


def test_a_key_in_the_header_is_not_looked_at(ecd, het_anker):
    own = rsa_key(1)
    jwk = RSAAlgorithm.to_jwk(own.public_key(), as_dict=True)
    for header in ({"jwk": jwk}, {"jku": "http://127.0.0.1:1/x"}, {"kid": ecd.keys.get().fingerprint}, {"x5u": "x"}):
        refused(ask(assertion_of(ecd, own, headers=header)), "invalid_client")


@pytest.mark.parametrize("assertion", ["", "x", "a.b.c", "e30.e30.", "." * 9, "é.é.é", "a" * 6000, "W10.W10.W10"])
def test_what_is_no_assertion_is_refused(ecd, assertion):
    refused(ask(assertion), "invalid_client")


def test_a_blocked_client_gets_nothing(ecd, key):
    block_api_client(actor=ADMINISTRATOR, client=ecd)

    refused(ask(assertion_of(ecd, key)), "invalid_client")


def test_a_client_that_is_blocked_on_the_way_gets_nothing(ecd):
    proven = ecd.keys.get()
    block_api_client(actor=ADMINISTRATOR, client=ecd)
    with pytest.raises(Refused, match="geblokkeerd"):
        issue_token(key=proven, scope="", origin=HERE)


def test_a_key_that_is_taken_away_on_the_way_gives_nothing(ecd):
    proven = ecd.keys.get()
    remove_api_key(actor=ADMINISTRATOR, key=proven)
    with pytest.raises(Refused, match="onbekend"):
        issue_token(key=proven, scope="", origin=HERE)


def test_both_keys_work_while_one_is_replaced(ecd, key):
    new = new_key()
    add_api_key(actor=ADMINISTRATOR, client=ecd, public_key=as_pem(new.public_key()))
    tokens = [ask(assertion_of(ecd, one)).json()["access_token"] for one in (key, new)]

    assert all(works(token) for token in tokens)
    remove_api_key(actor=ADMINISTRATOR, key=ecd.keys.get(slot=1))
    assert [works(token) for token in tokens] == [False, True]
    refused(ask(assertion_of(ecd, key)), "invalid_client")


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

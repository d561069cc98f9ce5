"""A token for whoever proves with a key who they are, and for nobody else (RFC 7523)."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from jwt.algorithms import RSAAlgorithm

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
from tests.api import ADMINISTRATOR, HERE, assertion_of, client_of, new_key, rsa_key
from tests.oauth import REVOKE, ask, refused, works

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

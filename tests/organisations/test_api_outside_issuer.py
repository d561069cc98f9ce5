"""Tokens of another issuer: taken when its keys signed them for us, and for the client that it names."""

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from django.test import Client as Browser
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from core.actors import Origin
from core.clock import now
from organisations.api import outside_issuer
from organisations.api.authentication import _granted
from organisations.enums import ApiScope
from organisations.services import block_api_client
from tests.api import ADMINISTRATOR, client_of, new_key, rsa_key

pytestmark = pytest.mark.django_db

OPEN = "/api/v1/producten"
ISSUER, AUDIENCE = "https://uitgever.example", "https://zorgregio.example/api/v1"
READ, WRITE = ApiScope.READ_ALLOCATIONS, ApiScope.WRITE_ATTENDANCE


def jwk(key: Any, kid: str) -> dict[str, Any]:
    """The public half as the issuer publishes it."""
    kind = RSAAlgorithm if hasattr(key, "private_numbers") and hasattr(key, "decrypt") else ECAlgorithm
    return json.loads(kind.to_jwk(key.public_key())) | {"kid": kid, "use": "sig"}  # type: ignore[no-any-return]


class Issuer:
    """An issuer with its keys."""

    def __init__(self) -> None:
        self.keys = {"r": rsa_key(), "e": new_key()}
        self.asked = 0
        self.status = 200

    @property
    def jwks(self) -> str:
        return json.dumps({"keys": [jwk(key, kid) for kid, key in self.keys.items()]})

    def token(self, *, kid: str = "r", key: Any = None, algorithm: str = "", **changes: Any) -> str:
        """A token of this issuer; `changes` says otherwise, and leaves out what is None."""
        moment = int(now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": "ecd",
            "client_id": "ecd",
            "scope": "toewijzingen:lezen openid",
            "iat": moment,
            "exp": moment + 300,
            **changes,
        }
        signs: Any = key or self.keys[kid]
        algorithm = algorithm or ("ES256" if kid == "e" else "RS256")
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, signs, algorithm=algorithm, headers={"kid": kid, "typ": "at+jwt"})


@pytest.fixture
def issuer(settings, tmp_path) -> Iterator[Issuer]:
    """Named in the settings, with its keys in a file."""
    issuer = Issuer()
    file = tmp_path / "jwks.json"
    file.write_text(issuer.jwks)
    settings.API_ISSUER, settings.API_ISSUER_AUDIENCE = ISSUER, AUDIENCE
    settings.API_ISSUER_JWKS_FILE = str(file)
    outside_issuer._client.cache_clear()
    yield issuer
    outside_issuer._client.cache_clear()


@pytest.fixture
def ecd(de_linde):
    """The program of De Linde, as the issuer knows it."""
    return client_of(de_linde, READ, outside_id="ecd")


def asks(token: str, address: str = OPEN) -> int:
    return Browser().get(address, headers={"authorization": f"Bearer {token}"}).status_code


def scopes_of(token: str) -> set[str]:
    """What a token gives in the end."""
    grant = _granted(token, Origin())
    return set(grant.scopes) if grant else set()


@pytest.mark.parametrize(("kid", "algorithm"), [("r", "RS256"), ("r", "PS256"), ("e", "ES256")])
def test_token_of_the_issuer_is_taken(issuer, ecd, kid, algorithm):
    assert asks(issuer.token(kid=kid, algorithm=algorithm)) == 200
    ecd.refresh_from_db()
    assert ecd.last_used_at is not None


def test_it_gives_what_both_the_issuer_and_we_give(issuer, ecd):
    assert scopes_of(issuer.token()) == {READ}
    assert scopes_of(issuer.token(scope=[READ, WRITE, 7])) == {READ}
    assert scopes_of(issuer.token(scope=WRITE)) == set()
    assert scopes_of(issuer.token(scope=None)) == set()


def test_older_issuers_say_azp(issuer, ecd):
    assert asks(issuer.token(client_id=None, azp="ecd")) == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://iemand.example"},
        {"iss": None},
        {"aud": "https://elders.example"},
        {"aud": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "morgen"},
        {"nbf": 10**10},
        {"client_id": "onbekend"},
        {"client_id": None},
        {"client_id": ""},
        {"client_id": ["ecd"]},
        {"scope": {"a": 1}},
        {"kid": "r", "key": rsa_key(1)},
        {"kid": "x", "key": rsa_key()},
        {"kid": "e", "key": new_key()},
    ],
)
def test_anything_else_is_not(issuer, ecd, changes):
    assert asks(issuer.token(**changes)) == 401


def test_no_signature_and_a_shared_secret_are_none(issuer, ecd):
    nothing: Any = None
    assert asks(jwt.encode({"iss": ISSUER, "client_id": "ecd"}, nothing, "none", headers={"kid": "r"})) == 401
    secret = issuer.jwks * 2
    assert asks(jwt.encode({"iss": ISSUER, "client_id": "ecd"}, secret, "HS256", headers={"kid": "r"})) == 401


def test_a_small_key_of_the_issuer_is_no_key(issuer, ecd, settings):
    issuer.keys["k"] = rsa_key(bits=1024)
    with open(settings.API_ISSUER_JWKS_FILE, "w") as file:
        file.write(issuer.jwks)

    with pytest.warns(jwt.InsecureKeyLengthWarning):
        token = issuer.token(kid="k")
    assert asks(token) == 401


def test_a_blocked_client_is_blocked_here_too(issuer, ecd):
    token = issuer.token()
    block_api_client(actor=ADMINISTRATOR, client=ecd)

    assert asks(token) == 401


def test_without_settings_there_is_no_other_issuer(issuer, ecd, settings):
    settings.API_ISSUER = ""

    assert asks(issuer.token()) == 401


def test_a_client_without_a_name_there_is_not_found_by_an_empty_one(issuer, de_linde):
    client_of(de_linde, READ)

    assert asks(issuer.token(client_id="")) == 401
    assert asks(issuer.token(client_id="None")) == 401


def test_a_file_that_changed_is_read_again(issuer, ecd, settings):
    assert asks(issuer.token()) == 200
    old = issuer.token()
    issuer.keys["r"] = rsa_key(1)
    with open(settings.API_ISSUER_JWKS_FILE, "w") as file:
        file.write(issuer.jwks)
    os.utime(settings.API_ISSUER_JWKS_FILE, ns=(1, 1))

    assert [asks(issuer.token()), asks(old)] == [200, 401]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"keys": "x"}', "\xff"])
def test_a_file_that_cannot_be_read_is_our_trouble(issuer, ecd, settings, content, caplog):
    with open(settings.API_ISSUER_JWKS_FILE, "w") as file:
        file.write(content)

    response = Browser().get(OPEN, headers={"authorization": f"Bearer {issuer.token()}"})
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert "cannot be read" in caplog.text


@pytest.fixture
def served(issuer, settings) -> Iterator[Issuer]:
    """The keys at an address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked += 1
            self.send_response(issuer.status)
            self.end_headers()
            self.wfile.write(issuer.jwks.encode())

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.API_ISSUER_JWKS_FILE = ""
        settings.API_ISSUER_JWKS_URL = f"http://127.0.0.1:{server.server_port}/jwks"
        yield issuer
        server.shutdown()
        thread.join()


def test_keys_are_fetched_and_kept(served, ecd):
    assert [asks(served.token()) for _ in range(3)] == [200, 200, 200]
    assert served.asked == 1


def test_unknown_names_do_not_make_us_ask_again_and_again(served, ecd):
    assert asks(served.token()) == 200
    assert {asks(served.token(kid="x", key=rsa_key())) for _ in range(5)} == {401}
    assert served.asked <= 2


def test_an_issuer_that_is_away_is_said(served, ecd, caplog):
    served.status = 500

    assert asks(served.token()) == 503
    assert "cannot be fetched" in caplog.text

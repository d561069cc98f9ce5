"""A small identity provider on 127.0.0.1: real RS256 tokens, real HTTP, and a way to let it lie."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID = "zorgregio"
SECRET = "between-us"
START, RETURN = "/aanmelden/organisatie", "/aanmelden/organisatie/terug"


class Provider:
    """What the provider knows, and what it says."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs_with = self.key
        self.claims: dict[str, Any] = {"sub": "7", "email": "karin@apeldoorn.example", "email_verified": True}
        self.token_changes: dict[str, Any] = {}
        self.info_changes: dict[str, Any] = {}
        self.algorithm = "RS256"
        self.status = 200
        self.asked: dict[str, str] = {}
        self.used: list[str] = []
        self.url = ""

    def authorise(self, location: str) -> str:
        """What the browser comes back with after the visitor signed in at the provider."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return f"{RETURN}?code=c0de&state={self.asked['state']}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer to the exchange of a code."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        is_right = (
            form["client_id"] == CLIENT_ID
            and form["client_secret"] == SECRET
            and form["code"] == "c0de"
            and form["code"] not in self.used
            and challenge.decode() == self.asked["code_challenge"]
            and form["redirect_uri"] == self.asked["redirect_uri"]
        )
        self.used.append(form["code"])
        if not is_right or self.status != 200:
            return 400, {"error": "invalid_grant"}
        payload = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "nonce": self.asked["nonce"],
            **self.claims,
            **self.token_changes,
        }
        payload = {name: value for name, value in payload.items() if value is not None}
        key: Any = SECRET * 4 if self.algorithm == "HS256" else None if self.algorithm == "none" else self.signs_with
        token = jwt.encode(payload, key, algorithm=self.algorithm, headers={"kid": "k"})
        return 200, {"access_token": "open", "id_token": token, "token_type": "Bearer"}

    def info(self) -> dict[str, Any]:
        """The answer at the address with what is known of the user."""
        return self.claims | self.info_changes

    def keys(self) -> dict[str, Any]:
        """The public key."""
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "k", "alg": "RS256", "use": "sig"}]}


@contextmanager
def serve(provider: Provider) -> Iterator[str]:
    """Answer on a free port, until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = {"/keys": provider.keys, "/info": provider.info}
            self._answer(200, known[self.path]())

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.token({name: values[0] for name, values in parse_qs(text).items()}))

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

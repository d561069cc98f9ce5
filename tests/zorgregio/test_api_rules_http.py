"""NL API Design Rules 2.1 about HTTP, errors and transport, each along every operation; 2.2 where it adds."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from core.api.sharing import EXPOSED
from core.clock import now
from informal_care.services.settings import load_care_settings
from organisations.enums import ApiScope
from organisations.models import CareProvider
from tests.api import asking
from tests.api_walk import DESCRIPTION, PROBLEM, Operation, Walker, answers, operations, without_references
from tests.cast import sign_in
from tests.factories.clients import AllocationFactory
from tests.zorgregio.test_api_collections import rows  # noqa: F401 - a fixture

FREE = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(?!audit_|organisations_apiclient")\w+', re.IGNORECASE)
"""A change, but for the trail and when a program was last seen."""


def everywhere(check: Callable[[Walker, Operation], None]) -> Any:
    """A test that does this check at every operation, and goes on behind one that fails."""

    def test(walker: Walker, subtests: pytest.Subtests) -> None:
        for operation in operations():
            with subtests.test(str(operation)):
                check(walker, operation)

    test.__name__, test.__doc__ = check.__name__, check.__doc__
    return test


@pytest.fixture
def walker(rows: None, apeldoorn: Any, de_linde: Any, settings: Any) -> Walker:  # noqa: F811 - the fixture
    """A program of a provider, to whom a client was allocated, and one of a municipality for what is only its own."""
    load_care_settings()
    settings.API_OPEN_PER_MINUTE = 1_000_000
    AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde)
    return Walker(de_linde, apeldoorn)


@everywhere
def test_http_methods(walker: Walker, operation: Operation) -> None:
    """/core/http-methods: standard ones, and 405 with `Allow` for any other."""
    assert operation.method in {"get", "post", "put", "patch", "delete"}
    allowed = set(walker.ask(operation)["Allow"].split(", "))
    assert operation.method.upper() in allowed
    for method in {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - allowed:
        response = walker.ask(operation, method=method.lower())
        assert response.status_code == 405, method
        assert set(response["Allow"].split(", ")) == allowed
        if method != "HEAD":
            assert response["Content-Type"] == PROBLEM
    strange = walker.browser.generic("PROPFIND", walker.address(operation), **walker.sent_for(operation))
    assert strange.status_code == 405


@everywhere
def test_http_safety(walker: Walker, operation: Operation) -> None:
    """/core/http-safety: GET and HEAD change nothing, and the second time say the same."""
    walker.address(operation)
    if operation.method != "get":
        return
    with CaptureQueriesContext(connection) as queries:
        first, second = walker.ask(operation), walker.ask(operation)
        head = walker.ask(operation, method="head")
    assert [query["sql"] for query in queries if FREE.search(query["sql"])] == []
    assert first.status_code == second.status_code == head.status_code
    assert head.content == b""
    if not operation.path.endswith("/wijzigingen"):  # its mark is sealed anew each time
        assert first.content == second.content


@everywhere
def test_http_response_code(walker: Walker, operation: Operation) -> None:
    """/core/http-response-code: each fault its own status, and none with what is inside."""
    fine = walker.ask(operation)
    assert fine.status_code in {200, 201, 202, 204} or operation.method != "get" or "{" in operation.path
    assert walker.ask(operation, accept="image/png").status_code == 406
    assert walker.ask(operation, authorization="Bearer onzin").status_code == 401
    nobody, stranger = Walker(None), Browser()
    if operation.is_open:
        assert nobody.ask(operation).status_code == fine.status_code
    else:
        without = nobody.ask(operation)
        assert (without.status_code, without["WWW-Authenticate"].split(" ")[0]) == (401, "Bearer")
        (scope,) = operation.spec["security"][0]["oauth"]
        others = asking_otherwise(scope)
        refused = getattr(stranger, operation.method)(walker.address(operation), **others)
        assert refused.status_code == 403
        assert f'scope="{scope}"' in refused["WWW-Authenticate"]
    if operation.method in {"post", "put", "patch"}:
        missing = {404} if "{" in operation.path else set()
        assert walker.ask(operation, body="a=1", content_type="text/plain").status_code in {415, *missing}
        assert walker.ask(operation, body="{").status_code in {400, *missing}


def asking_otherwise(scope: str) -> dict[str, Any]:
    """What a program sends that may do something else."""
    other = ApiScope.READ_FINDINGS if scope != ApiScope.READ_FINDINGS else ApiScope.READ_PLANS
    return asking(CareProvider.objects.latest("pk"), other)


def test_stateless(walker: Walker, karin: Any, de_linde: Any, apeldoorn: Any) -> None:
    """/core/stateless: no cookie is set, and none is looked at: a session that ended changes nothing."""
    for what, response in answers(walker):
        assert not response.cookies, what
    sign_in(walker.browser, karin)
    Session.objects.all().delete()
    other = Walker(de_linde, apeldoorn)
    for operation in operations():
        assert walker.ask(operation).status_code == other.ask(operation).status_code, operation
    idle = sign_in(Browser(), karin)
    with time_machine.travel(now() + timedelta(hours=3)):
        assert idle.get("/api/v1/producten").status_code == 200
        assert idle.get("/api/v1/toewijzingen").status_code == 401
    assert idle.get("/").status_code == 200


def test_problem_details(walker: Walker) -> None:
    """/core/error-handling/problem-details: status, title and detail; never the query."""
    seen = set()
    for what, response in answers(walker):
        if response.status_code >= 400:
            seen.add(response.status_code)
            assert response["Content-Type"] == PROBLEM, what
            body = response.json()
            assert body["status"] == response.status_code, what
            assert body["title"], what
            assert body["detail"], what
            assert "?" not in body["instance"], what
    assert seen >= {400, 401, 404, 405, 406, 415}


@everywhere
def test_problem_details_are_described(walker: Walker, operation: Operation) -> None:
    """/core/error-handling/problem-details, as the linter of the rules looks for it."""
    for status, answer in operation.spec["responses"].items():
        if status[0] in "45":
            whole = without_references(answer)
            assert list(whole["content"]) == [PROBLEM]
            assert {"status", "title", "detail"} <= set(whole["content"][PROBLEM]["schema"]["required"])


@everywhere
def test_invalid_input(walker: Walker, operation: Operation) -> None:
    """/core/error-handling/invalid-input: 400 for what is unknown, wrong or given twice."""
    assert "400" in operation.spec["responses"]
    for name in ("bestaatNiet", "Peildatum", "format", "page"):
        response = walker.ask(operation, tail=f"?{name}=1")
        assert response.status_code == 400
        assert response.json()["errors"][0]["location"] == {"name": name}
    for key in operation.spec.get("parameters", ()):
        if key["in"] == "query":
            twice = walker.ask(operation, tail=f"?{key['name']}=1&{key['name']}=1")
            assert twice.status_code == 400
            assert {one["location"]["name"] for one in twice.json()["errors"]} >= {key["name"]}


@everywhere
def test_all_errors(walker: Walker, operation: Operation) -> None:
    """/core/error-handling/all-errors: every fault of the query in one answer, each with its place."""
    wrong = {"bestaatNiet", "ookNiet"}
    for key in operation.spec.get("parameters", ()):
        schema = key["schema"]
        if key["in"] == "query" and (schema.get("format") in {"uuid", "date"} or schema["type"] in {"integer"}):
            wrong.add(key["name"])
    response = walker.ask(operation, tail="?" + "&".join(f"{name}=x" for name in sorted(wrong)))
    assert response.status_code == 400
    errors = response.json()["errors"]
    assert {one["location"]["name"] for one in errors} == wrong
    assert all(one["in"] == "query" and one["code"] and one["detail"] for one in errors)


@everywhere
def test_all_errors_of_a_body(walker: Walker, operation: Operation) -> None:
    """/core/error-handling/all-errors: of a search every fault in one answer, and where it stands."""
    if not operation.path.endswith("/_zoek"):
        return
    response = walker.ask(operation, body={"bestaatNiet": 1, "ookNiet": None, "peildatum": "nooit", "tekst": ["x"]})
    assert response.status_code == 400
    pointers = {one["location"]["pointer"] for one in response.json()["errors"]}
    assert pointers == {"#/bestaatNiet", "#/ookNiet", "#/peildatum", "#/tekst"}
    for body in ("[]", "1", '"x"', "null", "[1]"):
        assert walker.ask(operation, body=body).status_code == 400


def test_version_header(walker: Walker) -> None:
    """/core/version-header: the full version on every answer, and described."""
    for what, response in answers(walker):
        assert response["API-Version"] == settings.API_VERSION, what
    for operation in operations():
        for answer in operation.spec["responses"].values():
            assert "API-Version" in without_references(answer)["headers"], operation


def test_security_headers(walker: Walker) -> None:
    """/core/transport/security-headers, on errors too."""
    for what, response in answers(walker):
        assert response["Cache-Control"] == "no-store", what
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], what
        assert "default-src 'none'" in response["Content-Security-Policy"], what
        assert response["X-Content-Type-Options"] == "nosniff", what
        assert response["X-Frame-Options"] == "DENY", what
        assert response["Referrer-Policy"] == "no-referrer", what
        assert response["Content-Type"].partition(";")[0] in {"application/json", PROBLEM}, what


def test_tls(settings: Any, db: None) -> None:
    """/core/transport/tls: nothing is given over a connection that is not, and browsers remember that."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    for address in ("/api/v1/producten", DESCRIPTION, "/api/onbekend"):
        plain = Browser().get(address)
        assert (plain.status_code, plain["Location"], plain.content) == (301, f"https://testserver{address}", b"")
        secure = Browser().get(address, secure=True)
        assert secure.status_code in {200, 404}
        assert "max-age=31536000" in secure["Strict-Transport-Security"]


@everywhere
def test_cors(walker: Walker, operation: Operation) -> None:
    """/core/transport/cors: open data for pages of every site, and what asks for a token for none."""
    here = {"origin": "https://elders.example"}
    for response in (walker.ask(operation, **here), walker.ask(operation, tail="?bestaatNiet=1", **here)):
        assert response.get("Access-Control-Allow-Origin") == ("*" if operation.is_open else None)
        assert "Access-Control-Allow-Credentials" not in response
        if operation.is_open:
            assert set(response["Access-Control-Expose-Headers"].split(", ")) == set(EXPOSED)
            assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    asked = {**here, "access-control-request-method": operation.method.upper()}
    before = walker.ask(operation, method="options", tail="?bestaatNiet=1", **asked)
    if operation.is_open:
        assert (before.status_code, before.content) == (204, b"")
        assert operation.method.upper() in before["Access-Control-Allow-Methods"].split(", ")
        assert {"If-None-Match", "Content-Type"} <= set(before["Access-Control-Allow-Headers"].split(", "))
    else:
        assert before.status_code == 405
        assert not any(name.startswith("Access-Control") for name in before.headers)


@everywhere
def test_timezone(walker: Walker, operation: Operation) -> None:
    """/core/date-time/timezone and /core/date-time/date-omit-time-portion: UTC with a Z, and days without a time."""
    response = walker.ask(operation)
    if response.status_code != 200:
        return
    for text in texts(response.json()):
        if re.match(r"\d{4}-\d\d-\d\d[T ]", text):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", text), text
            assert datetime.fromisoformat(text)


def texts(answer: Any) -> list[str]:
    if isinstance(answer, dict | list):
        inner = answer.values() if isinstance(answer, dict) else answer
        return [text for one in inner for text in texts(one)]
    return [answer] if isinstance(answer, str) else []


def test_the_walk_comes_at_rows(walker: Walker) -> None:
    """Without rows at their addresses the tests above would say little."""
    found = [str(one) for one in operations() if "{" in one.path and walker.ask(one).status_code == 200]
    opened = [str(one) for one in operations() if "{" in one.path and one.is_open]
    assert {*opened, "get /toewijzingen/{uuid}"} <= set(found)
    assert json.loads(walker.browser.get(DESCRIPTION).content)["paths"]

"""Odd requests: headers, bodies, marks of pages, numbers and letters that nobody asked for. None is an error of ours.

What the description promises about ordinary requests is asked in `test_api_conformance.py`. `API_CASES` says how many
cases there are; `API_CASES=2000` is for a night.
"""

import json
import os
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from informal_care.services.settings import load_care_settings
from tests.api_walk import BASE, PROBLEM, Walker, operations
from tests.factories.clients import AllocationFactory
from tests.zorgregio.test_api_collections import rows  # noqa: F401 - a fixture

CASES: Final = max(60, int(os.environ.get("API_CASES", "0")))
FUZZ: Final = settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    derandomize="API_CASES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)

ODD_TEXT: Final = st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "null",
        "NaN",
        "-0",
        "1e999",
        "💥" * 40,
        "é́",
        "\u202eabc",
        "ﷺ",
        "A" * 5000,
        "../..",
        "%00",
        "'; --",
        "\ud83d",
    ]
)
WORD: Final = ODD_TEXT | st.text(max_size=40)
NUMBER: Final = st.sampled_from([0, -1, 2**31, -(2**31), 2**63, -(2**63) - 1, 10**40, 1.5, -1e300])
SCALAR: Final = st.none() | st.booleans() | NUMBER | st.integers() | WORD
JSON: Final = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORD, inner, max_size=4), max_leaves=12
)
HEADER: Final = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
HEADERS: Final = st.dictionaries(
    st.sampled_from(
        [
            *("accept", "accept-language", "if-none-match", "if-match", "idempotency-key", "x-request-id", "origin"),
            *("range", "content-length", "x-forwarded-for", "x-http-method-override", "prefer", "cookie"),
        ]
    ),
    HEADER | st.sampled_from(["*", "*/*;q=nan", '"', 'W/"x", "y"', ",,,", "text/csv", "application/x-ndjson", "-1"]),
    max_size=4,
)
OPERATIONS: Final = sorted(map(str, operations()))


@pytest.fixture
def walkers(rows: None, region: Any, apeldoorn: Any, de_linde: Any, settings: Any) -> list[Walker]:  # noqa: F811
    """A program of each kind, and one without a token."""
    settings.API_OPEN_PER_MINUTE = 1_000_000
    load_care_settings()
    AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde)
    return [Walker(one) for one in (None, de_linde, apeldoorn, region)]


def is_fine(answer: Any, *, has_content: bool = True) -> None:
    """No error of ours, and a problem is told as one. To HEAD nothing is told (RFC 9110)."""
    assert answer.status_code < 500 or answer.status_code == 503, answer.content[:500]
    assert answer.headers["API-Version"]
    assert answer.headers["X-Request-ID"]
    if answer.status_code >= 400 and has_content:
        assert answer.headers["Content-Type"] == PROBLEM
        told = json.loads(answer.content)
        assert told["status"] == answer.status_code
        assert told["title"]
        assert told["detail"]


def test_odd_bodies_and_headers(walkers: list[Walker]) -> None:
    """Whatever is sent to whatever operation, also with another method than it has."""
    all_of_them = {str(one): one for one in operations()}

    @FUZZ
    @given(
        st.sampled_from(OPERATIONS),
        st.sampled_from(walkers),
        st.sampled_from(["", "get", "post", "put", "patch", "delete", "head", "options"]),
        JSON | st.binary(max_size=40),
        HEADERS,
    )
    def send(name: str, walker: Walker, method: str, body: Any, headers: dict[str, str]) -> None:
        operation = all_of_them[name]
        sent = dict(walker.sent["headers"]) | headers
        sent.pop("content-length", None)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        with transaction.atomic():
            method = method or operation.method
            answer = walker.browser.generic(
                method.upper(),
                walker.address(operation),
                content,
                content_type="application/json",
                headers=sent,
            )
            is_fine(answer, has_content=method != "head")
            transaction.set_rollback(True)

    send()


def test_odd_queries(walkers: list[Walker]) -> None:
    """Marks of pages, numbers, days and fields that nobody made."""
    listed = [f"{BASE}/{one.path[1:]}" for one in operations() if one.method == "get" and "{" not in one.path]
    known = ["na", "aantal", "metTotaal", "velden", "peildatum", "gewijzigdSinds", "contract", "productcode"]

    @FUZZ
    @given(
        st.sampled_from(sorted(listed)),
        st.sampled_from(walkers),
        st.lists(st.tuples(st.sampled_from(known) | WORD, WORD | NUMBER.map(str)), max_size=4),
    )
    def ask(path: str, walker: Walker, given: list[tuple[str, str]]) -> None:
        query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in given)
        is_fine(walker.browser.get(f"{path}?{query}", **walker.sent))

    ask()


def test_odd_addresses(walkers: list[Walker]) -> None:
    """Rows and resources that are not there, however they are called."""

    @FUZZ
    @given(st.lists(WORD, min_size=1, max_size=5), st.sampled_from(walkers))
    def ask(parts: list[str], walker: Walker) -> None:
        answer = walker.browser.get(f"{BASE}/{'/'.join(map(_quoted, parts))}", **walker.sent)
        is_fine(answer)

    ask()


@pytest.mark.usefixtures("rows")
def test_a_mark_that_was_changed_is_refused_and_the_last_page_is_answered(client: Browser) -> None:
    address = f"{BASE}/gecontracteerde-producten"
    after = client.get(address, {"aantal": 1}).json()["volgende"].partition("na=")[2]
    for place in range(0, len(after), 5):
        wrong = after[:place] + ("A" if after[place] != "A" else "B") + after[place + 1 :]
        assert client.get(f"{address}?na={wrong}").status_code == 400
    seen = 1
    while after:
        answer = client.get(f"{address}?aantal=1&na={after}").json()
        seen += len(answer["resultaten"])
        after = (answer["volgende"] or "").partition("na=")[2]
    assert seen == client.get(address, {"metTotaal": "true"}).json()["totaal"]


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")

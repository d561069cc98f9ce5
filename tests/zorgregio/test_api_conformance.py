"""Everything that the description allows, and much that it does not, sent by programs of every kind.

No answer is an error of ours, and each is one that the description promises. `API_CASES` says how many cases are made
for each operation and kind of program; `API_CASES=200` is for a night.
"""

import os
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache
from typing import Any, Final

import pytest
import schemathesis
import time_machine
from django.db import transaction
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from core.api.schema import described
from core.clock import now
from informal_care.services.settings import load_care_settings
from organisations.enums import ApiScope
from organisations.models import Organisation
from organisations.rules import scopes_for
from tests.api import asking
from tests.factories.clients import AllocationFactory
from tests.factories.contracts import CeilingFactory
from tests.zorgregio.test_api_collections import rows  # noqa: F401 - a fixture

CASES: Final = int(os.environ.get("API_CASES", "2"))
ROUNDS: Final = 10
"""After so many walks that reach next to nothing, the links of the description lead nowhere."""
CHECKS: Final = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
QUICKLY: Final = settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    derandomize="API_CASES" not in os.environ,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
Sent = dict[str, str]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The application itself, within the transaction of the test."""
    response = ClientHandler()(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return list(response)


@cache
def schema() -> Any:
    """The description, for making cases of."""
    made = schemathesis.openapi.from_dict(described())
    made.app = application
    made.location = "/api/v1/openapi.json"
    return made


def lapsed(organisation: Organisation) -> Sent:
    """The token of a program, a day after it was given."""
    with time_machine.travel(now() - timedelta(days=1)):
        return sent_by(organisation, *scopes_for(organisation.kind))


def sent_by(organisation: Organisation, *scopes: str) -> Sent:
    headers: Sent = asking(organisation, *scopes)["headers"]
    return headers


@pytest.fixture
def programs(rows: None, region: Any, apeldoorn: Any, de_linde: Any, settings: Any) -> dict[str, Sent]:  # noqa: F811
    """By name what each kind of program sends with its requests."""
    settings.API_OPEN_PER_MINUTE = 1_000_000
    load_care_settings()
    AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde)
    CeilingFactory.create(contract__provider=de_linde, contract__framework__region=region)
    everything = {one: sent_by(one, *scopes_for(one.kind)) for one in (de_linde, apeldoorn, region)}
    return {
        "nobody": {},
        "provider": everything[de_linde],
        "municipality": everything[apeldoorn],
        "purchaser": everything[region],
        "lapsed": lapsed(de_linde),
        "other scope": sent_by(de_linde, ApiScope.WEBHOOKS),
        "no token": {"authorization": "Bearer é\x7f"},
    }


def try_out(cases: Any, sent: Sent) -> None:
    """Send cases, each with these headers beside its own."""

    @QUICKLY
    @given(cases)
    def check(case: Any) -> None:
        case.validate_response(case.call(headers=sent), checks=CHECKS)

    check()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_as_described(programs: dict[str, Sent], mode: Any, subtests: pytest.Subtests) -> None:
    """Whatever is sent to whatever operation, by whom."""
    for found in schema().get_all_operations():
        operation = found.ok()
        for name, sent in programs.items():
            with subtests.test(f"{operation.label} by {name}"):
                try_out(operation.as_strategy(generation_mode=mode), sent)


@pytest.mark.parametrize("name", ["nobody", "provider", "municipality"])
def test_what_follows_on_an_answer_is_as_described(programs: dict[str, Sent], name: str) -> None:
    """From a list to its rows, and on, as the links of the description say."""
    seen: list[str] = []

    class Follow(schema().as_state_machine()):  # type: ignore[misc] # made of the description
        def setup(self) -> None:
            self.place = transaction.savepoint()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.place)

        def before_call(self, case: Any) -> None:
            # A filter by chance leaves no row to go on from.
            case.query = {name: value for name, value in (case.query or {}).items() if name in {"aantal", "metTotaal"}}

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": programs[name]}

        def validate_response(self, response: Any, case: Any, **rest: Any) -> None:
            seen.append(f"{case.operation.label} {response.status_code}")
            case.validate_response(response, checks=CHECKS)

    # Which rows are followed is chance, as the keys of rows are: walk on until enough kinds of row were reached.
    walk = settings(QUICKLY, max_examples=25 * CASES, stateful_step_count=8, derandomize=False)
    for _ in range(ROUNDS):
        run_state_machine_as_test(Follow, settings=walk)
        if len({one for one in seen if "{uuid} 200" in one}) > 3:
            return
    pytest.fail(f"too few rows were reached: {seen}")

"""How often somebody may ask the API: counted for all processes together, and said in every answer."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client as Browser
from redis.exceptions import ConnectionError as NoRedis

from organisations.enums import ApiScope
from tests.api import asking, bearer, client_of, token_of

pytestmark = pytest.mark.django_db

LIST = "/api/v1/producten"
TOKEN = "/api/oauth/token"
START = datetime(2026, 3, 2, 9, 0, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def rate(response: Any) -> tuple[int, int, int]:
    """Limit, remaining and seconds, as the headers say them."""
    limit, remaining, reset = (int(response[f"RateLimit-{name}"]) for name in ("Limit", "Remaining", "Reset"))
    return limit, remaining, reset


def test_whoever_has_no_token_is_counted_by_address(clock, settings):
    settings.API_OPEN_PER_MINUTE = 3
    here, there = Browser(REMOTE_ADDR="10.0.0.1"), Browser(REMOTE_ADDR="10.0.0.2")

    assert [rate(here.get(LIST)) for _ in range(3)] == [(3, 2, 60), (3, 1, 60), (3, 0, 60)]
    clock.shift(20)
    refused = here.get(LIST)
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert refused["Retry-After"] == "40"
    assert rate(refused) == (3, 0, 40)
    assert there.get(LIST).status_code == 200
    clock.shift(40)
    assert rate(here.get(LIST)) == (3, 2, 60)


def test_each_program_has_its_own_number(clock, settings, de_linde):
    settings.API_OPEN_PER_MINUTE = 1
    slow = client_of(de_linde, ApiScope.READ_ALLOCATIONS, rate_per_minute=2)
    fast = asking(de_linde, ApiScope.READ_ALLOCATIONS)
    tokens = [bearer(token_of(slow)), bearer(token_of(slow))]

    assert [rate(Browser().get(LIST, **tokens[place % 2]))[1] for place in range(2)] == [1, 0]
    assert Browser().get(LIST, **tokens[0]).status_code == 429
    assert rate(Browser().get(LIST, **fast)) == (600, 599, 60)
    assert Browser().get(LIST).status_code == 200


def test_trying_tokens_counts_as_asking_without(clock, settings):
    settings.API_OPEN_PER_MINUTE = 2

    assert [Browser().get(LIST, **bearer(f"geraden{place}")).status_code for place in range(3)] == [401, 401, 429]
    assert Browser().get(LIST).status_code == 429


def test_what_is_refused_counts_too(clock, de_linde):
    sent = asking(de_linde, ApiScope.READ_ALLOCATIONS)

    left = [rate(Browser().get(f"{LIST}{query}", **sent))[1] for query in ("?x=1", "", "?page=0")]
    assert left == [599, 598, 597]
    assert rate(Browser().post(LIST, **sent))[1] == 596


def test_asking_for_tokens_has_a_number_of_its_own(clock, settings):
    settings.API_TOKENS_PER_MINUTE = 2
    settings.API_OPEN_PER_MINUTE = 1

    answers = [Browser().post(address) for address in (TOKEN, "/api/oauth/revoke", TOKEN)]
    assert [answer.status_code for answer in answers] == [400, 401, 429]
    assert rate(answers[0]) == (2, 1, 60)
    assert answers[2]["Retry-After"] == "60"
    assert Browser().get(LIST).status_code == 200


def test_description_is_counted_and_pages_are_not(clock, client):
    assert rate(client.get("/api/v1/openapi.json"))[1] == 299
    assert "RateLimit-Limit" not in client.get("/gezond")


def test_address_stands_in_no_key(clock, monkeypatch):
    keys: list[str] = []

    def incr(key: str) -> int:
        keys.append(key)
        return 1

    monkeypatch.setattr(cache, "incr", incr)
    Browser(REMOTE_ADDR="10.0.0.1").get(LIST)

    assert len(keys) == 1
    assert "10.0.0.1" not in keys[0]


@pytest.mark.parametrize("error", [NoRedis("weg"), OSError("weg")])
def test_without_the_cache_everybody_is_answered(clock, monkeypatch, caplog, error):
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(cache, "add", fail)
    response = Browser().get(LIST)

    assert response.status_code == 200
    assert "RateLimit-Limit" not in response
    assert "not counted" in caplog.text


def test_a_full_cache_that_forgets_answers_too(clock, monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *args, **kwargs: True)

    assert Browser().get(LIST).status_code == 200


COUNT = """
import json, sys
from django.conf import settings
backend = "django.core.cache.backends.redis.RedisCache"
import django
settings.configure(USE_I18N=False, CACHES={"default": {"BACKEND": backend, "LOCATION": sys.argv[1]}})
django.setup()
from django.http import HttpRequest
from rest_framework.exceptions import Throttled
from core.api import limits
from datetime import datetime, UTC
limits.now = lambda: datetime(2026, 3, 2, 9, tzinfo=UTC)
left, refused = [], 0
sys.stdin.readline()
for _ in range(400):
    request = HttpRequest()
    try:
        limits.count(request, "client 1", 500)
        left.append(request.rate.remaining)
    except Throttled:
        refused += 1
print(json.dumps([left, refused]))
"""


@pytest.mark.skipif(not shutil.which("redis-server"), reason="needs redis-server, which production has")
def test_two_processes_count_together_and_miss_none(tmp_path: Path, project: Path):
    """What one process let through and what the other did never add up to more, and no number is given twice."""
    socket = tmp_path / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    with (tmp_path / "redis.log").open("w") as log, subprocess.Popen(command, stdout=log) as server:
        try:
            for _ in range(100):
                if socket.exists():
                    break
                sleep(0.05)
            processes = [
                subprocess.Popen(
                    [sys.executable, "-c", COUNT, f"unix://{socket}"],
                    cwd=project,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
                for _ in range(2)
            ]
            for process in processes:
                assert process.stdin
                process.stdin.write("\n")
                process.stdin.flush()
            told = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
        finally:
            server.terminate()

    left = [number for numbers, _ in told for number in numbers]
    assert sorted(left) == list(range(500))
    assert sum(refused for _, refused in told) == 300

"""The open API under gunicorn with two workers, asked over one connection that stays open.

The size is the number of rates, ten to a product in a contract. The limits are on the same server: an answer that is
always the same, and the same rows as text that PostgreSQL made.
"""

import atexit
import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.urls import reverse

from bin.tools import environment, postgresql, servers
from bin.tools.bench.data import contracts, region
from bin.tools.bench.timing import Work
from bin.tools.environment import PYTHON, SetupError
from contracts.models import ContractedProduct, Rate
from core.api.paging import Cursor
from core.api.writing import NDJSON

WORKERS = 2
HTTPS = {"X-Forwarded-Proto": "https"}
"""As the proxy in front says it."""
SMALL, FAR = 20, 5000
MOST_ROUNDS = 10
MANY_TIMES = 20
"""So often in each turn: one answer is too short to be measured."""
STARTS_WITHIN = 60

PARTS: Mapping[str, Callable[[int, Callable[[float], None]], None]] = {
    "region, providers and contracts": region.make,
    "contracts": contracts.make_contracts,
    "rates": contracts.make_rates,
}


class Server:
    """gunicorn with two workers and a Redis, as in production; they end with this process."""

    def __init__(self) -> None:
        if not environment.which("redis-server"):
            raise SetupError("bin/bench api needs redis-server. As root: apt-get install redis-server")
        port, stack = postgresql.free_port(), ExitStack()
        atexit.register(stack.close)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="zorgregio-bench-")))
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "bin.tools.bench.api_settings",
            "REDIS_URL": stack.enter_context(servers.redis(folder)),
            "EMAIL_URL": os.environ.get("EMAIL_URL") or "smtp+tls://nobody:nothing@127.0.0.1:9",
        }
        command = [str(PYTHON.with_name("gunicorn")), "--config", "python:zorgregio.gunicorn"]
        command += [
            "--workers",
            str(WORKERS),
            "--max-requests",
            "0",
            "--bind",
            f"{servers.HOST}:{port}",
            "zorgregio.wsgi",
        ]
        log = stack.enter_context((folder / "gunicorn.log").open("w"))
        self._pid = stack.enter_context(servers.process(command, env, log))
        self.client = HTTPConnection(servers.HOST, port, timeout=600)
        self._wait(folder / "gunicorn.log")

    def get(self, path: str, **headers: str) -> bytes:
        """The content of the answer. Raises SetupError unless it is 200 or 304."""
        answer = self._ask(path, headers)
        content = answer.read()
        if answer.status not in {200, 304}:
            raise SetupError(f"{path}: {answer.status} {content[:300]!r}")
        return content

    def mark(self, path: str) -> str:
        """The ETag of an answer."""
        answer = self._ask(path, {})
        answer.read()
        return answer.headers["ETag"] or ""

    def count_lines(self, path: str, **headers: str) -> int:
        """How many lines a stream has; nothing is kept."""
        answer, lines = self._ask(path, headers), 0
        while piece := answer.read(1 << 20):
            lines += piece.count(b"\n")
        return lines

    def _ask(self, path: str, headers: dict[str, str]) -> HTTPResponse:
        for is_last in (False, True):
            try:
                self.client.request("GET", path, headers=HTTPS | headers)
                return self.client.getresponse()
            except RemoteDisconnected:  # it was open for too long without a question
                self.client.close()
                if is_last:
                    raise
        raise AssertionError

    def peak_mb(self) -> float:
        """The most memory that one of the workers ever held, in megabytes."""
        children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()
        peaks = [
            int(line.split()[1])
            for child in children
            for line in Path(f"/proc/{child}/status").read_text().splitlines()
            if line.startswith("VmHWM")
        ]
        return max(peaks, default=0) / 1024

    def _wait(self, log: Path) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            try:
                self.get("/api/v1/bench/constant")
            except OSError:
                self.client.close()
                time.sleep(0.2)
            else:
                return
        raise SetupError(f"The server does not answer:\n{log.read_text()[-3000:]}")


_memory: list[float] = []


def works(size: int) -> list[Work]:
    """What is measured; the first is a page of a hundred products with their rates."""
    if connection.vendor != "postgresql":
        raise SetupError("bin/bench api needs PostgreSQL: its limit is JSON that PostgreSQL made.")
    server = Server()
    products, rates = reverse("api-v1:contracted-product-list"), reverse("api-v1:rate-list")
    keys = list(ContractedProduct.objects.order_by("pk").values_list("pk", "public_id")[:MANY_TIMES])
    one = cycle([f"{products}/{public_id}" for _, public_id in keys])
    known = f"{products}/{keys[0][1]}"
    mark = server.mark(known)
    far = _far(size)
    pages = f"{products}?aantal={SMALL}"
    after = Cursor("contracted-product").after(far)
    # The very first products come with the region and have one rate each; a page of those is less work.
    alike = ContractedProduct.objects.filter(contract__number__startswith="BENCH-API").order_by("pk")
    start = Cursor("contracted-product").after(alike[0].pk - 1)
    _memory.append(server.peak_mb())

    def often(ask: Callable[[], object]) -> Callable[[], None]:
        def do() -> None:
            for _ in range(MANY_TIMES):
                ask()

        return do

    def all_lines() -> None:
        server.count_lines(rates, Accept=NDJSON)
        _memory.append(server.peak_mb())

    return [
        Work(
            "20 lists of 100 products with rates",
            often(lambda: server.get(f"{products}?aantal=100")),
            often(lambda: server.get("/api/v1/bench/products")),
            "by PostgreSQL",
        ),
        Work(
            "20 details",
            often(lambda: server.get(next(one))),
            often(lambda: server.get("/api/v1/bench/constant")),
            "always the same",
        ),
        Work(
            "20 details that the client has (304)",
            often(lambda: server.get(known, **{"If-None-Match": mark})),
            often(lambda: server.get("/api/v1/bench/constant")),
            "always the same",
        ),
        Work(
            f"20 pages far away ({SMALL} each)",
            often(lambda: server.get(f"{pages}&na={after}")),
            often(lambda: server.get(f"{pages}&na={start}")),
            "page 1",
        ),
        Work(
            "all rates as lines",
            all_lines,
            lambda: server.count_lines("/api/v1/bench/rates"),
            "by PostgreSQL",
        ),
    ]


def remark(measures: list[object], size: int) -> str:
    """What the figures are about."""
    seconds = next(one.seconds for one in measures if getattr(one, "name", "") == "all rates as lines")  # type: ignore[attr-defined]
    rows = Rate.objects.current().count()
    page = min(FAR, ContractedProduct.objects.count() // SMALL)
    return (
        f"{rows:,} rates as lines: {rows / seconds:,.0f} a second. Page far away: {page:,}. "
        f"Most memory of a worker: {_memory[0]:.0f} MB at first, {_memory[-1]:.0f} MB at the end."
    )


def _far(size: int) -> int:
    """The primary key after which the page far away begins."""
    place = min(FAR, max(1, ContractedProduct.objects.count() // SMALL) - 1) * SMALL
    return ContractedProduct.objects.order_by("pk").values_list("pk", flat=True)[place - 1 if place else 0]

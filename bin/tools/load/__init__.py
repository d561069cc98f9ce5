"""`bin/load`: many people at work at once on a server as in production, and whether all that they wrote is there.

Standard library only: what runs inside Django is in `prepare` and `verify`, each in a process of its own.
"""

import argparse
import json
import os
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bin.tools import environment, postgresql, servers
from bin.tools.bench import surroundings
from bin.tools.environment import PYTHON, SetupError, say
from bin.tools.load import visiting
from bin.tools.load.ledger import Ledger

HOST = "127.0.0.1"
WEB_LOGIN = "zorgregio_load_web"
STARTS_WITHIN = 60
PATIENCE = 0.2


def main(arguments: list[str]) -> int:
    """Serve, let everybody work, count, and look what is there; 1 when something is wrong."""
    wanted = _parse(arguments)
    environment.prepare("base")
    if not environment.which("redis-server"):
        raise SetupError("bin/load needs redis-server. As root: apt-get install redis-server")
    with ExitStack() as stack:
        settings = stack.enter_context(surroundings.database("load", only_sqlite=False))
        if not settings["DATABASE_URL"]:
            raise SetupError("bin/load needs PostgreSQL: on SQLite people wait for each other.")
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zorgregio-load-")))
        redis = stack.enter_context(servers.redis(folder))
        owner = _environment(settings["DATABASE_URL"], redis, folder)
        web = owner | {"DATABASE_URL": owner["WEB_DATABASE_URL"]}
        _inside("prepare", str(wanted.users), str(folder / "people.json"), env=owner)
        address = stack.enter_context(_gunicorn(web, folder))
        ledger = Ledger()
        people = json.loads((folder / "people.json").read_text())
        seconds = visiting.everybody(address, people, wanted.seconds, ledger)
        (folder / "ledger.json").write_text(json.dumps(ledger.written()))
        wrong = _inside("verify", str(folder / "ledger.json"), str(folder / "found.json"), env=owner, may_fail=True)
        found = json.loads((folder / "found.json").read_text()) if not wrong else {"faults": ["verify failed"]}
        errors = _errors_of_server(folder)
    return _tell(ledger, found, errors, seconds, wanted)


def _tell(ledger: Ledger, found: Mapping[str, object], errors: list[str], seconds: float, wanted: object) -> int:
    users, as_json = getattr(wanted, "users", 0), getattr(wanted, "json", False)
    rate = ledger.requests / seconds
    say(f"\n{users} users, {seconds:.0f} seconds, {ledger.requests} requests, {rate:.1f} a second\n")
    say(f"{'act':24}{'done':>8}{'conflicts':>11}{'errors':>8}{'median':>9}{'p95':>9}{'worst':>9}")
    for row in ledger.rows():
        say(
            f"{row['act']:24}{row['done']:>8}{row['conflicts']:>11}{row['errors']:>8}"
            f"{row['median']:>9.2f}{row['p95']:>9.2f}{row['worst']:>9.2f}"
        )
    say("\nTimes are in seconds. A conflict is a form that somebody else was ahead of; it must be refused.")
    faults = [*ledger.faults, *errors, *(str(fault) for fault in found["faults"])]  # type: ignore[attr-defined]
    for fault in faults[:20]:
        say(f"WRONG: {fault}")
    say(f"Looked up afterwards: {found.get('checked', 0)} writes; entries in the trail: {found.get('entries', 0)}.")
    result = {
        "ok": not faults,
        "users": users,
        "seconds": round(seconds, 1),
        "requests": ledger.requests,
        "requests_per_second": round(rate, 1),
        "writes": found.get("checked", 0),
        "lost": len(found["faults"]),  # type: ignore[arg-type]
        "conflicts": sum(int(row["conflicts"]) for row in ledger.rows()),
        "errors": len(ledger.faults) + len(errors),
        "trail_entries": found.get("entries", 0),
        "trail_is_whole": found.get("is_whole", False),
        "acts": ledger.rows(),
    }
    if as_json:
        say(json.dumps(result))
    return 1 if faults else 0


def _environment(database: str, redis: str, folder: Path) -> dict[str, str]:
    """As `docker-compose.yml`, but without HTTPS in front and with the second step of signing in left to choose."""
    parts = urlsplit(database)
    password = os.urandom(16).hex()
    web = parts._replace(
        netloc=f"{WEB_LOGIN}:{password}@{parts.hostname}:{parts.port}", query="assume_role=zorgregio_app"
    )
    (folder / "static").mkdir(exist_ok=True)
    return {
        **surroundings.environment_for({}),
        "DJANGO_SETTINGS_MODULE": "zorgregio.settings.base",
        "DEMO": "true",
        "HTTPS": "false",
        "SECOND_FACTOR": "optional",
        "ALLOWED_HOSTS": HOST,
        "LOG_LEVEL": "INFO",
        "VAR_DIR": str(folder),
        "DATABASE_URL": database,
        "WEB_DATABASE_URL": urlunsplit(web),
        "REDIS_URL": redis,
    }


def _inside(module: str, *arguments: str, env: dict[str, str], may_fail: bool = False) -> int:
    code = environment.run_apart(str(PYTHON), "-m", f"bin.tools.load.{module}", *arguments, env=env)
    if code and not may_fail:
        raise SetupError("The load run could not begin; the lines above say why.")
    return code


@contextmanager
def _gunicorn(env: dict[str, str], folder: Path) -> Iterator[str]:
    port = postgresql.free_port()
    command = [str(PYTHON.with_name("gunicorn")), "--config", "python:zorgregio.gunicorn", "--bind", f"{HOST}:{port}"]
    with (folder / "gunicorn.log").open("w") as log, servers.process([*command, "zorgregio.wsgi"], env, log):
        address = f"http://{HOST}:{port}"
        for _ in range(round(STARTS_WITHIN / PATIENCE)):
            time.sleep(PATIENCE)
            try:
                with urllib.request.urlopen(f"{address}/aanmelden", timeout=5):
                    break
            except OSError:
                continue
        else:
            raise SetupError(f"The server does not answer:\n{(folder / 'gunicorn.log').read_text()[-3000:]}")
        yield address
    if os.environ.get("LOAD_KEEP_LOG"):
        shutil.copy(folder / "gunicorn.log", os.environ["LOAD_KEEP_LOG"])


def _errors_of_server(folder: Path) -> list[str]:
    lines = (folder / "gunicorn.log").read_text().splitlines()
    return [
        f"server: {line[:300]}" for line in lines if "Traceback" in line or "WORKER TIMEOUT" in line or "Error:" in line
    ]


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/load",
        description="Lets many people work at once: list, search, open, register, change, allocate, plan, evaluate.",
        epilog="Its database is made anew each time: on the server in BENCH_DATABASE_URL or TEST_DATABASE_URL, or one "
        "of its own. Ends with 1 when anything failed, a write was lost or the trail is not whole.",
    )
    parser.add_argument("--users", type=_users, default=50, help="how many people at once (default: 50)")
    parser.add_argument("--seconds", type=_seconds, default=120, help="for how long (default: 120)")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser.parse_args(arguments)


def _users(text: str) -> int:
    return _whole_number(text, 2, 200)


def _seconds(text: str) -> int:
    return _whole_number(text, 2, 3600)


def _whole_number(text: str, smallest: int, largest: int) -> int:
    if not text.isdecimal() or not smallest <= int(text) <= largest:
        raise argparse.ArgumentTypeError(f"a whole number from {smallest} to {largest}, not {text!r}")
    return int(text)

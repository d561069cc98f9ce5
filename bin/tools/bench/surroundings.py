"""In which environment a bench runs: settings as in production, and a database of its own. Standard library only."""

import base64
import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bin.tools import postgresql, production
from bin.tools.environment import PROJECT, SetupError, say

HOST = "zorgregio.example"
GIVEN = ("BENCH_DATABASE_URL", "TEST_DATABASE_URL")


@contextmanager
def database(name: str, *, only_sqlite: bool) -> Iterator[dict[str, str]]:
    """The settings of the database `name`: on the server that is given, on one of our own, or else SQLite."""
    on_sqlite = {"DATABASE_URL": "", "BENCH_SQLITE": str(_var() / "bench" / f"{name}.sqlite3")}
    if only_sqlite:
        yield on_sqlite
        return
    given = next(filter(None, map(os.environ.get, GIVEN)), "")
    if given:
        yield {"DATABASE_URL": _on_server(given, name)}
        return
    reason = postgresql.why_not()
    if reason:
        say(f"On SQLite: {reason}.")
        yield on_sqlite
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgresql.kept(_var() / "bench-postgres"))
        except (RuntimeError, OSError) as error:
            raise SetupError(f"PostgreSQL cannot start here. Use --sqlite, or mend this:\n{error}") from error
        yield {"DATABASE_URL": _on_server(url, name)}


def environment_for(settings: dict[str, str]) -> dict[str, str]:
    """The environment of a production installation with these settings, and with keys that never change.

    The data is kept between runs, so the keys must be; they protect nothing but invented people.
    """
    folder = _var() / "bench"
    (folder / "static").mkdir(parents=True, exist_ok=True)
    fixed = {
        "DJANGO_SETTINGS_MODULE": "bin.tools.bench.settings",
        "SECRET_KEY": _fixed("secret") * 2,
        "FIELD_ENCRYPTION_KEYS": f"bench:{_fixed('encryption')}",
        "BLIND_INDEX_KEY": _fixed("index"),
        "ALLOWED_HOSTS": HOST,
        "TRUSTED_PROXIES": "0",
        "REDIS_URL": "",
        "LOG_LEVEL": "WARNING",
    }
    return {**production.environment(folder), **fixed, **settings}


def _var() -> Path:
    return Path(os.environ.get("VAR_DIR") or PROJECT / "var").resolve()


def _on_server(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/zorgregio_bench_{name.replace('-', '_')}"))


def _fixed(purpose: str) -> str:
    return base64.b64encode(hashlib.sha256(f"zorgregio bench {purpose}".encode()).digest()).decode()

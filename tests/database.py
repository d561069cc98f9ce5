"""The test database of each process is a copy of one that was migrated once.

Running all migrations takes ten seconds or more, and without this each process of each run would do so. The copy is
offered to the migrations all the same: one that it lacks is still run.

On SQLite the template is a file under `var/`, on PostgreSQL a database `template_<name>` beside `test_<name>`. It is
made anew when any source file of a room changed since, for a migration may use them all.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = (
    "core",
    "accounts",
    "audit",
    "organisations",
    "products",
    "contracts",
    "clients",
    "plans",
    "delivery",
    "informal_care",
    "compliance",
    "zorgregio",
)


def fingerprint(project: Path = PROJECT) -> str:
    """What the schema follows from: Django and every source and data file of the rooms."""
    digest = hashlib.sha256(f"{django.get_version()} {connection.vendor} ".encode())
    for room in ROOMS:
        for file in sorted((project / room).rglob("*")):
            if file.suffix in {".py", ".sql", ".yaml"}:
                digest.update(f"{file.relative_to(project)} ".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def set_up() -> Any:
    """Make the test database of this process out of the template; returns what `tear_down` needs."""
    with _alone():
        make = _copied_file if connection.vendor == "sqlite" else _named_template
        is_there = make(fingerprint())
    return setup_databases(verbosity=0, interactive=False, serialized_aliases=set(), keepdb=is_there)


def tear_down(made: Any) -> None:
    """Remove the test database of this process."""
    teardown_databases(made, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """The processes of a run come here at the same moment: the first makes the template, the others wait for it."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "test-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copied_file(key: str) -> bool:
    """Put a copy of the file where the test database is expected; it is then kept as it is found."""
    template = settings.VAR / f"test-template-{key}.sqlite3"
    if not template.exists():
        for old in settings.VAR.glob("test-template-*.sqlite3*"):
            old.unlink()
        unfinished = template.with_suffix(".sqlite3-new")
        _migrate_into(str(unfinished))
        unfinished.rename(template)
    shutil.copyfile(template, connection.settings_dict["TEST"]["NAME"])
    return True


def _named_template(key: str) -> bool:
    """Have PostgreSQL copy the template when it creates the test database."""
    name = f"template_{connection.settings_dict['NAME']}"
    if _key_of(name) != key:
        _migrate_into(name)
        with connection.creation._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f"COMMENT ON DATABASE {connection.ops.quote_name(name)} IS '{key}'")
    connection.settings_dict["TEST"]["TEMPLATE"] = name
    return False


def _key_of(name: str) -> str | None:
    """What the template was made of. It is written last: one that was not finished has none."""
    with connection.creation._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        row = cursor.fetchone()
    return row[0] if row else None


def _migrate_into(name: str) -> None:
    """Make a database with this name in the place of what has it, and run all migrations in it."""
    ours = connection.settings_dict
    before, wanted = ours["NAME"], ours["TEST"]["NAME"]
    ours["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
    finally:
        ours["TEST"]["NAME"] = wanted
        ours["NAME"] = settings.DATABASES["default"]["NAME"] = before

"""The database of a bench: made anew when it is not there or was made by other code, else used again."""

import hashlib
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection

from bin.tools.environment import PROJECT
from core.clock import today

OWN = "zorgregio_bench_"
TABLE = "bench_made"


def is_made() -> bool:
    """Whether the database holds the data that this code makes."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT fingerprint FROM {TABLE}")  # noqa: S608 - a fixed name
            return bool(cursor.fetchone() == (_fingerprint(),))
    except DatabaseError:
        return False
    finally:
        connection.close()


def make_empty() -> None:
    """Remove the database and make it with all tables and nothing in them."""
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        _make_on_server(settings["NAME"])
    else:
        for ending in ("", "-wal", "-shm"):
            Path(f"{settings['NAME']}{ending}").unlink(missing_ok=True)
        Path(settings["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)


def note_made() -> None:
    """Write down that the data is whole, and let the database count what it has."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        cursor.execute(f"CREATE TABLE {TABLE} (fingerprint varchar(64))")
        cursor.execute(f"INSERT INTO {TABLE} VALUES (%s)", [_fingerprint()])  # noqa: S608 - a fixed name


def _make_on_server(name: str) -> None:
    if not name.startswith(OWN):
        raise ValueError(f"{name} is not a database of a bench.")
    quoted = connection.ops.quote_name(name)
    connection.close()
    # Django's own way to a server whose database is not there yet.
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")


def _fingerprint() -> str:
    """What the data depends on: the tables, the code that fills them, and the month, for plans grow old."""
    made = hashlib.sha256(f"{today():%Y-%m}".encode())
    bench = PROJECT / "bin" / "tools" / "bench"
    for file in sorted([*PROJECT.glob("*/migrations/*.py"), *bench.glob("data/*.py"), bench / "bulk.py"]):
        made.update(file.read_bytes())
    return made.hexdigest()

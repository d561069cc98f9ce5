"""A PostgreSQL on a port of its own, for tests and measurements. Standard library only."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

DEBIAN = Path("/usr/lib/postgresql")
OWNER = "postgres"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
SAFE_WHEN_BROKEN_OFF = "-c fsync=off"
"""What was committed is there after the server is broken off, though perhaps not after its machine is."""


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: the newest that Debian has, else what PATH finds."""
    candidates = [folder for folder in DEBIAN.glob("*/bin") if (folder / "initdb").exists()]
    if candidates:
        return max(candidates, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def why_not() -> str:
    """Why no PostgreSQL can be started here; an empty text when one can."""
    if programs() is None:
        return "no PostgreSQL server is installed (initdb not found)"
    if os.geteuid() == 0 and not _has_owner():
        return f"PostgreSQL refuses to run as root and there is no user {OWNER!r}"
    return ""


def _has_owner() -> bool:
    try:
        pwd.getpwnam(OWNER)
    except KeyError:
        return False
    return shutil.which("runuser") is not None


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def throwaway(database: str) -> Iterator[str]:
    """Start a server, give the URL of a new empty database, and stop and remove everything afterwards.

    Nothing is flushed to disk: this server may lose data, and nothing in it is worth keeping.
    """
    folder = Path(tempfile.mkdtemp(prefix="zorgregio-pg-"))
    try:
        with _running(folder, FAST, stop="immediate") as (call, url):
            port = str(urlsplit(url).port)
            call("createdb", "-h", "127.0.0.1", "-p", port, "-U", OWNER, database)
            yield f"{url}/{database}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def restartable(database: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """As `throwaway`, with a way to break the server off and start it again, as when its machine falls over."""
    folder = Path(tempfile.mkdtemp(prefix="zorgregio-pg-"))
    try:
        with _running(folder, SAFE_WHEN_BROKEN_OFF, stop="immediate") as (call, url):
            port = str(urlsplit(url).port)
            call("createdb", "-h", "127.0.0.1", "-p", port, "-U", OWNER, database)
            data = str(folder / "data")

            def restart() -> None:
                call("pg_ctl", "stop", "-m", "immediate", "-D", data)
                call("pg_ctl", "start", "-w", "-D", data, "-o", _listening(port, SAFE_WHEN_BROKEN_OFF))

            yield f"{url}/{database}", restart
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept(folder: Path) -> Iterator[str]:
    """Start a server whose data stays in `folder`, give its URL without a database, and stop it afterwards.

    It flushes as a server in production does. Raises RuntimeError when it cannot start, also when another
    one runs on the same data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _running(folder, "", stop="fast") as (_, url):
        yield url


@contextmanager
def _running(folder: Path, options: str, *, stop: str) -> Iterator[tuple[Callable[..., None], str]]:
    """Start a server on the data in `folder`, made first when there is none; how to call its programs, its URL."""
    reason = why_not()
    folder_of_programs = programs()
    if reason or folder_of_programs is None:
        raise RuntimeError(reason)
    as_owner = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
    log, data, port = folder / "log", folder / "data", str(free_port())

    def call(program: str, *arguments: str) -> None:
        # Into a file: the server keeps the channels of pg_ctl, and a pipe would never close.
        with log.open("a") as output:
            command = [*as_owner, str(folder_of_programs / program), *arguments]
            done = subprocess.run(
                command, check=False, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {log.read_text().strip()}")

    log.unlink(missing_ok=True)
    if as_owner:
        shutil.chown(folder, OWNER)
    if not (data / "PG_VERSION").exists():
        call("initdb", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8", "-U", OWNER, "-D", str(data))
    call("pg_ctl", "start", "-w", "-D", str(data), "-o", _listening(port, options))
    try:
        yield call, f"postgresql://{OWNER}@127.0.0.1:{port}"
    finally:
        call("pg_ctl", "stop", "-m", stop, "-D", str(data))


def _listening(port: str, options: str) -> str:
    return f"-p {port} -h 127.0.0.1 -c unix_socket_directories='' {options}"

"""`bin/demo`: from a fresh copy of the project to a running demo, on nothing but Python."""

import argparse
import errno
import os
import secrets
import socket
from pathlib import Path

from bin.tools import environment, production
from bin.tools.environment import PROJECT, PYTHON, SetupError

HOST = "127.0.0.1"


def main(arguments: list[str]) -> int:
    """Set up, then serve or do the main job once."""
    wanted = _parse(arguments)
    if not wanted.once:
        _refuse_taken_port(wanted.port)
    environment.prepare("base")
    environment.prepare_pdf()
    settings = _settings()
    _manage(settings, "migrate", "--verbosity", "0")
    if wanted.once:
        return environment.run_apart(str(PYTHON), "manage.py", "run_demo", env=settings)
    _manage(settings, "load_demo")
    _serve(wanted.port, settings)
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/demo",
        description="Sets zorgregio up in this folder, loads demo data and serves it on this machine only.",
        epilog="Everything it makes is in .venv and var; remove both to start anew.",
    )
    parser.add_argument("--port", type=int, default=8000, help="port to serve on (default: 8000)")
    parser.add_argument(
        "--once",
        action="store_true",
        help="do the main job without a browser, write its PDFs to var/demo and print one JSON object",
    )
    return parser.parse_args(arguments)


def _refuse_taken_port(port: int) -> None:
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except OverflowError as error:
        raise SetupError(f"{port} is not a port. Choose one from 1024 to 65535.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SetupError(f"Port {port} is taken. Choose another one: bin/demo --port {port + 1}") from error
        raise SetupError(f"Port {port} cannot be used: {error.strerror}.") from error


def _settings() -> dict[str, str]:
    """The environment of the demo. What is set already stays as it is."""
    var = Path(os.environ.get("VAR_DIR") or PROJECT / "var")
    (var / "static").mkdir(parents=True, exist_ok=True)
    file = var / "demo.env"
    if not file.exists():
        if (var / "zorgregio.sqlite3").exists() and not os.environ.get("FIELD_ENCRYPTION_KEYS"):
            raise SetupError(
                f"{var / 'zorgregio.sqlite3'} was filled with keys that are gone ({file}).\n"
                "Put that file back, or remove the database to start anew."
            )
        _write_keys(file)
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line and line[0] != "#")
    return kept | dict(os.environ)


def _write_keys(file: Path) -> None:
    lines = [
        "# Made by bin/demo. The database of the demo can only be read with these keys.",
        "DEMO=true",
        "HTTPS=false",
        "ALLOWED_HOSTS=localhost,127.0.0.1",
        "LOG_LEVEL=WARNING",
        f"SECRET_KEY={secrets.token_urlsafe(64)}",
        f"FIELD_ENCRYPTION_KEYS=demo:{production.new_key()}",
        f"BLIND_INDEX_KEY={production.new_key()}",
    ]
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writer:
        writer.write("\n".join(lines) + "\n")


def _manage(settings: dict[str, str], *command: str) -> None:
    if environment.run_apart(str(PYTHON), "manage.py", *command, env=settings):
        raise SetupError(f"'manage.py {command[0]}' failed; the lines above say why.")


def _serve(port: int, settings: dict[str, str]) -> None:
    """Become the server: Ctrl-C then reaches it directly and leaves nothing behind."""
    gunicorn = environment.tool("gunicorn")
    settings = {"SITE_URL": f"http://{HOST}:{port}"} | settings
    os.chdir(PROJECT)
    os.execve(  # noqa: S606 - no shell, and the path is our own
        gunicorn,
        [gunicorn, "--config", "python:bin.tools.demo_server", "--bind", f"{HOST}:{port}", "zorgregio.wsgi"],
        settings,
    )

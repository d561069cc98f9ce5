"""`bin/faults`: reminders against real servers that fail in turn, and whether each arrived. Standard library only.

What runs inside Django is `drive`, in a process of its own.
"""

import argparse
import os
import tempfile
from pathlib import Path

from bin.tools import environment, postgresql, production
from bin.tools.environment import PYTHON, SetupError
from bin.tools.faults.servers import HOST, Redis

FEWEST, MOST = 100, 100_000


def main(arguments: list[str]) -> int:
    """Start the servers, let them fail, count; 1 when a reminder was lost, or doubled without a reason."""
    wanted = _parse(arguments)
    environment.prepare("base")
    if not environment.which("redis-server"):
        raise SetupError("bin/faults needs redis-server. As root: apt-get install redis-server")
    if reason := postgresql.why_not():
        raise SetupError(f"bin/faults needs PostgreSQL: {reason}.")
    with tempfile.TemporaryDirectory(prefix="zorgregio-faults-") as folder:
        sink, redis = postgresql.free_port(), Redis(folder)
        settings = {
            "DJANGO_SETTINGS_MODULE": "zorgregio.settings.base",
            "ALLOWED_HOSTS": "zorgregio.example",
            "LOG_LEVEL": "WARNING",
            "VAR_DIR": folder,
            "REDIS_URL": redis.url,
            "EMAIL_URL": f"smtp://{HOST}:{sink}",
        }
        env = os.environ | production.environment(Path(folder)) | settings
        options = ["--plans", str(wanted.plans), "--workers", str(wanted.workers), "--folder", folder]
        options += [flag for flag, is_on in (("--calm", wanted.calm), ("--json", wanted.json)) if is_on]
        return environment.run_apart(str(PYTHON), "-m", "bin.tools.faults.drive", *options, env=env)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/faults",
        description="Derives and sends reminders with two clocks and several workers while workers are killed, Redis "
        "is emptied, the mail server refuses, falls silent and hangs up, and the database falls over.",
        epilog="Ends with 1 when a reminder did not arrive, or arrived twice without a lost answer to explain it.",
    )
    parser.add_argument("--plans", type=_number, default=400, help="how many reminders (default: 400)")
    parser.add_argument("--workers", type=int, choices=range(1, 9), default=2, help="how many (default: 2)")
    parser.add_argument("--calm", action="store_true", help="let nothing fail: only many at the same time")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser.parse_args(arguments)


def _number(text: str) -> int:
    if not text.isdecimal() or not FEWEST <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"a whole number from {FEWEST} to {MOST}, not {text!r}")
    return int(text)

"""Servers that a tool starts for itself, on this machine alone, and ends again. Standard library only."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bin.tools import environment, postgresql
from bin.tools.environment import PROJECT

HOST = "127.0.0.1"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a Redis that keeps nothing."""
    port = postgresql.free_port()
    command = [
        environment.which("redis-server"),
        "--port",
        str(port),
        "--bind",
        HOST,
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    with (folder / "redis.log").open("w") as log, process(command, dict(os.environ), log):
        yield f"redis://{HOST}:{port}/0"


@contextmanager
def process(command: Sequence[str], env: dict[str, str], log: object) -> Iterator[int]:
    """The number of a process that lasts as long as the block."""
    with subprocess.Popen(command, env=env, cwd=PROJECT, stdout=log, stderr=log) as running:  # type: ignore[call-overload]
        try:
            yield running.pid
        finally:
            running.terminate()
            try:
                running.wait(40)
            except subprocess.TimeoutExpired:
                running.kill()

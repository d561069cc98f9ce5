"""`bin/test`: the whole suite on SQLite and, where one can be had, on PostgreSQL."""

import os
import time

from bin.tools import environment, postgresql
from bin.tools.environment import say

PYTEST = ["-q"]
"""What every run of the suite gets, before the arguments of the user."""

WHOLE_SUITE = ["--numprocesses", "auto", "--dist", "worksteal"]
"""What a run without arguments gets: one process per core, each with a database of its own. One that is done takes
over tests that another still has before it."""

KEEPS_BYTE_CODE = {"PYTHONDONTWRITEBYTECODE": ""}
"""The suite starts Python dozens of times; without kept byte code each start reads all of Django's source anew."""

HELP = """usage: bin/test [ARGUMENT ...]

Sets everything up and runs the suite: first on SQLite, then on PostgreSQL. For the second run a throwaway
server is started on a port of its own; with TEST_DATABASE_URL set, that server is used.
Arguments go to pytest, for example: bin/test tests/plans -x

CI=true installs the system packages that are missing (PostgreSQL, Redis, Chromium) first, as root with apt.
"""

PACKAGES_OF_CI = {
    "initdb": ("postgresql", "postgresql-contrib"),
    "redis-server": ("redis-server",),
    "chromium": ("chromium",),
}


def main(arguments: list[str]) -> int:
    """Run the suite twice; the exit code is that of the first run that failed."""
    if arguments in (["--help"], ["-h"]):
        say(HELP)
        return 0
    environment.prepare("dev")
    environment.prepare_pdf()
    if os.environ.get("CI") == "true":
        install_for_ci()
    outcomes = {"SQLite": _run("SQLite", "", arguments)}
    given = os.environ.get("TEST_DATABASE_URL", "")
    reason = "" if given else postgresql.why_not()
    if given:
        outcomes["PostgreSQL"] = _run("PostgreSQL", given, arguments)
    elif not reason:
        with postgresql.throwaway("zorgregio") as url:
            outcomes["PostgreSQL"] = _run("PostgreSQL", url, arguments)
    say("")
    for name, code in outcomes.items():
        say(f"Suite on {name}: {'passed' if code == 0 else f'FAILED (exit code {code})'}")
    if reason:
        say(f"Suite on PostgreSQL: skipped, {reason}.")
        say("Set TEST_DATABASE_URL, or on Debian: apt-get install postgresql postgresql-contrib")
    return next((code for code in outcomes.values() if code), 0)


def install_for_ci() -> None:
    """Install the servers and the browser that the suite would otherwise have to do without."""
    missing: list[str] = []
    for program, packages in PACKAGES_OF_CI.items():
        found = postgresql.programs() if program == "initdb" else environment.which(program)
        if not found:
            missing += packages
    if missing and environment.may_install():
        say(f"Installing {', '.join(missing)} ...")
        environment.install_packages(*missing)


def _run(name: str, url: str, arguments: list[str]) -> int:
    say(f"\n=== Suite on {name} ===")
    started = time.monotonic()
    given = arguments or WHOLE_SUITE
    variables = os.environ | KEEPS_BYTE_CODE | {"TEST_DATABASE_URL": url}
    code = environment.run(environment.tool("pytest"), *PYTEST, *given, env=variables)
    say(f"=== {name}: {time.monotonic() - started:.0f} s ===")
    return code

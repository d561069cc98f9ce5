"""`bin/lock`: requirements/*.in to requirements/*.txt, with hashes and without the name of any host."""

from bin.tools import environment
from bin.tools.environment import PROJECT, SetupError, say

LOCKS = ("base", "dev", "uv")
HELP = """usage: bin/lock [--upgrade | --upgrade-package NAME ...]

Locks requirements/base.in, dev.in and uv.in. What is locked already stays as it is, unless asked otherwise.
"""


def main(arguments: list[str]) -> int:
    """Lock all three files."""
    if arguments in (["--help"], ["-h"]):
        say(HELP)
        return 0
    environment.prepare("uv")
    for lock in LOCKS:
        command = [environment.tool("uv"), "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11"]
        command += ["--custom-compile-command", "bin/lock"]
        command += [f"requirements/{lock}.in", "-o", f"requirements/{lock}.txt", *arguments]
        if environment.run(*command):
            raise SetupError(f"requirements/{lock}.in could not be locked; the lines above say why.")
        if "://" in (PROJECT / "requirements" / f"{lock}.txt").read_text():
            raise SetupError(f"requirements/{lock}.txt names a host: take the address out of the configuration of uv.")
        say(f"Locked requirements/{lock}.txt")
    return 0

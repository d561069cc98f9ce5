"""`bin/format`: layout of the Python code, and what ruff can mend by itself."""

from bin.tools import environment
from bin.tools.environment import tool


def main(arguments: list[str]) -> int:
    """Mend, then format. Arguments name files or folders; without them it is the whole project."""
    environment.prepare("dev")
    where = arguments or ["."]
    return environment.run(tool("ruff"), "check", "--fix", *where) or environment.run(tool("ruff"), "format", *where)

"""`bin/types`: mypy over the whole project, or over what is named."""

from bin.tools import environment


def main(arguments: list[str]) -> int:
    """Run mypy."""
    environment.prepare("dev")
    return environment.run(environment.tool("mypy"), *(arguments or ["."]))

"""`bin/e2e`: the tests that drive a real Chromium against the pages."""

import os

from bin.tools import environment, suite
from bin.tools.environment import say, tool

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FOLDER = "tests/e2e"
OPTIONS = "--strict-markers --strict-config --import-mode=importlib"
"""In place of those in `pyproject.toml`, which keep the browser tests out and the network blocked."""


def main(arguments: list[str]) -> int:
    """Run the browser tests, or say why they cannot run here."""
    environment.prepare("dev")
    environment.prepare_pdf()
    if os.environ.get("CI") == "true":
        suite.install_for_ci()
    browser = os.environ.get("CHROMIUM") or environment.which(*BROWSERS)
    if not browser:
        say("Browser tests: skipped, no Chromium found. On Debian: apt-get install chromium. Or set CHROMIUM.")
        return 1 if os.environ.get("CI") == "true" else 0
    env = os.environ | {"CHROMIUM": browser, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    # A path among the arguments takes the place of the folder; an option alone does not.
    paths = [] if any(argument.startswith(FOLDER) for argument in arguments) else [FOLDER]
    return environment.run(tool("pytest"), "-q", "-o", f"addopts={OPTIONS}", *paths, *arguments, env=env)

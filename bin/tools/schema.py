"""`bin/schema`: the API schema as the code describes it, against what was promised, our rules and its changelog."""

import difflib
import json
import os
import tempfile
from pathlib import Path

from bin.tools import api_lint, environment
from bin.tools.environment import PROJECT, PYTHON, SetupError, say

PROMISED = PROJECT / "docs" / "openapi.json"
CHANGELOG = PROJECT / "docs" / "api-changelog.md"
LINES_SHOWN = 60


def main(arguments: list[str]) -> int:
    """Compare, or write with `--write`."""
    if arguments not in ([], ["--write"]):
        raise SetupError("usage: bin/schema [--write]")
    environment.prepare("dev")
    described = _described()
    if arguments:
        PROMISED.write_text(described)
        CHANGELOG.write_text(api_lint.noted(json.loads(described), CHANGELOG.read_text()))
        say(f"Wrote {PROMISED.relative_to(PROJECT)}, and its digest in {CHANGELOG.relative_to(PROJECT)}.")
    found = api_lint.faults(json.loads(described))
    found += api_lint.changelog_faults(json.loads(described), CHANGELOG.read_text())
    for fault in found:
        say(fault)
    promised = PROMISED.read_text() if PROMISED.exists() else ""
    if described == promised:
        say(f"The API schema is as promised, and has {len(found) or 'no'} faults.")
        return 1 if found else 0
    difference = list(difflib.unified_diff(promised.splitlines(), described.splitlines(), "promised", "described", n=1))
    say("\n".join(difference[:LINES_SHOWN]))
    say("The API schema has changed. If that is meant: bin/schema --write, and tell it in docs/api-changelog.md.")
    return 1


def _described() -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "openapi.json"
        env = os.environ | {"DJANGO_SETTINGS_MODULE": "zorgregio.settings.test", "VAR_DIR": folder}
        command = [
            "spectacular",
            "--format",
            "openapi-json",
            "--validate",
            "--fail-on-warn",
            "--file",
            str(file),
        ]
        if environment.run(str(PYTHON), "manage.py", *command, env=env):
            raise SetupError("The schema could not be made; the lines above say why.")
        return file.read_text().rstrip("\n") + "\n"

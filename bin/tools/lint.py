"""`bin/lint`: everything about the code that a tool can judge without running the suite."""

import os
import tempfile
from pathlib import Path

from bin.tools import environment, production
from bin.tools.environment import PYTHON, SetupError, say, tool


def main(arguments: list[str]) -> int:
    """Run every check, also after one failed, and name those that did."""
    if arguments:
        raise SetupError("bin/lint takes no arguments: it looks at the whole project.")
    environment.prepare("dev")
    with tempfile.TemporaryDirectory() as folder:
        live = production.environment(Path(folder))
        local = os.environ | {"DJANGO_SETTINGS_MODULE": "zorgregio.settings.test", "VAR_DIR": folder}
        manage = [str(PYTHON), "manage.py"]
        checks = {
            "ruff": ([tool("ruff"), "check"], None),
            "formatting": ([tool("ruff"), "format", "--check"], None),
            "templates": ([tool("djlint"), "templates", "--lint", "--quiet"], None),
            "import order": ([tool("lint-imports")], None),
            "migrations": ([*manage, "makemigrations", "--check", "--dry-run"], local),
            "production settings": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], live),
            "static files": ([*manage, "collectstatic", "--noinput", "--verbosity", "0"], live),
        }
        failed = []
        for name, (command, env) in checks.items():
            say(f"\n--- {name}")
            if environment.run(*command, env=env):
                failed.append(name)
    say(f"\nlint: {'FAILED: ' + ', '.join(failed) if failed else 'all good'}")
    return 1 if failed else 0

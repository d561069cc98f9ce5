"""The import order, as import-linter keeps it, and that it bites."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.rules_of_files import rooms
from tests.architecture.rules_of_models import ORDER

pytestmark = pytest.mark.sqlite  # slow, and no database is involved: once is enough

BREACHES = {
    "a lower room imports a higher one": ("products/rules.py", "import plans.apps"),
    "the kernel imports a room": ("core/errors.py", "import accounts.apps"),
    "a room imports the composition root": ("plans/enums.py", "import zorgregio.checks"),
    "a model imports a service": ("clients/models/__init__.py", "import clients.services.planted"),
    "a page imports the API": ("products/web/planted.py", "import products.api.planted"),
    "a rule imports a model": ("plans/rules.py", "import plans.models"),
}


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter as `bin/lint` does."""
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the project, to be spoilt."""
    project = Path(__file__).resolve().parents[2]
    root = tmp_path_factory.mktemp("copy")
    shutil.copy(project / "pyproject.toml", root)
    for room in rooms(project):
        shutil.copytree(room, root / room.name, ignore=shutil.ignore_patterns("__pycache__", "migrations", "data"))
    for package in ("clients/services", "products/web", "products/api"):
        folder = root / package
        folder.mkdir(exist_ok=True)
        for name in ("__init__.py", "planted.py"):
            (folder / name).touch()
    return root


def test_import_order_is_kept(project: Path) -> None:
    done = lint_imports(project)

    assert done.returncode == 0, done.stdout


def test_copy_without_a_breach_passes(copy: Path) -> None:
    assert lint_imports(copy).returncode == 0


@pytest.mark.parametrize("breach", BREACHES)
def test_breach_of_the_import_order_is_caught(breach: str, copy: Path) -> None:
    name, line = BREACHES[breach]
    file = copy / name
    before = file.read_text() if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n")
    try:
        done = lint_imports(copy)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before)

    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout


def test_every_room_has_its_place_in_the_order(project: Path) -> None:
    assert {room.name for room in rooms(project)} == {*ORDER, "zorgregio"}

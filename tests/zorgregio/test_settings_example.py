"""`.env.example` names every variable that is read, and no other one; each with a line that explains it."""

import ast
import re
from pathlib import Path

from bin.tools import production

READERS = {"text", "flag", "choice", "pairs", "whole_number", "listing", "path", "key", "key_ring", "database", "smtp"}


def variables_read(project: Path) -> set[str]:
    """Names that the composition root reads through the typed helpers."""
    names = set()
    for file in (project / "zorgregio").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="env"), attr=reader),
                    args=[ast.Constant(value=str(name)), *_],
                ) if reader in READERS:
                    names.add(name)
    return names


def variables_of_compose(project: Path) -> set[str]:
    """Names that docker-compose.yml fills in from `.env`."""
    return set(re.findall(r"\$\{([A-Z_]+)", (project / "docker-compose.yml").read_text()))


def variables_explained(text: str) -> dict[str, bool]:
    """Names in an example file, with whether a comment stands above them (or above the one before them)."""
    explained = {}
    comment = False
    for line in text.splitlines():
        if line.startswith("#"):
            comment = not line.startswith("# ---")
        elif line:
            explained[line.partition("=")[0]] = comment
    return explained


def test_example_lists_every_variable_that_is_read(project: Path) -> None:
    example = variables_explained((project / ".env.example").read_text())

    assert set(example) == variables_read(project) | variables_of_compose(project)


def test_every_variable_is_explained(project: Path) -> None:
    example = variables_explained((project / ".env.example").read_text())

    assert all(example.values()), [name for name, explained in example.items() if not explained]


def test_example_check_sees_a_variable_without_explanation() -> None:
    assert variables_explained("# --- Head\nA=1\n# Why\nB=2\n") == {"A": False, "B": True}


def test_example_holds_no_secret(project: Path) -> None:
    lines = (project / ".env.example").read_text().splitlines()

    for name in (
        "SECRET_KEY",
        "FIELD_ENCRYPTION_KEYS",
        "BLIND_INDEX_KEY",
        "POSTGRES_PASSWORD",
        "DATABASE_URL",
    ):
        assert f"{name}=" in lines


OWN_READING = re.compile(r"\bos\.(environ\b(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|getenv)")


def test_environment_reader_is_the_only_one_that_reads_the_environment(project: Path) -> None:
    rooms = [folder.parent for folder in project.glob("*/apps.py")]
    allowed = {project / "zorgregio/settings/env.py", project / "zorgregio/settings/test.py"}

    readers = {
        file
        for room in [*rooms, project / "zorgregio"]
        for file in room.rglob("*.py")
        if OWN_READING.search(file.read_text())
    }

    assert readers <= allowed


def test_production_environment_of_the_tools_sets_only_known_variables(project: Path, tmp_path: Path) -> None:
    made = set(production.environment(tmp_path)) & variables_read(project)

    assert {"SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "BLIND_INDEX_KEY", "DATABASE_URL", "REDIS_URL"} <= made

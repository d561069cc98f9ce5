"""Looks at the syntax of the code. Every function takes the folder of a project and returns breaches."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rules_of_files import rooms

MAY_LISTEN = {
    "accounts/apps.py": "a session gets its row when Django says that somebody signed in, and loses it at the end",
    "audit/apps.py": "the trail records what belongs to Django and axes: sign-in, lockout, the admin pages",
    "core/apps.py": "row security follows the tables after a migration, and whoever acts onto a new connection",
    "core/fields.py": "a field guards that its blind index is saved with it, which no field method can",
    "zorgregio/celery.py": "a worker and its clock ask at their start whether the settings are possible",
}
"""Files that may connect to a signal, which is always one of somebody else's software."""

CLOCKS = {"today", "now", "utcnow", "localdate", "localtime", "time_ns", "monotonic"}
NOT_FOR_RULES = (
    "django.db",
    "django.utils.timezone",
    "core.clock",
    "core.actors",
    "core.models",
    "core.querysets",
)
NOT_FOR_RULES_OF_ANY_ROOM = {"models", "querysets", "selectors", "services", "access", "web", "api", "forms"}


def signals(root: Path) -> Iterator[str]:
    """Signals of our own, and listening to those of Django between rooms."""
    for file, tree in _modules(root):
        name = file.relative_to(root).as_posix()
        if name in MAY_LISTEN:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in {
                "django.dispatch",
                "django.db.models.signals",
            }:
                yield f"{name}:{node.lineno} imports {node.module}"
            elif isinstance(node, ast.Attribute) and node.attr == "connect":
                yield f"{name}:{node.lineno} connects to a signal"


def impure_rules(root: Path) -> Iterator[str]:
    """Rules that look at the clock, or that could reach the database or the actor."""
    for file, tree in _modules(root):
        layer = _layer(".".join(file.relative_to(root).with_suffix("").parts))
        if layer not in {"rules", "transitions", "enums"}:
            continue
        name = file.relative_to(root).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
                yield f"{name}:{node.lineno} looks at the clock"
        for line, module in _imported(tree):
            if layer == "enums" and module in {"django.db", "django.db.models"}:
                continue  # TextChoices live there
            if module.startswith(NOT_FOR_RULES) or _layer(module) in NOT_FOR_RULES_OF_ANY_ROOM:
                yield f"{name}:{line} imports {module}"


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "django":
            yield from ((node.lineno, f"django.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def _layer(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] not in {"django", "core"} else ""


def _modules(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms(root):
        for file in sorted(room.rglob("*.py")):
            if "migrations" not in file.parts:
                yield file, ast.parse(file.read_text(), filename=str(file))

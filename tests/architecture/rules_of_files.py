"""Looks at the files themselves. Every function takes the folder of a project and returns breaches."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

LONGEST = 400

NOT_OURS = {
    ".git",
    ".venv",
    "var",
    "node_modules",
    "vendor",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
}

FILES_OF_A_ROOM = {
    "__init__.py",
    "enums.py",
    "rules.py",
    "transitions.py",
    "jobs.py",
    "querysets.py",
    "access.py",
    "selectors.py",
    "documents.py",
    "filters.py",
    "forms.py",
    "tasks.py",
    "admin.py",
    "urls.py",
    "apps.py",
}
FOLDERS_OF_A_ROOM = {"models", "services", "web", "api", "management", "migrations", "data"}
MAY_BE_A_PACKAGE = {
    "rules",
    "querysets",
    "access",
    "selectors",
    "documents",
    "filters",
    "forms",
    "tasks",
    "admin",
}
"""Files that may become a package of the same name, one module per aggregate, when they grow too long."""

FILES_OF_CORE = {
    "__init__.py": "says what the kernel is",
    "admin.py": "base of the admin pages: who may only look",
    "acting.py": "tells the database who acts",
    "actors.py": "who acts, and on whose behalf",
    "apps.py": "the application",
    "belonging.py": "a row keeps the owner of the row it is part of",
    "calendar.py": "calendar months and the Dutch legal calendar",
    "clock.py": "the one place that asks for today",
    "connected.py": "no day between periods that follow each other",
    "constraints.py": "no overlap of periods, order of a period, and their messages",
    "crypto.py": "encryption of a field and the blind index",
    "documents.py": "documents as plain values, and their fingerprint",
    "errors.py": "what services raise beside Django's own errors",
    "fields.py": "the encrypted field",
    "identifiers.py": "BSN, AGB, KvK, municipality code, postcode",
    "jobs.py": "a background job by name",
    "minutes.py": "a time of the day in whole minutes",
    "models.py": "abstract base models: one file, since the kernel has no aggregates",
    "pdf.py": "from template to tagged PDF",
    "periods.py": "the period value",
    "personal_data.py": "which models hold the data of a client",
    "querysets.py": "base query sets",
    "row_security.py": "roles and policies of the database around client files",
    "outgoing.py": "sending to an address from outside, never into our own network",
    "sheets.py": "tables as csv and xlsx, row by row",
    "texts.py": "two texts side by side, and words in a row",
    "uploads.py": "what a file must be before it is kept",
    "storing.py": "the one way to write a row",
}
FOLDERS_OF_CORE = {
    "api": "problem+json, paging, schema: shared by every room's API",
    "migrations": "extensions of the database; no tables",
    "templatetags": "dates, money and links in templates",
    "web": "base views, middleware, context, error pages",
}

FILES_OF_ZORGREGIO = {
    "__init__.py": "the composition root",
    "admin.py": "the admin site",
    "apps.py": "the application, for its commands",
    "api.py": "puts the API of the rooms together",
    "celery.py": "the worker",
    "checks.py": "settings without which an installation does not start",
    "gunicorn.py": "how the web server runs in production",
    "urls.py": "puts the routes of the rooms together",
    "wsgi.py": "the web server's entrance",
}
FOLDERS_OF_ZORGREGIO = {
    "demo": "demo data: the only place that makes rows in every room at once",
    "management": "commands that need every room",
    "settings": "settings and the typed environment",
}

VAGUE_NAMES = re.compile(
    r"(utils?|helpers?|misc|common|stuff|shared|manager|(.*_)?part_?\d+|.*_utils?|.*_helpers?)\.py"
)


def rooms(root: Path) -> list[Path]:
    """Folders of the rooms, the kernel and the composition root."""
    return sorted({file.parent for pattern in ("*/apps.py", "*/wsgi.py") for file in root.glob(pattern)})


def strange_files(root: Path) -> Iterator[str]:
    """Files and folders that have no place in their room, and names that say nothing."""
    for room in rooms(root):
        match room.name:
            case "core":
                files, folders = set(FILES_OF_CORE), set(FOLDERS_OF_CORE)
            case "zorgregio":
                files, folders = set(FILES_OF_ZORGREGIO), set(FOLDERS_OF_ZORGREGIO)
            case _:
                files, folders = FILES_OF_A_ROOM, FOLDERS_OF_A_ROOM | MAY_BE_A_PACKAGE
        for entry in room.iterdir():
            if entry.name != "__pycache__" and entry.name not in (folders if entry.is_dir() else files):
                yield f"{room.name}/{entry.name} has no place in a room"
        for file in room.rglob("*.py"):
            if VAGUE_NAMES.fullmatch(file.name):
                yield f"{file.relative_to(root)} is named after nothing"
        for file in (room / "data").rglob("*"):
            if file.suffix not in {".yaml", ""}:
                yield f"{file.relative_to(root)} is no YAML"


def long_files(root: Path) -> Iterator[str]:
    """Files over the limit, migrations and bought-in assets aside."""
    for file in _walk(root, NOT_OURS | {"migrations"}):
        if file.suffix in {".py", ".html", ".css", ".js"}:
            lines = len(file.read_text().splitlines())
            if lines > LONGEST:
                yield f"{file.relative_to(root)} has {lines} lines"


STATIC_TAG = re.compile(r"""{% static ["']([^"']+)["']""")


def missing_static_files(root: Path) -> Iterator[str]:
    """Static files that a template names and nobody made: on a production installation the page would fail."""
    for template in (root / "templates").rglob("*.html"):
        for name in STATIC_TAG.findall(template.read_text()):
            if not (root / "static" / name).is_file():
                yield f"{template.relative_to(root)} names {name}"


# Written in pieces, so that this file does not find itself.
REGISTRY = re.compile("|".join(["pypi" r"\.org", "python" r"hosted\.org", "registry" r"\.npmjs", "registry" r"\.yarn"]))
MACHINE_PATH = re.compile(r"""(?<![\w.])/(?:wo[r]k|ro[o]t|ho[m]e/\w+)/""")
BARE_SILENCING = re.compile(r"#\s*no[q]a(?!: ?[A-Z]+\d)|#\s*type:\s*ign[o]re(?!\[)|pragma: no [c]over(?! -)")


def strange_words(root: Path) -> Iterator[str]:
    """Hosts of package registries, paths of one machine, and silenced warnings that name no rule."""
    for file in _texts(root):
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), start=1):
            for pattern, fault in (
                (REGISTRY, "names the host of a package registry"),
                (MACHINE_PATH, "names a path of one machine"),
                (BARE_SILENCING, "silences a warning without naming it"),
            ):
                if pattern.search(line):
                    yield f"{file.relative_to(root)}:{number} {fault}"


def _texts(root: Path) -> Iterator[Path]:
    suffixes = {
        ".py",
        ".html",
        ".css",
        ".js",
        ".mjs",
        ".md",
        ".toml",
        ".txt",
        ".in",
        ".yml",
        ".yaml",
        ".json",
        ".sql",
    }
    for file in _in_version_control(root):
        if file.suffix in suffixes or file.suffix == "" or file.name.startswith("."):
            yield file


def _in_version_control(root: Path) -> list[Path]:
    """What is or would be committed; without version control, everything that is ours."""
    if not (root / ".git").exists():
        return list(_walk(root, NOT_OURS))
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = [root / name for name in listed.split("\0") if name and "vendor" not in Path(name).parts]
    return [file for file in files if file.is_file()]


def _walk(root: Path, skipped: set[str]) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in skipped]
        yield from (Path(folder) / name for name in names)

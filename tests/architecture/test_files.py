"""Every file has a place, a name that says something and a readable length; and that these checks bite."""

from pathlib import Path

import pytest

from tests.architecture.rules_of_files import long_files, missing_static_files, rooms, strange_files, strange_words


def plant(root: Path, name: str, text: str = "") -> None:
    """Make a small project with one room, and this file in it."""
    for file in ("plans/apps.py", "core/apps.py", "zorgregio/wsgi.py", name):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).touch()
    (root / name).write_text(text)


def test_rooms_are_found(project: Path) -> None:
    assert {"zorgregio", "core", "clients", "plans"} <= {room.name for room in rooms(project)}


def test_every_file_has_a_place_in_its_room(project: Path) -> None:
    assert list(strange_files(project)) == []


@pytest.mark.parametrize(
    "name",
    [
        "plans/utils.py",
        "plans/helpers.py",
        "plans/signals.py",
        "plans/models.py",
        "plans/services/utils.py",
        "plans/services/plan_helpers.py",
        "plans/web/misc.py",
        "plans/models/plan_part2.py",
        "plans/extra/rules.py",
        "plans/data/levels.csv",
        "core/toolbox.py",
        "zorgregio/tasks.py",
    ],
)
def test_file_without_a_place_is_caught(name: str, tmp_path: Path) -> None:
    plant(tmp_path, name)

    assert [fault for fault in strange_files(tmp_path) if Path(name).parts[1] in fault]


@pytest.mark.parametrize(
    "name",
    ["plans/rules.py", "plans/rules/dates.py", "plans/services/plans.py", "plans/data/requirements.yaml"],
)
def test_file_with_a_place_is_let_through(name: str, tmp_path: Path) -> None:
    plant(tmp_path, name)

    assert list(strange_files(tmp_path)) == []


def test_no_file_is_too_long(project: Path) -> None:
    assert list(long_files(project)) == []


@pytest.mark.parametrize(
    "name", ["plans/rules.py", "templates/plans/plan.html", "static/css/site.css", "tests/test_a.py"]
)
def test_file_that_is_too_long_is_caught(name: str, tmp_path: Path) -> None:
    plant(tmp_path, name, "x = 1\n" * 401)

    assert list(long_files(tmp_path)) == [f"{name} has 401 lines"]


@pytest.mark.parametrize("name", ["plans/migrations/0001_initial.py", "static/vendor/chart.js"])
def test_long_file_that_nobody_writes_is_let_through(name: str, tmp_path: Path) -> None:
    plant(tmp_path, name, "x = 1\n" * 401)

    assert list(long_files(tmp_path)) == []


def test_every_static_file_exists(project: Path) -> None:
    assert list(missing_static_files(project)) == []


def test_missing_static_file_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "templates/base.html", "<link href=\"{% static 'css/a.css' %}\">")

    assert list(missing_static_files(tmp_path)) == ["templates/base.html names css/a.css"]


def test_no_file_names_a_registry_or_a_machine_or_silences_at_random(project: Path) -> None:
    assert list(strange_words(project)) == []


@pytest.mark.parametrize(
    "line",
    [
        "https://pypi~.org/simple",
        "https://files.python~hosted.org/packages",
        '"resolved": "https://registry~.npmjs.org/x"',
        "open('/wo~rk/main/x')",
        "open('/ro~ot/x')",
        "import os  # no~qa",
        "import os  # no~qa: because",
        "x = y  # type: ig~nore",
    ],
)
def test_strange_word_is_caught(line: str, tmp_path: Path) -> None:
    plant(tmp_path, "plans/rules.py", line.replace("~", "") + "\n")  # the mark keeps this file itself clean

    assert len(list(strange_words(tmp_path))) == 1


@pytest.mark.parametrize(
    "line",
    ["import os  # no~qa: F401", "x = y  # type: ig~nore[arg-type]", "see docs/work/plan", "the root/x"],
)
def test_ordinary_line_is_let_through(line: str, tmp_path: Path) -> None:
    plant(tmp_path, "plans/rules.py", line.replace("~", "") + "\n")

    assert list(strange_words(tmp_path)) == []

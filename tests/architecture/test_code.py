"""Rules are pure and rooms do not signal each other; and that these checks bite."""

from pathlib import Path

import pytest

from tests.architecture.rules_of_code import MAY_LISTEN, impure_rules, signals


def plant(root: Path, name: str, text: str) -> None:
    """Make a small project with one room, and this file in it."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / "plans").mkdir(exist_ok=True)
    (root / "plans" / "apps.py").touch()
    (root / name).write_text(text)


def test_rooms_do_not_signal_each_other(project: Path) -> None:
    assert list(signals(project)) == []


def test_files_that_may_listen_exist(project: Path) -> None:
    assert all((project / name).is_file() for name in MAY_LISTEN)


@pytest.mark.parametrize(
    "text",
    [
        "from django.dispatch import receiver\n",
        "from django.db.models.signals import post_save\n",
        "post_save.connect(print)\n",
        "@worker_ready.connect\ndef start(**kwargs): ...\n",
    ],
)
def test_signal_is_caught(text: str, tmp_path: Path) -> None:
    plant(tmp_path, "plans/services/plans.py", text)

    assert len(list(signals(tmp_path))) == 1


def test_rules_are_pure(project: Path) -> None:
    assert list(impure_rules(project)) == []


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import date\nDAY = date.today()\n",
        "import datetime\nNOW = datetime.datetime.now()\n",
        "from core.clock import today\n",
        "from django.utils.timezone import now\n",
        "from django.db import connection\n",
        "from django.db.models import Q\n",
        "from django import db\n",
        "from core.actors import Actor\n",
        "from clients.models import Client\n",
        "import products.selectors\n",
    ],
)
def test_impure_rule_is_caught(text: str, tmp_path: Path) -> None:
    plant(tmp_path, "plans/rules.py", text)

    assert len(list(impure_rules(tmp_path))) == 1


def test_impure_rule_in_a_package_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "plans/rules/dates.py", "from django.db import connection\n")

    assert len(list(impure_rules(tmp_path))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "plans/rules.py",
            "from django.core.exceptions import ValidationError\nfrom core.calendar import add_months\n",
        ),
        ("plans/rules.py", "from plans.enums import Status\nfrom products.enums import Category\n"),
        ("plans/enums.py", "from django.db.models import TextChoices\n"),
        ("plans/enums.py", "from django.db import models\n"),
        ("plans/services/plans.py", "from core.clock import today\n"),
    ],
)
def test_ordinary_import_is_let_through(name: str, text: str, tmp_path: Path) -> None:
    plant(tmp_path, name, text)

    assert list(impure_rules(tmp_path)) == []

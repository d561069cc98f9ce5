"""What the suite itself promises: no network, no undefined template names, no unseen warnings."""

import socket
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.template import engines
from django.utils import timezone
from pytest_socket import SocketConnectBlockedError

from clients.services import load_terms
from core.actors import Actor
from products.services.reference import load_products
from tests.database import fingerprint
from tests.reference import BOOK, TERMS, lay_out_book, lay_out_terms


def test_undefined_name_in_a_template_is_an_error() -> None:
    template = engines["django"].from_string("{{ client.nmae }}")

    with pytest.raises(AssertionError, match=r"client\.nmae"):
        template.render({"client": {"name": "Anna"}})


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_network_is_out_of_reach() -> None:
    with socket.socket() as connection, pytest.raises(SocketConnectBlockedError):
        connection.connect(("192.0.2.1", 80))


def test_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_calendar_can_be_set_and_set_again(on_day: Callable[[date], None]) -> None:
    on_day(date(2027, 8, 31))
    assert timezone.localdate() == date(2027, 8, 31)

    on_day(date(2028, 2, 29))
    assert timezone.localdate() == date(2028, 2, 29)


@pytest.mark.parametrize("attempt", [1, 2])
def test_cache_starts_empty(attempt: int) -> None:
    assert cache.get("left-behind") is None
    cache.set("left-behind", attempt)


@pytest.mark.sqlite
def test_marked_for_sqlite_runs_there_only() -> None:
    from django.db import connection

    assert connection.vendor == "sqlite"


@pytest.mark.postgresql
def test_marked_for_postgresql_runs_there_only() -> None:
    from django.db import connection

    assert connection.vendor == "postgresql"


def test_template_of_the_test_database_is_made_anew_after_any_change_of_a_room(tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    source, sheet = tmp_path / "core" / "constraints.py", tmp_path / "core" / "data.yaml"
    seen = {fingerprint(tmp_path)}
    for file, text in ((source, "one"), (source, "two"), (sheet, "one")):
        file.write_text(text)
        seen.add(fingerprint(tmp_path))
    source.rename(source.with_name("other.py"))
    seen.add(fingerprint(tmp_path))

    assert len(seen) == 5
    assert fingerprint(tmp_path) == fingerprint(tmp_path)


@pytest.mark.django_db
def test_test_database_has_every_migration() -> None:
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_laid_out_book_is_the_loaded_book(on_day: Callable[[date], None]) -> None:
    on_day(date(2026, 3, 1))
    lay_out_book()
    lay_out_terms()
    load_products(actor=Actor.system("test"))  # refuses what differs from the sheets
    assert load_terms().added == []
    first = contents()
    for model in reversed((*BOOK, *TERMS)):
        model._base_manager.all()._raw_delete(using="default")
    lay_out_book()
    lay_out_terms()

    assert contents() == first
    assert load_products(actor=Actor.system("test")).added == []
    assert load_terms().added == []


def contents() -> dict[str, list[list[object]]]:
    """Everything in the book and the terms, by the names of what is referred to instead of keys."""
    return {
        model._meta.label: [
            [
                str(getattr(row, field.name)) if field.remote_field else getattr(row, field.name)
                for field in model._meta.concrete_fields
                if not field.primary_key
            ]
            for row in model._base_manager.order_by("pk")
        ]
        for model in (*BOOK, *TERMS)
    }

"""What the suite itself promises: no network, no undefined template names, no unseen warnings."""

import socket
import warnings
from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from django.template import engines
from django.utils import timezone
from pytest_socket import SocketConnectBlockedError


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

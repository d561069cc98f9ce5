"""What every test gets. People and organisations of the access tests stand in `tests/cast.py`."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from tests import database
from tests.audit_flush import empty_the_trail  # noqa: F401 - a fixture
from tests.cast import *  # noqa: F403 - the named people and organisations are fixtures
from tests.no_personal_data import Watch, verdict

PROJECT = Path(__file__).resolve().parent.parent
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def pytest_report_header() -> str:
    """Say on which database this run is."""
    return f"database: {connection.vendor}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with a reason, what only the other database can do."""
    for vendor in ("postgresql", "sqlite"):
        if connection.vendor != vendor:
            for item in items:
                if item.get_closest_marker(vendor):
                    item.add_marker(pytest.mark.skip(reason=f"needs {vendor}; this run is on {connection.vendor}"))


@pytest.fixture(autouse=True)
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """No BSN, name or birth date where others may read it, in any test; `tests/no_personal_data.py` says where."""
    with Watch().on() as watcher:
        yield watcher
    if why := verdict(watcher.found, request.node.get_closest_marker("leaks_on_purpose")):
        pytest.fail(why, pytrace=False)


@pytest.fixture(autouse=True)
def _empty_cache(watch: Watch) -> Iterator[None]:
    """No test finds what another one left in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The database of this process: a copy of one that was migrated once."""
    with django_db_blocker.unblock():
        made = database.set_up()
    yield
    with django_db_blocker.unblock():
        database.tear_down(made)


@pytest.fixture(scope="session", autouse=True)
def _routes_are_read_once() -> Iterator[None]:
    """A test with routes of its own (`pytest.mark.urls`) does not make the next ones read all others again.

    Django keeps the routes by the name of their module, and no module changes its routes while the suite runs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.urls.clear_url_caches", lambda: None)
        yield


@pytest.fixture
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture
def on_day() -> Iterator[Callable[[date], None]]:
    """Set the calendar: `on_day(date(2026, 3, 1))` makes it noon of that day in Amsterdam, and time stops.

    A second call moves to another day; at the end of the test time runs again.
    """
    travellers: list[time_machine.travel] = []

    def travel(day: date) -> None:
        moment = datetime.combine(day, time(12), tzinfo=AMSTERDAM)
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()
        travellers.append(traveller)

    yield travel
    for traveller in reversed(travellers):
        traveller.stop()

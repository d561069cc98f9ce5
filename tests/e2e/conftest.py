"""A real Chromium against a live server with the demo in it.

The demo is loaded once for all tests; whoever writes, writes in a client file of its own (`new_file`).
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from core.clock import today
from tests.e2e.people import PASSWORD, Files, session_cookie
from tests.e2e.survey import Survey, watch
from zorgregio.demo.loading import load, read_story

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",  # Chromium refuses its sandbox to root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 900}
surveys: list[Survey] = []

SignedIn = Callable[..., Page]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--screenshots DIR`: keep a picture of each page that is looked at."""
    parser.addoption("--screenshots", metavar="DIR", help="keep a picture of each page that the tests look at")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what looks back on the other tests behind them; skip all, with a reason, where there is no browser."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)
    if not chromium():
        for item in items:
            item.add_marker(pytest.mark.skip(reason="no Chromium found; on Debian: apt-get install chromium"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how much was looked at."""
    looked = sum(survey.looked for survey in surveys)
    faults = sum(len(survey.faults) for survey in surveys)
    terminalreporter.write_line(f"pages looked at, wide and narrow: {looked}; faults found: {faults}")


def chromium() -> str:
    """Where the browser is; empty when there is none."""
    return os.environ.get("CHROMIUM") or next((path for name in BROWSERS if (path := shutil.which(name))), "")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The browser of the machine; the plugin would look for one of its own."""
    # Django refuses its database where an event loop runs, and Playwright runs one in the thread of the tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": chromium(), "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test database; the plugin makes one only for tests with its mark, which would empty it after each test."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a server that has the demo in its database."""
    with ExitStack() as stack:
        stack.enter_context(override_settings(DEMO=True, DEMO_PASSWORD=PASSWORD))
        stack.enter_context(django_db_blocker.unblock())
        load(read_story(), today())
        server = LiveServer("127.0.0.1")
        stack.callback(server.stop)
        yield server.url


@pytest.fixture(autouse=True)
def _close_connections(site: str) -> Iterator[None]:
    """Where the loop of Playwright runs, Django opens a connection of its own, which nobody else would close."""
    yield
    connections.close_all()


@pytest.fixture
def files(site: str) -> Files:
    """Writes client files for a test, through the services."""
    return Files()


@pytest.fixture
def survey(request: pytest.FixtureRequest) -> Iterator[Survey]:
    """Looks at pages; a fault on any of them fails the test at its end."""
    folder = request.config.getoption("--screenshots")
    survey = Survey(Path(folder) if folder else None, request.node.originalname)
    surveys.append(survey)
    yield survey
    if survey.faults:
        pytest.fail("\n".join(survey.faults), pytrace=False)


@pytest.fixture
def new_context(browser: Browser, site: str, survey: Survey) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser of somebody's own: no cookies, Dutch, in Amsterdam."""
    with ExitStack() as stack:

        def open_context(**options: Any) -> BrowserContext:
            settings = {"viewport": DESKTOP, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam", "base_url": site}
            context = browser.new_context(**(settings | options))
            context.set_default_timeout(10_000)
            stack.callback(context.close)
            watch(context, survey.faults)
            return context

        yield open_context


@pytest.fixture
def signed_in(new_context: Callable[..., BrowserContext], site: str) -> SignedIn:
    """`signed_in("petra@delinde.example")`: a page of a browser in which this user is signed in."""

    def sign_in(email: str, **options: Any) -> Page:
        context = new_context(**options)
        context.add_cookies([{**session_cookie(email), "url": site}])  # type: ignore[typeddict-item]
        return context.new_page()

    return sign_in

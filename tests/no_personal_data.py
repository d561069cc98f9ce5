"""Looks over the shoulder of the whole suite: no BSN, name or birth date where others may read it.

That is: in a log line (with its traceback) at the level of production, in an address that is asked for or that stands
in an answer, in an argument of a task and in a key of the cache. What is found fails the test during which it was
written, in whatever process that test runs; the mark `leaks_on_purpose(reason)` excuses a test, and one that then
leaks nothing fails as well.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote_plus

import yaml
from celery.signals import task_prerun
from django.core.cache.backends.base import BaseCache
from django.core.handlers.base import BaseHandler

from core.identifiers import is_test_bsn
from tests.factories.clients import ClientFactory

NINE_DIGITS = re.compile(r"(?<![0-9a-f])(?<![0-9]\.)9999[0-9]{5}(?![0-9a-f])")
"""The range that belongs to nobody: all test BSNs are from it. Within hexadecimal digits it is a digest."""

PUBLIC_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ADDRESS = re.compile(r"""\s(?:href|action|formaction|src)=["']([^"']*)["']""")
STORY = Path(__file__).resolve().parent.parent / "zorgregio" / "demo" / "story.yaml"
NOT_OURS = ("factory", "faker", "asyncio", "hypothesis")
"""Loggers of the tools of the suite, which print what the tests themselves make."""

ORDINARY = {"Voorbeeld", "Gans", "Broeke"}
"""Surnames of the demo that are words too: `voorbeeld.csv` is nobody."""

OF_THE_TESTS = {
    "Vries",
    "Dál",
    "Öztürk",
    "Geheimenberg",
    "Naastenaar",
    "Xaverine",
    "Voorbeeld [0-9]{4}",
    "Naaste [0-9]",
}
"""Patterns of the names that the factories and the stories of the tests give."""

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]


def _people() -> list[dict[str, Any]]:
    story = yaml.safe_load(STORY.read_text(encoding="utf-8"))
    return [*story["clients"], story["main_job"]]


def surnames() -> frozenset[str]:
    """Patterns of the surnames of the clients of the demo, the factories and the stories of the tests."""
    return frozenset(re.escape(row["surname"]) for row in _people() if row["surname"] not in ORDINARY) | OF_THE_TESTS


def birth_dates() -> frozenset[date]:
    """Of the clients of the demo and the factories."""
    return frozenset(row["birth"] for row in _people()) | {ClientFactory.birth_date}


def ways_of_writing(day: date) -> list[str]:
    """A date as programs and as people write it, as patterns."""
    year, month, number = day.year, day.month, day.day
    return [
        rf"{year}[-/]?{month:02}[-/]?{number:02}",
        rf"0?{number}[-/. ]0?{month}[-/. ]{year}",
        rf"0?{number} {MONTHS[month - 1]} {year}",
    ]


def _one_of(patterns: Any) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(patterns))})(?!\w)", re.IGNORECASE)


NAME = _one_of(surnames())
BIRTH_DATE = _one_of(way for day in birth_dates() for way in ways_of_writing(day))


def what_is_in(text: str) -> list[str]:
    """The kinds of personal data in a text, never the data themselves."""
    text = PUBLIC_ID.sub("", text)
    found = ["a BSN"] if any(map(is_test_bsn, NINE_DIGITS.findall(text))) else []
    return found + [what for pattern, what in ((NAME, "a name"), (BIRTH_DATE, "a birth date")) if pattern.search(text)]


class Watch(logging.Handler):
    """Keeps where something was found and of what kind it is, not what was written."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.found: list[str] = []
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Read one line."""
        if not record.name.startswith(NOT_OURS):
            self.read(f"a line of the log {record.name}", self.format(record))

    def read(self, where: str, text: str) -> None:
        """Keep where something was found."""
        self.found.extend(f"{where} holds {what}" for what in what_is_in(text))

    def read_answer(self, response: Any) -> None:
        """Read the addresses to which an answer points."""
        addresses = [response["Location"]] if response.has_header("Location") else []
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            addresses += ADDRESS.findall(response.content.decode(response.charset, "replace"))
        if addresses:
            # At once: what stands in one address cannot run on in the next.
            self.read("an address in an answer", unquote_plus(" \n ".join(addresses)))

    @contextmanager
    def on(self) -> Iterator["Watch"]:
        """Watch for the time of one test."""
        answer: Callable[..., Any] = BaseHandler.get_response
        key: Callable[..., str] = BaseCache.make_and_validate_key

        def answered(handler: BaseHandler, request: Any) -> Any:
            self.read("an address", unquote_plus(request.get_full_path()))
            response = answer(handler, request)
            self.read_answer(response)
            return response

        def keyed(cache: BaseCache, name: str, version: int | None = None) -> str:
            self.read("a key of the cache", unquote_plus(str(name)))
            return key(cache, name, version=version)

        def started(task: Any, args: Any, kwargs: Any, **_: Any) -> None:
            self.read(f"an argument of the task {task.name}", f"{args} {kwargs}")

        root = logging.getLogger()
        root.addHandler(self)
        task_prerun.connect(started, weak=False)
        try:
            with ExitStack() as patches:
                patches.enter_context(patch.object(BaseHandler, "get_response", answered))
                patches.enter_context(patch.object(BaseCache, "make_and_validate_key", keyed))
                yield self
        finally:
            task_prerun.disconnect(started)
            root.removeHandler(self)


def verdict(found: list[str], excuse: Any) -> str:
    """Why a test fails that wrote this under this mark (or none), or nothing."""
    if excuse is None:
        return "; ".join(sorted(set(found)))
    if not (excuse.args and str(excuse.args[0]).strip()):
        return "say why this test leaks on purpose: leaks_on_purpose(reason)"
    return "" if found else "this test leaks nothing: take the mark leaks_on_purpose away"

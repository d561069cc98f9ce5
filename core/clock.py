"""The only place that reads the clock, so a test can stand still and a rule can be given its day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_pretended: ContextVar[date | None] = ContextVar("pretended", default=None)


def today() -> date:
    """The calendar day in the Netherlands, which between midnight and 2 am is not the day in UTC."""
    return _pretended.get() or datetime.now(AMSTERDAM).date()


def now() -> datetime:
    """This moment, aware and in UTC."""
    pretended = _pretended.get()
    return datetime.combine(pretended, time(10), AMSTERDAM).astimezone(UTC) if pretended else datetime.now(UTC)


def end_of(day: date) -> datetime:
    """The moment at which that day is over in the Netherlands: until then something was known on it."""
    return datetime.combine(day + timedelta(days=1), time.min, AMSTERDAM)


@contextmanager
def pretend(day: date) -> Iterator[None]:
    """Make it ten o'clock on `day`, so that demo data can have a past. Refused outside a demo."""
    if not settings.DEMO:
        raise RuntimeError("Only a demo may pretend that it is another day.")
    token = _pretended.set(day)
    try:
        yield
    finally:
        _pretended.reset(token)

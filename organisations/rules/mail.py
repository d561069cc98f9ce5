"""When a mail may go, and when it is tried again: pure functions over values."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.calendar import ONE_DAY, is_working_day

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
MAIL_FROM: Final = time(8)
MAIL_UNTIL: Final = time(20)
"""Mail about work comes between these hours of a working day: our choice."""

RETRY_AFTER: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""How long after each attempt that failed the next one comes; after the last one a person has to look."""


def first_quiet_moment(moment: datetime) -> datetime:
    """The first moment from `moment` on at which mail about work disturbs nobody: by day, on a working day.

    By the clock in the Netherlands, on both sides of a change of summer time. Weekends and the holidays of the
    Algemene termijnenwet are quiet.
    """
    local = moment.astimezone(AMSTERDAM)
    day = local.date()
    if is_working_day(day) and local.time() < MAIL_UNTIL:
        return max(moment, datetime.combine(day, MAIL_FROM, AMSTERDAM).astimezone(moment.tzinfo))
    if local.time() >= MAIL_UNTIL:
        day += ONE_DAY
    while not is_working_day(day):
        day += ONE_DAY
    return datetime.combine(day, MAIL_FROM, AMSTERDAM).astimezone(moment.tzinfo)


def next_attempt(attempts: int, failed_at: datetime) -> datetime | None:
    """When to try again after this many attempts; None when it is given up."""
    return failed_at + RETRY_AFTER[attempts - 1] if attempts <= len(RETRY_AFTER) else None

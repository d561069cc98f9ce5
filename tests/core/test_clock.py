"""The clock: the day in the Netherlands, the moment in UTC."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from core import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 1, 22, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 23, 0, tzinfo=UTC), date(2026, 1, 2)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_today_is_the_day_in_the_netherlands(moment: datetime, day: date):
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day


def test_now_is_aware_and_in_utc():
    moment = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)

    with time_machine.travel(moment, tick=False):
        assert clock.now() == moment
        assert clock.now().utcoffset() == timedelta(0)

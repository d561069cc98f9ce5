"""Delivered dagdelen against the allocated volume."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clients.enums import Frequency
from core.periods import Period
from delivery.enums import AbsenceReason, Presence
from delivery.rules.delivered import Came, delivered
from tests.cast import sign_in
from tests.delivery.attending import expect, hold

FIRST = date(2026, 1, 7)
"""A Wednesday."""
YEAR = Period(FIRST, date(2026, 12, 31))
days = st.integers(0, 120).map(lambda number: FIRST + timedelta(days=number))
came = st.builds(Came, days, st.sampled_from(Presence), st.sampled_from(["", *AbsenceReason.values]))


def test_weeks_run_from_monday_and_a_part_of_one_is_no_verdict():
    rows = [Came(FIRST, Presence.PRESENT), Came(date(2026, 1, 12), Presence.PRESENT), Came(FIRST, Presence.PRESENT)]
    rows += [Came(date(2026, 1, 13), Presence.ABSENT, "no_show"), Came(date(2026, 1, 14), Presence.EXPECTED)]

    first, second, third = delivered(YEAR, 2, Frequency.WEEK, rows, date(2026, 1, 20))

    assert (str(first.period), first.delivered, first.is_whole) == (
        "5 januari 2026 tot en met 11 januari 2026",
        2,
        False,
    )
    assert (second.delivered, second.no_show, second.unknown, second.difference) == (1, 1, 1, -1)
    assert second.is_whole
    assert not third.is_whole


@pytest.mark.parametrize(
    ("frequency", "number", "allocated"), [(Frequency.WEEK, 8, 4), (Frequency.MONTH, 2, 4), (Frequency.TOTAL, 1, 4)]
)
def test_a_volume_is_for_each_week_or_month_or_for_all(frequency, number, allocated):
    found = delivered(YEAR, 4, frequency, [], date(2026, 2, 28))
    assert (len(found), found[0].allocated) == (number, allocated)
    assert delivered(YEAR, 4, frequency, [], FIRST - timedelta(days=1)) == []


@given(st.lists(came, max_size=30), st.sampled_from(Frequency), days)
def test_each_dagdeel_counts_in_one_stretch(rows, frequency, until):
    found = delivered(YEAR, 3, frequency, rows, until)

    counted = sum(one.delivered for one in found)
    assert counted == sum(one.presence == Presence.PRESENT and one.day <= until for one in rows)
    for one, other in pairwise(found):
        assert not one.period.overlaps(other.period)


def test_page_shows_what_was_delivered_to_municipality_and_provider(morning, karin, petra):
    morning.client.presence, morning.client.arrived = Presence.PRESENT, 540
    morning.client.save()
    address = reverse("delivery:delivered", args=[morning.allocation.public_id])
    counts = []
    for number, user in enumerate((karin, petra, petra)):
        if number == 2:
            for day in range(3):
                held_on = morning.session.held_on - timedelta(days=7 * (day + 1))
                expect(hold(morning.group, held_on=held_on), morning.allocation)
        browser = sign_in(Browser(), user)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(address).content.decode()
        counts.append(len(queries))
        assert "Tot nu toe geleverd: 1 dagdeel." in page
    assert "nog niet alles vastgelegd" in page
    assert counts[1] == counts[2]

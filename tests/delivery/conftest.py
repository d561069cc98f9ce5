"""A group of De Linde that is open on weekday mornings and Tuesday afternoon, in the story of the plans."""

from datetime import date, time
from typing import Any

import pytest

from accounts.models import User
from clients.models import Allocation
from core.actors import Actor
from delivery.models import Group
from delivery.rules import Hours
from delivery.services import set_hours, start_group
from organisations.models import CareProvider
from plans.rules.week import CODES
from plans.services.settings import load_settings
from tests.cast import actor_of_user
from tests.delivery.attending import Morning, expect, hold, roster
from tests.factories.organisations import LocationFactory
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import professional_of

MORNINGS = ("1-morning", "2-morning", "3-morning", "4-morning", "5-morning")
HOURS = [
    *(Hours(CODES[code], time(9), time(12, 30)) for code in MORNINGS),
    Hours(CODES["2-afternoon"], time(13), time(16, 30)),
]


@pytest.fixture
def planner(wil: User) -> Actor:
    """The planner of De Linde."""
    return actor_of_user(wil)


@pytest.fixture
def group(allocation: Allocation, de_linde: CareProvider, planner: Actor) -> Group:
    """De Linde receives at most two people at a time."""
    load_settings()
    values: dict[str, Any] = {
        "name": "De Tuinkamer",
        "location": LocationFactory.create(provider=de_linde),
        "capacity": 2,
        "starts_on": date(2026, 1, 1),
    }
    made = start_group(actor=planner, values=values)
    return set_hours(actor=planner, group=made, revision=1, hours=HOURS, starts_on=date(2026, 1, 1))


@pytest.fixture
def morning(group: Group, allocation: Allocation, petra: User, planner: Actor) -> Morning:
    """Monday morning in De Tuinkamer: mevrouw De Vries is expected, and Petra works."""
    group.sessions.all().delete()  # those that follow from the opening times
    session = hold(group)
    staff = roster(session, professional_of(petra))
    return Morning(session, expect(session, allocation), staff, actor_of_user(petra), planner)

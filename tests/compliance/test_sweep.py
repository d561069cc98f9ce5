"""What is reckoned for all sessions at once is what the pure functions say of each."""

import os
from random import Random

import pytest

from compliance.enums import Basis
from compliance.rules.columns import FactColumns
from compliance.rules.outcome import CHECKS, outcome_of
from compliance.selectors.attending import load
from compliance.selectors.facts import read_facts
from compliance.selectors.sweep import sweep_range
from delivery.models import Session
from plans.services.settings import load_settings
from tests.compliance.random_sessions import Cast, make_sessions

SESSIONS = int(os.environ.get("RANDOM_SESSIONS", "1000"))
"""Ten thousand when the whole is looked at, as in `bin/bench compliance`."""


@pytest.fixture
def sessions(book, frozen, apeldoorn, de_linde, petra):
    load_settings()
    chance = Random(20261122)
    cast = Cast(chance, apeldoorn, de_linde, petra)
    make_sessions(chance, cast, SESSIONS, petra)
    return list(Session.objects.order_by("pk"))


def test_sweep_says_what_the_functions_say_of_ten_thousand_random_sessions(sessions):
    found = sweep_range(FactColumns(read_facts()), after=0, until=sessions[-1].pk, day=sessions[-1].held_on)
    swept = {
        (pk, basis.value): tuple(outcome)
        for place, pk in enumerate(found.sessions.pk.tolist())
        for basis in Basis
        if (outcome := found.outcome(place, basis)) is not None
    }

    expected: dict[tuple[int, str], tuple[object, ...]] = {}
    for basis in Basis:
        held = [one for one in sessions if basis == Basis.PLANNED or one.closed_at]
        expected |= {(pk, basis.value): tuple(outcome_of(one)) for pk, one in load(held, basis).items()}

    assert len(swept) == len(expected)
    assert {key: (swept.get(key), value) for key, value in expected.items() if swept.get(key) != value} == {}
    for place, _ in enumerate(CHECKS):
        assert len({row[place] for row in swept.values()}) >= 3, "chance must make each answer of each check"

"""A board of Apeldoorn with some tasks."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from core.actors import Actor
from informal_care.models import Activity, Board, Edition
from informal_care.services.boards import set_up_board
from informal_care.services.editions import load_editions
from informal_care.services.settings import load_care_settings
from informal_care.services.supplements import load_vision_questions
from tests.cast import actor_of_user
from tests.informal_care.volunteer_story import *  # noqa: F403 - fixtures

TODAY = date(2026, 3, 2)


@pytest.fixture
def mezzo(db: None) -> Edition:
    """The edition that comes with the software."""
    (edition,) = load_editions(actor=Actor.system("proef"))
    return edition


@pytest.fixture
def coordinator(ilse: User) -> Actor:
    """Ilse, for Apeldoorn."""
    return actor_of_user(ilse)


@pytest.fixture
def board(mezzo: Edition, coordinator: Actor, on_day: Any) -> Board:
    """From 2026 up to and including 2029."""
    on_day(TODAY)
    load_vision_questions()
    load_care_settings()
    return set_up_board(
        actor=coordinator,
        edition=mezzo,
        name="Informele zorg 2026-2029",
        starts_on=date(2026, 1, 1),
        ends_on=date(2029, 12, 31),
    )


@pytest.fixture
def panel(board: Board) -> Activity:
    """Have a panel of carers."""
    return board.edition.activities.get(code="VER-A-7")

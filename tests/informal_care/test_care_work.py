"""The work list: signals to take up, referrals nobody told of, places out of touch and help to check."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.actors import Actor
from informal_care.models import CarerSignal, FindingPlace, SupportOffer
from informal_care.services.referrals import refer
from informal_care.services.signals import note_step
from informal_care.web.care_work import care_work
from organisations.models import Municipality
from tests.cast import actor_of_user, sign_in
from tests.informal_care.places_story import offer_of, place_of, signal_of

TODAY = date(2026, 3, 2)
LATER = TODAY + timedelta(days=200)


@pytest.fixture(autouse=True)
def _today(on_day: Any, db: None) -> None:
    on_day(TODAY)


def story(ilse: User, apeldoorn: Municipality, number: int = 1) -> None:
    """So many of each."""
    for one in range(number):
        place_of(ilse, f"Plek {one}")
        offer_of(ilse, name=f"Hulp {one}")
        signal = signal_of(ilse, apeldoorn, person_name=f"Truus {one}")
        refer(actor=actor_of_user(ilse), signal=signal, kind="warm", to_words="De Brug", to_person="Anja")


def test_coordinator_sees_what_is_late_and_no_name(
    client: Browser, ilse: User, apeldoorn: Municipality, on_day: Any
) -> None:
    story(ilse, apeldoorn)
    on_day(LATER)
    sign_in(client, ilse)
    page = client.get(reverse("home")).content.decode()
    assert "Mantelzorgers en vindplaatsen (4)" in page
    for name, row in (("signal", CarerSignal), ("place", FindingPlace), ("offer", SupportOffer)):
        assert reverse(f"informal_care:{name}", args=[row._default_manager.get().public_id]) in page
    assert "Naar De Brug" in page
    assert "Truus" not in page
    assert "Anja" not in page


def test_what_is_in_order_is_no_work(coordinator: Actor, ilse: User, apeldoorn: Municipality) -> None:
    offer_of(ilse)
    signal = signal_of(ilse, apeldoorn)
    assert (work := care_work(coordinator)) is not None
    assert work.total == 1
    note_step(actor=coordinator, signal=signal, note="Gebeld.")
    assert care_work(coordinator) is None


def test_case_worker_sees_the_own_signals_and_others_none(
    ilse: User, karin: User, gijs: User, zoe: User, apeldoorn: Municipality
) -> None:
    story(ilse, apeldoorn)
    assert [care_work(actor_of_user(user)) for user in (karin, gijs, zoe)] == [None, None, None]
    CarerSignal.objects.update(owner=karin)
    work = care_work(actor_of_user(karin))
    assert work is not None
    assert (len(work.signals), work.total, work.places, work.offers) == (1, 1, [], [])


def test_long_list_says_how_many_there_are(coordinator: Actor, ilse: User, apeldoorn: Municipality) -> None:
    for one in range(22):
        signal_of(ilse, apeldoorn, person_name=f"Truus {one}")
    work = care_work(coordinator)
    assert work is not None
    assert (work.total, work.shown) == (22, 20)


@pytest.mark.parametrize("number", [1, 3])
def test_work_list_asks_as_much_for_three_as_for_one(
    ilse: User, apeldoorn: Municipality, coordinator: Actor, on_day: Any, number: int
) -> None:
    story(ilse, apeldoorn, number)
    on_day(LATER)
    with CaptureQueriesContext(connection) as queries:
        work = care_work(coordinator)
    assert work is not None
    assert work.total == 4 * number
    assert len(queries) == 7

"""What somebody opened with a reason is open in the database too, and no longer than it is open."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from accounts.models import User
from clients.enums import OpeningGround
from clients.models import Client, FileOpening
from core.acting import acting
from core.clock import now
from organisations.models import Organisation, Supervisor
from tests.cast import actor_of_user
from tests.factories.clients import ClientFactory, OpeningFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

LONG_AGO = datetime(2024, 2, 29, 22, 30, tzinfo=UTC)


def shown_to(user: User) -> set[int]:
    """What the database shows, whatever the code asks."""
    with acting(actor_of_user(user)):
        return set(Client._base_manager.values_list("pk", flat=True))


@pytest.fixture
def open_for(tess: User, ggd: Supervisor) -> Any:
    """Tess, for whom a file was opened at a moment, for an hour."""

    def open_at(moment: datetime) -> FileOpening:
        return OpeningFactory.create(
            client=ClientFactory.create(),
            user=tess,
            ground=OpeningGround.SUPERVISION,
            organisation=Organisation.objects.get(pk=ggd.pk),
            opened_at=moment,
            expires_at=moment + timedelta(hours=1),
        )

    return open_at


@pytest.mark.parametrize(
    ("minutes", "is_shown"), [(0, True), (59, True), (60, False), (61, False), (60 * 24 * 365, False)]
)
def test_opening_ends_in_the_database_by_the_clock_of_the_program(open_for, tess, minutes, is_shown):
    opening = open_for(LONG_AGO)

    with time_machine.travel(LONG_AGO + timedelta(minutes=minutes), tick=False):
        assert shown_to(tess) == ({opening.client_id} if is_shown else set())


def test_what_was_open_once_is_closed_now_and_what_is_open_is_shown(open_for, tess, hanna):
    open_for(now() - timedelta(hours=2))
    running = open_for(now() - timedelta(minutes=5))

    assert shown_to(tess) == {running.client_id}
    assert shown_to(hanna) == set()


def test_where_nobody_tells_the_time_the_database_looks_at_its_own_clock(open_for, tess):
    open_for(now() - timedelta(hours=2))
    running = open_for(now() - timedelta(minutes=5))

    with acting(actor_of_user(tess)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('zorgregio.now', '', false)")
        assert set(Client._base_manager.values_list("pk", flat=True)) == {running.client_id}


def test_time_is_told_for_as_long_as_somebody_acts(tess):
    def told() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('zorgregio.now', true)")
            return str(cursor.fetchone()[0] or "")

    with time_machine.travel(LONG_AGO, tick=False):
        with acting(actor_of_user(tess)):
            assert datetime.fromisoformat(told()) == LONG_AGO
        assert told() == ""

"""Carers of eight municipalities, with what they asked and got, what was measured, signals, and a board that is in use.

Of three carers there are twenty records of support; one carer in two was measured twice, one in twenty has a signal.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from django.db import connection

from accounts.models import User
from bin.tools.bench.bulk import day, indexes_afterwards, insert_rows, insert_select
from bin.tools.bench.data import people
from bin.tools.bench.data.region import SINCE
from bin.tools.bench.data.trail import NUMBERS, largest
from core.actors import Actor
from core.clock import today
from core.crypto import encrypt
from core.identifiers import search_key
from informal_care.enums import CarerKind, Choosing, SupportKind, TaskStatus
from informal_care.models import (
    Board,
    BoardTask,
    Carer,
    CarerSignal,
    CarerType,
    Edition,
    Instrument,
    Measurement,
    Support,
)
from informal_care.services.editions import load_editions
from informal_care.services.instruments import load_shipped_instruments
from informal_care.services.settings import load_care_settings
from organisations.enums import Role
from organisations.models import Membership, Municipality

COORDINATOR = "coordinator@zorgregio.example"
DAYS = 1800
"""So long ago the first became known."""
MOST_SUPPORT = 7
HEAVY = 5
"""From this score of CarerQol down: it is made up, and no band of the instrument."""

AGO = f"(1 + c.id * 7919 %% {DAYS})"
"""The SQL of how many days ago carer `c` became known."""


def make_reference(size: int, within: Callable[[float], None]) -> None:
    """The model, the numbers, the instruments, and the coordinator of the largest municipality."""
    system = Actor.system("bench")
    load_editions(actor=system)
    load_care_settings()
    load_shipped_instruments(actor=system)
    user = User.objects.create(email=COORDINATOR, name="Carla Coördinator", password="!")  # noqa: S106 - nobody signs in by it
    Membership.objects.create(
        user=user, organisation_id=largest().pk, role=Role.INFORMAL_CARE_COORDINATOR, starts_on=SINCE
    )


def make_boards(size: int, within: Callable[[float], None]) -> None:
    """Of each municipality one, with a task for two of three activities and one in four left."""
    edition = Edition.objects.get()
    activities = list(edition.activities.filter(part_of=None))
    for municipality in Municipality.objects.all():
        board = Board.objects.create(
            municipality=municipality, edition=edition, name="Informele zorg", starts_on=today() - timedelta(days=400)
        )
        BoardTask.objects.bulk_create(
            _task(board, activity.pk, place) for place, activity in enumerate(activities) if place % 12
        )


def _task(board: Board, activity: int, place: int) -> BoardTask:
    if place % 4 == 0:
        return BoardTask(board=board, activity_id=activity, choosing=Choosing.DECLINED, reason="De regio doet dit.")
    status = (TaskStatus.TO_DO, TaskStatus.DOING, TaskStatus.DONE)[place % 3]
    is_done = status == TaskStatus.DONE
    return BoardTask(
        board=board,
        activity_id=activity,
        choosing=Choosing.ADOPTED,
        owner_id=board.municipality_id,
        due_on=today() + timedelta(days=place - 40),
        status=status,
        result="Gedaan." if is_done else "",
        done_on=today() if is_done else None,
    )


def make_carers(size: int, within: Callable[[float], None]) -> None:
    """So many carers, of whom one in eight stopped, each of two kinds on average."""
    chance = Random(20_260_102)  # noqa: S311 - the same people in every run
    municipalities = list(Municipality.objects.order_by("cbs_code"))
    columns = ["municipality_id", "name", "postcode", "phone", "known_since", "consent_on", "ended_on", "search_name"]

    def rows(first: int, last: int) -> Iterator[list[object]]:
        for number in range(first, last + 1):
            (place,) = chance.choices(municipalities, people.SHARES)
            name = f"{chance.choice(people.GIVEN)} {chance.choice(people.BEGINNINGS)}{chance.choice(people.ENDINGS)}"
            ago = 1 + number * 7919 % DAYS
            since: date = today() - timedelta(days=ago)
            ended = today() - timedelta(days=ago // 3) if number % 8 == 0 else None
            postcode = f"{chance.randint(7200, 8199)} {chance.choice('ABCDE')}{chance.choice('KLMNP')}"
            yield [place.pk, name, postcode, f"06{number:08}", since, since, ended, search_key(name)]

    with indexes_afterwards(Carer):
        for start in range(1, size + 1, people.BATCH):
            insert_rows(Carer, columns, rows(start, min(size, start + people.BATCH - 1)))
            within(start / size * 0.8)
    with indexes_afterwards(CarerType):
        insert_select(
            CarerType,
            f"informal_care_carer c JOIN {_numbers(len(CarerKind))} ON (c.id + n.i * 3) %% 7 < 2",
            carer_id="c.id",
            kind=_choice("n.i", CarerKind.values),
        )


def make_support(size: int, within: Callable[[float], None]) -> None:
    """What was asked, each kind at most once by somebody; of each four, three were begun, and of those half ended."""
    asked, begun = f"({AGO} * ({MOST_SUPPORT} - n.i) / 8)", "(c.id + n.i) %% 4 <> 0"
    is_respite = f"(c.id + n.i) %% {len(SupportKind)} = {SupportKind.values.index(SupportKind.RESPITE.value)}"
    with indexes_afterwards(Support):
        insert_select(
            Support,
            f"informal_care_carer c JOIN {_numbers(MOST_SUPPORT)} ON n.i < {MOST_SUPPORT} - 1 OR c.id %% 3 <> 0",
            carer_id="c.id",
            municipality_id="c.municipality_id",
            kind=_choice(f"(c.id + n.i) %% {len(SupportKind)}", SupportKind.values),
            respite_kind=f"CASE WHEN {is_respite} THEN 'visits' ELSE '' END",
            about="'Steun'",
            asked_on=day(today(), f"-{asked}"),
            starts_on=f"CASE WHEN {begun} THEN {day(today(), f'-({asked} * 3 / 4)')} END",
            ends_on=f"CASE WHEN {begun} AND c.id %% 2 = 0 THEN {day(today(), f'-({asked} * 3 / 8)')} END",
            planned_hours=f"CASE WHEN {is_respite} THEN 10 + c.id %% 20 END",
            used_hours=f"CASE WHEN {is_respite} AND {begun} THEN 5 + c.id %% 15 END",
        )


def make_measurements(size: int, within: Callable[[float], None]) -> None:
    """CarerQol, twice, of every second carer, with a real encryption of each answer."""
    chance = Random(20_260_103)  # noqa: S311 - the same answers in every run
    instrument, user = Instrument.objects.get(code="carerqol").pk, User.objects.get(email=COORDINATOR).pk
    context = Measurement._meta.get_field("answers").context
    columns = ["carer_id", "municipality_id", "instrument_id", "measured_on", "answers", "score", "band"]
    columns += ["is_heavy", "taken_by_id"]
    found = Carer.objects.order_by("pk").values_list("pk", "municipality_id")

    def rows(first: int) -> Iterator[list[object]]:
        for key, municipality in found[first : first + people.BATCH]:
            for part in (1, 2) if key % 2 else ():
                on = today() - timedelta(days=(1 + key * 7919 % DAYS) * part // 3)
                score = chance.randint(0, 14)
                answers = encrypt(json.dumps({f"item_{item}": "some" for item in range(7)}), context)
                band = "heavy" if score <= HEAVY else ""
                yield [key, municipality, instrument, on, answers, score, band, bool(band), user]

    with indexes_afterwards(Measurement):
        for first in range(0, size, people.BATCH):
            insert_rows(Measurement, columns, rows(first))
            within(first / size)


def make_signals(size: int, within: Callable[[float], None]) -> None:
    """Of one carer in twenty; of each four, three were taken up, some of them late."""
    received = f"({AGO} / 2)"
    insert_select(
        CarerSignal,
        "informal_care_carer c WHERE c.id %% 20 = 0",
        municipality_id="c.municipality_id",
        carer_id="c.id",
        kind="'overloaded'",
        source="'measurement'",
        received_on=day(today(), f"-{received}"),
        seen="'Het wordt te veel.'",
        owner_id=str(User.objects.get(email=COORDINATOR).pk),
        due_on=day(today(), f"5 - {received}"),
        taken_up_on=f"CASE WHEN c.id %% 80 <> 0 THEN {day(today(), f'c.id %% 7 - {received}')} END",
    )


def _numbers(number: int) -> str:
    return NUMBERS[connection.vendor].format(number=number)


def _choice(place: str, values: list[str]) -> str:
    """The SQL of the value at a place, which is SQL itself."""
    cases = " ".join(f"WHEN {at} THEN '{value}'" for at, value in enumerate(values))
    return f"CASE {place} {cases} END"

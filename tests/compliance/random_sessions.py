"""Sessions of a group as chance makes them, straight in the tables: many kinds of people, times, breaks and gaps."""

from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.models import User
from clients.models import Allocation
from core.clock import now
from delivery.enums import Presence, StaffKind
from delivery.models import ClientAttendance, Group, Helper, Session, StaffAttendance, StaffBreak
from organisations.models import CareProvider, Municipality, Professional
from plans.models import IndicatorScore
from products.enums import Indicator
from tests.factories.organisations import (
    EmploymentFactory,
    LocationFactory,
    PersonalCareCompetenceFactory,
    ProfessionalFactory,
    QualificationFactory,
)
from tests.plans.story import agree, allocate, draft_of

FIRST = date(2026, 1, 5)
DAYS = 180
CODES = ("bg-licht", "bg-basis", "bg-complex", "bg-duurzaam")
STARTS, ENDS = 540, 750


class Cast:
    """Who may be in a session: clients of every product, and staff of every level, some of them for a while only."""

    def __init__(self, chance: Random, municipality: Municipality, provider: CareProvider, user: User) -> None:
        self.clients: list[Allocation] = [
            allocate(municipality, provider, code=CODES[number % len(CODES)], surname=f"Nummer{chr(97 + number)}")
            for number in range(14)
        ]
        for allocation in self.clients[3::4] + self.clients[::4]:
            version = agree(user, draft_of(user, allocation, goals=1))
            IndicatorScore.objects.update_or_create(
                version=version,
                evaluation=None,
                indicator=Indicator.PERSONAL_CARE_NEED,
                defaults={"score": chance.randrange(5)},
            )
        self.professionals: list[Professional] = [self._professional(chance, provider) for _ in range(8)]
        self.helpers = [
            Helper.objects.create(provider=provider, name=f"Hulp {kind}", kind=kind, starts_on=FIRST)
            for kind in (StaffKind.TRAINEE, StaffKind.VOLUNTEER)
        ]
        self.group = Group.objects.create(
            provider=provider,
            location=LocationFactory.create(provider=provider),
            name="Kans",
            capacity=20,
            starts_on=FIRST,
        )

    def _professional(self, chance: Random, provider: CareProvider) -> Professional:
        professional: Professional = ProfessionalFactory.create()
        EmploymentFactory.create(
            professional=professional, provider=provider, starts_on=FIRST - timedelta(days=chance.randrange(-60, 400))
        )
        for level in chance.sample(["mbo1", "mbo2", "mbo3", "mbo4", "hbo"], chance.randrange(3)):
            starts_on = FIRST + timedelta(days=chance.randrange(-200, DAYS))
            ends_on = starts_on + timedelta(days=chance.randrange(200)) if chance.random() < 0.4 else None
            traits = {"verified": True} if chance.random() < 0.8 else {}
            QualificationFactory.create(
                professional=professional, level=level, starts_on=starts_on, ends_on=ends_on, **traits
            )
        if chance.random() < 0.5:
            PersonalCareCompetenceFactory.create(
                professional=professional, starts_on=FIRST + timedelta(days=chance.randrange(DAYS))
            )
        return professional


def make_sessions(chance: Random, cast: Cast, number: int, user: User) -> None:
    """So many sessions, with who was planned and who came; in some nobody wrote down when somebody left."""
    parts = ("morning", "afternoon", "evening")
    sessions = Session.objects.bulk_create(
        Session(
            group=cast.group,
            held_on=FIRST + timedelta(days=place // 3),
            dagdeel=parts[place % 3],
            starts=STARTS,
            ends=ENDS,
            **({"closed_at": now(), "closed_by": user} if chance.random() < 0.9 else {}),
        )
        for place in range(number)
    )
    clients = [
        ClientAttendance(session=session, allocation=allocation, **_times(chance))
        for session in sessions
        for allocation in chance.sample(cast.clients, chance.choice((0, 1, 2, 4, 6, 8)))
    ]
    staff = [
        StaffAttendance(session=session, **who, **_times(chance))
        for session in sessions
        for who in chance.sample(
            [{"professional": one} for one in cast.professionals] + [{"helper": one} for one in cast.helpers],
            chance.choice((0, 1, 2, 3, 4)),
        )
    ]
    ClientAttendance.objects.bulk_create(clients, batch_size=500)
    made = StaffAttendance.objects.bulk_create(staff, batch_size=500)
    StaffBreak.objects.bulk_create([one for row in made for one in _breaks(chance, row)], batch_size=500)


def _times(chance: Random) -> dict[str, Any]:
    planned = _span(chance)
    times: dict[str, Any] = {"planned_starts": planned[0], "planned_ends": planned[1]}
    if chance.random() < 0.1:
        times = {"planned_starts": None, "planned_ends": None}
    came = chance.random()
    if came < 0.75:
        arrived, left = planned if chance.random() < 0.4 else _span(chance)
        return {**times, "presence": Presence.PRESENT, "arrived": arrived, "left": None if came < 0.02 else left}
    return {**times, "presence": Presence.ABSENT}


def _span(chance: Random) -> tuple[int, int]:
    return chance.choice(((STARTS, ENDS), (STARTS - 20, 640), (600, ENDS + 15), (570, 690), (630, 631), (650, 800)))


def _breaks(chance: Random, row: StaffAttendance) -> list[StaffBreak]:
    found = []
    for is_planned, starts, ends in ((True, row.planned_starts, row.planned_ends), (False, row.arrived, row.left)):
        until = ENDS if ends is None else ends
        if starts is None or until - starts < 60 or chance.random() < 0.5:
            continue
        moments = sorted(chance.sample(range(starts, until + 1, 5), chance.choice((2, 4))))
        found += [
            StaffBreak(attendance=row, is_planned=is_planned, starts=begins, ends=stops)
            for begins, stops in zip(moments[::2], moments[1::2], strict=True)
        ]
    return found

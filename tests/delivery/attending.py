"""A dagdeel of De Tuinkamer with people in it, for the tests of attendance."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clients.models import Allocation
from core.actors import Actor
from delivery.enums import Presence, StaffKind
from delivery.models import ClientAttendance, Group, Helper, Session, StaffAttendance, StaffBreak
from delivery.rules.attending import Stay
from organisations.models import Professional

HELD_ON = date(2026, 3, 2)
"""A Monday; the clock of these tests stands at noon of it."""
STARTS, ENDS = 540, 750

HERE = Stay(Presence.PRESENT, 540, 700)
NO_SHOW = Stay(Presence.ABSENT, reason="no_show")


def hold(group: Group, **values: Any) -> Session:
    """The morning of the story, without anybody in it."""
    facts: dict[str, Any] = {"held_on": HELD_ON, "dagdeel": "morning", "starts": STARTS, "ends": ENDS} | values
    key = {"group": group, "held_on": facts.pop("held_on"), "dagdeel": facts.pop("dagdeel")}
    # It stands ready already where it follows from the opening times.
    return Session.objects.update_or_create(**key, defaults=facts)[0]


def expect(session: Session, allocation: Allocation, **values: Any) -> ClientAttendance:
    """A client who was planned for the whole of the dagdeel."""
    planned = {"planned_starts": session.starts, "planned_ends": session.ends} | values
    return ClientAttendance.objects.create(session=session, allocation=allocation, **planned)


def roster(session: Session, person: Professional | Helper, **values: Any) -> StaffAttendance:
    """Somebody who was planned to work the whole of the dagdeel, with a break from ten to a quarter past."""
    who = {"helper": person} if isinstance(person, Helper) else {"professional": person}
    planned = {"planned_starts": session.starts, "planned_ends": session.ends} | values
    row = StaffAttendance.objects.create(session=session, **who, **planned)
    StaffBreak.objects.create(attendance=row, is_planned=True, starts=600, ends=615)
    return row


def helper_of(group: Group, name: str = "Truus Vrij") -> Helper:
    """A volunteer of the provider."""
    kind = StaffKind.VOLUNTEER
    return Helper.objects.create(provider=group.provider, name=name, kind=kind, starts_on=date(2026, 1, 1))


@dataclass
class Morning:
    """A dagdeel with one client and one professional in it, and who may write down that they came."""

    session: Session
    client: ClientAttendance
    staff: StaffAttendance
    petra: Actor
    planner: Actor

    @property
    def allocation(self) -> Allocation:
        """Under which the client comes."""
        return self.client.allocation

    @property
    def group(self) -> Group:
        """Where it is held."""
        return self.session.group

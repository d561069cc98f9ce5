"""One dagdeel as the checks look at it: what each says, and the picture of who was there."""

from dataclasses import dataclass
from datetime import datetime

from compliance.enums import Basis, State
from compliance.rules import Attendance, Result
from compliance.rules.outcome import CHECKS
from compliance.rules.picture import Picture, picture
from compliance.selectors.attending import load
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from delivery.models import ClientAttendance, Helper, Session
from organisations.access import may_see_professionals
from organisations.models import Professional
from products.enums import RuleKind


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check says."""

    kind: RuleKind
    result: Result


@dataclass(frozen=True, slots=True)
class Dagdeel:
    """A session with all that is said of it."""

    session: Session
    answers: tuple[Answer, ...]
    picture: Picture


def dagdeel(actor: Actor, session: Session, basis: Basis, known_at: datetime | None = None) -> Dagdeel:
    """What is said of this session, which the actor sees. With `known_at` who was there as it stood at that moment.

    Everybody counts who was there; only clients whose file the actor sees, and co-workers for who may see them, have
    a name. The others are numbered.
    """
    with acting(ADMINISTRATION):
        attendance = load([session], basis, known_at)[session.pk]
    answers = [Answer(kind, check(attendance)) for kind, check in CHECKS.values()]
    return Dagdeel(
        session,
        tuple(one for one in answers if one.result.state != State.NOT_APPLICABLE),
        picture(attendance, _clients(actor, session, attendance), _staff(actor, attendance)),
    )


def _clients(actor: Actor, session: Session, attendance: Attendance) -> dict[int, str]:
    seen = ClientAttendance.objects.visible_to(actor).filter(session=session).select_related("allocation__client")
    names = {one.allocation.client_id: one.allocation.client.name for one in seen}
    there = dict.fromkeys(one.who for one in attendance.clients)
    return {who: names.get(who, f"Cliënt {number}") for number, who in enumerate(there, 1)}


def _staff(actor: Actor, attendance: Attendance) -> dict[int, str]:
    there = list(dict.fromkeys(one.who for one in attendance.staff))
    names: dict[int, str] = {}
    if may_see_professionals(actor):
        names = dict(Professional.objects.filter(pk__in=[one for one in there if one > 0]).values_list("pk", "name"))
        helpers = Helper.objects.visible_to(actor).filter(pk__in=[-one for one in there if one < 0])
        names |= {-key: name for key, name in helpers.values_list("pk", "name")}
    return {who: names.get(who, f"Medewerker {number}") for number, who in enumerate(there, 1)}

"""One dagdeel as the checks look at it: what each says, and the picture of who was there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from compliance.enums import Basis, State
from compliance.rules import Attendance, Result
from compliance.rules.outcome import CHECKS
from compliance.rules.picture import Picture, picture
from compliance.selectors.attending import load
from compliance.selectors.overview import watched_providers
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from delivery.models import ClientAttendance, Helper, Session
from organisations.access import may_see_professionals
from organisations.enums import OrganisationKind
from organisations.models import Professional
from products.enums import RuleKind
from products.models import ProductVersion


def sessions_of(actor: Actor) -> QuerySet[Session]:
    """The dagdelen that the actor sees how they went: of who is watched; for a municipality with its inhabitants."""
    rows = Session.objects.filter(group__provider__in=watched_providers(actor))
    if actor.organisation_kind != OrganisationKind.MUNICIPALITY:
        return rows
    own = ClientAttendance.objects.filter(session=OuterRef("pk"), allocation__municipality=actor.organisation_id)
    return rows.filter(Exists(own))


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody put right after the attendance was closed."""

    at: datetime
    reason: str
    what: str


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
    corrections: tuple[Correction, ...]
    is_fictional: bool
    """Whether a product of somebody there was made up for a demo."""


def dagdeel(actor: Actor, session: Session, basis: Basis, known_at: datetime | None = None) -> Dagdeel:
    """What is said of this session, which the actor sees. With `known_at` who was there as it stood at that moment.

    Everybody counts who was there; only clients whose file the actor sees, and co-workers for who may see them, have
    a name. The others are numbered.
    """
    with acting(ADMINISTRATION):
        attendance = load([session], basis, known_at)[session.pk]
        corrections = _corrections(session)
        is_fictional = _is_fictional(session)
    answers = [Answer(kind, check(attendance)) for kind, check in CHECKS.values()]
    return Dagdeel(
        session,
        tuple(one for one in answers if one.result.state != State.NOT_APPLICABLE),
        picture(attendance, _clients(actor, session, attendance), _staff(actor, attendance)),
        corrections,
        is_fictional,
    )


def _corrections(session: Session) -> tuple[Correction, ...]:
    """By moment, of clients and of staff; whom it was about is not said."""
    clients, staff = session.clients.exclude(correction_reason=""), session.staff.exclude(correction_reason="")
    found = [Correction(row.recorded_at, row.correction_reason, "cliënt") for row in clients]
    found += [Correction(row.recorded_at, row.correction_reason, "medewerker") for row in staff]
    return tuple(sorted(found, key=lambda one: one.at))


def _is_fictional(session: Session) -> bool:
    variants = session.clients.current().order_by().values("allocation__variant")
    held = ProductVersion.objects.in_force_on(session.held_on).filter(variant__in=variants)
    return held.filter(is_fictional=True).exists()


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

"""Which changes of status there are among volunteers, requests and matches, and what a volunteer still lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError

from informal_care.enums import MatchStatus, VolunteerStatus

V, M = VolunteerStatus, MatchStatus

VOLUNTEER_STEPS: Final[Mapping[str, frozenset[str]]] = {
    V.REGISTERED: frozenset({V.INTAKE_DONE, V.STOPPED}),
    V.INTAKE_DONE: frozenset({V.AVAILABLE, V.PAUSED, V.STOPPED}),
    V.AVAILABLE: frozenset({V.PAUSED, V.STOPPED}),
    V.PAUSED: frozenset({V.AVAILABLE, V.STOPPED}),
    V.STOPPED: frozenset(),
}
"""From each status the ones that may follow. Who stopped and comes back, registers anew."""

MATCH_STEPS: Final[Mapping[str, frozenset[str]]] = {
    M.PROPOSED: frozenset({M.CHOSEN, M.DECLINED}),
    M.CHOSEN: frozenset({M.MET, M.DECLINED}),
    M.MET: frozenset({M.STARTED, M.DECLINED}),
    M.STARTED: frozenset({M.ENDED}),
    M.ENDED: frozenset(),
    M.DECLINED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something about a volunteer that asks for attention: what, from which day, and whether that day has passed."""

    what: str
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is known of a volunteer that says whether something is lacking."""

    status: str
    intake_on: date | None
    vog_until: date | None
    """Until when the newest certificate of conduct is valid; None without one."""
    talk_due_on: date | None
    """When the next guidance conversation is due; None when none is planned."""
    paused_until: date | None


def check_step(steps: Mapping[str, frozenset[str]], now: str, then: str) -> None:
    """Raise ValidationError with code `step` when this status cannot follow that one."""
    if then not in steps[now]:
        raise ValidationError("Deze stap kan nu niet. Kijk op de pagina wat de stand is.", code="step")


def check_ready(readiness: Readiness, day: date) -> None:
    """Raise ValidationError with code `intake_missing` and `vog_missing` as far as they hold on `day`.

    Nobody comes to somebody's home without an intake and a valid certificate of conduct. That is a choice of this
    project; no law demands a certificate of volunteers in care.
    """
    faults = []
    if readiness.intake_on is None:
        faults.append(ValidationError("Deze vrijwilliger had nog geen intake. Doe die eerst.", code="intake_missing"))
    if readiness.vog_until is None or readiness.vog_until < day:
        faults.append(
            ValidationError("Deze vrijwilliger heeft geen geldige VOG. Leg eerst een VOG vast.", code="vog_missing")
        )
    if faults:
        raise ValidationError(faults)


def lacks(readiness: Readiness, day: date, *, warning_days: int) -> Iterator[Lack]:
    """What a volunteer lacks on `day`; a certificate that runs out within `warning_days` does as well."""
    if readiness.status == V.STOPPED:
        return
    if readiness.intake_on is None:
        yield Lack("Intake te doen", None, is_late=False)
    elif readiness.vog_until is None:
        yield Lack("VOG ontbreekt", None, is_late=False)
    if readiness.vog_until is not None:
        if readiness.vog_until < day:
            yield Lack("VOG is verlopen", readiness.vog_until, is_late=True)
        elif readiness.vog_until <= day + timedelta(days=warning_days):
            yield Lack("VOG loopt af", readiness.vog_until, is_late=False)
    if readiness.talk_due_on is not None and readiness.talk_due_on <= day:
        yield Lack("Gesprek te voeren", readiness.talk_due_on, is_late=readiness.talk_due_on < day)
    if readiness.status == V.PAUSED and readiness.paused_until is not None and readiness.paused_until < day:
        yield Lack("Pauze is voorbij", readiness.paused_until, is_late=True)

"""Who was with a group from when to when: pure functions over values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.core.exceptions import ValidationError

from core.minutes import DAY, clock
from delivery.enums import Presence

NEVER = -1
"""The last minute that has passed of a day that has not begun."""


class Span(NamedTuple):
    """A stretch of a day in minutes, up to and without its end."""

    starts: int
    ends: int

    def __str__(self) -> str:
        return f"{clock(self.starts)} tot {clock(self.ends)}"


@dataclass(frozen=True, slots=True)
class Stay:
    """How it went with somebody in a dagdeel. Only who works there has breaks; only a client a reason for absence."""

    presence: Presence
    arrived: int | None = None
    left: int | None = None
    breaks: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A time in which somebody is with another group already."""

    span: Span
    group: str


def last_minute(held_on: date, day: date, minute: int) -> int:
    """The last minute of `held_on` that has passed when it is `minute` of `day`."""
    if held_on == day:
        return minute
    return DAY if held_on < day else NEVER


def check_stay(stay: Stay, *, latest: int, is_planned: bool, is_client: bool) -> None:
    """What was written can be so, and has happened by the minute `latest`. All faults at once.

    Codes: `not_planned`, `no_arrival`, `no_times`, `left_before_arriving`, `in_the_future`, `absence_reason`,
    `break_order`, `break_outside`, `break_overlap`.
    """
    faults = [*_times(stay, latest, is_planned=is_planned), *_reason(stay, is_client=is_client), *_breaks(stay, latest)]
    if faults:
        raise ValidationError(faults)


def _times(stay: Stay, latest: int, *, is_planned: bool) -> Iterator[ValidationError]:
    if stay.presence != Presence.PRESENT:
        if stay.presence == Presence.EXPECTED and not is_planned:
            yield ValidationError("Dit was niet gepland. Kies aanwezig of niet gekomen.", code="not_planned")
        if stay.arrived is not None or stay.left is not None:
            yield ValidationError("Wie er niet is, heeft geen tijden. Maak de tijden leeg.", code="no_times")
        return
    if stay.arrived is None:
        yield ValidationError("Vul in hoe laat iemand kwam.", code="no_arrival")
    elif stay.left is not None and stay.left <= stay.arrived:
        message = f"Vertrokken om {clock(stay.left)} is niet later dan gekomen om {clock(stay.arrived)}. Pas dit aan."
        yield ValidationError(message, code="left_before_arriving")
    if latest == NEVER:
        yield ValidationError(
            "Dit dagdeel is nog niet geweest. Leg aanwezigheid op de dag zelf vast.", code="in_the_future"
        )
        return
    for minute in (stay.arrived, stay.left):
        if minute is not None and minute > latest:
            message = f"Het is nog geen {clock(minute)}. Vul in wat er is gebeurd, of laat de tijd leeg."
            yield ValidationError(message, code="in_the_future")


def _reason(stay: Stay, *, is_client: bool) -> Iterator[ValidationError]:
    if is_client and stay.presence == Presence.ABSENT and not stay.reason:
        yield ValidationError("Kies waarom de cliënt niet kwam.", code="absence_reason")
    if stay.reason and (stay.presence != Presence.ABSENT or not is_client):
        message = "Een reden van afwezigheid hoort bij een cliënt die niet kwam. Maak de reden leeg."
        yield ValidationError(message, code="absence_reason")


def _breaks(stay: Stay, latest: int) -> Iterator[ValidationError]:
    in_order = sorted(stay.breaks)
    for one in in_order:
        if one.ends <= one.starts:
            yield ValidationError(f"De pauze van {one} eindigt niet na het begin. Pas dit aan.", code="break_order")
        elif not _covers(stay, one):
            message = f"De pauze van {one} valt buiten de tijd van komen en gaan. Pas een van beide aan."
            yield ValidationError(message, code="break_outside")
        elif one.starts > latest:
            message = f"De pauze van {one} is nog niet geweest. Vul haar daarna in."
            yield ValidationError(message, code="in_the_future")
    for former, later in pairwise(in_order):
        if later.starts < former.ends:
            message = f"De pauzes van {former} en {later} vallen samen. Maak er een van."
            yield ValidationError(message, code="break_overlap")


def _covers(stay: Stay, one: Span) -> bool:
    if stay.presence != Presence.PRESENT or stay.arrived is None:
        return False
    return stay.arrived <= one.starts and (stay.left is None or one.ends <= stay.left)


def times_with_group(stay: Stay, until: int) -> list[Span]:
    """When somebody is with the group for certain: from arriving to leaving, without the breaks.

    Who has not left, or of whom nobody knows when, is there until `until`, the end of the dagdeel, and at least in the
    minute of arriving. In a break one may help out in another group.
    """
    if stay.presence != Presence.PRESENT or stay.arrived is None:
        return []
    here, end = stay.arrived, stay.left if stay.left is not None else max(until, stay.arrived + 1)
    found = []
    for one in sorted(stay.breaks):
        if here < min(one.starts, end):
            found.append(Span(here, min(one.starts, end)))
        here = max(here, one.ends)
    return [*found, Span(here, end)] if here < end else found


def check_nowhere_else(stay: Stay, until: int, elsewhere: Sequence[Elsewhere]) -> None:
    """Nobody is with two groups at once. Code: `elsewhere`."""
    here = times_with_group(stay, until)
    refuse_elsewhere([other for other in elsewhere if meets(here, other)])


def meets(spans: Sequence[Span], other: Elsewhere) -> bool:
    """Whether one of these stretches has a minute in common with the other."""
    return any(one.starts < other.span.ends and other.span.starts < one.ends for one in spans)


def refuse_elsewhere(met: Sequence[Elsewhere]) -> None:
    """Somebody was with these groups at the same time. Code: `elsewhere`; nothing when there are none."""
    faults = [
        ValidationError(
            f"Deze persoon is van {other.span} al bij {other.group}. Pas een van beide aan.", code="elsewhere"
        )
        for other in met
    ]
    if faults:
        raise ValidationError(faults)


def check_held(stay: Stay, *, cancelled_reason: str, closed_reason: str) -> None:
    """Nobody is there when the dagdeel is not held. Codes: `session_cancelled`, `group_closed`."""
    if stay.presence != Presence.PRESENT:
        return
    if cancelled_reason:
        message = f"Dit dagdeel gaat niet door: {cancelled_reason}. Er kan niemand aanwezig zijn."
        raise ValidationError(message, code="session_cancelled")
    if closed_reason:
        message = f"De groep is deze dag dicht: {closed_reason}. Er kan niemand aanwezig zijn."
        raise ValidationError(message, code="group_closed")


def check_begun(starts: int, latest: int) -> None:
    """A dagdeel is closed once it has begun. Code: `not_begun`."""
    if starts > latest:
        message = f"Dit dagdeel begint pas om {clock(starts)}. Sluit het daarna af."
        raise ValidationError(message, code="not_begun")


def as_planned(planned: Stay, stay: Stay, latest: int) -> Stay:
    """What follows when it went as planned up to the minute `latest`, for what nobody wrote down yet.

    Who is expected and should have come, came; who is there and should have left, left, with the planned breaks where
    none were written. All else stays.
    """
    arrived, left, breaks = stay.arrived, stay.left, stay.breaks
    if stay.presence == Presence.EXPECTED and planned.arrived is not None and planned.arrived <= latest:
        arrived = planned.arrived
    elif stay.presence != Presence.PRESENT or stay.arrived is None:
        return stay
    if left is None and planned.left is not None and planned.left <= latest and arrived is not None:
        left = planned.left if planned.left > arrived else None
    if left is not None and stay.left is None and not breaks:
        inside = Stay(Presence.PRESENT, arrived, left)
        breaks = tuple(one for one in planned.breaks if _covers(inside, one))
    return Stay(Presence.PRESENT, arrived, left, breaks)


def missing(stay: Stay) -> ValidationError | None:
    """What is still to be written before a dagdeel can be closed. Codes: `still_expected`, `left_missing`."""
    if stay.presence == Presence.EXPECTED:
        return ValidationError("Kies aanwezig of niet gekomen.", code="still_expected")
    if stay.presence == Presence.PRESENT and stay.left is None:
        return ValidationError("Vul in hoe laat iemand wegging, of kies ‘weet niet’.", code="left_missing")
    return None

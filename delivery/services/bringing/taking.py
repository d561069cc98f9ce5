"""Taking in attendance that was written down elsewhere: many lines at once, each with what is wrong with it.

The rules are those of the floor (`delivery.services.floor`). What they need to know is fetched for all lines together,
and what they allow is written together: the number of statements does not grow with the lines, but for the pieces in
which rows are written.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from clients.services.importing.runs import Progress
from core import clock
from core.actors import Actor
from delivery.access import may_see_attendance
from delivery.rules.attending import Elsewhere, refuse_elsewhere, times_with_group
from delivery.rules.together import Wish, clashes
from delivery.selectors.attendance import Person, present_on
from delivery.services.bringing.finding import Entry, Finder
from delivery.services.bringing.lines import Brought, Line
from delivery.services.floor import add_rows, checks_of, grown_together, latest_at, lock_people, write_rows

MOST_LINES: Final = 20_000
CHUNK: Final = 500
"""Rows that are written in one go."""


class _Refused(Exception):
    """Takes everything back."""


def bring_in(
    *,
    actor: Actor,
    lines: Sequence[Line],
    takes_good: bool,
    keeps: bool = True,
    progress: Progress = lambda done, total: None,
) -> Brought:
    """Write down these lines: all of them or, with `takes_good`, those that can be; with the faults of the others.

    Who was not planned comes in as somebody added. Without `keeps` nothing is stored, and the answer says what would
    be. Where two lines have somebody with two groups at once, the first one stands. Raises PermissionDenied, and
    ValidationError `too_many_lines`. Codes of the faults: those of `record_attendance` and `add_client`, and
    `unknown_group`, `no_session`, `group_closed`, `session_closed`, `no_allocation`, `outside_allocation`,
    `municipality_needed`, `not_planned`, `not_yours`, `no_staff`, `staff_twice`, `line_twice`.
    """
    if not may_see_attendance(actor):
        raise PermissionDenied
    refuse_too_many(lines)
    brought = Brought()
    try:
        with transaction.atomic():
            _bring(actor, lines, brought, keeps=keeps, takes_good=takes_good, progress=progress)
    except _Refused:
        brought.is_kept = False
    brought.faults.sort()
    return brought


def refuse_too_many(lines: Sequence[Line]) -> None:
    """So many lines are taken at once. Code: `too_many_lines`."""
    if len(lines) > MOST_LINES:
        message = f"Dit zijn meer dan {MOST_LINES} regels. Maak er meer bestanden van."
        raise ValidationError(message, code="too_many_lines")


def _bring(
    actor: Actor, lines: Sequence[Line], brought: Brought, *, keeps: bool, takes_good: bool, progress: Progress
) -> None:
    finder = Finder(actor, lines, brought, locks=keeps)
    # Looking takes about as long as writing.
    looked = partial(_tell, progress, len(lines) * (2 if keeps else 1))
    changed = []
    for entry in finder.entries():
        if entry.before == entry.stay:
            brought.same += 1
        else:
            changed.append(entry)
    if keeps:
        lock_people({entry.person for entry in changed})
    good = _together(_by_themselves(changed, finder, brought, looked), finder, brought)
    brought.stored = len(good)
    if not keeps or (brought.faults and not takes_good):
        raise _Refused
    _write(actor, good, finder, lambda done: looked(len(lines) + done))


def _by_themselves(
    entries: Sequence[Entry], finder: Finder, brought: Brought, looked: Callable[[int], None]
) -> list[Entry]:
    """Those with which nothing is wrong but, perhaps, that somebody is elsewhere."""
    moment = clock.now()
    good = []
    latest: dict[date, int] = {}
    for place, entry in enumerate(entries):
        if place % CHUNK == 0:
            looked(place)
        session = entry.session
        if session.closed_at is not None:
            text = "Dit dagdeel is al afgesloten. Leg een correctie vast, met een reden."
            brought.refuse(entry.line, "session_closed", text)
            continue
        if session.held_on not in latest:
            latest[session.held_on] = latest_at(moment, session.held_on)
        closed_reason = finder.closed.get((session.group_id, session.held_on), "")
        is_good = True
        for check in checks_of(
            entry.row, entry.stay, session, latest=latest[session.held_on], closed_reason=closed_reason
        ):
            try:
                check()
            except ValidationError as error:
                brought.refuse_for(entry.line, error)
                is_good = False
        if is_good:
            good.append(entry)
    return good


def _together(entries: Sequence[Entry], finder: Finder, brought: Brought) -> list[Entry]:
    """Those that leave nobody with two groups at once."""
    by_day: dict[tuple[Person, date], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.person, entry.session.held_on].append(entry)
    mine = {(entry.person, entry.session.pk) for entry in entries}
    fixed: dict[tuple[Person, date], list[Elsewhere]] = defaultdict(list)
    stands: dict[tuple[Person, int], list[Elsewhere]] = {}
    for one in present_on({entry.person for entry in entries}, {day for _, day in by_day}, finder.provider_id):
        if (one.person, one.session) in mine:
            stands[one.person, one.session] = list(one.stays)
        else:
            fixed[one.person, one.day] += one.stays
    refused: set[int] = set()
    for key, some in by_day.items():
        some.sort(key=lambda entry: entry.line.number)
        wishes = [_wish(entry, stands, finder.group_names) for entry in some]
        found = clashes(wishes, fixed[key])
        for entry in some:
            if entry.line.number in found:
                refused.add(entry.line.number)
                try:
                    refuse_elsewhere(found[entry.line.number])
                except ValidationError as error:
                    brought.refuse_for(entry.line, error)
    return [entry for entry in entries if entry.line.number not in refused]


def _wish(entry: Entry, stands: dict[tuple[Person, int], list[Elsewhere]], names: dict[int, str]) -> Wish:
    session = entry.session
    before = tuple(one.span for one in stands.get((entry.person, session.pk), ()))
    after = tuple(times_with_group(entry.stay, session.ends))
    return Wish(entry.line.number, names[session.group_id], before, after)


def _write(actor: Actor, entries: Sequence[Entry], finder: Finder, written: Callable[[int], None]) -> None:
    moment = clock.now()
    done = 0
    for first in range(0, len(entries), CHUNK):
        piece = entries[first : first + CHUNK]
        changed = [(entry.row, entry.stay) for entry in piece if entry.before is not None]
        if changed:
            write_rows(actor, changed, finder.breaks, moment)
        made = [(entry.row, entry.stay) for entry in piece if entry.before is None]
        if made:
            add_rows(actor, made, moment)
        written(done := done + len(piece))
    grown_together({entry.session.pk for entry in entries})


def _tell(progress: Progress, total: int, done: int) -> None:
    progress(done, total)

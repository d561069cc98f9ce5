"""Checking all sessions anew, ten thousand at a time, and keeping what stands otherwise.

On PostgreSQL several connections share the work, each in a thread of its own that waits for the database.
"""

# The statement is put together from names of columns; every value from outside is bound.
# ruff: noqa: S608

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from django.conf import settings
from django.db import connection, connections, transaction

from compliance.enums import Basis
from compliance.models import SessionOutcome
from compliance.rules.columns import UNKNOWN, FactColumns, Numbers, numbers
from compliance.rules.outcome import CHECKS
from compliance.rules.sweep import STATES, Found
from compliance.selectors.facts import read_facts
from compliance.selectors.sweep import ranges, sweep_range
from compliance.services.outcomes import keep_outcomes
from core.acting import ADMINISTRATION, acting
from delivery.models import Session

TOGETHER: Final = 500
"""Sessions whose outcomes are written in one transaction."""
BASES: Final = tuple(Basis)


def _place(column: str, values: Sequence[str]) -> str:
    cases = " ".join(f"WHEN '{value}' THEN {place}" for place, value in enumerate(values))
    return f"CASE {column} {cases} END"


STANDING: Final = (
    f"SELECT session_id, {_place('basis', [one.value for one in BASES])}, "
    + ", ".join(_place(name, [one.value for one in STATES]) for name in CHECKS)
    + f", short, short_minutes, revision FROM {SessionOutcome._meta.db_table} "
    "WHERE superseded_at IS NULL AND session_id > %s AND session_id <= %s"
)
"""The outcomes that stand, in numbers: the session, the place of the basis, the values as in `Found`, the revision."""

Range = tuple[int, int]
"""After which primary key of a session to begin, and the last one."""


@dataclass(slots=True)
class Swept:
    """How many sessions were checked, how many outcomes are new, and how many stood otherwise for no known reason."""

    sessions: int = 0
    outcomes: int = 0
    differences: int = 0

    def add(self, other: "Swept") -> None:
        """Count these along."""
        self.sessions += other.sessions
        self.outcomes += other.outcomes
        self.differences += other.differences


def sweep_sessions(last: int, day: date) -> Swept:
    """Check the sessions up to this primary key, held on `day` or before, and write what stands otherwise."""
    facts, shares = FactColumns(read_facts()), list(ranges(last))
    workers = settings.CHECK_WORKERS if connection.vendor == "postgresql" else 1
    total = Swept()
    if workers == 1 or len(shares) == 1:
        total.add(_sweep_some(facts, shares, day))
        return total
    with ThreadPoolExecutor(workers) as pool:
        for swept in pool.map(lambda first: _apart(facts, shares[first::workers], day), range(workers)):
            total.add(swept)
    return total


def _apart(facts: FactColumns, share: Sequence[Range], day: date) -> Swept:
    """In a thread, and so on a connection of its own, which ends with it."""
    try:
        return _sweep_some(facts, share, day)
    finally:
        connections.close_all()


def _sweep_some(facts: FactColumns, share: Iterable[Range], day: date) -> Swept:
    total = Swept()
    with acting(ADMINISTRATION):
        for after, until in share:
            found = sweep_range(facts, after=after, until=until, day=day)
            total.sessions += len(found.sessions.pk)
            otherwise = _otherwise(found, after, until)
            for first in range(0, len(otherwise), TOGETHER):
                total.add(_keep(found, otherwise[first : first + TOGETHER]))
    return total


def _otherwise(found: Found, after: int, until: int) -> list[int]:
    """The sessions of which something else stands than was found, or of which an outcome is that should not be."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [after, until])
        rows = numbers(cursor.fetchall(), len(CHECKS) + 5).T
    place, is_there = found.places(rows[:, 0])
    differs = np.zeros(len(found.sessions.pk), dtype=bool)
    for number, basis in enumerate(BASES):
        of_basis = is_there & (rows[:, 1] == number)
        stands = np.full((len(differs), len(CHECKS) + 3), UNKNOWN)
        stands[place[of_basis]] = rows[of_basis, 2:]
        differs |= (stands != _expected(found, basis)).any(axis=1)
    gone: Numbers = np.unique(rows[~is_there, 0])
    return [*found.sessions.pk[differs].tolist(), *gone.tolist()]


def _expected(found: Found, basis: Basis) -> Numbers:
    """The values and the revision; `UNKNOWN` where there should be no outcome."""
    expected = np.column_stack([found.values[basis], found.sessions.revision])
    if basis == Basis.REALISED:
        expected[found.sessions.is_closed == 0] = UNKNOWN
    return expected


@transaction.atomic
def _keep(found: Found, some: Sequence[int]) -> Swept:
    """Write what was found of these sessions. One that changed meanwhile is checked again anyway, and is left alone."""
    locked = Session.objects.select_for_update(of=("self",)).filter(pk__in=some).order_by("pk")
    places, is_there = found.places(np.array(some))
    place_of = dict(zip(some, np.where(is_there, places, UNKNOWN).tolist(), strict=True))
    sessions = [one for one in locked if _is_as_read(one, found, place_of[one.pk])]
    wanted = {
        (one.pk, basis.value): outcome
        for one in sessions
        for basis in BASES
        if place_of[one.pk] != UNKNOWN and (outcome := found.outcome(place_of[one.pk], basis)) is not None
    }
    kept = keep_outcomes(sessions, wanted)
    return Swept(outcomes=kept.new, differences=kept.differences)


def _is_as_read(session: Session, found: Found, place: int) -> bool:
    return place == UNKNOWN or session.revision == found.sessions.revision[place]

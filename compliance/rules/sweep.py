"""What all checks say of very many sessions at once: the same reckoning as `outcome_of`, over columns of numbers.

Who comes and who goes are steps up and down; their running sums are who is there, and each stretch between two steps is
looked at by itself. The steps of all sessions stand behind one another: at the end of each session nobody is there.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from compliance.enums import Basis, State
from compliance.rules.columns import (
    UNKNOWN,
    Breaks,
    Clients,
    FactColumns,
    Mask,
    Numbers,
    Rows,
    Sessions,
    Staff,
    pair,
    places_of,
)
from compliance.rules.outcome import Outcome
from compliance.rules.presence import FEWEST_IN_A_GROUP

STATES: Final = tuple(State)
"""A state is kept as its place in this row."""
MET, NOT_MET, NOT_ASSESSABLE, NOT_APPLICABLE = map(
    STATES.index, (State.MET, State.NOT_MET, State.NOT_ASSESSABLE, State.NOT_APPLICABLE)
)
A_DAY: Final = 4096
"""More minutes than a day has, so that a session and a minute in it make one number."""


class Found(NamedTuple):
    """What the checks say: by session a row with what `Outcome` holds, in its order, states as their place."""

    sessions: Sessions
    values: dict[Basis, Numbers]

    def places(self, pks: Numbers) -> tuple[Numbers, Mask]:
        """Where the sessions with these primary keys stand, and which of them are here at all."""
        return places_of(self.sessions.pk, pks)

    def outcome(self, place: int, basis: Basis) -> Outcome | None:
        """The outcome of the session at this place; None of how it went while it is not closed."""
        if basis == Basis.REALISED and not self.sessions.is_closed[place]:
            return None
        *states, short, minutes = self.values[basis][place].tolist()
        return Outcome._make([*(STATES[state] for state in states), short, minutes])


def sweep(facts: FactColumns, rows: Rows) -> Found:
    """All checks on all these sessions, as planned and as they went."""
    rows = _of_one_moment(rows)
    sessions = rows.sessions
    client_at, staff_at = (np.searchsorted(sessions.pk, some.session) for some in (rows.clients, rows.staff))
    clients, staff = _of_clients(facts, rows, client_at), _of_staff(facts, rows, staff_at)
    plan, real = rows.clients.planned_starts >= 0, rows.clients.is_present > 0
    planned = _Attendance(
        sessions,
        _people(clients, plan, rows.clients.planned_starts, rows.clients.planned_ends),
        _parts(staff, rows, Basis.PLANNED),
    )
    realised = _Attendance(
        sessions,
        _people(clients, real, rows.clients.arrived, rows.clients.left),
        _parts(staff, rows, Basis.REALISED),
    )
    return Found(sessions, {Basis.PLANNED: _judge(facts, planned), Basis.REALISED: _judge(facts, realised)})


class _People(NamedTuple):
    """Stays of clients, or parts of a day's work of staff. What is counted of each, 0 or 1 unless said otherwise."""

    session: Numbers
    """Its place."""
    starts: Numbers
    ends: Numbers
    share: Numbers
    """Of a client, in parts of a professional."""
    level: Numbers
    """Demanded of a client's professionals, or proven by this one."""
    is_vague: Numbers
    """Nothing is in force for the product of this client."""
    cares: Numbers
    """This client needs personal care; this professional is competent in it."""
    is_other: Numbers
    """A volunteer or trainee."""

    def where(self, mask: Mask | Numbers) -> "_People":
        """Some of them."""
        return _People(*(column[mask] for column in self))

    def settled(self, ends: Numbers) -> "_People":
        """With this end of the session for those of whom nobody wrote down when they left."""
        open_end = self.ends == UNKNOWN
        until = np.where(open_end, np.maximum(ends[self.session], self.starts), self.ends)
        return self._replace(ends=until)


class _Attendance(NamedTuple):
    """Who was there in each session, as planned or as it went."""

    sessions: Sessions
    clients: _People
    staff: _People


class _Reading(NamedTuple):
    """What there is to say of each session once every stay has an end."""

    most: Numbers
    is_needy_inside: Mask
    is_needy_ever: Mask
    short_inside: Numbers
    short_ever: Numbers
    short_minutes: Numbers
    is_alone: Mask
    is_uncared: Mask
    vague: Numbers

    def ratio(self, *, inside: bool) -> Numbers:
        """The state of the ratio in the hours of the session, or for as long as a client is there."""
        short = self.short_inside if inside else self.short_ever
        is_needy = self.is_needy_inside if inside else self.is_needy_ever
        return np.select([short > 0, self.vague > 0, ~is_needy], [NOT_MET, NOT_ASSESSABLE, NOT_APPLICABLE], default=MET)


def _of_one_moment(rows: Rows) -> Rows:
    """Without what was added while the rows were read: its session, or the attendance of a break, was not there yet."""
    clients = Clients(*(column[places_of(rows.sessions.pk, rows.clients.session)[1]] for column in rows.clients))
    staff = Staff(*(column[places_of(rows.sessions.pk, rows.staff.session)[1]] for column in rows.staff))
    is_known = places_of(np.sort(staff.pk), rows.breaks.attendance)[1]
    return Rows(rows.sessions, clients, staff, Breaks(*(column[is_known] for column in rows.breaks)))


def _of_clients(facts: FactColumns, rows: Rows, at: Numbers) -> _People:
    found, sessions = rows.clients, rows.sessions
    day = sessions.day[at]
    share, level, is_vague = facts.demands(found.variant, day)
    cares = facts.care.holds(pair(found.client, sessions.provider[at]), day)
    nothing = np.zeros_like(at)
    return _People(at, nothing, nothing, share, level, is_vague.astype(np.int64), cares.astype(np.int64), nothing)


def _of_staff(facts: FactColumns, rows: Rows, at: Numbers) -> _People:
    found, sessions = rows.staff, rows.sessions
    day, worker = sessions.day[at], pair(found.professional, sessions.provider[at])
    is_other, nothing = (found.professional == 0).astype(np.int64), np.zeros_like(at)
    competent = facts.competences.holds(worker, day).astype(np.int64)
    return _People(at, nothing, nothing, nothing, facts.proven(worker, day), nothing, competent, is_other)


def _people(people: _People, mask: Mask, starts: Numbers, ends: Numbers) -> _People:
    return people._replace(starts=starts, ends=ends).where(mask)


def _parts(staff: _People, rows: Rows, basis: Basis) -> _People:
    """Who worked, without the breaks; as `timeline.without_breaks`."""
    found, breaks = rows.staff, rows.breaks
    if basis == Basis.PLANNED:
        mask, starts, ends = found.planned_starts >= 0, found.planned_starts, found.planned_ends
    else:
        mask, starts, ends = found.is_present > 0, found.arrived, found.left
    starts, parts = starts.copy(), []
    place_of = np.argsort(found.pk)
    chosen = np.flatnonzero(breaks.is_planned == (basis == Basis.PLANNED))
    chosen = chosen[np.lexsort((breaks.starts[chosen], breaks.attendance[chosen]))]
    whose = place_of[np.searchsorted(found.pk, breaks.attendance[chosen], sorter=place_of)]
    first = np.concatenate([[True], whose[1:] != whose[:-1]]) if len(whose) else np.zeros(0, dtype=bool)
    number = np.arange(len(whose)) - np.maximum.accumulate(np.where(first, np.arange(len(whose)), 0))
    for turn in range(int(number.max(initial=-1)) + 1):
        who, pause = whose[number == turn], chosen[number == turn]
        until = np.where(ends[who] == UNKNOWN, breaks.starts[pause], np.minimum(breaks.starts[pause], ends[who]))
        worked = mask[who] & (starts[who] < until)
        parts.append(staff._replace(starts=starts, ends=ends).where(who[worked])._replace(ends=until[worked]))
        starts[who] = np.maximum(starts[who], breaks.ends[pause])
    rest = mask & ((ends == UNKNOWN) | (starts < ends))
    parts.append(staff._replace(starts=starts, ends=ends).where(rest))
    return _together(parts)


def _judge(facts: FactColumns, attendance: _Attendance) -> Numbers:
    sessions, clients, staff = attendance
    number = len(sessions.pk)
    open_clients, open_staff = clients.ends == UNKNOWN, staff.ends == UNKNOWN
    # At worst who is not known to have left stayed as a client or a volunteer, and left as a professional.
    worst_staff = staff.where(~open_staff | (staff.is_other > 0)).settled(sessions.ends)
    worst = _read(facts, sessions, clients.settled(sessions.ends), worst_staff)
    best = worst
    if open_clients.any() or open_staff.any():
        is_unknown = np.zeros(number, dtype=bool)
        is_unknown[clients.session[open_clients]] = is_unknown[staff.session[open_staff]] = True
        best_clients = clients.where(~open_clients & is_unknown[clients.session])
        best_staff = staff.where((~open_staff | (staff.is_other == 0)) & is_unknown[staff.session])
        other = _read(facts, sessions, best_clients, best_staff.settled(sessions.ends))
        best = _Reading(*(np.where(is_unknown, new, old) for new, old in zip(other, worst, strict=True)))
    some_clients = _count(clients.session, number) > 0
    lowest = _least(clients.session, clients.level, clients.level > 0, number)
    weakest = _least(staff.session, staff.level, staff.is_other == 0, number)
    return np.stack(
        [
            _both(worst.ratio(inside=True), best.ratio(inside=True)),
            _both(worst.ratio(inside=False), best.ratio(inside=False)),
            _where(_count(staff.session, number, staff.is_other) > 0, _never(worst.is_alone, best.is_alone)),
            _where(some_clients, np.where(worst.most >= FEWEST_IN_A_GROUP, MET, NOT_MET)),
            _where(_count(clients.session, number, clients.cares) > 0, _never(worst.is_uncared, best.is_uncared)),
            _where((lowest < _HIGHEST) & (weakest < _HIGHEST), np.where(weakest < lowest, NOT_MET, MET)),
            worst.short_inside,
            worst.short_minutes,
        ],
        axis=1,
    )


def _read(facts: FactColumns, sessions: Sessions, clients: _People, staff: _People) -> _Reading:
    """What holds in the stretches between the steps of these people, by session."""
    number, both = len(sessions.pk), [clients, staff]
    at = np.concatenate(
        [*(_moments(one.session, one.starts) for one in both), *(_moments(one.session, one.ends) for one in both)]
    )
    order = np.argsort(at)
    at = at[order]
    length = np.diff(at, append=at[-1:])
    session = at // A_DAY
    # From the last step of a session to the first of the next is no stretch.
    real = np.flatnonzero((length > 0) & (np.append(session[1:], UNKNOWN) == session)) if len(at) else at
    session, starts = session[real], at[real] % A_DAY
    ends = starts + length[real]

    def there(of_clients: Numbers | None, of_staff: Numbers | None) -> Numbers:
        """How many there are in each stretch, when each counts for this; None counts for nothing."""
        each = np.concatenate(
            [
                np.zeros(len(one.session), dtype=np.int64) if value is None else value
                for one, value in zip(both, (of_clients, of_staff), strict=True)
            ]
        )
        return np.cumsum(np.concatenate([each, -each])[order])[real]

    present = there(np.ones_like(clients.session), None)
    is_professional = 1 - staff.is_other
    professionals = there(None, is_professional)
    short, is_needy = np.zeros_like(session), np.zeros(len(session), dtype=bool)
    for level in facts.levels:
        load = there(np.where(clients.level >= level, clients.share, 0), None)
        able = there(None, np.where(staff.level >= level, is_professional, 0))
        short = np.maximum(short, -(-load // facts.whole) - able)
        # Whatever level a client's product demands, it is the lowest of all or a higher one.
        is_needy |= load > 0
    inside = np.minimum(ends, sessions.ends[session]) - np.maximum(starts, sessions.starts[session])
    is_inside = inside > 0
    return _Reading(
        most=_most(session, present, number),
        is_needy_inside=_ever(session, is_needy & is_inside, number),
        is_needy_ever=_ever(session, is_needy, number),
        short_inside=_most(session, np.where(is_inside, short, 0), number),
        short_ever=_most(session, short, number),
        short_minutes=_count(session, number, np.where(is_inside, short * inside, 0)),
        is_alone=_ever(session, (present > 0) & (professionals == 0) & (there(None, staff.is_other) > 0), number),
        is_uncared=_ever(
            session, (there(clients.cares, None) > 0) & (there(None, staff.cares * is_professional) == 0), number
        ),
        vague=_count(clients.session, number, clients.is_vague),
    )


_HIGHEST: Final = 1 << 30


def _moments(session: Numbers, minutes: Numbers) -> Numbers:
    return session * A_DAY + minutes


def _together(parts: Sequence[_People]) -> _People:
    return _People(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _count(session: Numbers, number: int, each: Numbers | None = None) -> Numbers:
    return np.bincount(session, each, number).astype(np.int64)


def _most(session: Numbers, values: Numbers, number: int) -> Numbers:
    found = np.zeros(number, dtype=np.int64)
    np.maximum.at(found, session, values)
    return found


def _least(session: Numbers, values: Numbers, mask: Mask, number: int) -> Numbers:
    found = np.full(number, _HIGHEST)
    np.minimum.at(found, session[mask], values[mask])
    return found


def _ever(session: Numbers, mask: Mask, number: int) -> Mask:
    found = np.zeros(number, dtype=bool)
    found[session[mask]] = True
    return found


def _both(worst: Numbers, best: Numbers) -> Numbers:
    """What worst and best agree on, and otherwise that nobody can tell."""
    return np.where(worst == best, worst, NOT_ASSESSABLE)


def _never(worst: Mask, best: Mask) -> Numbers:
    return _both(np.where(worst, NOT_MET, MET), np.where(best, NOT_MET, MET))


def _where(applies: Mask, states: Numbers) -> Numbers:
    return np.where(applies, states, NOT_APPLICABLE)

"""The checks on who is there: ratio, cover, volunteers, group, personal care.

Each takes plain values and gives a `Result`. What is demanded comes from the product version of each client; only how
it is looked at stands here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Final

from compliance.enums import State
from compliance.rules.results import Interval, Result, joined, not_applicable
from compliance.rules.timeline import ClientStay, Need, StaffStay, Stretch, settled, timeline, within
from compliance.rules.words import advice_on, co_workers, hold, in_need, level_words, share_sum, short_of
from delivery.enums import StaffKind

FEWEST_IN_A_GROUP: Final = 2
"""With one client it is no group (our reading of "in een groep", product sheet Duurzaam)."""


@dataclass(frozen=True)
class Attendance:
    """Who was there in one dagdeel, as planned or as it went."""

    starts: int
    """When the dagdeel begins and ends, in minutes after midnight."""
    ends: int
    clients: tuple[ClientStay, ...]
    staff: tuple[StaffStay, ...]

    @cached_property
    def stretches(self) -> list[Stretch]:
        """All stretches, also those before the dagdeel and after it."""
        return timeline(self.clients, self.staff)

    @cached_property
    def inside(self) -> list[Stretch]:
        """The stretches within the dagdeel."""
        return within(self.stretches, self.starts, self.ends)

    @cached_property
    def worst(self) -> "Attendance":
        """The worst that may have been where times are missing; itself where none are.

        At worst a client whose departure nobody wrote down stayed until the end, a professional left at once, and a
        volunteer or trainee stayed too.
        """
        return self._settled(is_good=False)

    @cached_property
    def best(self) -> "Attendance":
        """The best that may have been."""
        return self._settled(is_good=True)

    def _settled(self, *, is_good: bool) -> "Attendance":
        if all(one.ends is not None for one in chain(self.clients, self.staff)):
            return self
        professionals = [one for one in self.staff if one.kind == StaffKind.PROFESSIONAL]
        others = [one for one in self.staff if one.kind != StaffKind.PROFESSIONAL]
        until_the_end, gone = self.ends, None
        return replace(
            self,
            clients=tuple(settled(self.clients, gone if is_good else until_the_end)),
            staff=(
                *settled(professionals, until_the_end if is_good else gone),
                *settled(others, gone if is_good else until_the_end),
            ),
        )


Check = Callable[[Attendance], Result]


def check_ratio(attendance: Attendance) -> Result:
    """Whether there are enough professionals at every moment of the dagdeel.

    The union of moments decides, never the average (product sheet Duurzaam: "1 professional per 5 cliënten", and "te
    allen tijde"). Clients of several products together are held to the sum of their shares, rounded up.
    """
    return _three_valued(attendance, lambda one: _ratio(one.inside, one))


def check_cover(attendance: Attendance) -> Result:
    """The same for as long as a client is there: also while people are brought and fetched, and in breaks."""
    return _three_valued(attendance, lambda one: _ratio(one.stretches, one))


def check_volunteers(attendance: Attendance) -> Result:
    """Whether nobody but volunteers or trainees is with clients: they work beside professionals, never instead."""
    if all(one.kind == StaffKind.PROFESSIONAL for one in attendance.staff):
        return not_applicable()
    return _three_valued(attendance, _volunteers)


def check_group(attendance: Attendance) -> Result:
    """Whether at some moment so many clients are there together that it is a group."""
    if not attendance.clients:
        return not_applicable()
    most = max((len(one.clients) for one in timeline(settled(attendance.clients, attendance.ends), [])), default=0)
    return Result(
        State.MET if most >= FEWEST_IN_A_GROUP else State.NOT_MET,
        measured=f"hoogstens {hold(most)} tegelijk",
        demanded=f"minstens {hold(FEWEST_IN_A_GROUP)} tegelijk",
    )


def check_personal_care(attendance: Attendance) -> Result:
    """Whether somebody competent is there at each moment at which a client is who needs personal care."""
    if not any(one.needs_care for one in attendance.clients):
        return not_applicable()
    return _three_valued(attendance, _personal_care)


def check_levels(attendance: Attendance) -> Result:
    """Whether everybody who works as a professional has at least the lowest level that a client's product demands.

    That enough of them have the higher levels is part of the ratio. A level that is not proven is none: unknown, not
    checked or out of date never counts (product sheet Duurzaam, demands on content, point 2).
    """
    levels = [one.demand.level for one in attendance.clients if one.demand is not None and one.demand.level]
    working = {one.who: one for one in attendance.staff if one.kind == StaffKind.PROFESSIONAL}
    if not levels or not working:
        return not_applicable()
    below = [who for who, one in working.items() if one.level < min(levels)]
    proven = len(working) - len(below)
    return Result(
        State.NOT_MET if below else State.MET,
        measured=f"{proven} van de {in_need(len(working), 0)} met dit niveau bewezen",
        demanded=f"iedere professional: {level_words(min(levels))}",
        people=tuple(below),
    )


def _three_valued(attendance: Attendance, look: Check) -> Result:
    """Look at the worst and the best that may have been where times are missing; where they differ nobody can tell."""
    clients = sum(one.ends is None for one in attendance.clients)
    staff = sum(one.ends is None for one in attendance.staff)
    if not clients and not staff:
        return look(attendance)
    worst, best = look(attendance.worst), look(attendance.best)
    if worst.state == best.state:
        return worst
    who = " en ".join([*([hold(clients)] if clients else []), *([co_workers(staff)] if staff else [])])
    missing = f"Vul van {who} in wanneer zij vertrokken."
    return replace(worst, state=State.NOT_ASSESSABLE, missing=(missing, *worst.missing))


def _ratio(stretches: Sequence[Stretch], attendance: Attendance) -> Result:
    needy = [(one, need) for one in stretches if (need := one.tightest) is not None]
    unknown = any(one.demand is None for one in attendance.clients)
    if not needy:
        return _unknown_demand() if unknown else not_applicable()
    stretch, need = max(needy, key=lambda pair: (_tightness(pair[1]), pair[0].minutes, -pair[0].starts))
    broken = joined(Interval(one.starts, one.ends) for one in stretches if one.short)
    found = Result(
        State.NOT_MET if broken else State.MET,
        measured=f"{hold(len(stretch.clients))} en {in_need(need.available, need.level)}",
        demanded=share_sum(stretch.shares, need),
        worst=Interval(stretch.starts, stretch.ends),
        broken=broken,
        people=tuple(one.who for one in stretch.clients),
        advice=advice_on(stretches) if broken else "",
    )
    # Too few for those of whom the demand is known is too few.
    return (
        replace(found, state=State.NOT_ASSESSABLE, missing=_unknown_demand().missing)
        if unknown and not broken
        else found
    )


def _tightness(need: Need) -> tuple[int, object]:
    return need.short, need.load - need.available


def _unknown_demand() -> Result:
    return Result(
        State.NOT_ASSESSABLE,
        missing=("Voor het product van een cliënt gelden op deze dag geen eisen. Vraag de inkoper.",),
    )


def _volunteers(attendance: Attendance) -> Result:
    alone = [one for one in attendance.stretches if one.clients and one.staff and not one.works(StaffKind.PROFESSIONAL)]
    return _of_broken(
        alone,
        "een professional naast wie vrijwilliger of stagiair is",
        "vrijwilligers of stagiairs alleen met cliënten",
    )


def _personal_care(attendance: Attendance) -> Result:
    without = [
        one
        for one in attendance.stretches
        if any(client.needs_care for client in one.clients)
        and not any(member.is_competent and member.kind == StaffKind.PROFESSIONAL for member in one.staff)
    ]
    return _of_broken(without, "iemand die bekwaam is in persoonlijke verzorging", "niemand die bekwaam is")


def _of_broken(stretches: Sequence[Stretch], demanded: str, measured: str) -> Result:
    """Met when there is no such stretch; the longest is the worst."""
    if not stretches:
        return Result(State.MET, demanded=demanded)
    broken = joined(Interval(one.starts, one.ends) for one in stretches)
    people = dict.fromkeys(client.who for one in stretches for client in one.clients)
    return Result(
        State.NOT_MET,
        measured=f"{short_of(sum(one.minutes for one in broken))} {measured}",
        demanded=demanded,
        worst=max(broken, key=lambda one: (one.minutes, -one.starts)),
        broken=broken,
        people=tuple(people),
    )

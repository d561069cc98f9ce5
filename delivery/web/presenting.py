"""What pages about groups say: plain values, so that templates hold no logic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.minutes import clock
from core.templatetags.pages import nl_date_short
from delivery.enums import Presence
from delivery.models import Group, MixDecision, RosterLine, StaffAttendance
from delivery.selectors import GroupRow, Occupied
from delivery.selectors.groups import DAYS_LOOKED_AHEAD
from organisations.enums import Level
from plans.enums import Dagdeel, Weekday
from plans.rules.week import ALWAYS_SHOWN_DAYS, ALWAYS_SHOWN_PARTS, Moment

LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class Count:
    """How full a dagdeel is, in words, with a badge where that needs a look."""

    moment: Moment
    clock: str
    words: str
    badge: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A dagdeel in the picture of the week."""

    part: str
    count: Count | None


@dataclass(frozen=True, slots=True)
class GroupWeek:
    """When a group is open in a week, and how full it is."""

    parts: Sequence[str]
    days: Sequence[tuple[str, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """A line in the list of groups."""

    group: Group
    today: Sequence[str]
    closed: str
    free: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on levels as the page shows it."""

    decision: MixDecision
    shares: str


def counted(one: Occupied, *, is_own: bool) -> Count:
    """How full this dagdeel is; of a group of another organisation only how many of one's own come."""
    badge = None
    if is_own and one.placed >= one.capacity:
        badge = ("te vol", "no") if one.placed > one.capacity else ("vol", "neutral")
    return Count(one.hours.moment, one.hours.words, _words(one, is_own=is_own), badge)


def group_week(rows: Sequence[Occupied], *, is_own: bool) -> GroupWeek | None:
    """The week from Monday to Friday, and whatever else of it the group is open; None when it never is."""
    if not rows:
        return None
    counts = {one.hours.moment: counted(one, is_own=is_own) for one in rows}
    parts = [part for part in Dagdeel if part in ALWAYS_SHOWN_PARTS or any(moment.part == part for moment in counts)]
    days = [day for day in Weekday if day in ALWAYS_SHOWN_DAYS or any(moment.day == day for moment in counts)]
    return GroupWeek(
        parts=[part.label.capitalize() for part in parts],
        days=[
            (
                day.label.capitalize(),
                [Cell(part.label.capitalize(), counts.get(Moment(day, part))) for part in parts],
            )
            for day in days
        ],
    )


def listed(row: GroupRow, *, is_own: bool) -> ListedGroup:
    """A group in the list."""
    today = [f"{one.hours.moment.part.label}: {_words(one, is_own=is_own)}" for one in row.today]
    return ListedGroup(row.group, today, row.closed_because, _free(row))


def decided(decisions: Iterable[MixDecision]) -> list[Decided]:
    """Decisions with their shares in the order of the levels: "mbo 2 60%, mbo 4 40%"."""
    found = []
    for decision in decisions:
        shares = sorted(decision.shares.all(), key=lambda share: LEVELS.index(Level(share.level)))
        words = ", ".join(f"{share.get_level_display()} {share.percent}%" for share in shares)
        found.append(Decided(decision, words))
    return found


def work_times(line: RosterLine) -> str:
    """From when to when somebody works by a line of the roster: "vanaf 10:00, pauze 12:00 tot 12:30"."""
    if line.starts is None and line.ends is None:
        words = "zolang de groep open is"
    elif line.starts is None or line.ends is None:
        words = f"vanaf {clock(line.starts)}" if line.starts is not None else f"tot {clock(line.ends or 0)}"
    else:
        words = f"{clock(line.starts)} tot {clock(line.ends)}"
    if line.break_starts is None or line.break_ends is None:
        return words
    return f"{words}, pauze {clock(line.break_starts)} tot {clock(line.break_ends)}"


def planned_times(row: StaffAttendance) -> str:
    """From when to when somebody is planned in a dagdeel; empty for who was taken off."""
    if row.presence == Presence.ABSENT or row.planned_starts is None or row.planned_ends is None:
        return ""
    return f"{clock(row.planned_starts)} tot {clock(row.planned_ends)}"


def _words(one: Occupied, *, is_own: bool) -> str:
    if is_own:
        return f"{one.placed} van {one.capacity} plaatsen"
    return f"{one.placed} uit uw gemeente"


def _free(row: GroupRow) -> str:
    if row.free is None:
        return f"Geen plaats in de komende {DAYS_LOOKED_AHEAD // 7} weken"
    places = "1 plaats" if row.free.places == 1 else f"{row.free.places} plaatsen"
    return f"{row.free.hours.moment} {nl_date_short(row.free.day)}, {places}"

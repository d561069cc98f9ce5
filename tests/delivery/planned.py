"""A slow and plain reckoning of what is planned, and random groups to try it on."""

from datetime import date, time, timedelta
from typing import Any

from core.minutes import minute_of
from delivery.enums import Presence
from delivery.models import (
    ClosedDay,
    Group,
    Leave,
    Opening,
    Placement,
    RosterLine,
    Session,
    StaffAttendance,
)
from organisations.models import Employment
from plans.rules.week import MOMENTS, Week

WEEKS = 2
PARTS = ("morning", "afternoon", "evening")
HOURS = {"morning": (8, 12), "afternoon": (13, 17), "evening": (18, 21)}


def state() -> dict[Any, Any]:
    """All dagdelen with who is in them, without keys and revisions that a run may choose."""
    found: dict[Any, Any] = {}
    for one in Session.objects.prefetch_related("clients", "staff__breaks"):
        people: dict[Any, Any] = {}
        for row in one.clients.all():
            people["client", row.allocation_id] = _row(row)
        for member in one.staff.all():
            breaks = sorted((pause.starts, pause.ends) for pause in member.breaks.all() if pause.is_planned)
            people["staff", member.professional_id, member.helper_id] = (*_row(member), tuple(breaks))
        found[one.group_id, one.held_on, one.dagdeel] = (one.starts, one.ends, bool(one.closed_at), one.note, people)
    return found


def reckoned(before: dict[Any, Any], day: date, weeks: int = WEEKS) -> dict[Any, Any]:
    """What should be there after a run on `day` that finds `before`."""
    after = {key: value for key, value in before.items() if key[1] < day or value[2]}
    ahead = {(group, on, part) for group, on, part in before if on >= day}
    last = day + timedelta(days=7 * weeks)
    days = [day + timedelta(days=number) for number in range((last - day).days)]
    ahead |= {(group.pk, on, part) for group in Group.objects.all() for on in days for part in PARTS}
    groups = {group.pk: group for group in Group.objects.prefetch_related("openings", "closed_days")}
    stand = Standing()
    for key in ahead - set(after):
        group = groups[key[0]]
        found: Any = before.get(key)
        kept = {who: row for who, row in found[4].items() if row[2] or row[3] != "expected"} if found else {}
        opening = _opening(group, key[1], key[2])
        if opening is None:
            if kept or (found and found[3]):
                after[key] = (*found[:4], kept)
            continue
        starts, ends = minute_of(opening.opens), minute_of(opening.closes)
        people = {**_clients(stand, key, starts, ends), **_staff(stand, group, key, starts, ends), **kept}
        after[key] = (starts, ends, False, found[3] if found else "", people)
    return after


class Standing:
    """All that stands, read once."""

    def __init__(self) -> None:
        self.placements = list(Placement.objects.select_related("allocation__client"))
        self.lines = list(RosterLine.objects.select_related("helper").order_by("-pk"))
        self.leave = list(Leave.objects.all())
        self.employments = list(Employment.objects.all())


def _row(row: Any) -> tuple[Any, ...]:
    return (row.planned_starts, row.planned_ends, row.is_by_hand, str(row.presence))


def _holds(row: Any, day: date) -> bool:
    return bool(row.starts_on <= day and (row.ends_on is None or row.ends_on >= day))


def _opening(group: Group, day: date, part: str) -> Opening | None:
    if not _holds(group, day) or day in {row.day for row in group.closed_days.all()}:
        return None
    rows = [row for row in group.openings.all() if row.weekday == day.isoweekday() and row.dagdeel == part]
    return next((row for row in rows if _holds(row, day)), None)


def _comes(moments: Week, key: Any) -> bool:
    return any(one.day.value == key[1].isoweekday() and one.part == key[2] for one in moments)


def _clients(stand: Standing, key: Any, starts: int, ends: int) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for row in (one for one in stand.placements if one.group_id == key[0]):
        order = row.allocation
        stopped = order.delivery_stopped_on is not None and order.delivery_stopped_on < key[1]
        died = order.client.died_on is not None and order.client.died_on < key[1]
        if _holds(row, key[1]) and _holds(order, key[1]) and _comes(row.moments, key) and not stopped and not died:
            found["client", row.allocation_id] = (starts, ends, False, "expected")
    return found


def _staff(stand: Standing, group: Group, key: Any, starts: int, ends: int) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for line in (one for one in stand.lines if one.group_id == key[0]):
        if not (_holds(line, key[1]) and _comes(line.moments, key) and _works(stand, line, group, key[1])):
            continue
        first, last = max(starts, line.starts or 0), min(ends, line.ends or 24 * 60)
        if first >= last:
            continue
        breaks: tuple[Any, ...] = ()
        if line.break_starts is not None and line.break_ends is not None:
            pause = (max(first, line.break_starts), min(last, line.break_ends))
            breaks = (pause,) if pause[0] < pause[1] else ()
        found["staff", line.professional_id, line.helper_id] = (first, last, False, "expected", breaks)
    return found


def _works(stand: Standing, line: RosterLine, group: Group, day: date) -> bool:
    who = (line.professional_id, line.helper_id)
    leave = [one for one in stand.leave if (one.professional_id, one.helper_id) == who]
    if any(_holds(one, day) and one.provider_id == group.provider_id for one in leave):
        return False
    if line.helper is not None:
        return _holds(line.helper, day)
    work = [one for one in stand.employments if one.professional_id == line.professional_id]
    return any(_holds(one, day) and one.provider_id == group.provider_id for one in work)


class Dice:
    """Random groups, placements, rosters and what happens to them."""

    def __init__(self, chance: Any, groups: list[Group], allocations: list[Any], people: list[dict[str, Any]]) -> None:
        self.chance, self.groups, self.allocations, self.people = chance, groups, allocations, people
        self.start = date(2026, 3, 2)

    def period(self) -> dict[str, Any]:
        """A few days or weeks around the days that are looked at."""
        first = self.start + timedelta(days=self.chance.randint(-10, 16))
        last = first + timedelta(days=self.chance.randint(0, 20))
        return {"starts_on": first, "ends_on": self.chance.choice([None, last])}

    def moments(self) -> Week:
        """Some dagdelen of the week."""
        return Week(frozenset(self.chance.sample(MOMENTS, self.chance.randint(1, 12))))

    def minutes(self) -> tuple[int | None, int | None]:
        """A time of the day, or a part that is left open."""
        first = self.chance.randint(7 * 4, 20 * 4) * 15
        last = first + self.chance.randint(1, 16) * 15
        choices: list[Any] = [(None, None), (first, last), (first, None), (None, last)]
        chosen: tuple[int | None, int | None] = choices[self.chance.randrange(4)]
        return chosen

    def open(self) -> None:
        """A dagdeel of the week, in place of what stood for it."""
        group, part = self.chance.choice(self.groups), self.chance.choice(PARTS)
        weekday = self.chance.randint(1, 7)
        group.openings.filter(weekday=weekday, dagdeel=part).delete()
        first, last = HOURS[part]
        times = {"opens": time(first, self.chance.choice([0, 30])), "closes": time(last, self.chance.choice([0, 15]))}
        Opening.objects.create(group=group, weekday=weekday, dagdeel=part, **times, **self.period())

    def close(self) -> None:
        """A day on which a group is closed, or no longer is."""
        group, day = self.chance.choice(self.groups), self.start + timedelta(days=self.chance.randint(0, 13))
        if not group.closed_days.filter(day=day).delete()[0]:
            ClosedDay.objects.create(group=group, day=day, reason="Feest")

    def place(self) -> None:
        """A client in a group, in place of where the client was in it."""
        group, allocation = self.chance.choice(self.groups), self.chance.choice(self.allocations)
        Placement.objects.filter(group=group, allocation=allocation).delete()
        Placement.objects.create(group=group, allocation=allocation, moments=self.moments(), **self.period())

    def stop(self) -> None:
        """Delivery stops or goes on, or the allocation gets another end."""
        allocation = self.chance.choice(self.allocations)
        days: list[date | None] = [None, self.start + timedelta(days=self.chance.randint(0, 12))]
        allocation.delivery_stopped_on = self.chance.choice(days)
        allocation.delivery_started_on = allocation.delivery_stopped_on and allocation.starts_on
        allocation.delivery_stop_reason = "20" if allocation.delivery_stopped_on else ""
        allocation.ends_on = self.chance.choice([date(2026, 12, 31), self.start + timedelta(days=13)])
        allocation.save()

    def roster(self) -> None:
        """A line of a roster, in place of those of this person in this group."""
        group, who = self.chance.choice(self.groups), self.chance.choice(self.people)
        RosterLine.objects.filter(group=group, **who).delete()
        starts, ends = self.minutes()
        pause = self.chance.randint(8 * 4, 20 * 4) * 15
        breaks = self.chance.choice([{}, {"break_starts": pause, "break_ends": pause + 30}])
        times = {"starts": starts, "ends": ends, **breaks, **self.period()}
        RosterLine.objects.create(group=group, moments=self.moments(), **times, **who)

    def leave(self) -> None:
        """Somebody is away, or no longer is."""
        who, group = self.chance.choice(self.people), self.chance.choice(self.groups)
        if not Leave.objects.filter(**who).delete()[0]:
            Leave.objects.create(provider=group.provider, kind="illness", **who, **self.period())

    def employ(self) -> None:
        """Employment, or the time of a helper, gets another end."""
        who = self.chance.choice(self.people)
        ends_on = self.chance.choice([None, self.start + timedelta(days=self.chance.randint(0, 13))])
        helper = who.get("helper")
        if helper is not None:
            helper.ends_on = ends_on
            helper.save()
        else:
            Employment.objects.filter(**who).update(ends_on=ends_on)

    def end_group(self) -> None:
        """A group exists for a while."""
        period = self.period() | {"starts_on": date(2026, 1, 1)}
        if period["ends_on"] is None or period["ends_on"] > date(2026, 1, 1):
            Group.objects.filter(pk=self.chance.choice(self.groups).pk).update(**period)

    def by_hand(self) -> None:
        """Somebody is planned by hand, taken off, written down as present, or a dagdeel is closed or has a note."""
        sessions = list(Session.objects.order_by("group", "held_on", "dagdeel"))
        if not sessions:
            return
        session = self.chance.choice(sessions)
        rows: list[Any] = [*session.clients.order_by("allocation"), *session.staff.order_by("professional", "helper")]
        what = self.chance.choice(["off", "present", "on", "close", "note"])
        if what == "note":
            Session.objects.filter(pk=session.pk).update(note="De bus komt later.")
        elif what == "close":
            user = self.groups[0].provider.memberships.order_by("pk")[0].user
            moment = self.start.isoformat() + "T12:00:00Z"
            Session.objects.filter(pk=session.pk).update(closed_at=moment, closed_by=user)
        elif what == "on":
            who, times = (
                self.chance.choice(self.people),
                {"planned_starts": session.starts, "planned_ends": session.ends},
            )
            StaffAttendance.objects.update_or_create(session=session, **who, defaults={"is_by_hand": True, **times})
        elif rows:
            row = self.chance.choice(rows)
            if what == "present":
                row.presence, row.arrived = Presence.PRESENT, session.starts
            else:
                row.is_by_hand, row.presence, row.arrived = True, Presence.ABSENT, None
            row.save()

    def roll(self, times: int) -> None:
        """Let so many things happen."""
        acts = [self.open] * 6 + [self.place] * 4 + [self.roster] * 4 + [self.leave] * 2 + [self.by_hand] * 4
        acts += [self.close, self.stop, self.employ, self.end_group]
        for _ in range(times):
            self.chance.choice(acts)()

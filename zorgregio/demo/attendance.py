"""Who was there in the demo: the dagdelen of two weeks, and today, which is still open."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from core.actors import Actor
from core.clock import pretend
from core.minutes import minute_of
from delivery.enums import Presence
from delivery.models import ClientAttendance, Group, Session, StaffAttendance, StaffBreak
from delivery.rules.attending import Span, Stay
from delivery.selectors import hours_of
from delivery.services import close_session, confirm_as_planned, correct_attendance, record_attendance, write_handover
from organisations.models import Professional
from zorgregio.demo.organisations import Cast

DAYS: Final = 14
BREAK: Final = (75, 90)
"""From when to when after the beginning somebody has a break."""


def tell_attendance(story: Mapping[str, Any], cast: Cast, today: date) -> None:
    """Write the dagdelen of the groups for which the story says who works there."""
    for row in story["attendance"]:
        actor = cast.actors[row["by"]]
        group = Group.objects.get(provider=cast.providers[row["provider"]], name=row["group"])
        if Session.objects.filter(group=group, closed_at__isnull=False).exists():
            continue
        people = [Professional.objects.get(name=name) for name in row["works"]]
        days = [today - timedelta(days=number) for number in range(DAYS, -1, -1)]
        held = [session for day in days for session in _sessions(group, people, day)]
        for session in held:
            if session.held_on < today:
                with pretend(session.held_on + timedelta(days=1)):
                    confirm_as_planned(actor=actor, session=session)
        _tell_events(row, actor, [session for session in held if session.held_on < today])


def _tell_events(row: Mapping[str, Any], actor: Actor, past: list[Session]) -> None:
    """What did not go as planned: somebody left early, somebody did not come, and what was put right later."""
    if len(past) < ENOUGH:
        return
    *before, absent, open_one = past
    # The fullest morning: with one professional less it is one too few from half past ten.
    short = max(before, key=lambda session: (session.clients.current().count(), -session.starts))
    with pretend(short.held_on + timedelta(days=1)):
        helper = short.staff.current().order_by("pk").last()
        if helper is not None:
            left = short.starts + row["leaves_after"]
            stay = Stay(Presence.PRESENT, short.starts, left, (Span(short.starts + 15, short.starts + 30),))
            record_attendance(actor=actor, session=short, stays={helper.public_id: stay})
        write_handover(actor=actor, session=short, note=row["note"], was="")
    with pretend(absent.held_on + timedelta(days=1)):
        client = absent.clients.current().order_by("pk").first()
        if client is not None:
            gone = Stay(Presence.ABSENT, reason="cancelled")
            record_attendance(actor=actor, session=absent, stays={client.public_id: gone})
    for session in past:
        if session != open_one:
            with pretend(session.held_on + timedelta(days=1)):
                close_session(actor=actor, session=session)
    with pretend(absent.held_on + timedelta(days=2)):
        client = absent.clients.current().order_by("pk").last()
        if client is not None:
            stay = Stay(Presence.PRESENT, absent.starts + 25, absent.ends)
            stays = {client.public_id: stay}
            correct_attendance(actor=actor, session=absent, stays=stays, reason=row["correction"])


ENOUGH: Final = 3


def _sessions(group: Group, people: list[Professional], day: date) -> list[Session]:
    """The dagdelen of a day with who was expected, where nobody made them from the week yet."""
    held: list[Session] = []
    if group.closed_days.filter(day=day).exists():
        return held
    placed = list(group.placements.active_on(day).select_related("allocation"))
    for hours in hours_of(group, day):
        coming = [one for one in placed if hours.moment in one.moments]
        if hours.moment.day != day.isoweekday() or not coming:
            continue
        facts = {"starts": minute_of(hours.opens), "ends": minute_of(hours.closes)}
        session, is_new = Session.objects.get_or_create(
            group=group, held_on=day, dagdeel=hours.moment.part, defaults=facts
        )
        held.append(session)
        if not is_new:
            continue
        planned = {"planned_starts": session.starts, "planned_ends": session.ends}
        for placement in coming:
            ClientAttendance.objects.create(session=session, allocation=placement.allocation, **planned)
        for number, person in enumerate(people):
            staff = StaffAttendance.objects.create(session=session, professional=person, **planned)
            starts, ends = (session.starts + minutes + 15 * number for minutes in BREAK)
            StaffBreak.objects.create(attendance=staff, is_planned=True, starts=starts, ends=ends)
    return held

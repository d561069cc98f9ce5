"""Who was there in the demo: the dagdelen of two weeks, and today, which is still open."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.actors import Actor
from core.clock import pretend
from delivery.enums import Presence
from delivery.models import Group, Session
from delivery.rules.attending import Span, Stay
from delivery.services import close_session, confirm_as_planned, correct_attendance, record_attendance, write_handover
from zorgregio.demo.organisations import Cast


def tell_attendance(story: Mapping[str, Any], cast: Cast, today: date) -> None:
    """Write the dagdelen of the groups for which the story says who works there."""
    for row in story["attendance"]:
        actor = cast.actors[row["by"]]
        group = Group.objects.get(provider=cast.providers[row["provider"]], name=row["group"])
        if Session.objects.filter(group=group, closed_at__isnull=False).exists():
            continue
        past = list(group.sessions.filter(held_on__lt=today).order_by("held_on", "starts"))
        # Of the last one with clients nobody wrote down yet who came.
        waits = [session for session in past if session.clients.exists()][-1:] if "note" in row else []
        for session in past:
            if session in waits:
                continue
            with pretend(session.held_on + timedelta(days=1)):
                confirm_as_planned(actor=actor, session=session)
        if "note" in row:
            _tell_events(row, actor, past)
        else:
            _close(actor, past)


def _tell_events(row: Mapping[str, Any], actor: Actor, past: list[Session]) -> None:
    """What did not go as planned: somebody left early, somebody did not come, and what was put right later."""
    *before, absent, open_one = [session for session in past if session.clients.exists()]
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
    _close(actor, [session for session in past if session != open_one])
    with pretend(absent.held_on + timedelta(days=2)):
        client = absent.clients.current().order_by("pk").last()
        if client is not None:
            stay = Stay(Presence.PRESENT, absent.starts + 25, absent.ends)
            stays = {client.public_id: stay}
            correct_attendance(actor=actor, session=absent, stays=stays, reason=row["correction"])


def _close(actor: Actor, sessions: list[Session]) -> None:
    for session in sessions:
        with pretend(session.held_on + timedelta(days=1)):
            close_session(actor=actor, session=session)

"""Working out what the checks say of sessions, and keeping it: of some after a change, and of all in the night.

Both reckon with the same facts. What stood is never written over: an outcome that changed is superseded, so that a
report of an earlier day can be read again.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from compliance.enums import Basis
from compliance.models import CheckRun, SessionOutcome
from compliance.rules.outcome import Outcome, outcome_of
from compliance.selectors.attending import load
from compliance.services.finding import follow_groups
from compliance.services.outcomes import keep_outcomes
from compliance.services.sweeping import sweep_sessions
from core.acting import ADMINISTRATION, acting
from core.clock import now, today
from core.storing import store
from delivery.models import Group, Session

TOGETHER: Final = 500
"""Sessions that are checked in one transaction."""


def check_sessions(sessions: Iterable[int]) -> int:
    """Bring the outcomes of these sessions in step with who was there, and the findings of their groups.

    How many outcomes changed. Sessions of which nothing changed cost a few queries and write nothing.
    """
    with acting(ADMINISTRATION), transaction.atomic():
        rows = list(Session.objects.select_for_update(of=("self",)).filter(pk__in=list(sessions)).order_by("pk"))
        wanted = {(pk, basis.value): outcome for basis in Basis for pk, outcome in _reckoned(rows, basis).items()}
        kept = keep_outcomes(rows, wanted)
        if kept:
            follow_groups({one.group_id for one in rows})
    return kept.superseded + kept.new


def check_changed() -> int:
    """Check the sessions that changed since they were checked: those of which a message was lost. How many."""
    standing = SessionOutcome.objects.current().filter(session=OuterRef("pk"), basis=Basis.PLANNED)
    held = Session.objects.filter(held_on__lte=today()).order_by("pk")
    old = Q(~Exists(standing.filter(revision=OuterRef("revision"))), cancelled_reason="")
    cancelled = Q(Exists(standing)) & ~Q(cancelled_reason="")
    keys = list(held.filter(old | cancelled).values_list("pk", flat=True))
    for first in range(0, len(keys), TOGETHER):
        check_sessions(keys[first : first + TOGETHER])
    return len(keys)


def check_all(day: date) -> CheckRun:
    """Check every session up to and including `day` anew, and bring the findings about groups in step.

    The run that is kept says how many outcomes stood otherwise although nothing was said to have changed: there should
    be none.
    """
    run = CheckRun()
    store(run)
    swept = sweep_sessions(Session.objects.aggregate(last=Max("pk"))["last"] or 0, day)
    run.sessions, run.outcomes, run.differences = swept.sessions, swept.outcomes, swept.differences
    groups = list(Group.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(groups), TOGETHER):
        follow_groups(groups[first : first + TOGETHER])
    run.finished_at = now()
    store(run)
    return run


def _reckoned(sessions: list[Session], basis: Basis) -> dict[int, Outcome]:
    """The outcome of each session that there is one of: none of what did not go on, and of how it went once closed."""
    held = [
        one
        for one in sessions
        if not one.cancelled_reason and one.held_on <= today() and (basis == Basis.PLANNED or one.closed_at is not None)
    ]
    return {pk: outcome_of(attendance) for pk, attendance in load(held, basis).items()}

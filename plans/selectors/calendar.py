"""The dates of what an actor has on the work list, for a calendar outside: a few queries, and nothing about anybody.

Only ids and dates are fetched, so no name can come along.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, QuerySet

from clients.access import may_do_intake
from clients.enums import ChangeReason
from clients.models import Allocation
from clients.selectors.case_work import decisions_to_reassess, terms_to_meet
from core.actors import Actor
from core.calendar import add_months
from organisations.enums import OrganisationKind
from plans.access import may_read_plans
from plans.enums import DateKind, PlanStatus
from plans.models import EvaluationMoment, WlzTrack
from plans.selectors.wlz import quiet_days
from plans.selectors.worklist import open_notices, running_plans, still_here

MONTHS_BACK: Final = 1
MONTHS_AHEAD: Final = 13
"""What is further away than the next yearly evaluation is no work yet: our choice, as is what lies behind."""

MOST: Final = 1000
"""Dates of one kind, the first in front: a calendar with more helps nobody, and must not weigh on the server."""

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class CalendarDate:
    """A day on which something is due, and where it is done."""

    day: date
    kind: DateKind
    keys: tuple[UUID, ...]
    """The ids in the address of its page."""
    since: date
    """From when on this day is the one; a day that moves is another date."""


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day that a calendar shows."""

    first: date
    last: date


def window(day: date) -> Window:
    """What a calendar shows on `day`."""
    return Window(add_months(day, -MONTHS_BACK), add_months(day, MONTHS_AHEAD))


def calendar_dates(actor: Actor, day: date) -> list[CalendarDate]:
    """What the actor has on the work list with a day to it, and what will come on it; the first in front."""
    shown = window(day)
    if actor.organisation_kind == OrganisationKind.PROVIDER:
        kinds = _of_provider(actor, day, shown)
    elif actor.organisation_kind == OrganisationKind.MUNICIPALITY:
        kinds = _of_municipality(actor, day, shown)
    else:
        kinds = iter(())
    return sorted({row for rows in kinds for row in rows})


def _of_provider(actor: Actor, day: date, shown: Window) -> Iterator[Iterable[CalendarDate]]:
    if may_read_plans(actor):
        yield _evaluations(actor, day, shown)
        yield _moments(actor, day, shown)
        yield _tracks(actor, day, shown)
    else:
        yield _reminded(actor, shown)
    yield _allocation_ends(actor, shown)


def _of_municipality(actor: Actor, day: date, shown: Window) -> Iterator[Iterable[CalendarDate]]:
    if may_read_plans(actor):
        # The work list of a municipality has those that are late.
        yield _evaluations(actor, day, Window(shown.first, day - ONE_DAY))
        yield _tracks(actor, day, shown)
    if may_do_intake(actor):
        yield _terms(actor, shown)
        yield _reassessments(actor, day, shown)
        yield _allocation_ends(actor, shown)


def _evaluations(actor: Actor, day: date, shown: Window) -> Iterator[CalendarDate]:
    rows = running_plans(actor, day).filter(next_evaluation_due_on__range=(shown.first, shown.last))
    found = _first(rows, "next_evaluation_due_on", "versions__public_id", "next_evaluation_due_on", "clock_starts_on")
    return (CalendarDate(due, DateKind.EVALUATION, (version,), since) for version, due, since in found)


def _reminded(actor: Actor, shown: Window) -> Iterator[CalendarDate]:
    rows = open_notices(actor).filter(reminder__due_on__range=(shown.first, shown.last))
    client, plan = "reminder__version__plan__allocation__client__public_id", "reminder__version__plan__clock_starts_on"
    found = _first(rows, "reminder__due_on", client, "reminder__due_on", plan)
    return (CalendarDate(due, DateKind.REMINDED, (client,), since or due) for client, due, since in found)


def _moments(actor: Actor, day: date, shown: Window) -> Iterator[CalendarDate]:
    rows = EvaluationMoment.objects.visible_to(actor).filter(
        still_here("version__plan__allocation__client"),
        version__status=PlanStatus.IN_EXECUTION,
        planned_on__range=(shown.first, shown.last),
    )
    rows = rows.exclude(version__plan__allocation__ends_on__lt=day)
    found = _first(rows, "planned_on", "version__public_id", "planned_on", "version__agreed_on")
    return (CalendarDate(planned, DateKind.MOMENT, (version,), since) for version, planned, since in found)


def _tracks(actor: Actor, day: date, shown: Window) -> Iterator[CalendarDate]:
    days = quiet_days(day)
    if days is None:
        return
    rows = WlzTrack.objects.visible_to(actor).running().filter(still_here("plan__allocation__client"))
    with_steps = rows.annotate(stepped_on=Max("steps__taken_on"))
    for track, opened, stepped in _first(with_steps, "opened_on", "public_id", "opened_on", "stepped_on"):
        last = max(opened, stepped or opened)
        stalls = last + timedelta(days=days)
        if shown.first <= stalls <= shown.last:
            yield CalendarDate(stalls, DateKind.WLZ_STEP, (track,), last)


def _terms(actor: Actor, shown: Window) -> Iterator[CalendarDate]:
    rows = terms_to_meet(actor).filter(due_on__range=(shown.first, shown.last))
    found = _first(rows, "due_on", "case__client__public_id", "case__public_id", "due_on", "starts_on")
    return (CalendarDate(due, DateKind.TERM, (client, case), since) for client, case, due, since in found)


def _reassessments(actor: Actor, day: date, shown: Window) -> Iterator[CalendarDate]:
    rows = decisions_to_reassess(actor, day, until=shown.last).filter(reassess_on__gte=shown.first)
    found = _first(rows, "reassess_on", "case__client__public_id", "reassess_on", "decided_on")
    return (CalendarDate(due, DateKind.REASSESSMENT, (client,), since) for client, due, since in found)


def _allocation_ends(actor: Actor, shown: Window) -> Iterator[CalendarDate]:
    rows = Allocation.objects.visible_to(actor).filter(
        still_here("client"), ends_on__range=(shown.first, shown.last), replaced_by=None
    )
    rows = rows.exclude(change_reason=ChangeReason.REMOVED)
    found = _first(rows, "ends_on", "client__public_id", "ends_on", "starts_on")
    return (CalendarDate(ends, DateKind.ALLOCATION_END, (client,), since) for client, ends, since in found)


def _first(rows: QuerySet[Any], by: str, *columns: str) -> Iterable[tuple[Any, ...]]:
    """These columns of the first rows by day, in one query."""
    return rows.order_by(by, "pk").values_list(*columns)[:MOST]

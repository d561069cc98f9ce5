"""Hours that volunteers gave: kept by the coordinator, by day or by week."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import today
from core.storing import store
from informal_care.access import may_keep_volunteer
from informal_care.models import Match, VolunteerHours

SIX_DAYS = timedelta(days=6)


@transaction.atomic
def record_hours(*, actor: Actor, matched: Match, day: date, is_week: bool, hours: Decimal) -> VolunteerHours:
    """The hours of a day, or of the week from Monday to Sunday in which the day lies.

    Raises PermissionDenied, ValidationError with code `later`, `hours_outside` (not within the help), `hours_span` or
    `hours_twice`.
    """
    matched = _locked(actor, matched)
    first = day - timedelta(days=day.weekday()) if is_week else day
    last = first + SIX_DAYS if is_week else day
    if first > today():
        raise ValidationError({"day": ValidationError("Kies een dag die al is geweest.", code="later")})
    began, ended = matched.started_on, matched.ended_on
    if began is None or last < began or (ended is not None and first > ended):
        raise ValidationError({"day": ValidationError("Op deze dag was er geen hulp.", code="hours_outside")})
    row = VolunteerHours(match=matched, starts_on=first, ends_on=last, hours=hours)
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row, client=matched.volunteer.public_id)
    return row


@transaction.atomic
def remove_hours(*, actor: Actor, row: VolunteerHours) -> None:
    """Take hours away that were noted by mistake. Raises PermissionDenied."""
    matched = _locked(actor, row.match)
    record(actor=actor, event=AuditEvent.DELETED, target=row, client=matched.volunteer.public_id)
    row.delete()


def _locked(actor: Actor, matched: Match) -> Match:
    rows = Match.objects.select_for_update(of=("self",)).select_related("volunteer")
    found: Match = rows.get(pk=matched.pk)
    if not may_keep_volunteer(actor, found.volunteer):
        raise PermissionDenied
    return found

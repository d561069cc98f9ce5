"""Reads over who works in a group: the standing week, and who may be put on it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from delivery.models import Group, Helper, RosterLine, Session, StaffAttendance
from organisations.models import Employment, Professional

Workers = tuple[Iterable[Professional], Iterable[Helper]]


def roster_lines(group: Group, day: date) -> list[RosterLine]:
    """The lines of the roster that hold on `day` or later, by name: one query."""
    lines = group.roster.not_ended(day).select_related("professional", "helper")
    return sorted(lines, key=lambda line: (str(line.person), line.starts_on, line.pk))


def workers_from(provider_id: int, day: date) -> Workers:
    """Who works for the provider on `day` or later, professionals and helpers, by name."""
    employed = Employment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), professional=OuterRef("pk"), provider_id=provider_id
    )
    helpers = Helper.objects.filter(provider_id=provider_id).not_ended(day)
    return Professional.objects.filter(Exists(employed)), helpers


def workers_on(provider_id: int, day: date) -> Workers:
    """Who works for the provider on `day`, professionals and helpers, by name."""
    helpers = Helper.objects.filter(provider_id=provider_id).active_on(day)
    return Professional.objects.employed_by(provider_id, day), helpers


def planned_staff(session: Session) -> QuerySet[StaffAttendance]:
    """Who is planned in a dagdeel or was taken off it, in order of time: one query."""
    rows = session.staff.current().select_related("professional", "helper")
    return rows.order_by("planned_starts", "pk")

"""Who works for a provider, as the services of rosters and leave need it: locked, and with the time of the work.

Whoever locks more takes the person first, then groups, then dagdelen, each by primary key.
"""

from typing import Any

from core.periods import Period
from delivery.models import Helper, RosterLine, StaffAttendance
from organisations.models import Employment, Professional

Person = Professional | Helper


def lock_person(person: Person) -> Person:
    """The same person, locked: whoever plans this person elsewhere at the same moment waits."""
    rows: Any = type(person)._default_manager
    found: Person = rows.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    return found


def as_fields(person: Person) -> dict[str, Person]:
    """By which column a row is about this person."""
    return {"helper" if isinstance(person, Helper) else "professional": person}


def work_of(person: Person, provider_id: int) -> list[Period]:
    """The periods in which this person works for the provider."""
    if isinstance(person, Helper):
        return [person.period] if person.provider_id == provider_id else []
    return [row.period for row in Employment.objects.filter(professional=person, provider_id=provider_id)]


def groups_of(person: Person, provider_id: int) -> set[int]:
    """The groups of the provider in which this person stands on the roster, or in a dagdeel: two queries."""
    who = as_fields(person)
    lines = RosterLine.objects.filter(group__provider_id=provider_id, **who)
    rows = StaffAttendance.objects.filter(session__group__provider_id=provider_id, **who)
    return {*lines.values_list("group_id", flat=True), *rows.values_list("session__group_id", flat=True)}

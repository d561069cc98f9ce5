"""What a change would mean for the dagdelen ahead, before it is stored: it is made, looked at, and undone."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.db import transaction

from clients.models import Allocation
from compliance.selectors.ahead import PlannedDagdeel, falling_short, made_worse
from core.actors import Actor
from core.clock import today
from delivery.models import Group
from delivery.services import place_client, report_leave
from delivery.services.people import Person, groups_of
from plans.rules.week import Week


def effect_of_placing(
    *,
    actor: Actor,
    group: Group,
    allocation: Allocation,
    moments: Week,
    starts_on: date,
    ends_on: date | None = None,
) -> list[PlannedDagdeel]:
    """The dagdelen in the weeks ahead that would fall short, or shorter, with this client. Nothing is stored.

    Raises as `delivery.services.place_client`.
    """
    facts: Any = {
        "group": group,
        "allocation": allocation,
        "moments": moments,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    return _effect([group.pk], starts_on, lambda: place_client(actor=actor, **facts))


def effect_of_leave(
    *, actor: Actor, person: Person, kind: str, starts_on: date, ends_on: date | None = None
) -> list[PlannedDagdeel]:
    """The dagdelen that would fall short, or shorter, without this person. Nothing is stored.

    Raises as `delivery.services.report_leave`.
    """
    groups = groups_of(person, actor.organisation_id or 0)
    facts: Any = {"person": person, "kind": kind, "starts_on": starts_on, "ends_on": ends_on}
    return _effect(groups, starts_on, lambda: report_leave(actor=actor, **facts))


def _effect(groups: Collection[int], since: date, change: Callable[[], object]) -> list[PlannedDagdeel]:
    first = max(since, today())
    with transaction.atomic():
        before = falling_short(groups, first)
        change()
        after = falling_short(groups, first)
        transaction.set_rollback(True)
    return made_worse(before, after)

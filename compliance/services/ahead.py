"""What a change would mean for the dagdelen ahead, before it is stored: it is made, looked at, and undone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from clients.models import Allocation
from compliance.selectors.ahead import PlannedDagdeel, falling_short, made_worse
from core.actors import Actor
from core.clock import today
from delivery.models import Group, Placement, Session
from delivery.selectors import Occupied, effect_of
from delivery.services import change_placement, place_client, report_leave
from delivery.services.people import Person, groups_of
from plans.rules.week import Week


@dataclass(frozen=True, slots=True)
class PlacingEffect:
    """How full the group gets on the dagdelen of a placement, and which dagdelen ahead fall short, or shorter."""

    occupied: tuple[Occupied, ...]
    short: tuple[PlannedDagdeel, ...]
    are_planned: bool
    """Whether dagdelen stand ready on days of the placement: only those can be looked at."""


def effect_of_placing(
    *,
    actor: Actor,
    group: Group,
    allocation: Allocation,
    moments: Week,
    starts_on: date,
    ends_on: date | None = None,
) -> PlacingEffect:
    """What it means that this client comes. Nothing is stored. Raises as `delivery.services.place_client`."""
    facts: Any = {"allocation": allocation, "moments": moments, "starts_on": starts_on, "ends_on": ends_on}
    return _of_placement(group.pk, starts_on, lambda: place_client(actor=actor, group=group, **facts))


def effect_of_moving(
    *, actor: Actor, placement: Placement, revision: int, moments: Week, starts_on: date
) -> PlacingEffect:
    """What it means that the client comes on other dagdelen. Nothing is stored.

    Raises as `delivery.services.change_placement`.
    """
    facts: Any = {"placement": placement, "revision": revision, "moments": moments, "starts_on": starts_on}
    return _of_placement(placement.group_id, starts_on, lambda: change_placement(actor=actor, **facts))


def effect_of_leave(
    *, actor: Actor, person: Person, kind: str, starts_on: date, ends_on: date | None = None
) -> list[PlannedDagdeel]:
    """The dagdelen that would fall short, or shorter, without this person. Nothing is stored.

    Raises as `delivery.services.report_leave`.
    """
    groups = groups_of(person, actor.organisation_id or 0)
    facts: Any = {"person": person, "kind": kind, "starts_on": starts_on, "ends_on": ends_on}
    return _effect(groups, starts_on, lambda: report_leave(actor=actor, **facts))[1]


def _of_placement(group: int, since: date, place: Callable[[], Placement]) -> PlacingEffect:
    occupied, short = _effect([group], since, lambda: effect_of(place()))
    are_planned = Session.objects.filter(group=group, held_on__gte=max(since, today())).exists()
    return PlacingEffect(tuple(occupied), tuple(short), are_planned)


def _effect(groups: Collection[int], since: date, change: Callable[[], Any]) -> tuple[Any, list[PlannedDagdeel]]:
    """What the change gives back, and what falls short by it; then it is as if it had never been made."""
    first = max(since, today())
    with transaction.atomic():
        before = falling_short(groups, first)
        given = change()
        after = falling_short(groups, first)
        transaction.set_rollback(True)
    return given, made_worse(before, after)

"""Placing clients in groups."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_open_file
from clients.models import Allocation
from clients.services.checking import Check, refuse_all_at_once
from core.actors import Actor
from core.errors import Conflict
from core.periods import ONE_DAY
from core.storing import store
from delivery.access import may_place
from delivery.jobs import PLACEMENT_CHANGED
from delivery.models import Group, Placement
from delivery.rules import Placed, check_inside, check_open, check_room
from delivery.selectors import open_moments, others_in
from delivery.services.planning import follow_change
from plans.rules.week import Week


@transaction.atomic
def place_client(
    *,
    actor: Actor,
    group: Group,
    allocation: Allocation,
    moments: Week,
    starts_on: date,
    ends_on: date | None = None,
) -> Placement:
    """The client comes to the group on these dagdelen; without an end until allocation or group ends.

    Two planners who want the last place meet at the lock on the group. Raises PermissionDenied, and ValidationError
    with all faults at once: `group_closed`, `group_full`, `outside_allocation`, `outside_group`, `placed_twice`,
    `no_moments`, `period_order`.
    """
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    allocation = Allocation.objects.select_related("client").get(pk=allocation.pk)
    if not (may_place(actor, group, allocation) and may_open_file(actor, allocation.client)):
        raise PermissionDenied
    placement = Placement(
        group=group,
        allocation=allocation,
        moments=moments,
        starts_on=starts_on,
        ends_on=ends_on or _earliest(allocation.ends_on, group.ends_on),
    )
    _check(placement)
    store(placement)
    record(actor=actor, event=AuditEvent.CREATED, target=placement, client=allocation.client.public_id)
    follow_change(group.pk)
    PLACEMENT_CHANGED.wake(allocation.pk)
    return placement


@transaction.atomic
def change_placement(*, actor: Actor, placement: Placement, revision: int, moments: Week, starts_on: date) -> Placement:
    """From that day on the client comes on other dagdelen: a new placement, and the old one ends the day before.

    Raises as `place_client`, Conflict `placement_changed`, and ValidationError `not_after_start` for a day on which the
    placement had not begun: end it and place the client anew.
    """
    former = _lock(actor, placement, revision)
    if not former.starts_on < starts_on or (former.ends_on is not None and former.ends_on < starts_on):
        message = f"Deze plaatsing loopt {former.period}. Kies een dag daarbinnen, na de eerste."
        raise ValidationError({"starts_on": ValidationError(message, code="not_after_start")})
    ends_on = former.ends_on
    _end(actor, former, starts_on - ONE_DAY)
    return place_client(
        actor=actor,
        group=former.group,
        allocation=former.allocation,
        moments=moments,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@transaction.atomic
def end_placement(*, actor: Actor, placement: Placement, revision: int, ends_on: date) -> Placement:
    """The last day on which the client comes to the group.

    Raises PermissionDenied, Conflict `placement_changed`, ValidationError `period_order` or `end_later`.
    """
    placement = _lock(actor, placement, revision)
    if placement.ends_on is not None and ends_on > placement.ends_on:
        message = "Deze plaatsing eindigt al eerder. Plaats de cliënt opnieuw voor de tijd daarna."
        raise ValidationError({"ends_on": ValidationError(message, code="end_later")})
    _end(actor, placement, ends_on)
    follow_change(placement.group_id)
    PLACEMENT_CHANGED.wake(placement.allocation_id)
    return placement


def _check(placement: Placement) -> None:
    group, allocation = placement.group, placement.allocation
    checks: list[Check] = []
    if placement.starts_on is not None and (placement.ends_on is None or placement.ends_on >= placement.starts_on):
        period = placement.period
        placed = others_in(group, allocation, period)
        wanted = Placed(period, placement.moments)
        checks = [
            ("starts_on", lambda: check_inside(period, allocation=allocation.period, group=group.period)),
            ("moments", lambda: check_open(placement.moments, open_moments(group, period.starts_on))),
            ("moments", lambda: check_room(wanted, placed, group.capacity)),
        ]
    refuse_all_at_once(placement, *checks)


def _lock(actor: Actor, placement: Placement, revision: int) -> Placement:
    Group.objects.select_for_update(of=("self",)).get(pk=placement.group_id)
    current = Placement.objects.select_related("group", "allocation__client").get(pk=placement.pk)
    if not (may_place(actor, current.group, current.allocation) and may_open_file(actor, current.allocation.client)):
        raise PermissionDenied
    if current.revision != revision:
        raise Conflict(
            "Iemand anders heeft deze plaatsing gewijzigd terwijl u bezig was. Bekijk wat er nu staat.",
            code="placement_changed",
        )
    return current


def _end(actor: Actor, placement: Placement, ends_on: date) -> None:
    before = snapshot(placement)
    placement.ends_on = ends_on
    placement.revision += 1
    store(placement, "ends_on", "revision")
    client = placement.allocation.client.public_id
    record(actor=actor, event=AuditEvent.CHANGED, target=placement, before=before, client=client)


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)

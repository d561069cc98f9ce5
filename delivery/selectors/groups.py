"""Groups: when they are open, how full they are, and where there is a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.db.models import prefetch_related_objects

from core.actors import Actor
from delivery.models import Group, Placement
from delivery.rules import Free, Hours, Offer, Opened, Placed, first_free, number_on
from plans.enums import PlanParameter
from plans.rules.week import MOMENTS, Moment
from plans.selectors.settings import setting

DAYS_LOOKED_AHEAD: Final = 56
"""How far ahead a free place is looked for: eight weeks."""


def dagdeel_minutes(day: date) -> int:
    """How long a dagdeel may last at most on `day`, in minutes. Raises ImproperlyConfigured when nobody set it."""
    found = setting(PlanParameter.DAGDEEL_LENGTH, day)
    if found is None:
        raise ImproperlyConfigured("How long a dagdeel lasts is not set. Run `manage.py load_reminders`.")
    return found


def hours_of(group: Group, day: date) -> list[Hours]:
    """When the group is open in the week in which `day` lies, by the hours that hold on `day`: one query."""
    rows = group.openings.active_on(day)
    return sorted((row.hours for row in rows), key=lambda one: MOMENTS.index(one.moment))


def open_moments(group: Group, day: date) -> frozenset[Moment]:
    """The dagdelen of the week on which the group is open by the hours that hold on `day`."""
    return frozenset(one.moment for one in hours_of(group, day))


def offer_of(group: Group) -> Offer:
    """What the group offers, now and later; opening times and closed days may have been fetched before."""
    return Offer(
        period=group.period,
        opened=[Opened(row.period, row.hours) for row in group.openings.all()],
        closed={row.day: row.reason for row in group.closed_days.all()},
        capacity=group.capacity,
    )


@dataclass(frozen=True, slots=True)
class Occupied:
    """One dagdeel of a group: when it is open, and how many of its places are taken."""

    hours: Hours
    placed: int
    capacity: int

    @property
    def free(self) -> int:
        """Places that are left; none when more are placed than fit."""
        return max(0, self.capacity - self.placed)


def occupation(group: Group, actor: Actor, day: date) -> list[Occupied]:
    """How full the group is by dagdeel of the week on `day`, clients whose file the actor does not see included.

    A municipality counts its own inhabitants only.
    """
    there = number_on(day, _placed(Placement.objects.counted_for(actor).filter(group=group).active_on(day)))
    return [Occupied(one, there[one.moment], group.capacity) for one in hours_of(group, day)]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in a list: how full it is on a day, and where the first place is."""

    group: Group
    today: Sequence[Occupied]
    closed_because: str
    free: Free | None


def group_rows(groups: Sequence[Group], actor: Actor, day: date) -> list[GroupRow]:
    """These groups with how full they are on `day` and the first free dagdeel: three queries, whatever the number."""
    prefetch_related_objects(groups, "openings", "closed_days")
    placed: dict[int, list[Placement]] = {}
    for row in Placement.objects.counted_for(actor).filter(group__in=groups).not_ended(day):
        placed.setdefault(row.group_id, []).append(row)
    return [_row(group, _placed(placed.get(group.pk, [])), day) for group in groups]


def _row(group: Group, placed: Sequence[Placed], day: date) -> GroupRow:
    offer, there = offer_of(group), number_on(day, placed)
    return GroupRow(
        group=group,
        today=[Occupied(one, there[one.moment], group.capacity) for one in offer.hours_on(day)],
        closed_because=offer.closed.get(day, ""),
        free=first_free(offer, placed, since=day, days=DAYS_LOOKED_AHEAD),
    )


def _placed(rows: Iterable[Placement]) -> list[Placed]:
    return [Placed(row.period, row.moments) for row in rows]
